//! The numbers, with their sources.

/// Bytes of a directory's file: room for tens of thousands of roles.
pub const FILE_BYTES: u64 = 64 * 1024 * 1024;

/// Access keys of one user.
///
/// Source: [IAM quotas](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
pub const ACCESS_KEYS_PER_USER: usize = 2;

/// Seconds that a role's session lasts if nobody says.
///
/// Source: [AssumeRole](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).
pub const DEFAULT_SESSION_SECONDS: u32 = 3600;

/// The fewest seconds of a role's session.
pub const MIN_SESSION_SECONDS: u32 = 900;

/// The most seconds of any role's session.
pub const MAX_SESSION_SECONDS: u32 = 43_200;

/// The most seconds of a role's session that another role's session makes.
///
/// Source: [role chaining](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining).
pub const CHAINED_SESSION_SECONDS: u32 = 3600;

/// What `MaxSessionDuration` of a role can be, in seconds, and is if the directory does not say.
///
/// Source: [CreateRole](https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html).
pub const ROLE_MAX_SESSION_SECONDS: std::ops::RangeInclusive<u32> = 3600..=MAX_SESSION_SECONDS;

/// Managed policies that are session policies of one session.
///
/// Source: [AssumeRole](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).
pub const SESSION_POLICY_ARNS: usize = 10;

/// Tags of one session.
pub const SESSION_TAGS: usize = 50;

/// Bytes of session policies and session tags, packed as they stand in a token: 100 per cent of `PackedPolicySize`. AWS does
/// not tell its own number, nor how it packs.
pub const PACKED_BYTES: usize = 4096;

/// Characters of a session token that are looked at. Ours are shorter.
pub const TOKEN_CHARS: usize = 16 * 1024;

/// Sessions that are kept opened.
pub const CACHED_SESSIONS: usize = 4096;
