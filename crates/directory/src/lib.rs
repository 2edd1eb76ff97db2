//! Principals, access keys, roles and the organisation: who calls, and which policies are over them. With AWS STS.
//!
//! ```
//! use common_types::{Arn, Caller};
//! use directory::Directory;
//! use service_kit::PolicySource;
//!
//! // What `aws iam get-account-authorization-details` writes, or the same by hand.
//! let directory = Directory::from_json(r#"{"UserDetailList": [{
//!   "UserName": "alice", "UserId": "AIDAEXAMPLEID", "Arn": "arn:aws:iam::111122223333:user/alice",
//!   "UserPolicyList": [{"PolicyName": "decrypt", "PolicyDocument": {
//!     "Statement": {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"}}}]
//! }]}"#)?;
//!
//! // It is the source of policies for every service: give it to the guard.
//! let alice = Caller::user("arn:aws:iam::111122223333:user/alice")?;
//! let policies = directory.of_caller(&alice)?;
//! assert_eq!(policies.revision(), 1);
//!
//! // What is not valid is refused as a whole, and says why.
//! let error = Directory::from_json(r#"{"UserDetailsList": []}"#).unwrap_err();
//! assert_eq!(error.to_string(), "`UserDetailsList` is no member of a directory");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | `directory` | [`Directory`]: shared, reloaded, a [`PolicySource`](service_kit::PolicySource) |
//! | `file` | the form of its file |
//! | `snapshot`, `session_policies` | one state of it, compiled; with what sessions bring |
//! | `access_key` | [`AccessKeys`]: made, sealed in the store, looked up in memory |
//! | `credentials` | [`Credentials`]: who holds an access key, long-term or temporary |
//! | [`sts`] | AWS STS: `AssumeRole`, `GetCallerIdentity`, session tokens |
//! | [`limits`] | the numbers, with their source |

mod access_key;
mod credentials;
mod directory;
mod error;
mod file;
pub mod limits;
mod session_policies;
mod snapshot;
pub mod sts;
mod sync;

pub use access_key::{AccessKey, AccessKeyMetadata, AccessKeyStatus, AccessKeys};
pub use credentials::{Credential, Credentials, InvalidCredential};
pub use directory::Directory;
pub use error::{Error, Result};
pub use policy_eval::directory as contents;

/// The guide's page, so that its examples are compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/directory.md")]
mod guide {}
