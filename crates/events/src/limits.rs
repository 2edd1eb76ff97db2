//! The numbers, with their source.
//!
//! Source: [EventBridge quotas](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html),
//! [RetryPolicy](https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html),
//! [InputTransformer](https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html).

use std::time::Duration;

/// Characters of an event pattern.
pub const PATTERN_CHARS: usize = 4096;

/// Combinations that the `$or` of a pattern may make.
pub const OR_COMBINATIONS: usize = 1000;

/// The least and the greatest number that `numeric` compares with.
pub const NUMERIC: f64 = 5.0e9;

/// Rules of a bus.
pub const RULES: usize = 300;

/// Targets of a rule.
pub const TARGETS_PER_RULE: usize = 5;

/// Characters of a rule's name and of a target's id.
pub const NAME_CHARS: usize = 64;

/// Variables of an input transformer.
pub const INPUT_PATHS: usize = 100;

/// Characters of an input template.
pub const TEMPLATE_CHARS: usize = 8192;

/// Retries of one delivery at most, and by default.
pub const RETRY_ATTEMPTS: u32 = 185;

/// How old an event may become at most, and by default, before it is not retried any more.
pub const EVENT_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// The least that the age may be limited to.
pub const EVENT_AGE_LEAST: Duration = Duration::from_secs(60);

/// The first pause between two attempts; each is twice as long as the one before it, up to [`PAUSE_MOST`]. Ours: AWS states none.
pub const PAUSE_FIRST: Duration = Duration::from_secs(1);

/// The longest pause between two attempts. Ours: AWS states none.
pub const PAUSE_MOST: Duration = Duration::from_secs(15 * 60);
