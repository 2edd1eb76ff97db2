//! AWS's shapes: what `aws wafv2` prints and takes, as Rust types.
//!
//! Required members are arguments of `new`, optional ones have a setter of their name: the types are the builder too. Nothing here is
//! checked beyond its shape; [`validate`](crate::Validate) checks the rest.

mod acl;
mod action;
mod config;
mod field;
mod group;
mod logging;
mod managed_config;
mod rate;
mod rule;
mod statement;
mod wire;

pub use acl::{IpAddressVersion, IpSet, Regex, RegexPatternSet, WebAcl};
pub use action::{
    AllowAction, BlockAction, CaptchaAction, ChallengeAction, CountAction, CustomHttpHeader,
    CustomRequestHandling, CustomResponse, CustomResponseBody, DefaultAction, MonetizeAction,
    NoneAction, OverrideAction, ResponseContentType, RuleAction,
};
pub use config::{
    ApplicationAttribute, ApplicationConfig, AssociatedResourceType, AssociationConfig,
    BlockchainChain, CaptchaConfig, ChallengeConfig, CryptoConfig, CryptoCurrency, CurrencyMode,
    DataProtection, DataProtectionAction, DataProtectionConfig, FieldToProtect, FieldToProtectType,
    ImmunityTimeProperty, LowReputationMode, MonetizationConfig, OnSourceDdosProtectionConfig,
    PaymentNetwork, Price, RequestBodyConfig, SizeInspectionLimit, VisibilityConfig,
};
pub use field::{
    AllQueryArguments, Body, BodyParsingFallbackBehavior, CookieMatchPattern, Cookies, Excluded,
    FallbackBehavior, FieldToMatch, HeaderMatchPattern, HeaderOrder, Headers, Ja3Fingerprint,
    Ja4Fingerprint, JsonBody, JsonMatchPattern, MatchScope, Method, OversizeHandling,
    PreParseTextTransformation, QueryString, SingleHeader, SingleQueryArgument, TextTransformation,
    UriFragment, UriPath,
};
pub use group::{
    ExcludedRule, FirewallManagerRuleGroup, FirewallManagerStatement, LabelSummary,
    ManagedRuleGroupStatement, RuleActionOverride, RuleGroup,
};
pub use logging::{
    ActionCondition, ActionValue, Condition, Filter, FilterBehavior, FilterRequirement,
    LabelNameCondition, LogScope, LogType, LoggingConfiguration, LoggingFilter,
};
pub use managed_config::{
    AcfpConfig, AntiDdosConfig, AtpConfig, BotControlConfig, ClientSideAction,
    ClientSideActionConfig, FieldIdentifier, InspectionLevel, LoginInspection,
    ManagedRuleGroupConfig, PayloadType, RegistrationInspection, ResponseBodyContains,
    ResponseHeader, ResponseInspection, ResponseJson, ResponseStatusCodes, Sensitivity,
    UsageOfAction,
};
pub use rate::{
    AggregateKeyType, AsnKey, CookieKey, CustomKey, ForwardedIpKey, HeaderKey, HttpMethodKey,
    IpKey, Ja3FingerprintKey, Ja4FingerprintKey, LabelNamespaceKey, QueryArgumentKey,
    QueryStringKey, RateBasedStatement, UriPathKey,
};
pub use rule::{Label, Rule};
pub use statement::{
    AndStatement, AsnMatchStatement, ByteMatchStatement, ComparisonOperator, ForwardedIpConfig,
    ForwardedIpPosition, GeoMatchStatement, IpSetForwardedIpConfig, IpSetReferenceStatement,
    LabelMatchScope, LabelMatchStatement, NotStatement, OrStatement, PositionalConstraint,
    RegexMatchStatement, RegexPatternSetReferenceStatement, RuleGroupReferenceStatement,
    SizeConstraintStatement, SqliMatchStatement, Statement, XssMatchStatement,
};
pub(crate) use wire::wire_words;
pub use wire::{Blob, Empty};
