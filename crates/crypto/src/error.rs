//! The one error of this crate.

/// A cryptographic operation failed or was refused.
///
/// It has one face on purpose: whoever can tell a wrong key from a changed ciphertext, a bad tag
/// from a bad length, has an oracle. Callers that need to say more say it from what they know.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the cryptographic operation failed")]
#[non_exhaustive]
pub struct Error;

impl Error {
    /// The error, for implementations of [`Random`](crate::random::Random) outside this crate.
    #[must_use]
    pub const fn unspecified() -> Self {
        Self
    }
}
