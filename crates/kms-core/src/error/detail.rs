//! What errors carry: grounds, problems, what is missing, which quota.

use common_types::{Arn, constraint::Violations};
use service_kit::Denied;

use crate::limits;

/// Why a call is not allowed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Denial {
    /// The policies do not allow it. [`Denied`] knows which statement of which policy decided.
    #[error("{0}")]
    Policies(Denied),
    /// Another account's key, that is not here or cannot be asked for this from outside of its account.
    #[error(
        "User: {principal} is not authorized to perform: {action} on resource: {resource} because the resource does not \
         exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access"
    )]
    ForeignKey {
        /// Who called.
        principal: String,
        /// The action, such as `kms:DisableKey`.
        action: &'static str,
        /// The ARN that was asked for.
        resource: Arn,
    },
    /// The key that a ciphertext names is not here.
    #[error(
        "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are \
         not allowed to access."
    )]
    CiphertextKey,
    /// The caller belongs to no account, and so has no keys.
    #[error(
        "User: {principal} is not authorized to perform: {action} because it belongs to no account"
    )]
    NoAccount {
        /// Who called.
        principal: String,
        /// The action, such as `kms:Encrypt`.
        action: &'static str,
    },
}

/// What a key's state was, where that forbids a call. The words are AWS's.
///
/// Source: [Key state table](https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html#key-state-table).
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum StateProblem {
    /// It waits for its deletion.
    #[error("pending deletion")]
    PendingDeletion,
    /// Only a deletion that is pending can be cancelled.
    #[error("not pending deletion")]
    NotPendingDeletion,
    /// It waits for its key material.
    #[error("pending import")]
    PendingImport,
    /// Its key store is not connected.
    #[error("unavailable")]
    Unavailable,
    /// It is being replicated.
    #[error("creating")]
    Creating,
    /// Its primary region is being changed.
    #[error("updating")]
    Updating,
}

/// What was asked for and does not exist.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Missing {
    /// A key, in this region.
    #[error("Key '{0}' does not exist")]
    Key(Arn),
    /// An alias, in this region.
    #[error("Alias {0} is not found.")]
    Alias(Arn),
    /// What was given is neither a key id nor anything else that names a key here.
    #[error("Invalid keyId '{0}'")]
    KeyId(String),
    /// The ARN is of another partition or region than the handle.
    #[error("Invalid arn {0}")]
    Place(String),
    /// A key has one policy, and its name is `default`.
    #[error("No such policy exists")]
    Policy,
}

/// What is wrong with a request.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Invalid {
    /// Members are outside of the bounds that AWS's model has for them. The message is AWS's.
    #[error("{0}")]
    Bounds(Violations),
    /// A member is outside of what this operation takes, missing here, or contradicts another.
    #[error("`{member}` {reason}")]
    Member {
        /// The member.
        member: &'static str,
        /// What is wrong with it.
        reason: String,
    },
}

/// A quota that is exhausted.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Quota {
    /// [`limits::ALIASES_PER_KEY`].
    #[error("a key has at most {max} aliases", max = limits::ALIASES_PER_KEY)]
    AliasesPerKey,
    /// [`TAGS_PER_RESOURCE`](common_types::limits::TAGS_PER_RESOURCE).
    #[error("a key has at most {max} tags", max = common_types::limits::TAGS_PER_RESOURCE)]
    TagsPerKey,
    /// [`limits::KEY_POLICY_BYTES`].
    #[error("a key policy has at most {max} bytes", max = limits::KEY_POLICY_BYTES)]
    KeyPolicyBytes,
}
