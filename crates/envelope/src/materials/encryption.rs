//! What messages are encrypted with.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use common_types::EncryptionContext;
use crypto::sign::EcdsaKeyPair;

use super::DataKey;
use crate::header::EncryptedDataKey;
use crate::{AlgorithmSuite, Error, limits};

/// What messages are encrypted with: a data key, that key as each wrapping key has encrypted it, and a context.
///
/// A handle to be made once and used for one message or for many: making it is what may wait for a key service, or makes
/// a signing key; using it does neither. All messages under it share data key, context and signing key. That is safe,
/// because each derives keys of its own from a random 256-bit message id, within [`limits::MESSAGES_PER_DATA_KEY`] messages,
/// which are counted here and end in [`Error::MaterialsExhausted`].
///
/// Source: framework/structures.md#encryption-materials.
#[derive(Debug)]
pub struct EncryptionMaterials {
    pub(crate) suite: AlgorithmSuite,
    pub(crate) data_key: DataKey,
    pub(crate) signing_key: Option<Arc<EcdsaKeyPair>>,
    /// What of a header depends on the materials alone, as it is written.
    pub(crate) section: Vec<u8>,
    pub(super) context: EncryptionContext,
    pub(super) data_keys: Vec<EncryptedDataKey>,
    messages: AtomicU64,
}

impl EncryptionMaterials {
    pub(super) fn new(
        suite: AlgorithmSuite,
        data_key: DataKey,
        signing_key: Option<EcdsaKeyPair>,
        section: Vec<u8>,
        context: EncryptionContext,
        data_keys: Vec<EncryptedDataKey>,
    ) -> Self {
        Self {
            suite,
            data_key,
            signing_key: signing_key.map(Arc::new),
            section,
            context,
            data_keys,
            messages: AtomicU64::new(0),
        }
    }

    /// The suite of the messages.
    #[must_use]
    pub const fn suite(&self) -> AlgorithmSuite {
        self.suite
    }

    /// The encryption context of the messages; for a signed suite with `aws-crypto-public-key`.
    #[must_use]
    pub const fn context(&self) -> &EncryptionContext {
        &self.context
    }

    /// The data key, as each wrapping key has encrypted it.
    #[must_use]
    pub fn encrypted_data_keys(&self) -> &[EncryptedDataKey] {
        &self.data_keys
    }

    /// How many messages have been begun with these materials.
    #[must_use]
    pub fn messages(&self) -> u64 {
        self.messages.load(Ordering::Relaxed)
    }

    /// Counts one more message.
    pub(crate) fn begin_message(&self) -> Result<(), Error> {
        // Relaxed: only the number matters, and each addition is atomic.
        let before = self.messages.fetch_add(1, Ordering::Relaxed);
        if before >= limits::MESSAGES_PER_DATA_KEY {
            self.messages
                .store(limits::MESSAGES_PER_DATA_KEY, Ordering::Relaxed);
            return Err(Error::MaterialsExhausted);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crypto::random::SystemRandom;

    use super::*;

    #[test]
    fn materials_end_after_as_many_messages_as_a_data_key_allows() {
        let suite = AlgorithmSuite::Aes256GcmHkdfSha512CommitKey;
        let data_key = DataKey::generate(suite, &SystemRandom::new()).unwrap();
        let context = EncryptionContext::new();
        let materials = EncryptionMaterials::new(suite, data_key, None, vec![], context, vec![]);
        materials
            .messages
            .store(limits::MESSAGES_PER_DATA_KEY - 1, Ordering::Relaxed);
        assert!(materials.begin_message().is_ok());
        for _ in 0..3 {
            assert!(matches!(
                materials.begin_message(),
                Err(Error::MaterialsExhausted)
            ));
            assert_eq!(materials.messages(), limits::MESSAGES_PER_DATA_KEY);
        }
    }
}
