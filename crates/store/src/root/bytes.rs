//! A root key of 32 bytes that the application holds, and how a key of 32 bytes wraps.

use std::future::ready;

use common_types::{BoxFuture, SecretBytes};
use crypto::{
    aead::{Algorithm, OneTimeKey, Opener, TAG_LEN, Tag},
    kdf::{HkdfAlgorithm, Prk},
    random::{self, SystemRandom},
};

use super::RootKey;
use crate::{Error, Result};

/// A root key of 32 random bytes that the application keeps, such as in its own secret manager.
///
/// # Format
///
/// What it wraps is `check(16) ‖ salt(32) ‖ ciphertext ‖ tag(16)`: AES-256-GCM under a key derived
/// for this one salt. The check value depends on the root key alone and tells a wrong key from
/// damage.
#[derive(Debug)]
pub struct BytesRootKey {
    id: String,
    key: SecretBytes,
}

impl BytesRootKey {
    /// The root key with these bytes, which must be uniformly random.
    ///
    /// # Errors
    /// [`Error::RootKey`] unless there are 32 of them.
    pub fn new(key: impl Into<SecretBytes>) -> Result<Self> {
        Self::named("bytes", key.into())
    }

    pub(super) fn named(id: &str, key: SecretBytes) -> Result<Self> {
        if key.len() != KEY_LEN {
            return Err(Error::RootKey {
                reason: "it must have 32 bytes",
                cause: None,
            });
        }
        Ok(Self {
            id: id.to_owned(),
            key,
        })
    }

    fn seal(&self, secret: &SecretBytes, aad: &[u8]) -> Result<Vec<u8>> {
        let salt: [u8; SALT_LEN] = random::bytes(&SystemRandom::new())?;
        let mut out = [&self.check()?[..], &salt, secret.expose()].concat();
        let (_, body) = out.split_at_mut(CHECK_LEN + SALT_LEN);
        let key = self.derive::<KEY_LEN>(&[WRAP_LABEL, &salt])?;
        let sealer = OneTimeKey::new(Algorithm::Aes256Gcm, key.expose())?;
        let tag = sealer.seal(ONE_NONCE, aad, body)?;
        out.extend(tag.as_bytes());
        Ok(out)
    }

    fn open(&self, wrapped: &[u8], aad: &[u8]) -> Result<SecretBytes> {
        const DAMAGED: Error = Error::Corrupt {
            what: "the wrapped store key",
        };
        let (check, rest) = wrapped.split_first_chunk::<CHECK_LEN>().ok_or(DAMAGED)?;
        let (salt, rest) = rest.split_first_chunk::<SALT_LEN>().ok_or(DAMAGED)?;
        let (body, tag) = rest.split_last_chunk::<TAG_LEN>().ok_or(DAMAGED)?;
        // The check value is public, so how long a comparison takes tells nothing.
        if *check != self.check()? {
            return Err(Error::WrongRootKey);
        }
        let key = self.derive::<KEY_LEN>(&[WRAP_LABEL, salt])?;
        let opener = Opener::new(Algorithm::Aes256Gcm, key.expose())?;
        let mut secret = SecretBytes::from(body);
        opener
            .open(ONE_NONCE, aad, secret.expose_mut(), &Tag::from(*tag))
            .map_err(|_| DAMAGED)?;
        Ok(secret)
    }

    fn check(&self) -> Result<[u8; CHECK_LEN]> {
        let derived = self.derive::<CHECK_LEN>(&[CHECK_LABEL])?;
        derived.expose().try_into().map_err(|_| Error::Crypto)
    }

    fn derive<const N: usize>(&self, info: &[&[u8]]) -> Result<SecretBytes> {
        let mut out = SecretBytes::from([0; N]);
        let prk = Prk::from_uniform(HkdfAlgorithm::Sha256, self.key.expose())?;
        prk.expand(info, out.expose_mut())?;
        Ok(out)
    }
}

impl RootKey for BytesRootKey {
    fn id(&self) -> &str {
        &self.id
    }

    fn wrap<'a>(
        &'a self,
        secret: &'a SecretBytes,
        aad: &'a [u8],
    ) -> BoxFuture<'a, Result<Vec<u8>>> {
        Box::pin(ready(self.seal(secret, aad)))
    }

    fn unwrap<'a>(
        &'a self,
        wrapped: &'a [u8],
        aad: &'a [u8],
    ) -> BoxFuture<'a, Result<SecretBytes>> {
        Box::pin(ready(self.open(wrapped, aad)))
    }
}

pub(super) const KEY_LEN: usize = 32;
const CHECK_LEN: usize = 16;
const SALT_LEN: usize = 32;
const WRAP_LABEL: &[u8] = b"strongroom/root-wrap/v1";
const CHECK_LABEL: &[u8] = b"strongroom/root-check/v1";
/// Each salt gives a key of its own, so the nonce need not differ.
const ONE_NONCE: [u8; 12] = [0; 12];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::block_on;

    fn root(byte: u8) -> BytesRootKey {
        BytesRootKey::new([byte; 32]).unwrap()
    }

    #[test]
    fn what_is_wrapped_comes_back_and_never_looks_the_same() {
        let secret = SecretBytes::from(b"store keys");
        let [a, b] = [(); 2].map(|()| block_on(root(1).wrap(&secret, b"aad")).unwrap());
        assert_ne!(a, b);
        assert_eq!(block_on(root(1).unwrap(&a, b"aad")).unwrap(), secret);
    }

    #[test]
    fn a_wrong_key_is_told_from_damage() {
        let wrapped = block_on(root(1).wrap(&SecretBytes::from(b"secret"), b"aad")).unwrap();
        let open = |root: BytesRootKey, wrapped: &[u8], aad| block_on(root.unwrap(wrapped, aad));

        assert!(matches!(
            open(root(2), &wrapped, b"aad"),
            Err(Error::WrongRootKey)
        ));
        assert!(matches!(
            open(root(1), &wrapped, b"other"),
            Err(Error::Corrupt { .. })
        ));
        for at in CHECK_LEN..wrapped.len() {
            let mut damaged = wrapped.clone();
            damaged[at] ^= 1;
            assert!(
                matches!(open(root(1), &damaged, b"aad"), Err(Error::Corrupt { .. })),
                "{at}"
            );
        }
        for end in 0..wrapped.len() {
            assert!(open(root(1), &wrapped[..end], b"aad").is_err(), "{end}");
        }
    }

    #[test]
    fn a_root_key_has_32_bytes_and_does_not_show_them() {
        assert!(matches!(
            BytesRootKey::new([1; 31]),
            Err(Error::RootKey { .. })
        ));
        let shown = format!(
            "{:?}",
            BytesRootKey::new(*b"0123456789abcdef0123456789abcdef").unwrap()
        );
        assert!(
            !shown.contains("0123") && !shown.contains("48, 49"),
            "{shown}"
        );
    }
}
