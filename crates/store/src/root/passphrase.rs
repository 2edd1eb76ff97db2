//! A root key that is stretched from a passphrase.

use std::{future::ready, num::NonZeroU32};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use common_types::{BoxFuture, SecretBytes, SecretString};
use crypto::random::{self, SystemRandom};
use zeroize::Zeroizing;

use super::{BytesRootKey, RootKey, bytes::KEY_LEN};
use crate::{Error, Result};

/// A root key that is stretched from a passphrase by Argon2id (RFC 9106).
///
/// Wrapping and unwrapping block the thread for as long as that takes, a tenth of a second or so:
/// they happen when a store is opened, and when its keys change.
///
/// # Format
///
/// What it wraps is `memory KiB(4) ‖ passes(4) ‖ lanes(4) ‖ salt(16)`, big-endian, and what a
/// [`BytesRootKey`] of the stretched bytes wraps, under an AAD that begins with those parameters.
/// They are read back under the upper bounds of [`PassphraseCost`], so that a forged header cannot
/// exhaust memory or time.
#[derive(Debug)]
pub struct PassphraseRootKey {
    passphrase: SecretString,
    cost: PassphraseCost,
}

impl PassphraseRootKey {
    /// The root key of this passphrase, at the default cost.
    ///
    /// # Errors
    /// [`Error::RootKey`] if the passphrase is empty.
    pub fn new(passphrase: impl Into<SecretString>) -> Result<Self> {
        let passphrase = passphrase.into();
        if passphrase.expose().is_empty() {
            return Err(Error::RootKey {
                reason: "the passphrase is empty",
                cause: None,
            });
        }
        Ok(Self {
            passphrase,
            cost: PassphraseCost::default(),
        })
    }

    /// Wraps at another cost. What is unwrapped names its own.
    #[must_use]
    pub fn cost(mut self, cost: PassphraseCost) -> Self {
        self.cost = cost;
        self
    }

    fn stretch(&self, cost: PassphraseCost, salt: &[u8]) -> Result<BytesRootKey> {
        let PassphraseCost {
            memory_kib,
            passes,
            lanes,
        } = cost;
        let params = Params::new(memory_kib.get(), passes.get(), lanes.get(), Some(KEY_LEN))
            .map_err(|_| Error::Crypto)?;
        // Given, because the memory that it would take itself is not wiped.
        let mut memory = Zeroizing::new(vec![Block::default(); params.block_count()]);
        let mut key = SecretBytes::from([0; KEY_LEN]);
        let passphrase = self.passphrase.expose().as_bytes();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(
                passphrase,
                salt,
                key.expose_mut(),
                memory.as_mut_slice(),
            )
            .map_err(|_| Error::Crypto)?;
        BytesRootKey::named(ID, key)
    }
}

impl RootKey for PassphraseRootKey {
    fn id(&self) -> &str {
        ID
    }

    fn wrap<'a>(
        &'a self,
        secret: &'a SecretBytes,
        aad: &'a [u8],
    ) -> BoxFuture<'a, Result<Vec<u8>>> {
        Box::pin(async move {
            let salt: [u8; SALT_LEN] = random::bytes(&SystemRandom::new())?;
            let stretched = self.stretch(self.cost, &salt)?;
            let mut out = self.cost.encode().to_vec();
            out.extend(salt);
            let wrapped = stretched.wrap(secret, &[&out, aad].concat()).await?;
            out.extend(wrapped);
            Ok(out)
        })
    }

    fn unwrap<'a>(
        &'a self,
        wrapped: &'a [u8],
        aad: &'a [u8],
    ) -> BoxFuture<'a, Result<SecretBytes>> {
        const DAMAGED: Error = Error::Corrupt {
            what: "the wrapped store key",
        };
        let Some((head, body)) = wrapped.split_at_checked(COST_LEN + SALT_LEN) else {
            return Box::pin(ready(Err(DAMAGED)));
        };
        Box::pin(async move {
            let (cost, salt) = head.split_first_chunk::<COST_LEN>().ok_or(DAMAGED)?;
            let stretched = self.stretch(PassphraseCost::decode(*cost)?, salt)?;
            stretched.unwrap(body, &[head, aad].concat()).await
        })
    }
}

/// How much work it is to try one passphrase.
///
/// The default is RFC 9106's second recommendation: 64 MiB, 3 passes, 4 lanes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct PassphraseCost {
    memory_kib: NonZeroU32,
    passes: NonZeroU32,
    lanes: NonZeroU32,
}

impl PassphraseCost {
    /// The most memory, in KiB, that one try may take: 1 GiB.
    pub const MAX_MEMORY_KIB: u32 = 1024 * 1024;
    /// The most passes over that memory.
    pub const MAX_PASSES: u32 = 16;
    /// The most lanes.
    pub const MAX_LANES: u32 = 16;

    /// Memory in KiB (at least 8 a lane), passes over it, and lanes.
    ///
    /// # Errors
    /// [`Error::RootKey`] if one of them is 0 or beyond its bound.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self> {
        const OUT_OF_BOUNDS: Error = Error::RootKey {
            reason: "the cost of its passphrase is out of bounds",
            cause: None,
        };
        let bounded = |value: u32, max: u32| {
            NonZeroU32::new(value)
                .filter(|value| value.get() <= max)
                .ok_or(OUT_OF_BOUNDS)
        };
        let lanes = bounded(lanes, Self::MAX_LANES)?;
        if memory_kib < lanes.get().saturating_mul(Params::MIN_M_COST) {
            return Err(OUT_OF_BOUNDS);
        }
        let memory_kib = bounded(memory_kib, Self::MAX_MEMORY_KIB)?;
        Ok(Self {
            memory_kib,
            passes: bounded(passes, Self::MAX_PASSES)?,
            lanes,
        })
    }

    fn encode(self) -> [u8; COST_LEN] {
        let Self {
            memory_kib,
            passes,
            lanes,
        } = self;
        let mut out = [0; COST_LEN];
        for (out, value) in out
            .as_chunks_mut::<4>()
            .0
            .iter_mut()
            .zip([memory_kib, passes, lanes])
        {
            *out = value.get().to_be_bytes();
        }
        out
    }

    fn decode(bytes: [u8; COST_LEN]) -> Result<Self> {
        let mut values = bytes
            .as_chunks::<4>()
            .0
            .iter()
            .map(|value| u32::from_be_bytes(*value));
        let mut next = || values.next().unwrap_or_default();
        Self::new(next(), next(), next())
    }
}

impl Default for PassphraseCost {
    fn default() -> Self {
        const fn non_zero(value: u32) -> NonZeroU32 {
            NonZeroU32::MIN.saturating_add(value - 1)
        }
        Self {
            memory_kib: non_zero(64 * 1024),
            passes: non_zero(3),
            lanes: non_zero(4),
        }
    }
}

const ID: &str = "passphrase";
const COST_LEN: usize = 12;
const SALT_LEN: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::block_on;

    fn root(passphrase: &str) -> PassphraseRootKey {
        let cost = PassphraseCost::new(8, 1, 1).unwrap();
        PassphraseRootKey::new(passphrase).unwrap().cost(cost)
    }

    #[test]
    fn the_passphrase_opens_and_another_does_not() {
        let secret = SecretBytes::from(b"secret");
        let wrapped = block_on(root("correct horse").wrap(&secret, b"aad")).unwrap();
        // What is stored names its cost; that of the one who opens does not matter.
        let opener = PassphraseRootKey::new("correct horse").unwrap();
        assert_eq!(block_on(opener.unwrap(&wrapped, b"aad")).unwrap(), secret);
        let wrong = block_on(root("battery staple").unwrap(&wrapped, b"aad"));
        assert!(matches!(wrong, Err(Error::WrongRootKey)));
    }

    #[test]
    fn a_forged_cost_is_refused_before_any_work() {
        let wrapped = block_on(root("p").wrap(&SecretBytes::from(b"secret"), b"")).unwrap();
        for at in [0, 4, 8] {
            let mut forged = wrapped.clone();
            forged[at..at + 4].fill(0xff);
            assert!(matches!(
                block_on(root("p").unwrap(&forged, b"")),
                Err(Error::RootKey { .. })
            ));
        }
    }

    #[test]
    fn bounds_of_the_cost() {
        assert_eq!(
            PassphraseCost::new(65_536, 3, 4).unwrap(),
            PassphraseCost::default()
        );
        for (memory, passes, lanes) in [
            (0, 1, 1),
            (7, 1, 1),
            (31, 1, 4),
            (1_048_577, 1, 1),
            (8, 0, 1),
            (8, 17, 1),
            (8, 1, 0),
            (256, 1, 17),
        ] {
            assert!(
                PassphraseCost::new(memory, passes, lanes).is_err(),
                "{memory} {passes} {lanes}"
            );
        }
        assert!(PassphraseRootKey::new("").is_err());
    }
}
