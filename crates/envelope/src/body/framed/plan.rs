//! How a plaintext is cut.

use super::{FINAL_OVERHEAD, REGULAR_OVERHEAD};
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
    fn a_message_has_only_so_many_frames() {
        // Of a message with 2³² − 1 frames, all but the last are regular.
        let most = usize::try_from(u32::MAX).unwrap();
        assert_eq!(FramePlan::new(most, 1).unwrap().final_len, 1);
        assert!(matches!(
            FramePlan::new(most + 1, 1),
            Err(Error::TooManyFrames)
        ));
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
