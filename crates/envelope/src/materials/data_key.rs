//! The plaintext data key.

use common_types::SecretBytes;
use crypto::random::Random;

use crate::{AlgorithmSuite, Error};

/// A data key in plaintext: what a keyring makes or finds, and what a message's own keys are derived from.
///
/// INVARIANT: as long as its suite asks for.
// spec: framework/structures.md#plaintext-data-key
#[derive(Clone, Debug)]
pub struct DataKey(SecretBytes);

impl DataKey {
    /// Takes the bytes of a data key for `suite`.
    ///
    /// # Errors
    ///
    /// [`Error::Keyring`] if their number is not [`AlgorithmSuite::data_key_len`].
    // spec: framework/cmm-interface.md#get-encryption-materials
    pub fn new(suite: AlgorithmSuite, bytes: SecretBytes) -> Result<Self, Error> {
        if bytes.len() != suite.data_key_len() {
            let reason = "a data key does not have the length of its algorithm suite";
            return Err(Error::Keyring { reason });
        }
        Ok(Self(bytes))
    }

    /// Makes a random data key for `suite`.
    pub(crate) fn generate(suite: AlgorithmSuite, random: &dyn Random) -> Result<Self, Error> {
        let mut bytes = SecretBytes::new(vec![0; suite.data_key_len()]);
        random.fill(bytes.expose_mut())?;
        Ok(Self(bytes))
    }

    /// The bytes themselves.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.0.expose()
    }
}
