//! A key in memory, ready for use: its policy compiled, its backing keys unwrapped and prepared.

use std::sync::Arc;

use common_types::{Arn, EncryptionContext, SecretBytes};
use crypto::random::Random;
use policy_eval::CompiledPolicy;
use store::{Revision, Versioned};

use super::{KeyId, KeyRecord, KeyState, policy::KeyPolicy};
use crate::{
    Result,
    backing::{BackingKey, Wrapper},
    blob::{self, BlobPrefix, CiphertextBlob},
    condition::KeyFacts,
    scope::Scope,
};

/// A key as it was read in one version of its record. Shared; replaced as a whole when the record changes.
#[derive(Debug)]
pub(crate) struct LoadedKey {
    pub(crate) scope: Scope,
    pub(crate) id: KeyId,
    pub(crate) arn: Arn,
    pub(crate) version: Revision,
    pub(crate) record: KeyRecord,
    pub(crate) policy: CompiledPolicy,
    /// The backing key that encrypts.
    current: Arc<Material>,
    /// All of them.
    materials: Box<[Arc<Material>]>,
}

/// A backing key, with what its blobs begin with.
#[derive(Debug)]
struct Material {
    key: BackingKey,
    prefix: BlobPrefix,
}

impl LoadedKey {
    /// Makes a record ready for use.
    pub(crate) fn new(
        scope: Scope,
        id: KeyId,
        record: &Versioned,
        wrapper: &Wrapper,
    ) -> Result<Self> {
        let version = record.version;
        let record = KeyRecord::decode(&record.value)?;
        let mut materials = Vec::with_capacity(record.backing_keys.len());
        for (&backing_key, wrapped) in &record.backing_keys {
            let secret = wrapper.unwrap(wrapped, &record.binding(&scope, &id, backing_key))?;
            let Scope {
                partition,
                account,
                region,
            } = &scope;
            materials.push(Arc::new(Material {
                key: BackingKey::new(backing_key, &secret)?,
                prefix: BlobPrefix::new(partition, account, region, &id, backing_key)?,
            }));
        }
        let current = materials
            .iter()
            .find(|material| material.key.id() == record.current);
        let current = current
            .map(Arc::clone)
            .ok_or_else(|| crate::Error::broken("a key has no current backing key"))?;
        Ok(Self {
            arn: scope.key_arn(&id)?,
            policy: KeyPolicy::stored(&record.policy)?,
            current,
            materials: materials.into_boxed_slice(),
            scope,
            id,
            version,
            record,
        })
    }

    /// The state that callers see.
    pub(crate) fn state(&self) -> KeyState {
        self.record.lifecycle.state()
    }

    /// What policies can ask of it.
    pub(crate) fn facts(&self) -> KeyFacts<'_> {
        KeyFacts {
            multi_region: self.id.is_multi_region(),
            record: &self.record,
        }
    }

    /// Encrypts under the current backing key.
    pub(crate) fn seal(
        &self,
        context: &EncryptionContext,
        plaintext: &[u8],
        random: &dyn Random,
    ) -> Result<Vec<u8>> {
        let Material { key, prefix } = &*self.current;
        blob::seal(key, prefix, context, plaintext, random)
    }

    /// Decrypts with whichever backing key the blob names; also says which material that was.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidCiphertext`](crate::Error::InvalidCiphertext), whatever is wrong.
    pub(crate) fn open(
        &self,
        blob: &CiphertextBlob<'_>,
        context: &EncryptionContext,
    ) -> Result<(SecretBytes, &str)> {
        let named = self
            .materials
            .iter()
            .find(|material| blob.is_by(material.key.id()));
        let key = named.map(|material| &material.key);
        let plaintext = blob::open(blob, key, context)?;
        Ok((plaintext, key.map_or("", BackingKey::material_id)))
    }

    /// The material that encrypts now, as AWS's responses name it.
    pub(crate) fn current_material_id(&self) -> &str {
        self.current.key.material_id()
    }
}
