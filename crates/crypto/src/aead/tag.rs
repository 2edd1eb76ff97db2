//! The authentication tag.

use crate::Error;

/// Bytes in a tag.
pub const TAG_LEN: usize = 16;

/// An authentication tag. Public: it travels with the ciphertext.
///
/// It has no `==`. Tags are compared by opening, in constant time.
#[derive(Clone, Copy, Debug)]
pub struct Tag([u8; TAG_LEN]);

impl Tag {
    /// The tag's bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; TAG_LEN] {
        &self.0
    }
}

impl AsRef<[u8]> for Tag {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<[u8; TAG_LEN]> for Tag {
    fn from(bytes: [u8; TAG_LEN]) -> Self {
        Self(bytes)
    }
}

impl TryFrom<&[u8]> for Tag {
    type Error = Error;

    fn try_from(bytes: &[u8]) -> Result<Self, Error> {
        bytes.try_into().map(Self).map_err(|_| Error)
    }
}
