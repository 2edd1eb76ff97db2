//! Secrets of access keys at rest: wrapped under the store key, bound to the access key that they belong to.
//!
//! The bytes are drawn in `docs/formats.md`.

use std::fmt;

use common_types::SecretBytes;
use crypto::{
    aead::{Algorithm, NONCE_LEN, OneTimeKey, Opener, TAG_LEN, Tag},
    kdf::{HkdfAlgorithm, Prk},
    random::{self, Random},
};
use serde::{Deserialize, Serialize};
use store::{Generation, StoreKeys};

use crate::{Error, Result};

/// A secret, wrapped. Of use to nobody without the store key.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub(crate) struct WrappedSecret(#[serde(with = "common_types::wire::blob")] Vec<u8>);

/// Wraps and unwraps secrets under the keys of one store.
#[derive(Clone, Debug)]
pub(crate) struct Wrapper(StoreKeys);

impl Wrapper {
    pub(crate) fn new(keys: StoreKeys) -> Self {
        Self(keys)
    }

    /// The newest store key: what is wrapped now is committed only while it is the newest.
    pub(crate) fn generation(&self) -> Generation {
        self.0.generation()
    }

    /// Wraps a secret under the newest store key.
    pub(crate) fn wrap(
        &self,
        secret: &[u8],
        access_key_id: &str,
        random: &dyn Random,
    ) -> Result<WrappedSecret> {
        let generation = self.0.generation();
        let salt: [u8; SALT_BYTES] = random::bytes(random)?;
        let key = OneTimeKey::new(ALGORITHM, self.derive(generation, &salt)?.expose())?;
        let mut ciphertext = vec![0; secret.len()];
        let tag = key.seal_into(NONCE, &self.aad(access_key_id), secret, &mut ciphertext)?;
        let number = generation.number().to_be_bytes();
        Ok(WrappedSecret(
            [&[FORMAT], &number[..], &salt, &ciphertext, tag.as_bytes()].concat(),
        ))
    }

    /// Gives back what was wrapped.
    pub(crate) fn unwrap(
        &self,
        wrapped: &WrappedSecret,
        access_key_id: &str,
    ) -> Result<SecretBytes> {
        let parts = wrapped.parts()?;
        let key = self.derive(parts.generation, parts.salt)?;
        let mut secret = SecretBytes::new(vec![0; parts.ciphertext.len()]);
        Opener::new(ALGORITHM, key.expose())?
            .open_into(
                NONCE,
                &self.aad(access_key_id),
                parts.ciphertext,
                &parts.tag,
                secret.expose_mut(),
            )
            .map_err(|_| Error::broken("the secret of an access key does not authenticate"))?;
        Ok(secret)
    }

    /// Wraps anew under the newest store key what was wrapped under an older one; nothing if it was not.
    pub(crate) fn rewrap(
        &self,
        wrapped: &WrappedSecret,
        access_key_id: &str,
        random: &dyn Random,
    ) -> Result<Option<WrappedSecret>> {
        if wrapped.parts()?.generation == self.0.generation() {
            return Ok(None);
        }
        let secret = self.unwrap(wrapped, access_key_id)?;
        self.wrap(secret.expose(), access_key_id, random).map(Some)
    }

    /// A key for one wrapping: the salt makes it unique, so that its nonce may be constant.
    fn derive(&self, generation: Generation, salt: &[u8; SALT_BYTES]) -> Result<SecretBytes> {
        let parent = self.0.derive(generation, LABEL)?;
        let mut key = SecretBytes::from([0; 32]);
        Prk::from_uniform(HkdfAlgorithm::Sha256, parent.expose())?
            .expand(&[WRAP_LABEL, salt], key.expose_mut())?;
        Ok(key)
    }

    /// label ‖ format ‖ store id ‖ access key id
    fn aad(&self, access_key_id: &str) -> Vec<u8> {
        [
            AAD_LABEL,
            &[FORMAT],
            self.0.store_id().as_bytes(),
            access_key_id.as_bytes(),
        ]
        .concat()
    }
}

/// A wrapped secret, taken apart.
struct Parts<'a> {
    generation: Generation,
    salt: &'a [u8; SALT_BYTES],
    ciphertext: &'a [u8],
    tag: Tag,
}

impl WrappedSecret {
    fn parts(&self) -> Result<Parts<'_>> {
        let take = || {
            let (&format, rest) = self.0.split_first()?;
            let (generation, rest) = rest.split_first_chunk()?;
            let (salt, rest) = rest.split_first_chunk()?;
            let (ciphertext, tag) = rest.split_last_chunk::<TAG_LEN>()?;
            (format == FORMAT).then_some(Parts {
                generation: Generation::new(u32::from_be_bytes(*generation)),
                salt,
                ciphertext,
                tag: Tag::from(*tag),
            })
        };
        take().ok_or_else(|| Error::broken("the secret of an access key is in no known format"))
    }
}

impl fmt::Debug for WrappedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WrappedSecret({} bytes)", self.0.len())
    }
}

const FORMAT: u8 = 1;
const SALT_BYTES: usize = 32;
const ALGORITHM: Algorithm = Algorithm::Aes256Gcm;
const NONCE: [u8; NONCE_LEN] = [0; NONCE_LEN];
const LABEL: &str = "directory/access-key/v1";
const WRAP_LABEL: &[u8] = b"strongroom/directory/access-key/wrap/v1";
const AAD_LABEL: &[u8] = b"strongroom/directory/access-key";
