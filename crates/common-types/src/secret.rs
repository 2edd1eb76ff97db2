//! Bytes and text that must not be seen: wiped on drop, never printed, compared in constant time.

use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::optimization_barrier;

/// Overwrites bytes with zeros, in a way that the compiler keeps.
///
/// At the speed of `memset`, where `zeroize` writes byte by byte: what wipes megabytes of plaintext notices.
pub fn wipe(bytes: &mut [u8]) {
    bytes.fill(0);
    optimization_barrier(bytes);
}

/// Secret bytes.
///
/// They are wiped when dropped, `Debug` shows neither them nor their length, and there is no `Display`, `Deref`,
/// `Hash`, `Ord` or `Serialize`. [`expose`](Self::expose) is the one door, so that an audit is one search.
#[derive(Clone)]
pub struct SecretBytes(Box<[u8]>);

impl SecretBytes {
    /// Takes the bytes over. A vector with spare capacity is copied to its final size and the original wiped.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        let mut bytes = bytes.into();
        if bytes.len() == bytes.capacity() {
            return Self(bytes.into_boxed_slice());
        }
        let secret = Self(Box::from(bytes.as_slice()));
        wipe(&mut bytes);
        secret
    }

    /// The bytes themselves.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, to be changed in place.
    pub fn expose_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Drop for SecretBytes {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

impl From<Vec<u8>> for SecretBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(bytes)
    }
}

impl From<&[u8]> for SecretBytes {
    fn from(bytes: &[u8]) -> Self {
        Self(Box::from(bytes))
    }
}

impl<const N: usize> From<[u8; N]> for SecretBytes {
    fn from(mut bytes: [u8; N]) -> Self {
        let secret = Self::from(bytes.as_slice());
        wipe(&mut bytes);
        secret
    }
}

impl<const N: usize> From<&[u8; N]> for SecretBytes {
    fn from(bytes: &[u8; N]) -> Self {
        Self::from(bytes.as_slice())
    }
}

impl PartialEq for SecretBytes {
    /// In constant time for a given length.
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for SecretBytes {}

impl fmt::Debug for SecretBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// Secret text, kept as [`SecretBytes`] keep theirs.
#[derive(Clone, Eq, PartialEq)]
pub struct SecretString(SecretBytes);

impl SecretString {
    /// Takes the text over.
    pub fn new(text: impl Into<String>) -> Self {
        Self(SecretBytes::new(text.into().into_bytes()))
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        // INVARIANT: it was made of text, and nothing changes its bytes.
        std::str::from_utf8(self.0.expose()).unwrap_or_default()
    }

    /// The text itself, without a copy. From here on nobody wipes it.
    pub fn into_exposed(mut self) -> String {
        let bytes = std::mem::take(&mut self.0.0).into_vec();
        // INVARIANT: as above.
        String::from_utf8(bytes).unwrap_or_default()
    }
}

impl From<&str> for SecretString {
    fn from(text: &str) -> Self {
        Self(SecretBytes::from(text.as_bytes()))
    }
}

/// Without a copy.
///
/// # Errors
///
/// The bytes are no UTF-8, and are wiped.
impl TryFrom<SecretBytes> for SecretString {
    type Error = std::str::Utf8Error;

    fn try_from(bytes: SecretBytes) -> Result<Self, Self::Error> {
        std::str::from_utf8(bytes.expose())?;
        Ok(Self(bytes))
    }
}

impl From<String> for SecretString {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for SecretString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_neither_content_nor_length() {
        let short = format!("{:?}", SecretBytes::new(b"marker".to_vec()));
        let long = format!("{:#?}", SecretString::new("marker".repeat(9)));
        assert_eq!(
            (short.as_str(), long.as_str()),
            ("[redacted]", "[redacted]")
        );
    }

    #[test]
    fn equality_is_by_content() {
        let mut with_room = Vec::with_capacity(64);
        with_room.extend_from_slice(b"key");
        assert_eq!(SecretBytes::new(with_room), SecretBytes::from(b"key"));
        assert_ne!(SecretBytes::from(b"key"), SecretBytes::from(b"kez"));
        assert_ne!(SecretBytes::from(b"key"), SecretBytes::from(b"keys"));
        assert_eq!(SecretString::new("pässword").expose(), "pässword");
        let text = SecretString::try_from(SecretBytes::from("pässword".as_bytes()));
        assert_eq!(text.unwrap().expose(), "pässword");
        assert!(SecretString::try_from(SecretBytes::from(b"p\xe4ssword")).is_err());
    }
}
