//! Backing keys at rest: wrapped under the store key, bound to the key that they belong to.
//!
//! The bytes are drawn in `docs/formats.md`.

use std::fmt;

use common_types::{AccountId, Partition, Region, SecretBytes};
use crypto::{
    aead::{Algorithm, NONCE_LEN, OneTimeKey, Opener, TAG_LEN, Tag},
    kdf::{HkdfAlgorithm, Prk},
    random::{self, Random},
};
use serde::{Deserialize, Serialize};
use store::{Generation, StoreKeys};
use zeroize::Zeroizing;

use super::{BackingKeyId, BackingSecret, SECRET_BYTES};
use crate::{Error, KeyId, KeySpec, KeyUsage, Origin, Result};

/// A backing key's secret, wrapped. Public, but of use to nobody without the store key.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub(crate) struct WrappedKey(#[serde(with = "common_types::wire::blob")] Vec<u8>);

/// All that a wrapped backing key belongs to: what unwraps it must name the same.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Binding<'a> {
    pub(crate) partition: &'a Partition,
    pub(crate) region: &'a Region,
    pub(crate) account: &'a AccountId,
    pub(crate) key: &'a KeyId,
    pub(crate) backing_key: BackingKeyId,
    pub(crate) spec: KeySpec,
    pub(crate) usage: KeyUsage,
    pub(crate) origin: Origin,
}

/// Wraps and unwraps backing keys under the keys of one store.
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
        secret: &BackingSecret,
        binding: &Binding<'_>,
        random: &dyn Random,
    ) -> Result<WrappedKey> {
        let generation = self.0.generation();
        let salt: [u8; SALT_BYTES] = random::bytes(random)?;
        let key = OneTimeKey::new(Algorithm::Aes256Gcm, &*self.derive(generation, &salt)?)?;
        let mut ciphertext = [0; SECRET_BYTES];
        let BackingSecret(secret) = secret;
        let tag = key.seal_into(NONCE, &self.aad(binding), secret.expose(), &mut ciphertext)?;
        let number = generation.number().to_be_bytes();
        Ok(WrappedKey(
            [&[FORMAT], &number[..], &salt, &ciphertext, tag.as_bytes()].concat(),
        ))
    }

    /// Gives back what was wrapped.
    pub(crate) fn unwrap(
        &self,
        wrapped: &WrappedKey,
        binding: &Binding<'_>,
    ) -> Result<BackingSecret> {
        let parts = wrapped.parts()?;
        let key = Opener::new(
            Algorithm::Aes256Gcm,
            &*self.derive(parts.generation, parts.salt)?,
        )?;
        let mut secret = SecretBytes::from([0; SECRET_BYTES]);
        key.open_into(
            NONCE,
            &self.aad(binding),
            parts.ciphertext,
            &parts.tag,
            secret.expose_mut(),
        )
        .map_err(|_| Error::broken("a wrapped backing key does not authenticate"))?;
        Ok(BackingSecret(secret))
    }

    /// Wraps anew under the newest store key what was wrapped under an older one; nothing if it was not.
    pub(crate) fn rewrap(
        &self,
        wrapped: &WrappedKey,
        binding: &Binding<'_>,
        random: &dyn Random,
    ) -> Result<Option<WrappedKey>> {
        if wrapped.parts()?.generation == self.0.generation() {
            return Ok(None);
        }
        let secret = self.unwrap(wrapped, binding)?;
        self.wrap(&secret, binding, random).map(Some)
    }

    /// A key for one wrapping: the salt makes it unique, so that its nonce may be constant.
    fn derive(
        &self,
        generation: Generation,
        salt: &[u8; SALT_BYTES],
    ) -> Result<Zeroizing<[u8; 32]>> {
        let parent = self.0.derive(generation, DERIVE_LABEL)?;
        let mut key = Zeroizing::new([0; 32]);
        Prk::from_uniform(HkdfAlgorithm::Sha256, parent.expose())?
            .expand(&[KEY_LABEL, salt], &mut *key)?;
        Ok(key)
    }

    /// label ‖ format ‖ store id ‖ partition ‖ region ‖ account ‖ key id ‖ backing-key id ‖ spec ‖ usage ‖ origin, each
    /// text behind its length.
    fn aad(&self, binding: &Binding<'_>) -> Vec<u8> {
        let Binding {
            partition,
            region,
            account,
            key,
            backing_key,
            spec,
            usage,
            origin,
        } = binding;
        let mut aad = AAD_LABEL.to_vec();
        aad.push(FORMAT);
        aad.extend(self.0.store_id().as_bytes());
        push_text(&mut aad, partition.as_str());
        push_text(&mut aad, region.as_str());
        push_text(&mut aad, account.as_str());
        push_text(&mut aad, key.as_str());
        aad.extend(backing_key.as_bytes());
        push_text(&mut aad, spec.as_str());
        push_text(&mut aad, usage.as_str());
        push_text(&mut aad, origin.as_str());
        aad
    }
}

fn push_text(aad: &mut Vec<u8>, text: &str) {
    // INVARIANT: the longest of these texts, a region, has 32 bytes.
    aad.push(u8::try_from(text.len()).unwrap_or(u8::MAX));
    aad.extend(text.as_bytes());
}

/// A wrapped key, taken apart.
struct Parts<'a> {
    generation: Generation,
    salt: &'a [u8; SALT_BYTES],
    ciphertext: &'a [u8],
    tag: Tag,
}

impl WrappedKey {
    fn parts(&self) -> Result<Parts<'_>> {
        let take = || {
            let (&format, rest) = self.0.split_first()?;
            let (generation, rest) = rest.split_first_chunk()?;
            let (salt, rest) = rest.split_first_chunk()?;
            let (ciphertext, tag) = rest.split_last_chunk::<TAG_LEN>()?;
            (format == FORMAT && ciphertext.len() == SECRET_BYTES).then_some(Parts {
                generation: Generation::new(u32::from_be_bytes(*generation)),
                salt,
                ciphertext,
                tag: Tag::from(*tag),
            })
        };
        take().ok_or_else(|| Error::broken("a wrapped backing key is not in a known format"))
    }
}

impl fmt::Debug for WrappedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WrappedKey({} bytes)", self.0.len())
    }
}

const FORMAT: u8 = 1;
const SALT_BYTES: usize = 32;
const NONCE: [u8; NONCE_LEN] = [0; NONCE_LEN];
const DERIVE_LABEL: &str = "kms/backing-key/v1";
const KEY_LABEL: &[u8] = b"strongroom/kms/backing-key/wrap/v1";
const AAD_LABEL: &[u8] = b"strongroom/kms/backing-key";

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crypto::random::SystemRandom;
    use store::{BytesRootKey, MemoryStore, conformance::block_on};

    use super::*;

    const RANDOM: SystemRandom = SystemRandom::new();

    fn wrapper() -> Wrapper {
        let root = Arc::new(BytesRootKey::new([7; 32]).unwrap());
        let store = Arc::new(MemoryStore::new());
        Wrapper::new(block_on(StoreKeys::open(store, root, Arc::new(RANDOM))).unwrap())
    }

    /// What each member of a binding names, to change one at a time.
    struct Names {
        partition: Partition,
        region: Region,
        account: AccountId,
        key: KeyId,
        backing_key: BackingKeyId,
        spec: KeySpec,
        usage: KeyUsage,
        origin: Origin,
    }

    impl Names {
        fn new() -> Self {
            Self {
                partition: "aws".parse().unwrap(),
                region: "eu-west-1".parse().unwrap(),
                account: "111122223333".parse().unwrap(),
                key: "1234abcd-12ab-34cd-56ef-1234567890ab".parse().unwrap(),
                backing_key: BackingKeyId::from_bytes([1; 16]),
                spec: KeySpec::SymmetricDefault,
                usage: KeyUsage::EncryptDecrypt,
                origin: Origin::AwsKms,
            }
        }

        fn binding(&self) -> Binding<'_> {
            let Self {
                partition,
                region,
                account,
                key,
                backing_key,
                spec,
                usage,
                origin,
            } = self;
            Binding {
                partition,
                region,
                account,
                key,
                backing_key: *backing_key,
                spec: *spec,
                usage: *usage,
                origin: *origin,
            }
        }
    }

    #[test]
    fn a_wrapped_key_opens_for_the_key_that_it_belongs_to_and_no_other() {
        let wrapper = wrapper();
        let secret = BackingSecret::random(&RANDOM).unwrap();
        let names = Names::new();
        let wrapped = wrapper.wrap(&secret, &names.binding(), &RANDOM).unwrap();
        assert_eq!(
            wrapper.unwrap(&wrapped, &names.binding()).unwrap().0,
            secret.0
        );
        assert!(
            wrapper
                .rewrap(&wrapped, &names.binding(), &RANDOM)
                .unwrap()
                .is_none(),
            "nothing was rotated"
        );

        for other in [
            Names {
                partition: "aws-cn".parse().unwrap(),
                ..Names::new()
            },
            Names {
                region: "eu-west-2".parse().unwrap(),
                ..Names::new()
            },
            Names {
                account: "444455556666".parse().unwrap(),
                ..Names::new()
            },
            Names {
                key: "1234abcd-12ab-34cd-56ef-1234567890ac".parse().unwrap(),
                ..Names::new()
            },
            Names {
                backing_key: BackingKeyId::from_bytes([2; 16]),
                ..Names::new()
            },
            Names {
                spec: KeySpec::Hmac256,
                ..Names::new()
            },
            Names {
                usage: KeyUsage::GenerateVerifyMac,
                ..Names::new()
            },
            Names {
                origin: Origin::External,
                ..Names::new()
            },
        ] {
            assert!(wrapper.unwrap(&wrapped, &other.binding()).is_err());
        }
        assert!(
            self::wrapper().unwrap(&wrapped, &names.binding()).is_err(),
            "another store"
        );
    }

    #[test]
    fn any_flipped_bit_and_any_cut_is_refused() {
        let wrapper = wrapper();
        let (secret, names) = (BackingSecret::random(&RANDOM).unwrap(), Names::new());
        let wrapped = wrapper.wrap(&secret, &names.binding(), &RANDOM).unwrap();
        for at in 0..wrapped.0.len() {
            for bit in 0..8 {
                let mut changed = wrapped.clone();
                changed.0[at] ^= 1 << bit;
                assert!(
                    wrapper.unwrap(&changed, &names.binding()).is_err(),
                    "bit {bit} of byte {at}"
                );
            }
            let cut = WrappedKey(wrapped.0[..at].to_vec());
            assert!(
                wrapper.unwrap(&cut, &names.binding()).is_err(),
                "cut at {at}"
            );
        }
    }
}
