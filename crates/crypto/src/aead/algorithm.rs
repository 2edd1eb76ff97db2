//! Which AES-GCM, and how a counter becomes a nonce.

/// Bytes in a nonce.
pub const NONCE_LEN: usize = 12;

/// AES in Galois/counter mode (NIST SP 800-38D), by key length.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a new algorithm must be a compile error wherever one is chosen"
)]
pub enum Algorithm {
    /// AES-128-GCM.
    Aes128Gcm,
    /// AES-192-GCM.
    Aes192Gcm,
    /// AES-256-GCM.
    Aes256Gcm,
}

impl Algorithm {
    /// Bytes in a key.
    #[must_use]
    pub const fn key_len(self) -> usize {
        match self {
            Self::Aes128Gcm => 16,
            Self::Aes192Gcm => 24,
            Self::Aes256Gcm => 32,
        }
    }
}

/// The nonce that stands for `counter`: 96 bits, big-endian.
///
/// [`SequenceSealer`](super::SequenceSealer) and [`SessionSealer`](super::SessionSealer) seal under
/// it; whoever opens what they sealed needs it too.
#[must_use]
pub fn counter_nonce(counter: u64) -> [u8; NONCE_LEN] {
    let mut nonce = [0; NONCE_LEN];
    if let Some(low) = nonce.last_chunk_mut() {
        *low = counter.to_be_bytes();
    }
    nonce
}
