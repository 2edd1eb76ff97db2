//! Opening frame after frame.

use crypto::aead::{NONCE_LEN, Opener, Tag};

use super::shape::{FrameShape, Shape};
use super::{Kind, REGULAR_OVERHEAD, SEQUENCE_NUMBER_END};
use crate::body::BodyAad;
use crate::buffer;
use crate::header::MESSAGE_ID_LEN;
use crate::{Error, Malformed};

/// Opens frame after frame, each only in its place.
pub(crate) struct FrameOpener {
    opener: Opener,
    regular: BodyAad,
    last: BodyAad,
    frame_length: u32,
    /// The number that the next frame must have. INVARIANT: at least 1.
    next: u32,
}

impl FrameOpener {
    pub(crate) fn new(
        opener: Opener,
        message_id: &[u8; MESSAGE_ID_LEN],
        frame_length: u32,
    ) -> Self {
        Self {
            opener,
            regular: BodyAad::regular_frame(message_id),
            last: BodyAad::final_frame(message_id),
            frame_length,
            next: 1,
        }
    }

    /// Bytes of a frame that is not the last.
    pub(crate) fn regular_len(&self) -> usize {
        let content = usize::try_from(self.frame_length).unwrap_or(usize::MAX);
        content.saturating_add(REGULAR_OVERHEAD)
    }

    /// Looks at a frame's beginning.
    // spec: client-apis/decrypt.md#decrypt-the-message-body
    pub(crate) fn shape(&self, bytes: &[u8]) -> Result<Shape, Error> {
        let Some((first, rest)) = bytes.split_first_chunk() else {
            return Ok(Shape::Needs(FrameShape::PREFIX_LEN));
        };
        let (kind, sequence, content_len) = match u32::from_be_bytes(*first) {
            SEQUENCE_NUMBER_END => {
                let Some((sequence, rest)) = rest.split_first_chunk() else {
                    return Ok(Shape::Needs(FrameShape::FINAL_PREFIX_LEN));
                };
                let Some((_, [a, b, c, d, ..])) = rest.split_at_checked(NONCE_LEN) else {
                    return Ok(Shape::Needs(FrameShape::FINAL_PREFIX_LEN));
                };
                let content_len = u32::from_be_bytes([*a, *b, *c, *d]);
                (Kind::Final, u32::from_be_bytes(*sequence), content_len)
            }
            sequence => (Kind::Regular, sequence, self.frame_length),
        };
        // spec: data-format/message-body.md#sequence-number (from 1, in order, by 1)
        if sequence != self.next {
            return Err(Malformed::FrameOrder.into());
        }
        // spec: data-format/message-body.md#final-frame
        if content_len > self.frame_length {
            return Err(Malformed::FinalFrame.into());
        }
        Ok(Shape::Known(FrameShape {
            kind,
            sequence,
            content_len: usize::try_from(content_len).map_err(|_| Malformed::FinalFrame)?,
        }))
    }

    /// Appends the plaintext of a frame to `plaintext`. If it fails, only zeros are appended.
    pub(crate) fn open_onto(
        &mut self,
        shape: &FrameShape,
        frame: &[u8],
        plaintext: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let (nonce, tag) = shape.nonce_and_tag(frame)?;
        let start = plaintext.len();
        buffer::append(plaintext, frame.get(shape.content()).unwrap_or_default());
        self.open(shape, nonce, &tag, buffer::since_mut(plaintext, start))
    }

    /// Opens a frame where it lies.
    pub(crate) fn open_in_place(
        &mut self,
        shape: &FrameShape,
        frame: &mut [u8],
    ) -> Result<(), Error> {
        let (nonce, tag) = shape.nonce_and_tag(frame)?;
        let content = frame.get_mut(shape.content()).unwrap_or_default();
        self.open(shape, nonce, &tag, content)
    }

    /// The nonce is what the frame says. Every writer counts the frames in its last four bytes, and not all begin with
    /// zeros: that the tag is good under it is enough, for the additional data have the frame's place.
    fn open(
        &mut self,
        shape: &FrameShape,
        nonce: [u8; NONCE_LEN],
        tag: &Tag,
        content: &mut [u8],
    ) -> Result<(), Error> {
        let aad = match shape.kind {
            Kind::Regular => &mut self.regular,
            Kind::Final => &mut self.last,
        };
        self.opener
            .open(
                nonce,
                aad.of(shape.sequence, shape.content_len),
                content,
                tag,
            )
            .map_err(|_| Error::DecryptionFailed)?;
        if !shape.is_final() {
            self.advance(shape)?;
        }
        Ok(())
    }

    fn advance(&mut self, shape: &FrameShape) -> Result<(), Error> {
        // A regular frame's number is below the end marker, so this does not overflow.
        self.next = shape.sequence.checked_add(1).ok_or(Malformed::FrameOrder)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crypto::aead::Algorithm;

    use super::*;

    const ID: [u8; MESSAGE_ID_LEN] = [3; MESSAGE_ID_LEN];

    fn opener(frame_length: u32) -> FrameOpener {
        let opener = Opener::new(Algorithm::Aes256Gcm, &[9; 32]).unwrap();
        FrameOpener::new(opener, &ID, frame_length)
    }

    #[test]
    fn the_last_possible_regular_frame_can_only_be_followed_by_a_final_one() {
        let mut frames = opener(4);
        frames.next = SEQUENCE_NUMBER_END - 1;
        let shape = match frames
            .shape(&(SEQUENCE_NUMBER_END - 1).to_be_bytes())
            .unwrap()
        {
            Shape::Known(shape) if !shape.is_final() => shape,
            other => panic!("{other:?}"),
        };
        frames.advance(&shape).unwrap();
        let mut bytes = [0xff; 24];
        bytes[20..].copy_from_slice(&[0, 0, 0, 1]);
        assert!(matches!(frames.shape(&bytes), Ok(Shape::Known(shape)) if shape.is_final()));
    }

    #[test]
    fn a_frame_out_of_its_place_is_refused() {
        let frames = opener(4);
        for wrong in [0_u32, 2, 3, SEQUENCE_NUMBER_END - 1] {
            let shape = frames.shape(&wrong.to_be_bytes());
            assert!(
                matches!(shape, Err(Error::Malformed(Malformed::FrameOrder))),
                "{wrong}"
            );
        }
        assert_eq!(frames.shape(&[0, 0, 0]).unwrap(), Shape::Needs(4));
        assert_eq!(frames.shape(&[0xff; 5]).unwrap(), Shape::Needs(24));
    }

    #[test]
    fn a_final_frame_longer_than_the_frame_length_is_refused() {
        let mut bytes = [0; 24];
        bytes[..8].copy_from_slice(&[0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1]);
        for (len, ok) in [(0, true), (4, true), (5, false), (u32::MAX, false)] {
            bytes[20..].copy_from_slice(&len.to_be_bytes());
            assert_eq!(opener(4).shape(&bytes).is_ok(), ok, "{len}");
        }
    }
}
