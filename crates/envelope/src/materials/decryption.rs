//! What messages are decrypted with.

use std::sync::Arc;

use common_types::EncryptionContext;
use crypto::aead::Opener;
use crypto::sign::EcdsaPublicKey;

use super::DataKey;
use crate::commitment::MessageKeys;
use crate::header::Layout;
use crate::{AlgorithmSuite, Error, Header};

/// What a message is decrypted with: its data key, and what its header must say.
///
/// A handle, like [`EncryptionMaterials`](crate::EncryptionMaterials): it decrypts every message that was encrypted under the
/// same encryption materials, and refuses others with [`Error::MaterialsMismatch`].
///
/// Source: framework/structures.md#decryption-materials.
#[derive(Debug)]
pub struct DecryptionMaterials {
    keys: DecryptionKeys,
    context: EncryptionContext,
    /// What the keyring was asked about: context and encrypted data keys, as the header has them.
    section: Vec<u8>,
}

impl DecryptionMaterials {
    /// The materials for messages that have in common with this one what depends on them.
    pub(super) fn new(
        keys: DecryptionKeys,
        header: &Header,
        context: EncryptionContext,
    ) -> Result<Self, Error> {
        let section = header.layout().section(header.bytes())?.to_vec();
        Ok(Self {
            keys,
            context,
            section,
        })
    }

    /// The suite of the messages.
    #[must_use]
    pub const fn suite(&self) -> AlgorithmSuite {
        self.keys.suite
    }

    /// The encryption context: what the message keeps, and what was expected besides.
    #[must_use]
    pub const fn context(&self) -> &EncryptionContext {
        &self.context
    }

    /// The keys, if the message of this header is one of those that they are for.
    pub(crate) fn keys_for(
        &self,
        layout: &Layout,
        header: &[u8],
    ) -> Result<&DecryptionKeys, Error> {
        if layout.suite != self.keys.suite || layout.section(header)? != self.section {
            return Err(Error::MaterialsMismatch);
        }
        Ok(&self.keys)
    }
}

/// What decrypts the messages of one data key. That a message is one of them is for its opener to find out.
#[derive(Debug)]
pub(crate) struct DecryptionKeys {
    pub(super) suite: AlgorithmSuite,
    pub(super) data_key: DataKey,
    pub(super) verification_key: Option<Arc<EcdsaPublicKey>>,
    /// The pairs that were expected and are not kept in the message, as they are authenticated with it.
    pub(super) authenticated_only: Vec<u8>,
}

impl DecryptionKeys {
    pub(crate) const fn verification_key(&self) -> Option<&Arc<EcdsaPublicKey>> {
        self.verification_key.as_ref()
    }

    /// The opener of a message's body, once its header is known to be authentic.
    pub(crate) fn opener(&self, layout: &Layout, header: &[u8]) -> Result<Opener, Error> {
        MessageKeys::derive(self.suite, &self.data_key, &layout.message_id)?.opener(
            layout,
            header,
            &self.authenticated_only,
        )
    }
}
