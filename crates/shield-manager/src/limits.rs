//! The numbers, with their source or their reason. What concerns signatures is in [`shield::limits`].

use std::time::Duration;

/// How long the rules of a process hold after it has last said so: a process that ends in the middle of a flood leaves them no longer than
/// this. Ours.
pub const EXPIRY: Duration = Duration::from_secs(120);

/// When half of that is over, a process says so again. Ours.
pub const RENEWAL: Duration = Duration::from_secs(60);

/// Addresses that one rule's sets hold together; a mitigation with more of them is left to the next look. Ours: a record stays small.
pub const ADDRESSES: usize = 10_000;
