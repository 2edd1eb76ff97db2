//! Framed bodies: regular frames of equal length, then one final frame.
//!
//! ```text
//! regular   sequence number(4) ‖ IV(12) ‖ content(frame length) ‖ tag(16)
//! final     ff ff ff ff ‖ sequence number(4) ‖ IV(12) ‖ content length(4) ‖ content ‖ tag(16)
//! ```

mod opener;
mod plan;
mod sealer;
mod shape;

pub(crate) use opener::FrameOpener;
pub(crate) use plan::FramePlan;
pub(crate) use sealer::FrameSealer;
pub(crate) use shape::Shape;

use crypto::aead::{NONCE_LEN, TAG_LEN};

/// Bytes of a regular frame besides its content.
pub(crate) const REGULAR_OVERHEAD: usize = 4 + NONCE_LEN + TAG_LEN;
/// Bytes of a final frame besides its content.
pub(crate) const FINAL_OVERHEAD: usize = 4 + 4 + NONCE_LEN + 4 + TAG_LEN;

/// Which of the two kinds a frame is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Regular,
    Final,
}

/// What a final frame begins with, where a regular one has its number.
// spec: data-format/message-body.md#sequence-number-end
const SEQUENCE_NUMBER_END: u32 = u32::MAX;
