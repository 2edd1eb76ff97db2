//! The numbers, with their source.
//!
//! Source: [AWS WAF quotas](https://docs.aws.amazon.com/waf/latest/developerguide/limits.html). What rules may hold is in
//! [`waf_rules::limits`].

use chrono::TimeDelta;

/// Web ACLs of an account in a region, and as many for CloudFront.
pub const WEB_ACLS: usize = 100;

/// Rule groups, likewise.
pub const RULE_GROUPS: usize = 100;

/// IP sets, likewise.
pub const IP_SETS: usize = 100;

/// Regex pattern sets, likewise.
pub const REGEX_PATTERN_SETS: usize = 10;

/// Entries of a page, at most and by default.
pub const PAGE: u32 = 100;

/// Compiled web ACLs are kept for so many accounts and regions. Ours.
pub const CACHED_HOMES: usize = 1000;

/// API keys of an account in a region, and as many for CloudFront. Ours: AWS does not tell its own.
pub const API_KEYS: usize = 100;

/// Domains of an API key.
///
/// Source: [CreateAPIKey](https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateAPIKey.html).
pub const API_KEY_DOMAINS: usize = 5;

/// How long samples of requests are kept.
///
/// Source: [GetSampledRequests](https://docs.aws.amazon.com/waf/latest/APIReference/API_GetSampledRequests.html), as the next two.
pub const SAMPLED_FOR: TimeDelta = TimeDelta::hours(3);

/// Requests of a window that samples are taken from: the first so many.
pub const SAMPLED_POPULATION: u64 = 5_000;

/// Samples that one call gives at most, and that are kept of one rule.
pub const SAMPLES_OF_RULE: usize = 500;

/// Samples that are kept of all rules of a web ACL together, a little more where it has very many rules. Ours; a sample has 8 KiB of headers at most.
pub const SAMPLES_OF_WEB_ACL: usize = 5_000;

/// Samples that are kept of the requests of one second. Ours.
pub const SAMPLES_OF_SECOND: usize = 5;

/// Metrics of one web ACL that have samples. Ours.
pub const SAMPLED_RULES: usize = 1_000;

/// Web ACLs whose rates and samples are remembered when they change. Ours.
pub const REMEMBERED_WEB_ACLS: usize = 10_000;

/// Log records that wait for a delivery. Ours.
pub const WAITING_LOG_RECORDS: usize = 10_000;

/// Log records that a sink is given at a time. Ours.
pub const LOG_BATCH: usize = 500;
