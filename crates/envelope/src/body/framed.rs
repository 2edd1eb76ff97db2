//! Framed bodies: regular frames of equal length, then one final frame.
//!
//! ```text
//! regular   sequence number(4) ‖ IV(12) ‖ content(frame length) ‖ tag(16)
//! final     ff ff ff ff ‖ sequence number(4) ‖ IV(12) ‖ content length(4) ‖ content ‖ tag(16)
//! ```

use crypto::aead::{NONCE_LEN, Opener, SequenceSealer, TAG_LEN, Tag, counter_nonce};

use super::BodyAad;
use crate::header::MESSAGE_ID_LEN;
use crate::output::Output;
use crate::{Error, Malformed, limits};

/// How a plaintext of known length is cut.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct FramePlan {
    /// Bytes of plaintext in the final frame.
    pub(crate) final_len: usize,
    /// Bytes of the whole body.
    pub(crate) body_len: usize,
}

impl FramePlan {
    /// The final frame takes what is left over, or a whole frame if nothing is.
    // spec: data-format/message-body.md#final-frame
    pub(crate) fn new(plaintext_len: usize, frame_length: u32) -> Result<Self, Error> {
        let frame_len = usize::try_from(frame_length).map_err(|_| Error::TooManyFrames)?;
        let regular = plaintext_len.saturating_sub(1).checked_div(frame_len);
        let regular = regular.ok_or(Malformed::FrameLength)?;
        // spec: data-format/message-body.md#framed-data (at most 2³² − 1 frames)
        if u64::try_from(regular).is_ok_and(|regular| regular >= limits::FRAMES) {
            return Err(Error::TooManyFrames);
        }
        let body_len = regular
            .checked_mul(REGULAR_OVERHEAD)
            .and_then(|overhead| overhead.checked_add(plaintext_len + FINAL_OVERHEAD))
            .ok_or(Error::TooManyFrames)?;
        Ok(Self {
            final_len: plaintext_len - regular * frame_len,
            body_len,
        })
    }

    /// Bytes of plaintext in a body of `body_len` bytes; not too few if what is given is longer by a footer.
    pub(crate) fn plaintext_len(body_len: usize, frame_length: u32) -> usize {
        let content = body_len.saturating_sub(FINAL_OVERHEAD);
        let regular = usize::try_from(frame_length)
            .ok()
            .and_then(|frame_len| frame_len.checked_add(REGULAR_OVERHEAD))
            .map_or(0, |stride| content / stride);
        content.saturating_sub(regular.saturating_mul(REGULAR_OVERHEAD))
    }
}

/// Seals frame after frame. The sealer's position is the sequence number: there is no other count to disagree with.
pub(crate) struct FrameSealer {
    sealer: SequenceSealer,
    regular: BodyAad,
    last: BodyAad,
}

impl FrameSealer {
    /// Takes over a sealer that has sealed the header.
    pub(crate) fn new(sealer: SequenceSealer, message_id: &[u8; MESSAGE_ID_LEN]) -> Self {
        Self {
            sealer,
            regular: BodyAad::regular_frame(message_id),
            last: BodyAad::final_frame(message_id),
        }
    }

    /// Seals a whole frame that is not the last.
    // spec: client-apis/encrypt.md#construct-a-frame
    pub(crate) fn seal_regular(
        &mut self,
        plaintext: &[u8],
        out: &mut Output<'_>,
    ) -> Result<(), Error> {
        let sequence = regular_sequence(self.sealer.position())?;
        out.put(&sequence.to_be_bytes())?;
        self.seal_content(sequence, Kind::Regular, plaintext, out)
    }

    /// Seals the last frame, which has at most a whole frame's plaintext, and may have none.
    pub(crate) fn seal_final(
        mut self,
        plaintext: &[u8],
        out: &mut Output<'_>,
    ) -> Result<(), Error> {
        let sequence = final_sequence(self.sealer.position())?;
        out.put(&SEQUENCE_NUMBER_END.to_be_bytes())?;
        out.put(&sequence.to_be_bytes())?;
        self.seal_content(sequence, Kind::Final, plaintext, out)
    }

    fn seal_content(
        &mut self,
        sequence: u32,
        kind: Kind,
        plaintext: &[u8],
        out: &mut Output<'_>,
    ) -> Result<(), Error> {
        out.put(&counter_nonce(sequence.into()))?;
        let aad = match kind {
            Kind::Regular => &mut self.regular,
            Kind::Final => {
                let len = u32::try_from(plaintext.len()).map_err(|_| Malformed::FinalFrame)?;
                out.put(&len.to_be_bytes())?;
                &mut self.last
            }
        };
        let ciphertext = out.take(plaintext.len())?;
        let aad = aad.of(sequence, plaintext.len());
        let tag = self.sealer.seal_next_into(aad, plaintext, ciphertext)?;
        out.put(tag.as_bytes())
    }
}

/// A frame that has been found, and not been opened.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct FrameShape {
    kind: Kind,
    sequence: u32,
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

    /// Opens a frame into `plaintext`, which is exactly as long as its content.
    pub(crate) fn open_into(
        &mut self,
        shape: &FrameShape,
        frame: &[u8],
        plaintext: &mut [u8],
    ) -> Result<(), Error> {
        let (start, rest) = frame
            .split_at_checked(shape.content_start())
            .ok_or(Error::Truncated)?;
        let (content, tag) = rest
            .split_at_checked(shape.content_len)
            .ok_or(Error::Truncated)?;
        let (nonce, tag) = nonce_and_tag(shape, start, tag)?;
        let aad = aad(&mut self.regular, &mut self.last, shape);
        self.opener
            .open_into(nonce, aad, content, &tag, plaintext)
            .map_err(|_| Error::DecryptionFailed)?;
        self.advance(shape)
    }

    /// Opens a frame where it lies.
    pub(crate) fn open_in_place(
        &mut self,
        shape: &FrameShape,
        frame: &mut [u8],
    ) -> Result<(), Error> {
        let (start, rest) = frame
            .split_at_mut_checked(shape.content_start())
            .ok_or(Error::Truncated)?;
        let (content, tag) = rest
            .split_at_mut_checked(shape.content_len)
            .ok_or(Error::Truncated)?;
        let (nonce, tag) = nonce_and_tag(shape, start, tag)?;
        let aad = aad(&mut self.regular, &mut self.last, shape);
        self.opener
            .open(nonce, aad, content, &tag)
            .map_err(|_| Error::DecryptionFailed)?;
        self.advance(shape)
    }

    fn advance(&mut self, shape: &FrameShape) -> Result<(), Error> {
        if !shape.is_final() {
            // A regular frame's number is below the end marker, so this does not overflow.
            self.next = shape.sequence.checked_add(1).ok_or(Malformed::FrameOrder)?;
        }
        Ok(())
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Regular,
    Final,
}

/// The nonce is what the frame says. Every writer counts the frames in its last four bytes, and not all begin with zeros:
/// that the tag is good under it is enough, for the additional data have the frame's place.
fn nonce_and_tag(
    shape: &FrameShape,
    start: &[u8],
    tag: &[u8],
) -> Result<([u8; NONCE_LEN], Tag), Error> {
    let after_sequence = match shape.kind {
        Kind::Regular => start.get(4..),
        Kind::Final => start.get(4 + 4..),
    };
    let nonce = after_sequence
        .and_then(<[u8]>::first_chunk)
        .ok_or(Error::Truncated)?;
    Ok((*nonce, Tag::try_from(tag).map_err(|_| Error::Truncated)?))
}

fn aad<'a>(regular: &'a mut BodyAad, last: &'a mut BodyAad, shape: &FrameShape) -> &'a [u8] {
    match shape.kind {
        Kind::Regular => regular.of(shape.sequence, shape.content_len),
        Kind::Final => last.of(shape.sequence, shape.content_len),
    }
}

/// A regular frame's number is below the end marker.
// spec: data-format/message-body.md#sequence-number-end
fn regular_sequence(position: u64) -> Result<u32, Error> {
    match u32::try_from(position) {
        Ok(sequence) if sequence < SEQUENCE_NUMBER_END => Ok(sequence),
        _ => Err(Error::TooManyFrames),
    }
}

/// The final frame's number may be as high as the number of frames may be.
fn final_sequence(position: u64) -> Result<u32, Error> {
    u32::try_from(position).map_err(|_| Error::TooManyFrames)
}

pub(crate) const REGULAR_OVERHEAD: usize = 4 + NONCE_LEN + TAG_LEN;
pub(crate) const FINAL_OVERHEAD: usize = FrameShape::FINAL_PREFIX_LEN + TAG_LEN;
const SEQUENCE_NUMBER_END: u32 = u32::MAX;

#[cfg(test)]
mod tests {
    use crypto::aead::Algorithm;
    use proptest::prelude::*;

    use super::*;

    const ID: [u8; MESSAGE_ID_LEN] = [3; MESSAGE_ID_LEN];

    fn opener(frame_length: u32) -> FrameOpener {
        let opener = Opener::new(Algorithm::Aes256Gcm, &[9; 32]).unwrap();
        FrameOpener::new(opener, &ID, frame_length)
    }

    #[test]
    fn a_plaintext_is_cut_so_that_the_final_frame_is_empty_only_if_it_is() {
        for (plaintext, frames, final_len) in [
            (0, 1, 0),
            (1, 1, 1),
            (4, 1, 4),
            (5, 2, 1),
            (8, 2, 4),
            (9, 3, 1),
        ] {
            let plan = FramePlan::new(plaintext, 4).unwrap();
            let body_len = plaintext + (frames - 1) * REGULAR_OVERHEAD + FINAL_OVERHEAD;
            assert_eq!(
                plan,
                FramePlan {
                    final_len,
                    body_len
                }
            );
        }
    }

    #[test]
    fn frames_end_before_their_numbers_do() {
        // Of a message with 2³² − 1 frames, all but the last are regular.
        let most = usize::try_from(u32::MAX).unwrap();
        assert_eq!(FramePlan::new(most, 1).unwrap().final_len, 1);
        assert!(matches!(
            FramePlan::new(most + 1, 1),
            Err(Error::TooManyFrames)
        ));

        let end = u64::from(SEQUENCE_NUMBER_END);
        assert_eq!(regular_sequence(end - 1).unwrap(), SEQUENCE_NUMBER_END - 1);
        assert!(matches!(regular_sequence(end), Err(Error::TooManyFrames)));
        assert_eq!(final_sequence(end).unwrap(), SEQUENCE_NUMBER_END);
        assert!(matches!(final_sequence(end + 1), Err(Error::TooManyFrames)));
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

    proptest! {
        #[test]
        fn the_length_of_a_plaintext_is_told_from_its_body(
            plaintext in 0..100_000_usize,
            frame_length in 1..9_000_u32,
            footer in 32..107_usize,
        ) {
            let plan = FramePlan::new(plaintext, frame_length).unwrap();
            prop_assert_eq!(FramePlan::plaintext_len(plan.body_len, frame_length), plaintext);
            let with_footer = FramePlan::plaintext_len(plan.body_len + footer, frame_length);
            prop_assert!((plaintext..=plaintext + footer).contains(&with_footer));
        }
    }
}
