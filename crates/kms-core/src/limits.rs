//! The numbers of KMS, each with its unit and its source.

pub use common_types::limits::keys::{
    CIPHERTEXT_BYTES, GRANT_TOKEN_BYTES, GRANT_TOKENS, KEY_ID_BYTES, PLAINTEXT_BYTES, RANDOM_BYTES,
};

/// Bytes of an encryption context in its canonical form.
///
/// AWS states no bound for these calls; this is ours. It keeps the work of one call bounded and leaves room for any
/// context that AWS's services use (a grant constraint, where AWS does state one, holds 8 pairs of 384 characters).
pub const ENCRYPTION_CONTEXT_BYTES: usize = 8 * 1024;

/// Characters in an alias name, its prefix `alias/` included.
///
/// Source: [CreateAlias](https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html#KMS-CreateAlias-request-AliasName).
pub const ALIAS_CHARS: usize = 256;

/// Aliases that a customer may have for one key.
///
/// Source: [Resource quotas](https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html#aliases-per-key).
pub const ALIASES_PER_KEY: usize = 50;

/// Characters in a key's description.
///
/// Source: [CreateKey](https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html#KMS-CreateKey-request-Description).
pub const DESCRIPTION_CHARS: usize = 8192;

/// Bytes in a key policy document.
///
/// Source: [Resource quotas](https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html#key-policy-limit).
pub const KEY_POLICY_BYTES: usize = 32 * 1024;

/// Days between scheduling a deletion and the deletion: the fewest.
///
/// Source: [ScheduleKeyDeletion](https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html#KMS-ScheduleKeyDeletion-request-PendingWindowInDays).
pub const PENDING_WINDOW_DAYS_MIN: u32 = 7;

/// Days between scheduling a deletion and the deletion: the most, and how many there are if the request names none.
///
/// Source: [ScheduleKeyDeletion](https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html#KMS-ScheduleKeyDeletion-request-PendingWindowInDays).
pub const PENDING_WINDOW_DAYS_MAX: u32 = 30;

/// Keys that are kept in memory, ready for use: one takes a few kilobytes, and as much as its policy.
pub const CACHED_KEYS: usize = 10_000;

/// Aliases whose targets are kept in memory.
pub const CACHED_ALIASES: usize = 10_000;

/// Entries on one page of [`ListKeys`](crate::KmsHandle::list_keys): the most, and how many there are if the request
/// names none.
///
/// Source: [ListKeys](https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html#KMS-ListKeys-request-Limit).
pub const LIST_KEYS: Page = Page {
    max: 1000,
    default: 100,
};

/// Entries on one page of [`ListAliases`](crate::KmsHandle::list_aliases).
///
/// Source: [ListAliases](https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html#KMS-ListAliases-request-Limit).
pub const LIST_ALIASES: Page = Page {
    max: 100,
    default: 50,
};

/// Entries on one page of [`ListResourceTags`](crate::KmsHandle::list_resource_tags).
///
/// Source: [ListResourceTags](https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html#KMS-ListResourceTags-request-Limit).
pub const LIST_RESOURCE_TAGS: Page = Page {
    max: 50,
    default: 50,
};

/// Entries on one page of [`ListKeyPolicies`](crate::KmsHandle::list_key_policies).
///
/// Source: [ListKeyPolicies](https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyPolicies.html#KMS-ListKeyPolicies-request-Limit).
pub const LIST_KEY_POLICIES: Page = Page {
    max: 1000,
    default: 100,
};

/// How many entries a page of a listing has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Page {
    /// The most that a request may ask for.
    pub max: u32,
    /// How many there are if the request does not say.
    pub default: u32,
}
