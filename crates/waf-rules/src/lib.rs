//! AWS WAFv2 web ACLs: parse, validate, compile, decide, explain. Pure: no I/O, no clock, no async.
//!
//! A web ACL that `aws wafv2 get-web-acl` has printed decides requests in process, as it does at AWS. Or begin in Rust: the types of
//! [`model`] are AWS's shapes and their own builders.
//!
//! ```
//! use waf_rules::model::{
//!     AllowAction, BlockAction, ByteMatchStatement, DefaultAction, PositionalConstraint, Rule, RuleAction, Statement,
//!     TextTransformation, UriPath, VisibilityConfig, WebAcl,
//! };
//! use waf_rules::transform::TextTransformationType;
//! use waf_rules::{Bundle, CompileOptions, CompiledWebAcl, Environment, Request};
//!
//! // Once: build or load, and compile.
//! let lowercase = TextTransformation::new(0_u32, TextTransformationType::Lowercase);
//! let admin = ByteMatchStatement::new("/admin", UriPath::new(), [lowercase], PositionalConstraint::StartsWith);
//! let rule = Rule::new("admin", 0_u32, Statement::from(admin), VisibilityConfig::new(true, true, "admin"))
//!     .action(RuleAction::Block(BlockAction::new()));
//! let id = "a1b2c3d4-5678-90ab-cdef-111111111111";
//! let arn = format!("arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/edge/{id}");
//! let allow = DefaultAction::Allow(AllowAction::new());
//! let acl = WebAcl::new("edge", id, arn, allow, VisibilityConfig::new(true, true, "edge")).rules([rule]);
//! let acl = CompiledWebAcl::compile(&acl, &Bundle::new(), &CompileOptions::new())?;
//!
//! // Per request: decide.
//! let request = Request::new("GET", "/Admin/users", [192, 0, 2, 44]);
//! let now = common_types::Timestamp::default();
//! let verdict = acl.decide(&request, now, &Environment::new());
//! assert!(!verdict.is_allowed());
//! assert_eq!(verdict.rule(), "admin");
//! assert_eq!(verdict.response().map(|response| response.status), Some(403));
//!
//! // What AWS refuses is refused, with its place.
//! let error = CompiledWebAcl::compile(
//!     &acl.source().clone().token_domains(["not a domain".to_owned()]),
//!     &Bundle::new(),
//!     &CompileOptions::new(),
//! )
//! .unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "Error reason: not a domain, field: TOKEN_DOMAIN, parameter: not a domain"
//! );
//! # Ok::<(), waf_rules::Error>(())
//! ```
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | [`model`] | AWS's shapes, required members first, a setter for each optional one |
//! | `document`, `bundle` | [`WebAclDocument`], [`Bundle`]: text in and out; sets, rule groups, who has managed ones |
//! | `validate` | [`Validate`]: what AWS would refuse, under its fields and reasons |
//! | `capacity` | [`capacity()`]: what rules cost in WCU |
//! | `compile` | [`CompiledWebAcl`]: what decisions run over |
//! | `request` | [`Request`]: the view of borrowed bytes, and how target, query, cookies and JSON are taken apart |
//! | `inspect` | components under transformations, asked everything that rules ask of them in one pass |
//! | [`transform`] | text transformations, by AWS's words |
//! | [`injection`] | what looks like SQL injection or cross-site scripting |
//! | `address`, `geo` | sets of addresses; [`GeoLookup`]: where an address is |
//! | `maxmind` | feature `maxminddb`: [`GeoLookup`] over databases of MaxMind's format |
//! | `label` | labels, and what label matches look for |
//! | `rate` | [`RateTracker`]: counts in bounded memory |
//! | `token` | [`TokenCheck`]: who has solved a CAPTCHA or passed a challenge |
//! | `decide` | [`Verdict`]: what becomes of a request, and why |
//! | `explain` | [`Explanation`]: what each rule looked at |
//! | `log` | [`LogRecord`], [`SampledHttpRequest`]: AWS WAF's records, with what is to be hidden in them |
//! | [`managed`] | rule groups of our own under AWS's names |
//! | [`limits`] | the numbers, with their source |

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
mod json;
mod label;
pub mod limits;
mod log;
pub mod managed;
#[cfg(feature = "maxminddb")]
mod maxmind;
pub mod model;
mod rate;
mod request;
mod token;
pub mod transform;
mod validate;

pub use bundle::{
    BuiltInRuleGroups, Bundle, ManagedRuleGroup, ManagedRuleGroupSummary, ManagedRuleGroups,
};
pub use capacity::capacity;
pub use compile::{CompileOptions, CompiledWebAcl, ResourceType, Unresolved};
pub use decide::{Environment, Metric, RateMatch, RuleMatch, Verdict, VerdictResponse};
pub use document::WebAclDocument;
pub use error::{Error, InvalidParameter, ParameterExceptionField};
pub use explain::{Explanation, RuleExplanation, RuleOutcome, StatementExplanation};
pub use geo::{GeoLookup, Location};
pub use log::{LogContext, LogRecord, RuleMatchDetail, SampledHttpRequest};
#[cfg(feature = "maxminddb")]
pub use maxmind::{InvalidDatabase, MaxMind};
pub use rate::RateTracker;
pub use request::{Header, Request};
pub use token::{FailureReason, Token, TokenCheck, TokenClaims, TokenResponse};
pub use validate::Validate;

/// The guide's chapter on web ACLs, so that its examples are compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/waf.md")]
mod guide {}
