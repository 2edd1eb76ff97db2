//! What a frame's beginning tells of it.

use std::ops::Range;

use crypto::aead::{NONCE_LEN, TAG_LEN, Tag};

use super::{Kind, REGULAR_OVERHEAD};
use crate::Error;

/// A frame that has been found, and not been opened.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct FrameShape {
    pub(super) kind: Kind,
    pub(super) sequence: u32,
    /// Bytes of content.
    pub(crate) content_len: usize,
}

impl FrameShape {
    /// Bytes that must be seen before [`FrameOpener::shape`] can say anything.
    pub(crate) const PREFIX_LEN: usize = 4;

    /// Bytes of a final frame before its content; no frame has more.
    pub(crate) const FINAL_PREFIX_LEN: usize = 4 + 4 + NONCE_LEN + 4;

    pub(crate) const fn is_final(&self) -> bool {
        matches!(self.kind, Kind::Final)
    }

    /// Bytes before the content.
    pub(crate) const fn content_start(&self) -> usize {
        match self.kind {
            Kind::Regular => REGULAR_OVERHEAD - TAG_LEN,
            Kind::Final => Self::FINAL_PREFIX_LEN,
        }
    }

    /// Where its content lies.
    pub(super) const fn content(&self) -> Range<usize> {
        let start = self.content_start();
        start..start.saturating_add(self.content_len)
    }

    /// The nonce before the content of a whole frame, and the tag behind it.
    pub(super) fn nonce_and_tag(&self, frame: &[u8]) -> Result<([u8; NONCE_LEN], Tag), Error> {
        let before_nonce = match self.kind {
            Kind::Regular => 4,
            Kind::Final => 4 + 4,
        };
        let nonce = frame.get(before_nonce..).and_then(<[u8]>::first_chunk);
        let tag = frame
            .get(self.content().end..)
            .and_then(<[u8]>::first_chunk);
        match (nonce, tag) {
            (Some(nonce), Some(tag)) => Ok((*nonce, Tag::from(*tag))),
            _ => Err(Error::Truncated),
        }
    }

    /// Bytes of the whole frame.
    pub(crate) const fn len(&self) -> usize {
        self.content_start()
            .saturating_add(self.content_len)
            .saturating_add(TAG_LEN)
    }
}

/// Whether more bytes are needed to tell a frame's shape.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Shape {
    /// This many bytes must be seen, counted from the frame's beginning.
    Needs(usize),
    /// The frame is known, and its bytes may still be to come.
    Known(FrameShape),
}
