//! AWS IAM policies: parse, validate, compile, decide, explain, compare. Pure: no I/O, no clock, no async.
//!
//! ```
//! use common_types::{Arn, Caller};
//! use policy_eval::{
//!     CompiledPolicy, Outcome, Policies, Policy, PolicyKind, PolicySet, Request, ResourcePolicyMode, decide,
//! };
//!
//! // Once: parse and compile.
//! let delegate = r#"{
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Sid": "Enable IAM User Permissions", "Effect": "Allow",
//!     "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"
//!   }
//! }"#;
//! let encrypt = r#"{
//!   "Version": "2012-10-17",
//!   "Statement": {"Sid": "Encrypt", "Effect": "Allow", "Action": "kms:Encrypt", "Resource": "*"}
//! }"#;
//! let key_policy = CompiledPolicy::compile("key policy", &Policy::parse(delegate, PolicyKind::Resource)?);
//! let of_role = CompiledPolicy::compile("app", &Policy::parse(encrypt, PolicyKind::Identity)?);
//! let identity = PolicySet::from(of_role);
//!
//! // Per call: decide.
//! let caller = Caller::role("arn:aws:iam::111122223333:role/app")?;
//! let key: Arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd".parse()?;
//! let policies = Policies::new()
//!     .identity(&identity)
//!     .resource(&key_policy, ResourcePolicyMode::Mandatory);
//!
//! let request = Request::new(caller.principal(), "kms:Encrypt", &key, &());
//! assert!(decide(&policies, &request).is_allowed());
//!
//! // A denial says why, to AWS's users in AWS's words.
//! let request = Request::new(caller.principal(), "kms:Decrypt", &key, &());
//! let decision = decide(&policies, &request);
//! assert_eq!(decision.outcome(), Outcome::ImplicitlyDenied);
//! assert_eq!(
//!     decision.message().as_deref(),
//!     Some(
//!         "User: arn:aws:sts::111122223333:assumed-role/app/strongroom is not authorized to perform: kms:Decrypt \
//!          on resource: arn:aws:kms:eu-west-1:111122223333:key/1234abcd because no identity-based policy allows \
//!          the kms:Decrypt action"
//!     )
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | `document` | [`Policy`] and its parts: the typed tree, read from JSON or built, and printed as JSON |
//! | `pattern`, `variable` | `*`, `?` and `${…}` in actions, resources and values |
//! | `algebra` | patterns as sets: what one covers, what two share, an example of the difference |
//! | `operator` | condition operators, one family a file |
//! | `keys` | [`ConditionKeys`]: what a policy may ask of a request |
//! | `compile` | [`CompiledPolicy`], [`PolicySet`]: what decisions run over |
//! | `policies`, `request` | [`Policies`], [`Request`]: what a decision is made of |
//! | `decide` | [`decide`], [`Decision`]: how policies combine, and why |
//! | `explain` | [`Explanation`]: of every statement, which element did not match |
//! | [`directory`] | users, roles, policies and organisation, from and to AWS's own outputs |
//! | `questions` | [`diff`]: what a new policy changes; [`who_can`](directory::CompiledDirectory::who_can): who may |
//! | [`simulate`] | IAM's policy simulator, in its own shapes |
//! | `validate` | [`Validator`]: AWS's findings about a policy, with their places |
//! | `access` | [`check_no_new_access`], [`check_access_not_granted`], [`check_no_public_access`]: AWS's custom checks |
//! | `services` | [`ServiceReference`]: which services, actions, resources and condition keys there are |
//! | `size` | [`SizeLimit`]: how long a policy may be where it is put |
//! | [`limits`] | the numbers, with their source |

mod access;
mod algebra;
mod compile;
mod decide;
pub mod directory;
mod document;
mod error;
mod explain;
mod keys;
pub mod limits;
mod operator;
mod pattern;
mod policies;
mod questions;
mod request;
mod services;
pub mod simulate;
mod size;
mod validate;
mod variable;

pub use access::{
    AccessCheck, AccessToCheck, CheckResult, InvalidAccess, ReasonSummary,
    check_access_not_granted, check_no_new_access, check_no_public_access, is_public,
};
pub use compile::{CompiledPolicy, PolicySet, StatementRef};
pub use decide::{Decision, Outcome, decide};
pub use document::{
    Actions, BuildError, Condition, Effect, OneOrMany, Policy, PolicyBuilder, PolicyKind,
    PrincipalKey, PrincipalName, Principals, Resources, Scalar, Statement, StatementBuilder,
    Version, WhichPrincipals,
};
pub use error::{ParseError, Position, Problem};
pub use explain::{Explanation, Mismatch, StatementExplanation};
pub use keys::{
    ConditionKey, ConditionKeys, Context, GlobalKey, InvalidConditionKey, KeyKind, KeyType, Value,
    ValueList, Values,
};
pub use operator::{ConditionOperator, Operator, SetOperator, UnknownOperator};
pub use pattern::{ActionPattern, ResourcePattern};
pub use policies::{Policies, ResourcePolicyMode};
pub use questions::{Access, Change, ExampleRequest, PolicyDiff, Verdict, WhoCan, diff};
pub use request::{Request, Resource};
pub use services::{InvalidServiceReference, Service, ServiceReference};
pub use size::{SizeLimit, TooLarge};
pub use validate::{
    Finding, FindingType, IssueCode, Location, PathElement, PolicyType, ResourceType,
    ResourceTypeNotAllowed, Span, SpanPosition, Validator,
};

/// The guide's chapter on policies, so that its examples are compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/policies.md")]
mod guide {}

/// The guide's chapter on policy checks, so that its examples are compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/policy-checks.md")]
mod guide_to_checks {}
