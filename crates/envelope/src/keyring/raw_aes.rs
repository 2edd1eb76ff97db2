//! A wrapping key in hand: AES-GCM over the data key.
//!
//! ```text
//! provider id    the key namespace
//! provider info  key name ‖ tag length in bits(4) = 128 ‖ IV length(4) = 12 ‖ IV(12)
//! ciphertext     encrypted data key ‖ tag(16)
//! ```

use common_types::SecretBytes;
use crypto::aead::{Algorithm, NONCE_LEN, Opener, RandomNonceKey, TAG_LEN, Tag};
use zeroize::Zeroizing;

use super::{LocalKeyring, OnDecrypt, OnEncrypt};
use crate::header::EncryptedDataKey;
use crate::{DataKey, Error};

/// A keyring with one AES wrapping key in hand, of 128, 192 or 256 bits.
///
/// Namespace and name find the key again, in a message that has encrypted data keys of several keyrings; they are
/// written into each message and are not secret. A wrapping key wraps at most 2³² data keys, counted by all who hold it.
///
/// ```
/// use common_types::SecretBytes;
/// use envelope::RawAesKeyring;
///
/// # let random = [7_u8; 32];
/// let keyring = RawAesKeyring::new("backups", "2024-05", &SecretBytes::from(random))?;
///
/// let error = RawAesKeyring::new("backups", "2024-05", &SecretBytes::from([0; 31])).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the keyring is not valid: a wrapping key has 16, 24 or 32 bytes",
/// );
/// # Ok::<(), envelope::Error>(())
/// ```
///
/// Source: framework/raw-aes-keyring.md.
#[derive(Debug)]
pub struct RawAesKeyring {
    namespace: String,
    name: String,
    sealer: RandomNonceKey,
    opener: Opener,
}

impl RawAesKeyring {
    /// Takes a wrapping key, which must be random, and the names it is found by.
    ///
    /// # Errors
    ///
    /// [`Error::Keyring`] if the key has another length, or the namespace is `aws-kms`, which is KMS's own, or a name is
    /// too long to be written.
    // spec: framework/raw-aes-keyring.md#initialization
    pub fn new(
        namespace: impl Into<String>,
        name: impl Into<String>,
        wrapping_key: &SecretBytes,
    ) -> Result<Self, Error> {
        let (namespace, name) = (namespace.into(), name.into());
        let algorithm = match wrapping_key.len() {
            16 => Algorithm::Aes128Gcm,
            24 => Algorithm::Aes192Gcm,
            32 => Algorithm::Aes256Gcm,
            _ => {
                let reason = "a wrapping key has 16, 24 or 32 bytes";
                return Err(Error::Keyring { reason });
            }
        };
        // spec: framework/keyring-interface.md#key-provider-id
        if namespace.starts_with("aws-kms") {
            let reason = "a raw keyring's namespace does not begin with `aws-kms`";
            return Err(Error::Keyring { reason });
        }
        if namespace.len() > usize::from(u16::MAX)
            || name.len() + INFO_SUFFIX_LEN > usize::from(u16::MAX)
        {
            let reason = "a raw keyring's namespace and name have at most 65,000 bytes";
            return Err(Error::Keyring { reason });
        }
        Ok(Self {
            namespace,
            name,
            sealer: RandomNonceKey::new(algorithm, wrapping_key.expose())?,
            opener: Opener::new(algorithm, wrapping_key.expose())?,
        })
    }

    /// Unwraps one encrypted data key, or says nothing of why not; `None` if it is not this keyring's.
    // spec: framework/raw-aes-keyring.md#ondecrypt
    fn unwrap(
        &self,
        key: &EncryptedDataKey,
        request: &OnDecrypt<'_>,
    ) -> Option<Result<DataKey, Error>> {
        if key.provider_id() != self.namespace {
            return None;
        }
        let info = key.provider_info().strip_prefix(self.name.as_bytes())?;
        let nonce = info.strip_prefix(&INFO_LENGTHS)?.try_into().ok()?;
        let (wrapped, tag) = key.ciphertext().split_last_chunk::<TAG_LEN>()?;
        let (tag, mut data_key) = (Tag::from(*tag), SecretBytes::from(wrapped));
        let opened = self
            .opener
            .open(nonce, request.aad(), data_key.expose_mut(), &tag)
            .map_err(|_| Error::DecryptionFailed);
        Some(opened.and_then(|()| DataKey::new(request.suite(), data_key)))
    }
}

impl LocalKeyring for RawAesKeyring {
    // spec: framework/raw-aes-keyring.md#onencrypt
    fn on_encrypt(&self, request: &mut OnEncrypt<'_>) -> Result<(), Error> {
        let data_key = request.data_key_or_generate()?;
        // Sized at once for key and tag: growing would leave the plaintext key behind.
        let key_len = data_key.expose().len();
        let mut ciphertext = Zeroizing::new(Vec::with_capacity(key_len + TAG_LEN));
        ciphertext.extend_from_slice(data_key.expose());
        let (nonce, tag) = self
            .sealer
            .seal(request.random(), request.aad(), &mut ciphertext)?;
        ciphertext.extend_from_slice(tag.as_bytes());

        let mut info = Vec::with_capacity(self.name.len() + INFO_SUFFIX_LEN);
        info.extend_from_slice(self.name.as_bytes());
        info.extend_from_slice(&INFO_LENGTHS);
        info.extend_from_slice(&nonce);
        request.push(EncryptedDataKey::new(&self.namespace, info, &*ciphertext)?);
        Ok(())
    }

    fn on_decrypt(&self, request: &OnDecrypt<'_>) -> Result<DataKey, Error> {
        let mut error = Error::NoMatchingDataKey;
        for key in request.encrypted_data_keys() {
            match self.unwrap(key, request) {
                Some(Ok(data_key)) => return Ok(data_key),
                Some(Err(_)) => error = Error::DecryptionFailed,
                None => {}
            }
        }
        Err(error)
    }
}

/// Tag length in bits and IV length in bytes, as 32-bit numbers.
// spec: framework/raw-aes-keyring.md#key-provider-information
const INFO_LENGTHS: [u8; 8] = [0, 0, 0, 128, 0, 0, 0, 12];
const INFO_SUFFIX_LEN: usize = INFO_LENGTHS.len() + NONCE_LEN;
