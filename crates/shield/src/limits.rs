//! The numbers, with their source or their reason.

use std::time::Duration;

/// Capacity units of all rules together.
///
/// Source: [The Shield Advanced rule group](https://docs.aws.amazon.com/waf/latest/developerguide/ddos-automatic-app-layer-response-rg.html).
pub const CAPACITY: u64 = 150;

/// The priority of the rule group in its web ACL: behind all others.
///
/// Source: the same page.
pub const PRIORITY: u32 = 10_000_000;

/// The share of usual requests that all rules together may match, as far as the baseline shows it. Ours: half of one in a thousand.
pub const COLLATERAL: f64 = 0.0005;

/// Bytes of a value that a rule compares: what a string match takes.
///
/// Source: [ByteMatchStatement](https://docs.aws.amazon.com/waf/latest/APIReference/API_ByteMatchStatement.html).
pub const VALUE_BYTES: usize = 200;

/// Addresses of one set.
///
/// Source: [quotas](https://docs.aws.amazon.com/waf/latest/developerguide/limits.html).
pub const ADDRESSES: usize = 10_000;

/// How long requests are gathered before they are looked at. Ours.
pub const BUCKET: Duration = Duration::from_secs(5);

/// How many such times a signature is sought in. Ours.
pub const WINDOW: usize = 6;

/// Usual requests that are kept as the baseline. Ours: at about 500 bytes each, 10 MB a resource.
pub const BASELINE: usize = 20_000;

/// Requests of one bucket that are kept in full; of more, every second, third, … Ours.
pub const SAMPLE: u64 = 1000;
