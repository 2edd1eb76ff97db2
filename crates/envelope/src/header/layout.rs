//! Where each field of a header lies.

use std::ops::Range;

use crypto::aead::{TAG_LEN, Tag};

use super::{COMMITMENT_LEN, ContentType, MESSAGE_ID_LEN};
use crate::error::Bound;
use crate::{AlgorithmSuite, Error, Limits, Malformed};

/// Where a header comes from: bytes in hand, or a stream of which no byte beyond the header is to be needed.
pub(crate) trait Source {
    /// The next `len` bytes.
    fn take(&mut self, len: usize) -> Result<&[u8], Error>;
}

/// Bytes in hand.
pub(crate) struct SliceSource<'a>(&'a [u8]);

impl<'a> SliceSource<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }
}

impl Source for SliceSource<'_> {
    fn take(&mut self, len: usize) -> Result<&[u8], Error> {
        let Some((taken, rest)) = self.0.split_at_checked(len) else {
            return Err(Error::Truncated);
        };
        self.0 = rest;
        Ok(taken)
    }
}

/// Where each field of a header lies, and the fields of fixed length themselves.
///
/// INVARIANT: ranges are in order and end within the header; counts and lengths are within the limits they were read
/// under. What is inside the ranges has not been looked at.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub(crate) suite: AlgorithmSuite,
    pub(crate) message_id: [u8; MESSAGE_ID_LEN],
    pub(crate) content: ContentType,
    pub(crate) frame_length: u32,
    pub(crate) commitment: [u8; COMMITMENT_LEN],
    pub(crate) tag: Tag,
    context: Range<usize>,
    data_keys: Range<usize>,
    data_key_count: u16,
    body_len: usize,
}

impl Layout {
    /// Walks over a header once, taking no more bytes than it has.
    // spec: data-format/message-header.md#header-body-version-2-0
    pub(crate) fn read(source: &mut impl Source, limits: &Limits) -> Result<Self, Error> {
        let mut fields = FieldReader {
            source,
            position: 0,
            limit: limits.header_bytes,
        };
        fields.version()?;
        let suite = AlgorithmSuite::try_from(fields.u16()?)?;
        let message_id = fields.array()?;

        // spec: data-format/message-header.md#aad
        let context_len = fields.u16()?;
        Error::check(Bound::ContextBytes, context_len, limits.context_bytes)?;
        let context = fields.range(usize::from(context_len), |bytes| match bytes {
            [] => Ok(()),
            [high, low, ..] => Error::check(
                Bound::ContextPairs,
                u16::from_be_bytes([*high, *low]),
                limits.context_pairs,
            ),
            [_] => Err(Malformed::ContextLength.into()),
        })?;

        // spec: data-format/message-header.md#encrypted-data-keys
        let data_key_count = fields.u16()?;
        if data_key_count == 0 {
            return Err(Malformed::NoDataKeys.into());
        }
        // spec: client-apis/decrypt.md#parse-the-header (as soon as that can be determined)
        Error::check(
            Bound::EncryptedDataKeys,
            data_key_count,
            limits.encrypted_data_keys,
        )?;
        let first_data_key = fields.position;
        for _ in 0..data_key_count {
            for _provider_id_and_information_and_ciphertext in 0..3 {
                let len = fields.u16()?;
                fields.range(usize::from(len), |_| Ok(()))?;
            }
        }
        let data_keys = first_data_key..fields.position;

        let content = match fields.u8()? {
            1 => ContentType::Unframed,
            2 => ContentType::Framed,
            _ => return Err(Malformed::ContentType.into()),
        };
        let frame_length = fields.u32()?;
        // spec: data-format/message-header.md#frame-length
        if (content == ContentType::Framed) != (frame_length > 0) {
            return Err(Malformed::FrameLength.into());
        }
        Error::check(Bound::FrameBytes, frame_length, limits.frame_bytes)?;
        // spec: data-format/message-header.md#algorithm-suite-data
        let commitment = fields.array()?;
        let body_len = fields.position;
        // spec: data-format/message-header.md#header-authentication-version-2-0
        let tag = Tag::from(fields.array()?);
        Ok(Self {
            suite,
            message_id,
            content,
            frame_length,
            commitment,
            tag,
            context,
            data_keys,
            data_key_count,
            body_len,
        })
    }

    /// Bytes in the header.
    pub(crate) const fn len(&self) -> usize {
        self.body_len + TAG_LEN
    }

    pub(crate) const fn data_key_count(&self) -> u16 {
        self.data_key_count
    }

    /// What the header's tag is over.
    pub(crate) fn body<'a>(&self, header: &'a [u8]) -> Result<&'a [u8], Error> {
        header.get(..self.body_len).ok_or(Error::Truncated)
    }

    /// The encryption context, as it is written.
    pub(crate) fn context<'a>(&self, header: &'a [u8]) -> Result<&'a [u8], Error> {
        header.get(self.context.clone()).ok_or(Error::Truncated)
    }

    /// The encrypted data keys, without their count.
    pub(crate) fn data_keys<'a>(&self, header: &'a [u8]) -> Result<&'a [u8], Error> {
        header.get(self.data_keys.clone()).ok_or(Error::Truncated)
    }

    /// Context and encrypted data keys with their lengths: what depends on the materials alone.
    pub(crate) fn section<'a>(&self, header: &'a [u8]) -> Result<&'a [u8], Error> {
        let start = self.context.start.saturating_sub(size_of::<u16>());
        header
            .get(start..self.data_keys.end)
            .ok_or(Error::Truncated)
    }
}

/// Takes field after field.
struct FieldReader<'s, S> {
    source: &'s mut S,
    position: usize,
    limit: u64,
}

impl<S: Source> FieldReader<'_, S> {
    fn version(&mut self) -> Result<(), Error> {
        match self.u8()? {
            2 => Ok(()),
            // spec: client-apis/decrypt.md#encrypted-message-format
            // `01 80`, `02 04` and `02 05` begin, in base64, with `AY`, `AgR` and `AgV`.
            b'A' if matches!(self.u8()?, b'Y' | b'g') => Err(Error::Base64Encoded),
            version => Err(Error::UnsupportedVersion { version }),
        }
    }

    fn u8(&mut self) -> Result<u8, Error> {
        self.array().map(u8::from_be_bytes)
    }

    fn u16(&mut self) -> Result<u16, Error> {
        self.array().map(u16::from_be_bytes)
    }

    fn u32(&mut self) -> Result<u32, Error> {
        self.array().map(u32::from_be_bytes)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        self.take(N)?.try_into().map_err(|_| Error::Truncated)
    }

    /// Steps over `len` bytes that `check` does not refuse.
    fn range(
        &mut self,
        len: usize,
        check: impl FnOnce(&[u8]) -> Result<(), Error>,
    ) -> Result<Range<usize>, Error> {
        let start = self.position;
        check(self.take(len)?)?;
        Ok(start..self.position)
    }

    fn take(&mut self, len: usize) -> Result<&[u8], Error> {
        self.position = self.position.saturating_add(len);
        let found = u64::try_from(self.position).unwrap_or(u64::MAX);
        Error::check(Bound::HeaderBytes, found, self.limit)?;
        self.source.take(len)
    }
}
