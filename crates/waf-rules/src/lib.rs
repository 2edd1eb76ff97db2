//! AWS WAFv2 web ACLs: parse, validate, compile, decide, explain. Pure: no I/O, no clock, no async.
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | `transform` | text transformations, by AWS's words |
//! | `injection` | what looks like SQL injection or cross-site scripting |
//! | `managed` | rule groups of our own under AWS's names |

mod address;
mod bundle;
mod capacity;
mod compile;
mod decide;
mod document;
mod error;
mod explain;
mod geo;
pub mod injection;
mod inspect;
mod label;
pub mod limits;
mod log;
pub mod managed;
pub mod model;
mod rate;
mod request;
mod token;
pub mod transform;
mod validate;

pub use bundle::{BuiltInRuleGroups, Bundle, ManagedRuleGroup, ManagedRuleGroups};
pub use capacity::capacity;
pub use compile::{CompileOptions, CompiledWebAcl, ResourceType, Unresolved};
pub use decide::{Environment, Metric, RateMatch, RuleMatch, Verdict, VerdictResponse};
pub use document::WebAclDocument;
pub use error::{Error, InvalidParameter, ParameterExceptionField};
pub use explain::{Explanation, RuleExplanation, RuleOutcome, StatementExplanation};
pub use geo::{GeoLookup, Location};
pub use log::{LogContext, LogRecord, RuleMatchDetail, SampledHttpRequest};
pub use rate::RateTracker;
pub use request::{Header, Request};
pub use token::{FailureReason, Token, TokenCheck, TokenClaims, TokenResponse};
pub use validate::Validate;
