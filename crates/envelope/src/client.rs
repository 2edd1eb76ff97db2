//! The client: what is the same for all messages.

use std::num::NonZeroU32;
use std::sync::Arc;

use crypto::random::{Random, SystemRandom};

use crate::error::Bound;
use crate::{AlgorithmSuite, CommitmentPolicy, Error, Limits, limits};

/// Encrypts and decrypts messages: the settings that are the same for all of them.
///
/// Whatever a client encrypts, the same client decrypts. Cheap to clone, and meant to be shared.
///
/// | step | a keyring that never waits | any keyring |
/// |---|---|---|
/// | all at once | [`encrypt`](Self::encrypt), [`decrypt`](Self::decrypt) | [`encrypt_async`](Self::encrypt_async), [`decrypt_async`](Self::decrypt_async) |
/// | materials to encrypt | [`local_encryption_materials`](Self::local_encryption_materials) | [`encryption_materials`](Self::encryption_materials) |
/// | materials to decrypt | [`local_decryption_materials`](Self::local_decryption_materials) | [`decryption_materials`](Self::decryption_materials) |
///
/// With materials in hand nothing waits any more but for the data:
///
/// | bytes | encrypt | decrypt |
/// |---|---|---|
/// | into a new buffer | [`encrypt_with`](Self::encrypt_with) | [`decrypt_with`](Self::decrypt_with) |
/// | into one used before | [`encrypt_into`](Self::encrypt_into) | [`decrypt_into`](Self::decrypt_into) |
/// | streamed | [`writer`](Self::writer) | [`reader`](Self::reader), [`verify_then_read`](Self::verify_then_read), [`release_before_signature`](Self::release_before_signature) |
///
/// Source: client-apis/client.md.
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) suite: AlgorithmSuite,
    pub(crate) commitment_policy: CommitmentPolicy,
    pub(crate) frame_length: NonZeroU32,
    pub(crate) limits: Limits,
    pub(crate) random: Arc<dyn Random>,
}

impl Client {
    /// The defaults: signed and committing, frames of 4096 bytes, the default [`Limits`].
    #[must_use]
    pub fn new() -> Self {
        Self {
            suite: AlgorithmSuite::default(),
            commitment_policy: CommitmentPolicy::default(),
            frame_length: limits::DEFAULT_FRAME_BYTES,
            limits: Limits::default(),
            random: Arc::new(SystemRandom::new()),
        }
    }

    /// The suite to encrypt with. What is decrypted says itself what it was encrypted with.
    // spec: client-apis/encrypt.md#algorithm-suite
    #[must_use]
    pub const fn suite(mut self, suite: AlgorithmSuite) -> Self {
        self.suite = suite;
        self
    }

    /// Whether messages must commit to their key.
    // spec: client-apis/client.md#commitment-policy
    #[must_use]
    pub const fn commitment_policy(mut self, policy: CommitmentPolicy) -> Self {
        self.commitment_policy = policy;
        self
    }

    /// Bytes of plaintext in each frame. Longer frames are a little faster, and a reader's memory grows with them.
    // spec: client-apis/encrypt.md#frame-length
    #[must_use]
    pub const fn frame_length(mut self, bytes: NonZeroU32) -> Self {
        self.frame_length = bytes;
        self
    }

    /// What is accepted of what others wrote, and written.
    #[must_use]
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Where message ids, data keys and nonces come from; the operating system unless a test wants otherwise.
    #[must_use]
    pub fn random(mut self, random: Arc<dyn Random>) -> Self {
        self.random = random;
        self
    }

    /// The frame length, if this client would read it again.
    pub(crate) fn checked_frame_length(&self) -> Result<u32, Error> {
        let bytes = self.frame_length.get();
        Error::check(Bound::FrameBytes, bytes, self.limits.frame_bytes)?;
        Ok(bytes)
    }
}

impl Default for Client {
    fn default() -> Self {
        Self::new()
    }
}
