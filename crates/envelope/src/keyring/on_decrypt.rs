//! What a keyring is given on decrypt.

use common_types::EncryptionContext;

use crate::AlgorithmSuite;
use crate::header::EncryptedDataKey;

/// What a keyring is given to find the data key by.
///
/// Source: framework/keyring-interface.md#ondecrypt.
#[derive(Clone, Copy, Debug)]
pub struct OnDecrypt<'a> {
    suite: AlgorithmSuite,
    context: &'a EncryptionContext,
    aad: &'a [u8],
    data_keys: &'a [EncryptedDataKey],
}

impl<'a> OnDecrypt<'a> {
    pub(crate) const fn new(
        suite: AlgorithmSuite,
        context: &'a EncryptionContext,
        aad: &'a [u8],
        data_keys: &'a [EncryptedDataKey],
    ) -> Self {
        Self {
            suite,
            context,
            aad,
            data_keys,
        }
    }

    /// The suite that the data key is for.
    #[must_use]
    pub const fn suite(&self) -> AlgorithmSuite {
        self.suite
    }

    /// The encryption context that the data key was bound to.
    #[must_use]
    pub const fn context(&self) -> &'a EncryptionContext {
        self.context
    }

    /// The same context in its one canonical encoding.
    #[must_use]
    pub const fn aad(&self) -> &'a [u8] {
        self.aad
    }

    /// The data key's encrypted forms, in the message's order.
    #[must_use]
    pub const fn encrypted_data_keys(&self) -> &'a [EncryptedDataKey] {
        self.data_keys
    }
}
