//! The body: the plaintext, encrypted in frames, or in one piece by writers of old.

mod aad;
mod framed;
mod unframed;

use aad::BodyAad;
pub(crate) use framed::{
    FINAL_OVERHEAD, FrameOpener, FramePlan, FrameSealer, REGULAR_OVERHEAD, Shape,
};
pub(crate) use unframed::UnframedShape;
