//! The numbers, with their source.
//!
//! Source: [AWS WAF quotas](https://docs.aws.amazon.com/waf/latest/developerguide/limits.html). What rules may hold is in
//! [`waf_rules::limits`].

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
