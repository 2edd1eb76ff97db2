//! The vocabulary that all Strongroom crates share: who calls, what is called, and what both may carry.
//!
//! Nothing here decides, stores or encrypts. A value of one of these types exists only if it is
//! well formed, so that the crates above never check the same text twice.
//!
//! ```
//! use common_types::{Arn, Caller, EncryptionContext};
//!
//! let key: Arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd".parse()?;
//! assert_eq!(key.service(), "kms");
//! assert_eq!(key.resource_id(), "1234abcd");
//!
//! let caller = Caller::role("arn:aws:iam::111122223333:role/app")?;
//! assert_eq!(caller.account().map(|a| a.to_string()).as_deref(), Some("111122223333"));
//!
//! let context = EncryptionContext::try_from_iter([("tenant", "42")])?;
//! assert_eq!(context.get("tenant"), Some("42"));
//!
//! // What is not well formed does not come into being, and the error says why.
//! let error = "arn:aws:kms".parse::<Arn>().unwrap_err();
//! assert_eq!(error.to_string(), "`arn:aws:kms` is not an ARN: it has 3 of the 6 parts");
//! # Ok::<(), common_types::ParseError>(())
//! ```
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | `arn` | [`Arn`], and [`ArnPattern`] with `*` and `?` |
//! | `ids` | [`Partition`], [`AccountId`], [`Region`], [`ServiceName`] |
//! | `principal`, `identity_provider`, `caller`, `session` | who is calling, and what is known of them |
//! | `context` | [`EncryptionContext`]: authenticated, not secret |
//! | `secret` | [`SecretBytes`], [`SecretString`]: wiped, never printed |
//! | `tag` | [`Tag`], [`Tags`] within AWS's limits |
//! | `clock` | [`Clock`]: the one door to time |
//! | `audit`, `event` | what a call leaves behind |
//! | `service_error` | [`ServiceError`]: what every service's error can say of itself |
//! | `page_token` | [`PageToken`]: where a listing goes on |
//! | `ports` | how services meet without naming each other: [`KeyService`], [`ParameterReader`], [`SecretReader`] |
//! | [`constraint`] | what AWS requires of a request's members, and its words for what breaks it |
//! | `shape` | [`wire_enum!`], [`setters!`]: macros for requests and answers |
//! | [`wire`] | serde forms of AWS's JSON: blobs in base64, times in epoch seconds |
//! | [`limits`] | the numbers, with their source |

mod arn;
mod audit;
mod caller;
mod clock;
pub mod constraint;
mod context;
mod error;
mod event;
mod future;
mod identity_provider;
mod ids;
pub mod limits;
mod page_token;
mod ports;
mod principal;
mod secret;
mod service_error;
mod session;
mod shape;
mod tag;
mod text;
mod wildcard;
pub mod wire;

pub use arn::{Arn, ArnPattern};
pub use audit::{AuditOutcome, AuditRecord, AuditValue};
pub use caller::Caller;
pub use clock::{Clock, ManualClock, SystemClock, Timestamp};
pub use context::EncryptionContext;
pub use error::ParseError;
pub use event::Event;
pub use future::BoxFuture;
pub use identity_provider::IdentityProvider;
pub use ids::{AccountId, Partition, Region, ServiceName};
pub use page_token::PageToken;
pub use ports::{
    DataKeySpec, DecryptRequest, DecryptResponse, EncryptRequest, EncryptResponse,
    EncryptionAlgorithmSpec, GenerateDataKeyRequest, GenerateDataKeyResponse, KeyService,
    KeyServices, ParameterReader, ParameterType, ParameterValue, RecipientInfo, SecretReader,
    SecretValue, SecretValueRequest,
};
pub use principal::{Principal, PrincipalType};
pub use secret::{SecretBytes, SecretString, wipe};
pub use service_error::{BoxedServiceError, ServiceError};
pub use session::Session;
pub use shape::UnknownWord;
pub use tag::{Tag, TagKey, TagValue, Tags};
pub use wildcard::wildcard_match;

/// For the expansions of this crate's macros.
#[doc(hidden)]
pub use serde;
