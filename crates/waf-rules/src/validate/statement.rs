//! Statements.

use std::collections::HashSet;

use super::{
    action,
    check::{self, Check, at_most, ensure, refuse},
    field, label, managed_config, rate, set,
};
use crate::{
    Error, ParameterExceptionField as Field, Validate as _, limits,
    model::{
        ExcludedRule, FieldToMatch, ForwardedIpConfig, LabelMatchScope, PositionalConstraint,
        PreParseTextTransformation, RuleActionOverride, Statement, TextTransformation,
    },
};

/// A rule's statement: may be one that cannot be nested.
pub(super) fn top(check: &Check<'_>, statement: &Statement, place: &str) -> Result<(), Error> {
    match statement {
        Statement::RateBasedStatement(s) => {
            rate::rate(check, s, &format!("{place}.RateBasedStatement"))
        }
        Statement::RuleGroupReferenceStatement(s) => {
            let field = Field::RuleGroupReferenceStatement;
            in_web_acl(check, statement, place)?;
            check::arn(&s.arn, "rulegroup", field, place)?;
            let group = check.bundle.rule_group(&s.arn);
            if let Some(group) = group {
                group.validate(check.bundle)?;
            }
            let known = group.map(|group| {
                let rules = group.rules.iter().flatten();
                rules.map(|rule| rule.name.as_str()).collect::<Vec<_>>()
            });
            let excluded = s.excluded_rules.as_deref().unwrap_or_default();
            let overrides = s.rule_action_overrides.as_deref().unwrap_or_default();
            usage(check, excluded, overrides, known.as_deref(), place)
        }
        Statement::ManagedRuleGroupStatement(s) => {
            let field = Field::ManagedRuleSetStatement;
            in_web_acl(check, statement, place)?;
            check::text(&s.vendor_name, 128, field, place)?;
            check::name(&s.name, field, place)?;
            let excluded = s.excluded_rules.as_deref().unwrap_or_default();
            let overrides = s.rule_action_overrides.as_deref().unwrap_or_default();
            // AWS ignores names that a managed group does not have.
            usage(check, excluded, overrides, None, place)?;
            let configs = s.managed_rule_group_configs.as_deref().unwrap_or_default();
            for config in configs {
                managed_config::config(config, &format!("{place}.ManagedRuleGroupConfigs"))?;
            }
            match &s.scope_down_statement {
                Some(scope) => nested(check, scope, &format!("{place}.ScopeDownStatement"), 1),
                None => Ok(()),
            }
        }
        other => nested(check, other, place, 0),
    }
}

fn in_web_acl(check: &Check<'_>, statement: &Statement, place: &str) -> Result<(), Error> {
    ensure(
        !check.home.is_rule_group,
        Field::Statement,
        statement.name(),
        "a rule group does not refer to rule groups",
        place,
    )
}

/// Excluded rules and overrides of a rule group, whose rules may be known.
fn usage(
    check: &Check<'_>,
    excluded: &[ExcludedRule],
    overrides: &[RuleActionOverride],
    known: Option<&[&str]>,
    place: &str,
) -> Result<(), Error> {
    at_most(
        excluded.len(),
        limits::OVERRIDES,
        &format!("{place}.ExcludedRules"),
    )?;
    at_most(
        overrides.len(),
        limits::OVERRIDES,
        &format!("{place}.RuleActionOverrides"),
    )?;
    let names = excluded.iter().map(|rule| &rule.name);
    for name in names.chain(overrides.iter().map(|other| &other.name)) {
        check::name(name, Field::ExcludedRule, place)?;
        ensure(
            known.is_none_or(|known| known.contains(&name.as_str())),
            Field::ExcludedRule,
            name,
            "the rule group has no rule of this name",
            place,
        )?;
    }
    overrides.iter().try_for_each(|other| {
        action::of_rule(
            check,
            &other.action_to_use,
            false,
            &format!("{place}.RuleActionOverrides"),
        )
    })
}

/// A statement that can be nested.
pub(super) fn nested(
    check: &Check<'_>,
    statement: &Statement,
    place: &str,
    depth: usize,
) -> Result<(), Error> {
    at_most(
        depth,
        limits::STATEMENT_DEPTH,
        &format!("{place}: depth of statements"),
    )?;
    let place = &format!("{place}.{}", statement.name());
    match statement {
        Statement::ByteMatchStatement(s) => {
            let bytes = s.search_string.as_bytes();
            let field = Field::ByteMatchStatement;
            at_most(
                bytes.len(),
                limits::SEARCH_STRING_BYTES,
                &format!("{place}.SearchString"),
            )?;
            let is_word = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
            ensure(
                s.positional_constraint != PositionalConstraint::ContainsWord
                    || (!bytes.is_empty() && bytes.iter().all(is_word)),
                field,
                String::from_utf8_lossy(bytes),
                "a word has letters, digits and `_` only",
                place,
            )?;
            let is_fingerprint = is_fingerprint(&s.field_to_match);
            ensure(
                !is_fingerprint || s.positional_constraint == PositionalConstraint::Exactly,
                field,
                s.positional_constraint.as_str(),
                "fingerprints are compared EXACTLY",
                place,
            )?;
            let pre_parse = s.pre_parse_text_transformations.as_deref();
            subject(
                &s.field_to_match,
                &s.text_transformations,
                pre_parse,
                true,
                place,
            )
        }
        Statement::SqliMatchStatement(s) => {
            let pre_parse = s.pre_parse_text_transformations.as_deref();
            subject(
                &s.field_to_match,
                &s.text_transformations,
                pre_parse,
                false,
                place,
            )
        }
        Statement::XssMatchStatement(s) => {
            let pre_parse = s.pre_parse_text_transformations.as_deref();
            subject(
                &s.field_to_match,
                &s.text_transformations,
                pre_parse,
                false,
                place,
            )
        }
        Statement::SizeConstraintStatement(s) => {
            ensure(
                s.size <= limits::SIZE_MAX,
                Field::SizeConstraintStatement,
                s.size.to_string(),
                "a size is at most 21,474,836,480",
                place,
            )?;
            let pre_parse = s.pre_parse_text_transformations.as_deref();
            subject(
                &s.field_to_match,
                &s.text_transformations,
                pre_parse,
                false,
                place,
            )
        }
        Statement::RegexMatchStatement(s) => {
            set::pattern(&s.regex_string, place)?;
            let pre_parse = s.pre_parse_text_transformations.as_deref();
            subject(
                &s.field_to_match,
                &s.text_transformations,
                pre_parse,
                false,
                place,
            )
        }
        Statement::RegexPatternSetReferenceStatement(s) => {
            let field = Field::RegexPatternReferenceStatement;
            check::arn(&s.arn, "regexpatternset", field, place)?;
            if let Some(set) = check.bundle.regex_pattern_set(&s.arn) {
                set.validate(check.bundle)?;
            }
            let pre_parse = s.pre_parse_text_transformations.as_deref();
            subject(
                &s.field_to_match,
                &s.text_transformations,
                pre_parse,
                false,
                place,
            )
        }
        Statement::IpSetReferenceStatement(s) => {
            check::arn(&s.arn, "ipset", Field::IpSetReferenceStatement, place)?;
            if let Some(config) = &s.ip_set_forwarded_ip_config {
                field::forwarded_header(&config.header_name, place)?;
            }
            match check.bundle.ip_set(&s.arn) {
                Some(set) => set.validate(check.bundle),
                None => Ok(()),
            }
        }
        Statement::GeoMatchStatement(s) => {
            let codes = s.country_codes.as_deref().unwrap_or_default();
            countries(codes, place)?;
            forwarded(s.forwarded_ip_config.as_ref(), place)
        }
        Statement::AsnMatchStatement(s) => {
            ensure(
                !s.asn_list.is_empty(),
                Field::Statement,
                "AsnList",
                "there is at least one number",
                place,
            )?;
            at_most(s.asn_list.len(), limits::ASNS, &format!("{place}.AsnList"))?;
            forwarded(s.forwarded_ip_config.as_ref(), place)
        }
        Statement::LabelMatchStatement(s) => {
            label::matched(&s.key, s.scope == LabelMatchScope::Label, place)
        }
        Statement::AndStatement(s) => {
            several(check, &s.statements, Field::AndStatement, place, depth)
        }
        Statement::OrStatement(s) => {
            several(check, &s.statements, Field::OrStatement, place, depth)
        }
        Statement::NotStatement(s) => nested(check, &s.statement, place, depth + 1),
        Statement::RateBasedStatement(_)
        | Statement::RuleGroupReferenceStatement(_)
        | Statement::ManagedRuleGroupStatement(_) => Err(refuse(
            Field::Statement,
            statement.name(),
            "this statement cannot be nested",
            place,
        )),
    }
}

fn several(
    check: &Check<'_>,
    statements: &[Statement],
    field: Field,
    place: &str,
    depth: usize,
) -> Result<(), Error> {
    let reason = "there are at least two statements";
    ensure(
        statements.len() >= 2,
        field,
        statements.len().to_string(),
        reason,
        place,
    )?;
    for (index, statement) in (0_usize..).zip(statements) {
        nested(
            check,
            statement,
            &format!("{place}.Statements[{index}]"),
            depth + 1,
        )?;
    }
    Ok(())
}

fn subject(
    field: &FieldToMatch,
    transformations: &[TextTransformation],
    pre_parse: Option<&[PreParseTextTransformation]>,
    takes_fingerprints: bool,
    place: &str,
) -> Result<(), Error> {
    ensure(
        takes_fingerprints || !is_fingerprint(field),
        Field::FieldToMatch,
        "fingerprint",
        "fingerprints are looked at by string matches only",
        place,
    )?;
    field::component(field, place)?;
    field::transformations(transformations, place)?;
    field::pre_parse(pre_parse, field, place)
}

fn is_fingerprint(field: &FieldToMatch) -> bool {
    matches!(
        field,
        FieldToMatch::Ja3Fingerprint(_) | FieldToMatch::Ja4Fingerprint(_)
    )
}

fn forwarded(config: Option<&ForwardedIpConfig>, place: &str) -> Result<(), Error> {
    match config {
        Some(config) => field::forwarded_header(&config.header_name, place),
        None => Ok(()),
    }
}

fn countries(codes: &[String], place: &str) -> Result<(), Error> {
    let field = Field::GeoMatchStatement;
    let reason = "there is at least one country";
    ensure(!codes.is_empty(), field, "CountryCodes", reason, place)?;
    for code in codes {
        ensure(
            COUNTRIES.binary_search(&code.as_str()).is_ok(),
            field,
            code,
            "not a country's code of ISO 3166",
            place,
        )?;
    }
    Ok(())
}

/// The sets and rule groups that a statement refers to.
pub(super) fn references<'s>(statement: &'s Statement, found: &mut HashSet<&'s str>) {
    match statement {
        Statement::IpSetReferenceStatement(s) => {
            found.insert(&s.arn);
        }
        Statement::RegexPatternSetReferenceStatement(s) => {
            found.insert(&s.arn);
        }
        Statement::RuleGroupReferenceStatement(s) => {
            found.insert(&s.arn);
        }
        Statement::AndStatement(s) => s
            .statements
            .iter()
            .for_each(|inner| references(inner, found)),
        Statement::OrStatement(s) => s
            .statements
            .iter()
            .for_each(|inner| references(inner, found)),
        Statement::NotStatement(s) => references(&s.statement, found),
        Statement::RateBasedStatement(s) => {
            s.scope_down_statement
                .iter()
                .for_each(|inner| references(inner, found));
        }
        Statement::ManagedRuleGroupStatement(s) => {
            s.scope_down_statement
                .iter()
                .for_each(|inner| references(inner, found));
        }
        Statement::ByteMatchStatement(_)
        | Statement::SqliMatchStatement(_)
        | Statement::XssMatchStatement(_)
        | Statement::SizeConstraintStatement(_)
        | Statement::GeoMatchStatement(_)
        | Statement::LabelMatchStatement(_)
        | Statement::RegexMatchStatement(_)
        | Statement::AsnMatchStatement(_) => {}
    }
}

/// Countries that AWS knows, in order.
#[rustfmt::skip]
const COUNTRIES: [&str; 250] = [
    "AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW", "AX", "AZ",
    "BA", "BB", "BD", "BE", "BF", "BG", "BH", "BI", "BJ", "BL", "BM", "BN", "BO", "BQ", "BR", "BS",
    "BT", "BV", "BW", "BY", "BZ", "CA", "CC", "CD", "CF", "CG", "CH", "CI", "CK", "CL", "CM", "CN",
    "CO", "CR", "CU", "CV", "CW", "CX", "CY", "CZ", "DE", "DJ", "DK", "DM", "DO", "DZ", "EC", "EE",
    "EG", "EH", "ER", "ES", "ET", "FI", "FJ", "FK", "FM", "FO", "FR", "GA", "GB", "GD", "GE", "GF",
    "GG", "GH", "GI", "GL", "GM", "GN", "GP", "GQ", "GR", "GS", "GT", "GU", "GW", "GY", "HK", "HM",
    "HN", "HR", "HT", "HU", "ID", "IE", "IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT", "JE", "JM",
    "JO", "JP", "KE", "KG", "KH", "KI", "KM", "KN", "KP", "KR", "KW", "KY", "KZ", "LA", "LB", "LC",
    "LI", "LK", "LR", "LS", "LT", "LU", "LV", "LY", "MA", "MC", "MD", "ME", "MF", "MG", "MH", "MK",
    "ML", "MM", "MN", "MO", "MP", "MQ", "MR", "MS", "MT", "MU", "MV", "MW", "MX", "MY", "MZ", "NA",
    "NC", "NE", "NF", "NG", "NI", "NL", "NO", "NP", "NR", "NU", "NZ", "OM", "PA", "PE", "PF", "PG",
    "PH", "PK", "PL", "PM", "PN", "PR", "PS", "PT", "PW", "PY", "QA", "RE", "RO", "RS", "RU", "RW",
    "SA", "SB", "SC", "SD", "SE", "SG", "SH", "SI", "SJ", "SK", "SL", "SM", "SN", "SO", "SR", "SS",
    "ST", "SV", "SX", "SY", "SZ", "TC", "TD", "TF", "TG", "TH", "TJ", "TK", "TL", "TM", "TN", "TO",
    "TR", "TT", "TV", "TW", "TZ", "UA", "UG", "UM", "US", "UY", "UZ", "VA", "VC", "VE", "VG", "VI",
    "VN", "VU", "WF", "WS", "XK", "YE", "YT", "ZA", "ZM", "ZW",
];
