//! Why a web ACL is refused.

use crate::model::wire_words;

/// Why a web ACL, a rule group or a set is refused. One variant is one AWS exception, or one kind of load error.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text is not the JSON that AWS prints.
    #[error("not AWS's JSON: {0}")]
    Syntax(String),
    /// A value is not one that its place takes.
    #[error("{0}")]
    InvalidParameter(InvalidParameter),
    /// More of something than AWS allows.
    #[error("{what}: {found} is more than {limit}")]
    LimitsExceeded {
        /// What there is too much of, and where.
        what: String,
        /// How much there is.
        found: u64,
        /// How much there may be.
        limit: u64,
    },
    /// Rules refer to what was not given, or to what we do not have.
    #[error("unresolved references: {}", .0.join(", "))]
    NonexistentItem(Vec<String>),
}

impl Error {
    /// AWS's code for it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax(_) => "SerializationException",
            Self::InvalidParameter(_) => "WAFInvalidParameterException",
            Self::LimitsExceeded { .. } => "WAFLimitsExceededException",
            Self::NonexistentItem(_) => "WAFNonexistentItemException",
        }
    }

    pub(crate) fn syntax(error: &serde_json::Error) -> Self {
        Self::Syntax(error.to_string())
    }
}

/// A value that its place does not take: AWS's `WAFInvalidParameterException`.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("Error reason: {reason}, field: {field}, parameter: {parameter}")]
pub struct InvalidParameter {
    field: ParameterExceptionField,
    parameter: String,
    reason: String,
    place: String,
}

impl InvalidParameter {
    pub(crate) fn new(
        field: ParameterExceptionField,
        parameter: impl Into<String>,
        reason: impl Into<String>,
        place: impl Into<String>,
    ) -> Self {
        Self {
            field,
            parameter: shown(&parameter.into()),
            reason: reason.into(),
            place: place.into(),
        }
    }

    /// The setting that is wrong.
    pub fn field(&self) -> ParameterExceptionField {
        self.field
    }

    /// The value that is wrong, cut when it is long.
    pub fn parameter(&self) -> &str {
        &self.parameter
    }

    /// Why it is wrong.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Where it is, such as `Rules[2].Statement.AndStatement.Statements[0]`.
    pub fn place(&self) -> &str {
        &self.place
    }
}

impl From<InvalidParameter> for Error {
    fn from(error: InvalidParameter) -> Self {
        Self::InvalidParameter(error)
    }
}

/// Characters of the offending input that an error repeats.
const SHOWN_CHARS: usize = 80;

fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN_CHARS).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

wire_words! {
    /// The setting that an [`InvalidParameter`] is about, by AWS's word.
    ParameterExceptionField {
        /// The web ACL.
        WebAcl = "WEB_ACL",
        /// A rule group.
        RuleGroup = "RULE_GROUP",
        /// A regex pattern set.
        RegexPatternSet = "REGEX_PATTERN_SET",
        /// An IP set.
        IpSet = "IP_SET",
        /// A rule.
        Rule = "RULE",
        /// An excluded rule.
        ExcludedRule = "EXCLUDED_RULE",
        /// A statement.
        Statement = "STATEMENT",
        /// A string match.
        ByteMatchStatement = "BYTE_MATCH_STATEMENT",
        /// A size constraint.
        SizeConstraintStatement = "SIZE_CONSTRAINT_STATEMENT",
        /// A geo match.
        GeoMatchStatement = "GEO_MATCH_STATEMENT",
        /// A rate-based statement.
        RateBasedStatement = "RATE_BASED_STATEMENT",
        /// A reference to a rule group.
        RuleGroupReferenceStatement = "RULE_GROUP_REFERENCE_STATEMENT",
        /// A reference to a pattern set, or a pattern.
        RegexPatternReferenceStatement = "REGEX_PATTERN_REFERENCE_STATEMENT",
        /// A reference to an IP set.
        IpSetReferenceStatement = "IP_SET_REFERENCE_STATEMENT",
        /// A managed rule group.
        ManagedRuleSetStatement = "MANAGED_RULE_SET_STATEMENT",
        /// A label match.
        LabelMatchStatement = "LABEL_MATCH_STATEMENT",
        /// An AND.
        AndStatement = "AND_STATEMENT",
        /// An OR.
        OrStatement = "OR_STATEMENT",
        /// A NOT.
        NotStatement = "NOT_STATEMENT",
        /// An address.
        IpAddress = "IP_ADDRESS",
        /// A component.
        FieldToMatch = "FIELD_TO_MATCH",
        /// A transformation.
        TextTransformation = "TEXT_TRANSFORMATION",
        /// A query argument.
        SingleQueryArgument = "SINGLE_QUERY_ARGUMENT",
        /// A header.
        SingleHeader = "SINGLE_HEADER",
        /// A default action.
        DefaultAction = "DEFAULT_ACTION",
        /// An action.
        RuleAction = "RULE_ACTION",
        /// A limit on entities.
        EntityLimit = "ENTITY_LIMIT",
        /// An override action.
        OverrideAction = "OVERRIDE_ACTION",
        /// An ARN.
        ResourceArn = "RESOURCE_ARN",
        /// A metric's name.
        MetricName = "METRIC_NAME",
        /// A group of Firewall Manager.
        FirewallManagerStatement = "FIREWALL_MANAGER_STATEMENT",
        /// A forwarded address.
        ForwardedIpConfig = "FORWARDED_IP_CONFIG",
        /// A header's name.
        HeaderName = "HEADER_NAME",
        /// Headers for the application.
        CustomRequestHandling = "CUSTOM_REQUEST_HANDLING",
        /// A custom response.
        CustomResponse = "CUSTOM_RESPONSE",
        /// A custom response's body.
        CustomResponseBody = "CUSTOM_RESPONSE_BODY",
        /// Elements of a JSON body.
        JsonMatchPattern = "JSON_MATCH_PATTERN",
        /// A logging filter.
        LoggingFilter = "LOGGING_FILTER",
        /// A log's destination.
        LogDestination = "LOG_DESTINATION",
        /// What a managed rule group needs to know.
        ManagedRuleGroupConfig = "MANAGED_RULE_GROUP_CONFIG",
        /// How account takeover prevention reads responses.
        AtpRuleSetResponseInspection = "ATP_RULE_SET_RESPONSE_INSPECTION",
        /// How account creation fraud prevention reads responses.
        AcpRuleSetResponseInspection = "ACP_RULE_SET_RESPONSE_INSPECTION",
        /// A choice of headers.
        HeaderMatchPattern = "HEADER_MATCH_PATTERN",
        /// A choice of cookies.
        CookieMatchPattern = "COOKIE_MATCH_PATTERN",
        /// A CAPTCHA's or challenge's settings.
        ChallengeConfig = "CHALLENGE_CONFIG",
        /// A token domain.
        TokenDomain = "TOKEN_DOMAIN",
        /// A scope-down statement.
        ScopeDown = "SCOPE_DOWN",
        /// Custom keys.
        CustomKeys = "CUSTOM_KEYS",
        /// Data protection.
        DataProtectionConfig = "DATA_PROTECTION_CONFIG",
        /// Prices.
        MonetizationConfig = "MONETIZATION_CONFIG",
        /// A wallet's address.
        WalletAddress = "WALLET_ADDRESS",
        /// A price.
        PriceAmount = "PRICE_AMOUNT",
        /// A transformation before parsing.
        PreParseTextTransformation = "PRE_PARSE_TEXT_TRANSFORMATION",
    }
}
