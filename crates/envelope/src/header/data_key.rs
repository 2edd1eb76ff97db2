//! An encrypted data key: what a keyring leaves in a message, and finds there again.

use super::{SliceSource, Source};
use crate::error::Bound;
use crate::{Error, Malformed};

/// A data key, encrypted by one wrapping key.
///
/// INVARIANT: each part is at most 65,535 bytes.
///
/// Source: framework/structures.md#encrypted-data-key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EncryptedDataKey {
    provider_id: String,
    provider_info: Vec<u8>,
    ciphertext: Vec<u8>,
}

impl EncryptedDataKey {
    /// What a keyring appends.
    ///
    /// # Errors
    ///
    /// [`Error::LimitExceeded`] if a part is longer than 65,535 bytes.
    pub fn new(
        provider_id: impl Into<String>,
        provider_info: impl Into<Vec<u8>>,
        ciphertext: impl Into<Vec<u8>>,
    ) -> Result<Self, Error> {
        let key = Self {
            provider_id: provider_id.into(),
            provider_info: provider_info.into(),
            ciphertext: ciphertext.into(),
        };
        for part in key.parts() {
            let len = u64::try_from(part.len()).unwrap_or(u64::MAX);
            Error::check(Bound::DataKeyBytes, len, u16::MAX)?;
        }
        Ok(key)
    }

    /// Which kind of keyring wrote it: `aws-kms`, or a raw keyring's namespace.
    #[must_use]
    pub fn provider_id(&self) -> &str {
        &self.provider_id
    }

    /// What that keyring needs to find its key.
    #[must_use]
    pub fn provider_info(&self) -> &[u8] {
        &self.provider_info
    }

    /// The data key, encrypted.
    #[must_use]
    pub fn ciphertext(&self) -> &[u8] {
        &self.ciphertext
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

    fn parts(&self) -> [&[u8]; 3] {
        let Self {
            provider_id,
            provider_info,
            ciphertext,
        } = self;
        [provider_id.as_bytes(), provider_info, ciphertext]
    }
}

/// Reads `count` keys.
pub(super) fn decode(bytes: &[u8], count: u16) -> Result<Vec<EncryptedDataKey>, Error> {
    let mut fields = SliceSource::new(bytes);
    (0..count)
        .map(|_| {
            Ok(EncryptedDataKey {
                // spec: data-format/message-header.md#key-provider-id
                provider_id: String::from_utf8(part(&mut fields)?).map_err(|_| Malformed::Utf8)?,
                provider_info: part(&mut fields)?,
                ciphertext: part(&mut fields)?,
            })
        })
        .collect()
}

fn part(fields: &mut SliceSource<'_>) -> Result<Vec<u8>, Error> {
    let len = match fields.take(size_of::<u16>())? {
        &[high, low] => usize::from(u16::from_be_bytes([high, low])),
        _ => return Err(Error::Truncated),
    };
    Ok(fields.take(len)?.to_vec())
}
