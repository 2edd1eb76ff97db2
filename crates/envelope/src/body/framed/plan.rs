//! How a plaintext is cut.

use super::shape::FrameShape;
use super::{FINAL_OVERHEAD, REGULAR_OVERHEAD, SEQUENCE_NUMBER_END};
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

    /// Bytes of plaintext in a body that may be longer by a footer: as the final frame says, if it stands where a writer
    /// puts it; otherwise not too few for any frames that could be there.
    pub(crate) fn plaintext_len(body: &[u8], frame_length: u32) -> usize {
        let frame_len = usize::try_from(frame_length).unwrap_or(usize::MAX);
        let stride = frame_len.saturating_add(REGULAR_OVERHEAD);
        let content = body.len().saturating_sub(FINAL_OVERHEAD);
        let most = content / stride;
        // With a footer behind it, the final frame may begin one stride before where it could begin at most.
        let found = [most, most.saturating_sub(1)]
            .into_iter()
            .find_map(|regular| {
                let frame = body.get(regular.checked_mul(stride)?..)?;
                let (prefix, _) = frame.split_first_chunk::<{ FrameShape::FINAL_PREFIX_LEN }>()?;
                let len = final_content_len(prefix).filter(|len| *len <= frame_len)?;
                regular.checked_mul(frame_len)?.checked_add(len)
            });
        let upper_bound = content.saturating_sub(most.saturating_mul(REGULAR_OVERHEAD));
        found.map_or(upper_bound, |len| len.min(upper_bound))
    }
}

/// The content length in what a final frame begins with.
fn final_content_len(prefix: &[u8; FrameShape::FINAL_PREFIX_LEN]) -> Option<usize> {
    let (end, _) = prefix.split_first_chunk()?;
    let (_, len) = prefix.split_last_chunk()?;
    let is_final = u32::from_be_bytes(*end) == SEQUENCE_NUMBER_END;
    is_final.then(|| usize::try_from(u32::from_be_bytes(*len)).ok())?
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
            footer in prop::collection::vec(any::<u8>(), 0..107),
        ) {
            let plan = FramePlan::new(plaintext, frame_length).unwrap();
            let mut body = vec![0; plan.body_len];
            let last = plan.body_len - plan.final_len - FINAL_OVERHEAD;
            body[last..last + 4].fill(0xff);
            let len = u32::try_from(plan.final_len).unwrap();
            body[last + 20..last + 24].copy_from_slice(&len.to_be_bytes());
            prop_assert_eq!(FramePlan::plaintext_len(&body, frame_length), plaintext);
            body.extend(&footer);
            let with_footer = FramePlan::plaintext_len(&body, frame_length);
            if frame_length > 106 {
                prop_assert_eq!(with_footer, plaintext);
            } else {
                prop_assert!((plaintext..=plaintext + footer.len()).contains(&with_footer));
            }
        }

        #[test]
        fn what_is_no_body_has_some_length_or_other(
            body in prop::collection::vec(prop::sample::select(vec![0, 1, 0xff]), 0..300),
            frame_length in 1..200_u32,
        ) {
            prop_assert!(FramePlan::plaintext_len(&body, frame_length) <= body.len());
        }
    }
}
