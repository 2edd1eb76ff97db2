//! What a keyring is given on encrypt.

use std::fmt;

use common_types::EncryptionContext;
use crypto::random::Random;

use crate::header::EncryptedDataKey;
use crate::{AlgorithmSuite, DataKey, Error};

/// Encryption materials in the making: what a keyring is given, and adds to.
///
/// Source: framework/keyring-interface.md#onencrypt.
pub struct OnEncrypt<'a> {
    suite: AlgorithmSuite,
    context: EncryptionContext,
    aad: Vec<u8>,
    random: &'a dyn Random,
    data_key: Option<DataKey>,
    data_keys: Vec<EncryptedDataKey>,
}

impl<'a> OnEncrypt<'a> {
    pub(crate) fn new(
        suite: AlgorithmSuite,
        context: EncryptionContext,
        random: &'a dyn Random,
    ) -> Self {
        Self {
            suite,
            aad: context.canonical_bytes(),
            context,
            random,
            data_key: None,
            data_keys: Vec::with_capacity(1),
        }
    }

    /// The suite that the data key is for.
    #[must_use]
    pub const fn suite(&self) -> AlgorithmSuite {
        self.suite
    }

    /// The encryption context that the encrypted data key must be bound to.
    #[must_use]
    pub const fn context(&self) -> &EncryptionContext {
        &self.context
    }

    /// The same context in its one canonical encoding.
    #[must_use]
    pub fn aad(&self) -> &[u8] {
        &self.aad
    }

    /// Where randomness comes from.
    #[must_use]
    pub fn random(&self) -> &dyn Random {
        self.random
    }

    /// The data key, if a keyring before has made it.
    #[must_use]
    pub const fn data_key(&self) -> Option<&DataKey> {
        self.data_key.as_ref()
    }

    /// The data key; a random one is made now if there is none yet.
    ///
    /// # Errors
    ///
    /// [`Error::Crypto`] if the random source fails.
    // spec: framework/keyring-interface.md#generate-data-key
    pub fn data_key_or_generate(&mut self) -> Result<&DataKey, Error> {
        match &mut self.data_key {
            Some(key) => Ok(key),
            empty => Ok(empty.insert(DataKey::generate(self.suite, self.random)?)),
        }
    }

    /// Gives a data key that was made elsewhere.
    ///
    /// # Errors
    ///
    /// [`Error::Keyring`] if there is one already.
    pub fn set_data_key(&mut self, data_key: DataKey) -> Result<(), Error> {
        if self.data_key.is_some() {
            let reason = "a second data key was made for one message";
            return Err(Error::Keyring { reason });
        }
        self.data_key = Some(data_key);
        Ok(())
    }

    /// Appends the data key's encrypted form.
    // spec: framework/keyring-interface.md#encrypt-data-key
    pub fn push(&mut self, data_key: EncryptedDataKey) {
        self.data_keys.push(data_key);
    }

    /// What was gathered. That at least one encrypted data key was, is checked where they are written.
    pub(crate) fn finish(
        self,
    ) -> Result<(DataKey, Vec<EncryptedDataKey>, EncryptionContext), Error> {
        let reason = "the keyring made no data key";
        let data_key = self.data_key.ok_or(Error::Keyring { reason })?;
        if self.data_keys.is_empty() {
            let reason = "the keyring wrapped no data key";
            return Err(Error::Keyring { reason });
        }
        Ok((data_key, self.data_keys, self.context))
    }
}

impl fmt::Debug for OnEncrypt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnEncrypt")
            .field("suite", &self.suite)
            .field("context", &self.context)
            .field("data_key", &self.data_key)
            .field("data_keys", &self.data_keys)
            .finish_non_exhaustive()
    }
}
