//! An encrypted data key: what a keyring leaves in a message, and finds there again.

use std::fmt;

use crate::error::Bound;
use crate::{Error, Malformed};

/// A data key, encrypted by one wrapping key.
///
/// INVARIANT: each part is at most 65,535 bytes, and the first is UTF-8.
///
/// Source: framework/structures.md#encrypted-data-key.
#[derive(Clone, Eq, PartialEq)]
pub struct EncryptedDataKey {
    /// All parts, one behind the other.
    bytes: Box<[u8]>,
    /// Where provider id and provider info end.
    ends: [usize; 2],
}

impl EncryptedDataKey {
    /// What a keyring appends.
    ///
    /// # Errors
    ///
    /// [`Error::LimitExceeded`] if a part is longer than 65,535 bytes.
    pub fn new(
        provider_id: impl AsRef<str>,
        provider_info: impl AsRef<[u8]>,
        ciphertext: impl AsRef<[u8]>,
    ) -> Result<Self, Error> {
        let key = Self::of([
            provider_id.as_ref().as_bytes(),
            provider_info.as_ref(),
            ciphertext.as_ref(),
        ]);
        for part in key.parts() {
            let len = u64::try_from(part.len()).unwrap_or(u64::MAX);
            Error::check(Bound::DataKeyBytes, len, u16::MAX)?;
        }
        Ok(key)
    }

    /// Which kind of keyring wrote it: `aws-kms`, or a raw keyring's namespace.
    #[must_use]
    pub fn provider_id(&self) -> &str {
        let [id, ..] = self.parts();
        // INVARIANT: `new` and `decode` let UTF-8 in and nothing else.
        std::str::from_utf8(id).unwrap_or_default()
    }

    /// What that keyring needs to find its key.
    #[must_use]
    pub fn provider_info(&self) -> &[u8] {
        let [_, info, _] = self.parts();
        info
    }

    /// The data key, encrypted.
    #[must_use]
    pub fn ciphertext(&self) -> &[u8] {
        let [.., ciphertext] = self.parts();
        ciphertext
    }

    /// Appends it as a header has it.
    // spec: data-format/message-header.md#encrypted-data-key-entries
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        for part in self.parts() {
            // INVARIANT: `new` and `decode` keep each part within 16 bits.
            let len = u16::try_from(part.len()).unwrap_or(u16::MAX);
            out.extend_from_slice(&len.to_be_bytes());
            out.extend_from_slice(part);
        }
    }

    /// Bytes that [`write`](Self::write) appends.
    pub(super) fn written_len(&self) -> usize {
        self.parts()
            .map(|part| size_of::<u16>() + part.len())
            .iter()
            .sum()
    }

    /// Provider id, provider info, ciphertext.
    fn parts(&self) -> [&[u8]; 3] {
        let [id_end, info_end] = self.ends;
        let (rest, ciphertext) = self.bytes.split_at_checked(info_end).unwrap_or_default();
        let (id, info) = rest.split_at_checked(id_end).unwrap_or_default();
        [id, info, ciphertext]
    }

    fn of(parts: [&[u8]; 3]) -> Self {
        let [id, info, _] = parts.map(<[u8]>::len);
        Self {
            bytes: parts.concat().into_boxed_slice(),
            ends: [id, id.saturating_add(info)],
        }
    }
}

impl fmt::Debug for EncryptedDataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncryptedDataKey")
            .field("provider_id", &self.provider_id())
            .field("provider_info", &self.provider_info())
            .field("ciphertext", &self.ciphertext())
            .finish()
    }
}

/// Reads `count` keys.
pub(super) fn decode(bytes: &[u8], count: u16) -> Result<Vec<EncryptedDataKey>, Error> {
    entries(bytes, count)
        .map(|parts| parts.map(EncryptedDataKey::of))
        .collect()
}

/// Whether `count` keys can be read, without keeping one.
pub(super) fn check(bytes: &[u8], count: u16) -> Result<(), Error> {
    entries(bytes, count).try_for_each(|parts| parts.map(drop))
}

/// The parts of each key.
fn entries(bytes: &[u8], count: u16) -> impl Iterator<Item = Result<[&[u8]; 3], Error>> {
    let mut fields = bytes;
    (0..count).map(move |_| {
        let parts = [part(&mut fields)?, part(&mut fields)?, part(&mut fields)?];
        // spec: data-format/message-header.md#key-provider-id
        let [id, ..] = parts;
        std::str::from_utf8(id).map_err(|_| Malformed::Utf8)?;
        Ok(parts)
    })
}

fn part<'a>(fields: &mut &'a [u8]) -> Result<&'a [u8], Error> {
    let part = fields.split_first_chunk().and_then(|(len, rest)| {
        let (part, rest) = rest.split_at_checked(u16::from_be_bytes(*len).into())?;
        *fields = rest;
        Some(part)
    });
    part.ok_or(Error::Truncated)
}
