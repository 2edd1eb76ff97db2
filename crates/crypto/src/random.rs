//! Randomness.

use std::fmt::Debug;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::Error;
use crate::backend::rand::{self, SecureRandom};
use crate::mac;

/// A source of cryptographically secure random bytes.
pub trait Random: Debug + Send + Sync + 'static {
    /// Fills all of `out` with fresh random bytes.
    ///
    /// # Errors
    /// If the source fails. Then nothing in `out` may be used.
    fn fill(&self, out: &mut [u8]) -> Result<(), Error>;
}

/// `N` random bytes.
///
/// # Errors
/// If the source fails.
pub fn bytes<const N: usize>(random: &dyn Random) -> Result<[u8; N], Error> {
    let mut out = [0; N];
    random.fill(&mut out)?;
    Ok(out)
}

/// The operating system's random number generator.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct SystemRandom;

impl SystemRandom {
    /// The system's source.
    #[must_use]
    pub const fn new() -> Self {
        Self
    }
}

impl Random for SystemRandom {
    fn fill(&self, out: &mut [u8]) -> Result<(), Error> {
        rand::SystemRandom::new().fill(out).map_err(|_| Error)
    }
}

/// **For tests only:** the same seed gives the same bytes, always.
///
/// HMAC-SHA-256 over a counter, so the bytes look random and distinct calls give distinct ones.
#[derive(Debug)]
pub struct DangerousSeededRandom {
    key: mac::Key,
    blocks: AtomicU64,
}

impl DangerousSeededRandom {
    /// A source that anyone who knows `seed` can foretell.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            key: mac::Key::new(mac::Algorithm::HmacSha256, &seed.to_be_bytes()),
            blocks: AtomicU64::new(0),
        }
    }
}

impl Random for DangerousSeededRandom {
    fn fill(&self, out: &mut [u8]) -> Result<(), Error> {
        for chunk in out.chunks_mut(32) {
            let block = self.blocks.fetch_add(1, Ordering::Relaxed);
            let tag = self.key.sign(&[&block.to_be_bytes()]).into_public();
            let bytes = tag.as_ref().get(..chunk.len()).ok_or(Error)?;
            chunk.copy_from_slice(bytes);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_does_not_repeat_itself() {
        let random = SystemRandom::new();
        let (a, b): ([u8; 32], [u8; 32]) = (bytes(&random).unwrap(), bytes(&random).unwrap());
        assert_ne!(a, b);
        assert_ne!(a, [0; 32]);
    }

    #[test]
    fn a_seed_repeats_and_another_differs() {
        let draw = |seed| bytes::<100>(&DangerousSeededRandom::new(seed)).unwrap();
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }

    #[test]
    fn successive_draws_of_one_seed_differ() {
        let random = DangerousSeededRandom::new(1);
        assert_ne!(bytes::<16>(&random).unwrap(), bytes::<16>(&random).unwrap());
    }
}
