//! Why a directory cannot be read, or not be asked.

use common_types::Arn;

use crate::ParseError;

/// What is wrong with the contents of a directory.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DirectoryError {
    /// The text is not in the shape that the `aws` command line writes.
    #[error("the output of `{command}` cannot be read")]
    Shape {
        /// What wrote it, or should have.
        command: &'static str,
        /// What is wrong with it, and where.
        source: serde_json::Error,
    },
    /// The last page says that there are more.
    #[error("the output is not complete: its last page is marked as truncated")]
    Truncated,
    /// A policy does not parse.
    #[error("policy `{policy}` of `{of}` is malformed")]
    Malformed {
        /// The policy's name.
        policy: String,
        /// What it is attached to, or its own ARN.
        of: String,
        /// What is wrong with it, and where.
        source: ParseError,
    },
    /// None of a managed policy's versions is the default.
    #[error("managed policy `{arn}` has no version `{version}`, which is its default")]
    NoDefaultVersion {
        /// Which policy.
        arn: Arn,
        /// What should be there.
        version: String,
    },
    /// The ARN of an entity names no account.
    #[error("`{arn}` names no account")]
    NoAccount {
        /// Which entity.
        arn: Arn,
    },
    /// A policy is attached that the directory does not have: without it no decision can be relied on.
    #[error("policy `{policy}`, which is attached to `{to}`, is not in the directory")]
    NoSuchPolicy {
        /// The policy's ARN or id.
        policy: String,
        /// What it is attached to.
        to: String,
    },
    /// A user is in a group that the directory does not have.
    #[error("group `{group}` of `{user}` is not in the directory")]
    NoSuchGroup {
        /// The group's name.
        group: String,
        /// The user in it.
        user: Arn,
    },
    /// Nobody has this ARN.
    #[error("`{arn}` is not in the directory")]
    NoSuchEntity {
        /// Who was looked for.
        arn: String,
    },
}
