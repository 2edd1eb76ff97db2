//! Long-term access keys: made here, sealed in the store, and looked up in memory.

mod change;
mod held;
mod id;
mod keys;
mod record;
mod secret;

use common_types::{Arn, SecretString, Timestamp};

pub(crate) use id::{LONG_TERM, TEMPORARY, access_key_id};
pub use keys::AccessKeys;

common_types::wire_enum! {
    /// Whether an access key may be used.
    pub enum AccessKeyStatus {
        /// It may.
        Active = "Active",
        /// It may not, until it is made active again.
        Inactive = "Inactive",
    }
}

/// A new access key. Its secret is shown here and never again.
///
/// Source: [AccessKey](https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html).
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct AccessKey {
    /// Whose it is: a user, or the root user of an account.
    pub owner: Arn,
    /// `AKIA…`
    pub access_key_id: String,
    /// 40 characters.
    pub secret_access_key: SecretString,
    /// `Active`.
    pub status: AccessKeyStatus,
    /// When it was made.
    pub create_date: Timestamp,
}

/// What may be known of an access key.
///
/// Source: [AccessKeyMetadata](https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyMetadata.html).
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct AccessKeyMetadata {
    /// Whose it is.
    pub owner: Arn,
    /// `AKIA…`
    pub access_key_id: String,
    /// Whether it may be used.
    pub status: AccessKeyStatus,
    /// When it was made.
    pub create_date: Timestamp,
}
