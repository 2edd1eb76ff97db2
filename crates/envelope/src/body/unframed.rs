//! Non-framed bodies: the whole plaintext in one piece. Writers of old made them; they are read and not written.
//!
//! ```text
//! IV(12) ‖ content length(8) ‖ content ‖ tag(16)
//! ```

use crypto::aead::{NONCE_LEN, Opener, TAG_LEN, Tag};

use super::BodyAad;
use crate::error::Bound;
use crate::header::MESSAGE_ID_LEN;
use crate::{Error, Limits, limits};

/// A non-framed body that has been found, and not been opened.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct UnframedShape {
    content_len: usize,
    nonce: [u8; NONCE_LEN],
}

impl UnframedShape {
    /// Bytes before the content.
    pub(crate) const CONTENT_START: usize = NONCE_LEN + 8;

    /// Looks at the body's first [`CONTENT_START`](Self::CONTENT_START) bytes.
    // spec: data-format/message-body.md#non-framed-data
    pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Self, Error> {
        let (nonce, rest) = bytes.split_first_chunk().ok_or(Error::Truncated)?;
        let content_len = rest.first_chunk().copied().ok_or(Error::Truncated)?;
        let content_len = u64::from_be_bytes(content_len);
        let limit = limits.unframed_bytes.min(limits::UNFRAMED_BYTES);
        Error::check(Bound::UnframedBytes, content_len, limit)?;
        let content_len = usize::try_from(content_len).map_err(|_| Error::Truncated)?;
        Ok(Self {
            content_len,
            nonce: *nonce,
        })
    }

    /// Bytes of the whole body.
    pub(crate) const fn len(&self) -> usize {
        Self::CONTENT_START
            .saturating_add(self.content_len)
            .saturating_add(TAG_LEN)
    }

    /// Bytes of content.
    pub(crate) const fn content_len(&self) -> usize {
        self.content_len
    }

    /// Opens the body where it lies.
    // spec: client-apis/decrypt.md#decrypt-the-message-body
    pub(crate) fn open_in_place(
        &self,
        opener: &Opener,
        message_id: &[u8; MESSAGE_ID_LEN],
        body: &mut [u8],
    ) -> Result<(), Error> {
        let (_, rest) = body
            .split_at_mut_checked(Self::CONTENT_START)
            .ok_or(Error::Truncated)?;
        let (content, tag) = rest
            .split_at_mut_checked(self.content_len)
            .ok_or(Error::Truncated)?;
        let tag = Tag::try_from(&*tag).map_err(|_| Error::Truncated)?;
        let mut aad = BodyAad::single_block(message_id);
        opener
            .open(
                self.nonce,
                aad.of(SEQUENCE_NUMBER, self.content_len),
                content,
                &tag,
            )
            .map_err(|_| Error::DecryptionFailed)
    }

    /// Opens the body into `plaintext`, which is exactly as long as its content.
    pub(crate) fn open_into(
        &self,
        opener: &Opener,
        message_id: &[u8; MESSAGE_ID_LEN],
        body: &[u8],
        plaintext: &mut [u8],
    ) -> Result<(), Error> {
        let (_, rest) = body
            .split_at_checked(Self::CONTENT_START)
            .ok_or(Error::Truncated)?;
        let (content, tag) = rest
            .split_at_checked(self.content_len)
            .ok_or(Error::Truncated)?;
        let tag = Tag::try_from(tag).map_err(|_| Error::Truncated)?;
        let mut aad = BodyAad::single_block(message_id);
        opener
            .open_into(
                self.nonce,
                aad.of(SEQUENCE_NUMBER, self.content_len),
                content,
                &tag,
                plaintext,
            )
            .map_err(|_| Error::DecryptionFailed)
    }
}

// spec: data-format/message-body-aad.md#sequence-number
const SEQUENCE_NUMBER: u32 = 1;
