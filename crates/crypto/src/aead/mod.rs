//! Authenticated encryption: AES-GCM with 96-bit nonces and 128-bit tags.
//!
//! One nonce used twice under one key breaks AES-GCM altogether, so no type here lets a caller do
//! that by mistake. Each of the four sealers settles how its nonces stay unique; pick by what the
//! key is:
//!
//! | the key | the sealer | its nonces |
//! |---|---|---|
//! | derived for this one message | [`OneTimeKey`] | given; the key is consumed |
//! | derived for this one stream of frames | [`SequenceSealer`] | 0, 1, 2, … in order |
//! | derived for this process, shared by threads | [`SessionSealer`] | an atomic counter |
//! | long-lived, used by others too | [`RandomNonceKey`] | random, with a bound on uses |
//!
//! [`Opener`] is the other side of all four.

mod algorithm;
mod one_time;
mod opener;
mod random_nonce;
mod sequence;
mod session;
mod tag;

pub use algorithm::{Algorithm, NONCE_LEN, counter_nonce};
pub use one_time::OneTimeKey;
pub use opener::Opener;
pub use random_nonce::RandomNonceKey;
pub use sequence::SequenceSealer;
pub use session::SessionSealer;
pub use tag::{TAG_LEN, Tag};
