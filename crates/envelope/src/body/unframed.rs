//! Non-framed bodies: the whole plaintext in one piece. Writers of old made them; they are read and not written.
//!
//! ```text
//! IV(12) ‖ content length(8) ‖ content ‖ tag(16)
//! ```

use std::ops::Range;

use crypto::aead::{NONCE_LEN, Opener, TAG_LEN, Tag};

use super::BodyAad;
use crate::buffer;
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
        let tag = self.tag(body)?;
        let content = body.get_mut(self.content()).unwrap_or_default();
        self.open(opener, message_id, content, &tag)
    }

    /// Appends the plaintext of the body to `plaintext`. If it fails, only zeros are appended.
    pub(crate) fn open_onto(
        &self,
        opener: &Opener,
        message_id: &[u8; MESSAGE_ID_LEN],
        body: &[u8],
        plaintext: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let tag = self.tag(body)?;
        let start = plaintext.len();
        buffer::append(plaintext, body.get(self.content()).unwrap_or_default());
        let content = buffer::since_mut(plaintext, start);
        self.open(opener, message_id, content, &tag)
    }

    fn open(
        &self,
        opener: &Opener,
        message_id: &[u8; MESSAGE_ID_LEN],
        content: &mut [u8],
        tag: &Tag,
    ) -> Result<(), Error> {
        let mut aad = BodyAad::single_block(message_id);
        let aad = aad.of(SEQUENCE_NUMBER, self.content_len);
        opener
            .open(self.nonce, aad, content, tag)
            .map_err(|_| Error::DecryptionFailed)
    }

    const fn content(&self) -> Range<usize> {
        Self::CONTENT_START..Self::CONTENT_START.saturating_add(self.content_len)
    }

    /// The tag behind the content of a whole body.
    fn tag(&self, body: &[u8]) -> Result<Tag, Error> {
        let tag = body.get(self.content().end..).and_then(<[u8]>::first_chunk);
        tag.map(|tag| Tag::from(*tag)).ok_or(Error::Truncated)
    }
}

// spec: data-format/message-body-aad.md#sequence-number
const SEQUENCE_NUMBER: u32 = 1;
