//! Statements: what a rule asks of a request.

use super::{
    field::{FallbackBehavior, FieldToMatch, PreParseTextTransformation, TextTransformation},
    group::{
        ExcludedRule, FirewallManagerStatement, ManagedRuleGroupStatement, RuleActionOverride,
    },
    rate::RateBasedStatement,
    wire::{Blob, wire_struct, wire_union, wire_words},
};
use crate::injection::SensitivityLevel;

wire_union! {
    /// What a rule asks of a request.
    ///
    /// Source: [Statement](https://docs.aws.amazon.com/waf/latest/APIReference/API_Statement.html).
    Statement {
        /// A string is in a component.
        ByteMatchStatement(ByteMatchStatement),
        /// A component looks like SQL injection.
        SqliMatchStatement(SqliMatchStatement),
        /// A component looks like cross-site scripting.
        XssMatchStatement(XssMatchStatement),
        /// A component has a size.
        SizeConstraintStatement(SizeConstraintStatement),
        /// The address is of a country.
        GeoMatchStatement(GeoMatchStatement),
        /// The rules of a rule group.
        RuleGroupReferenceStatement(RuleGroupReferenceStatement),
        /// The address is in a set.
        #[serde(rename = "IPSetReferenceStatement")]
        IpSetReferenceStatement(IpSetReferenceStatement),
        /// A component matches one of a set of patterns.
        RegexPatternSetReferenceStatement(RegexPatternSetReferenceStatement),
        /// There are too many requests.
        RateBasedStatement(Box<RateBasedStatement>),
        /// All of these.
        AndStatement(AndStatement),
        /// One of these.
        OrStatement(OrStatement),
        /// Not this.
        NotStatement(NotStatement),
        /// The rules of a managed rule group.
        ManagedRuleGroupStatement(Box<ManagedRuleGroupStatement>),
        /// An earlier rule has added a label.
        LabelMatchStatement(LabelMatchStatement),
        /// A component matches a pattern.
        RegexMatchStatement(RegexMatchStatement),
        /// The address is of an autonomous system.
        AsnMatchStatement(AsnMatchStatement),
    }
}

impl Statement {
    /// AWS's word for it, such as `ByteMatchStatement`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ByteMatchStatement(_) => "ByteMatchStatement",
            Self::SqliMatchStatement(_) => "SqliMatchStatement",
            Self::XssMatchStatement(_) => "XssMatchStatement",
            Self::SizeConstraintStatement(_) => "SizeConstraintStatement",
            Self::GeoMatchStatement(_) => "GeoMatchStatement",
            Self::RuleGroupReferenceStatement(_) => "RuleGroupReferenceStatement",
            Self::IpSetReferenceStatement(_) => "IPSetReferenceStatement",
            Self::RegexPatternSetReferenceStatement(_) => "RegexPatternSetReferenceStatement",
            Self::RateBasedStatement(_) => "RateBasedStatement",
            Self::AndStatement(_) => "AndStatement",
            Self::OrStatement(_) => "OrStatement",
            Self::NotStatement(_) => "NotStatement",
            Self::ManagedRuleGroupStatement(_) => "ManagedRuleGroupStatement",
            Self::LabelMatchStatement(_) => "LabelMatchStatement",
            Self::RegexMatchStatement(_) => "RegexMatchStatement",
            Self::AsnMatchStatement(_) => "AsnMatchStatement",
        }
    }
}

impl From<RateBasedStatement> for Statement {
    fn from(statement: RateBasedStatement) -> Self {
        Self::RateBasedStatement(Box::new(statement))
    }
}

impl From<ManagedRuleGroupStatement> for Statement {
    fn from(statement: ManagedRuleGroupStatement) -> Self {
        Self::ManagedRuleGroupStatement(Box::new(statement))
    }
}

impl From<FirewallManagerStatement> for Statement {
    fn from(statement: FirewallManagerStatement) -> Self {
        match statement {
            FirewallManagerStatement::ManagedRuleGroupStatement(managed) => {
                Self::ManagedRuleGroupStatement(managed)
            }
            FirewallManagerStatement::RuleGroupReferenceStatement(reference) => {
                Self::RuleGroupReferenceStatement(reference)
            }
        }
    }
}

wire_struct! {
    /// A string is in a component.
    ByteMatchStatement {
        /// The string: at most 200 bytes.
        search_string: Blob,
        /// The component.
        field_to_match: FieldToMatch,
        /// How the component is transformed first: at most 10.
        text_transformations: Vec<TextTransformation>,
        /// Where the string must be.
        positional_constraint: PositionalConstraint,
        ;
        /// How the query string is transformed before it is taken apart.
        pre_parse_text_transformations: Vec<PreParseTextTransformation>,
    }
}
wire_words! {
    /// Where a string must be.
    PositionalConstraint {
        /// The component is the string.
        Exactly = "EXACTLY",
        /// The component begins with it.
        StartsWith = "STARTS_WITH",
        /// The component ends with it.
        EndsWith = "ENDS_WITH",
        /// It is anywhere.
        Contains = "CONTAINS",
        /// It is anywhere, with no letter, digit or `_` beside it.
        ContainsWord = "CONTAINS_WORD",
    }
}
wire_struct! {
    /// A component looks like SQL injection.
    SqliMatchStatement {
        /// The component.
        field_to_match: FieldToMatch,
        /// How the component is transformed first: at most 10.
        text_transformations: Vec<TextTransformation>,
        ;
        /// How the query string is transformed before it is taken apart.
        pre_parse_text_transformations: Vec<PreParseTextTransformation>,
        /// How eagerly it is suspected; [`SensitivityLevel::Low`] when unset.
        sensitivity_level: SensitivityLevel,
    }
}
wire_struct! {
    /// A component looks like cross-site scripting.
    XssMatchStatement {
        /// The component.
        field_to_match: FieldToMatch,
        /// How the component is transformed first: at most 10.
        text_transformations: Vec<TextTransformation>,
        ;
        /// How the query string is transformed before it is taken apart.
        pre_parse_text_transformations: Vec<PreParseTextTransformation>,
    }
}
wire_struct! {
    /// A component's size in bytes, after its transformations, compares to a number.
    SizeConstraintStatement {
        /// The component.
        field_to_match: FieldToMatch,
        /// How they compare.
        comparison_operator: ComparisonOperator,
        /// Bytes, 0 to 21,474,836,480.
        size: u64,
        /// How the component is transformed first: at most 10.
        text_transformations: Vec<TextTransformation>,
        ;
        /// How the query string is transformed before it is taken apart.
        pre_parse_text_transformations: Vec<PreParseTextTransformation>,
    }
}
wire_words! {
    /// How a size compares.
    ComparisonOperator {
        /// Equal.
        Eq = "EQ",
        /// Not equal.
        Ne = "NE",
        /// At most.
        Le = "LE",
        /// Less.
        Lt = "LT",
        /// At least.
        Ge = "GE",
        /// More.
        Gt = "GT",
    }
}
wire_struct! {
    /// A component matches a pattern.
    RegexMatchStatement {
        /// The pattern: at most 512 characters.
        regex_string: String,
        /// The component.
        field_to_match: FieldToMatch,
        /// How the component is transformed first: at most 10.
        text_transformations: Vec<TextTransformation>,
        ;
        /// How the query string is transformed before it is taken apart.
        pre_parse_text_transformations: Vec<PreParseTextTransformation>,
    }
}
wire_struct! {
    /// A component matches one of the patterns of a set.
    RegexPatternSetReferenceStatement {
        /// The set.
        #[serde(rename = "ARN")]
        arn: String,
        /// The component.
        field_to_match: FieldToMatch,
        /// How the component is transformed first: at most 10.
        text_transformations: Vec<TextTransformation>,
        ;
        /// How the query string is transformed before it is taken apart.
        pre_parse_text_transformations: Vec<PreParseTextTransformation>,
    }
}
wire_struct! {
    /// The address is of one of these countries. Labels the request with its country and region in any case.
    GeoMatchStatement {
        ;
        /// Two-letter codes of ISO 3166.
        country_codes: Vec<String>,
        /// The header that has the address, instead of the connection.
        #[serde(rename = "ForwardedIPConfig")]
        forwarded_ip_config: ForwardedIpConfig,
    }
}
wire_struct! {
    /// The address is of one of these autonomous systems.
    AsnMatchStatement {
        /// Their numbers: 1 to 100.
        asn_list: Vec<u32>,
        ;
        /// The header that has the address, instead of the connection.
        #[serde(rename = "ForwardedIPConfig")]
        forwarded_ip_config: ForwardedIpConfig,
    }
}
wire_struct! {
    /// The address is in a set.
    IpSetReferenceStatement {
        /// The set.
        #[serde(rename = "ARN")]
        arn: String,
        ;
        /// The header that has the address, instead of the connection.
        #[serde(rename = "IPSetForwardedIPConfig")]
        ip_set_forwarded_ip_config: IpSetForwardedIpConfig,
    }
}
wire_struct! {
    /// A header whose first address stands for the connection's. Without the header, the rule does not apply.
    ForwardedIpConfig {
        /// The header. Its case does not matter.
        header_name: String,
        /// What a header without a valid address there means.
        fallback_behavior: FallbackBehavior,
        ;
    }
}
wire_struct! {
    /// A header whose addresses stand for the connection's. Without the header, the rule does not apply.
    IpSetForwardedIpConfig {
        /// The header. Its case does not matter.
        header_name: String,
        /// What a header without a valid address there means.
        fallback_behavior: FallbackBehavior,
        /// Which of its addresses.
        position: ForwardedIpPosition,
        ;
    }
}
wire_words! {
    /// Which addresses of a header are looked up.
    ForwardedIpPosition {
        /// The first.
        First = "FIRST",
        /// The last.
        Last = "LAST",
        /// Any of the last ten.
        Any = "ANY",
    }
}
wire_struct! {
    /// An earlier rule has added a label.
    LabelMatchStatement {
        /// Label or namespace.
        scope: LabelMatchScope,
        /// The end of a label, or contiguous namespaces. Beginning with `awswaf:`, it is fully qualified; otherwise only labels of the
        /// same web ACL or rule group are looked at.
        key: String,
        ;
    }
}
wire_words! {
    /// What a label match compares.
    LabelMatchScope {
        /// The label's name, with any namespaces before it.
        Label = "LABEL",
        /// Its namespaces.
        Namespace = "NAMESPACE",
    }
}
wire_struct! {
    /// All of these: at least two.
    AndStatement {
        /// The statements.
        statements: Vec<Statement>,
        ;
    }
}
wire_struct! {
    /// One of these: at least two.
    OrStatement {
        /// The statements.
        statements: Vec<Statement>,
        ;
    }
}
wire_struct! {
    /// Not this.
    NotStatement {
        /// The statement.
        statement: Box<Statement>,
        ;
    }
}
wire_struct! {
    /// The rules of a rule group.
    RuleGroupReferenceStatement {
        /// The rule group.
        #[serde(rename = "ARN")]
        arn: String,
        ;
        /// Rules whose action is Count instead.
        excluded_rules: Vec<ExcludedRule>,
        /// Rules that have another action: at most 100.
        rule_action_overrides: Vec<RuleActionOverride>,
    }
}
