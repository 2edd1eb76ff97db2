//! What messages are decrypted with.

use std::sync::Arc;

use common_types::EncryptionContext;
use crypto::sign::EcdsaPublicKey;

use super::DataKey;
use crate::commitment::MessageKeys;
use crate::header::Layout;
use crate::{AlgorithmSuite, Error};

/// What a message is decrypted with: its data key, and what its header must say.
///
/// A handle, like [`EncryptionMaterials`](crate::EncryptionMaterials): it decrypts every message that was encrypted under the
/// same encryption materials, and refuses others with [`Error::MaterialsMismatch`].
///
/// Source: framework/structures.md#decryption-materials.
#[derive(Debug)]
pub struct DecryptionMaterials {
    pub(super) suite: AlgorithmSuite,
    pub(super) data_key: DataKey,
    pub(super) verification_key: Option<Arc<EcdsaPublicKey>>,
    pub(super) context: EncryptionContext,
    /// What the keyring was asked about: context and encrypted data keys, as the header has them.
    pub(super) section: Vec<u8>,
    /// The pairs that were expected and are not kept in the message, as they are authenticated with it.
    pub(super) authenticated_only: Vec<u8>,
}

impl DecryptionMaterials {
    /// The suite of the messages.
    #[must_use]
    pub const fn suite(&self) -> AlgorithmSuite {
        self.suite
    }

    /// The encryption context: what the message keeps, and what was expected besides.
    #[must_use]
    pub const fn context(&self) -> &EncryptionContext {
        &self.context
    }

    pub(crate) const fn verification_key(&self) -> Option<&Arc<EcdsaPublicKey>> {
        self.verification_key.as_ref()
    }

    /// The opener of a message's body, once its header is known to belong to these materials and to be authentic.
    pub(crate) fn opener(
        &self,
        layout: &Layout,
        header: &[u8],
    ) -> Result<crypto::aead::Opener, Error> {
        if layout.suite != self.suite || layout.section(header)? != self.section {
            return Err(Error::MaterialsMismatch);
        }
        MessageKeys::derive(self.suite, &self.data_key, &layout.message_id)?.opener(
            layout,
            header,
            &self.authenticated_only,
        )
    }
}
