//! Web ACL capacity units: what rules cost.
//!
//! Source: [capacity units](https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html) and the page of each
//! statement. A transformation of a component costs once, however many statements use it.

use std::collections::HashSet;

use crate::{
    Bundle, Error, ManagedRuleGroups,
    injection::SensitivityLevel,
    inspect::Component,
    model::{
        CustomKey, FieldToMatch, ForwardedIpPosition, PositionalConstraint,
        PreParseTextTransformation, Rule, Statement, TextTransformation,
    },
    transform::{PreParseTextTransformationType, TextTransformationType},
};

/// What rules cost together: what `aws wafv2 check-capacity` answers.
///
/// A rule group costs the capacity that was set aside for it. One that neither the bundle nor the provider has costs nothing.
///
/// # Errors
///
/// [`Error::LimitsExceeded`] where the sum is beyond counting.
pub fn capacity(
    rules: &[Rule],
    bundle: &Bundle,
    managed: Option<&dyn ManagedRuleGroups>,
) -> Result<u64, Error> {
    of_rules(rules, bundle, managed)
}

pub(crate) fn of_rules(
    rules: &[Rule],
    bundle: &Bundle,
    managed: Option<&dyn ManagedRuleGroups>,
) -> Result<u64, Error> {
    let mut bill = Bill {
        bundle,
        managed,
        transformations: HashSet::new(),
        sum: 0,
    };
    for rule in rules {
        bill.statement(&rule.statement);
    }
    let count = u64::try_from(bill.transformations.len()).unwrap_or(u64::MAX);
    bill.add(count.saturating_mul(TRANSFORMATION));
    if bill.sum == u64::MAX {
        return Err(Error::LimitsExceeded {
            what: "capacity".to_owned(),
            found: bill.sum,
            limit: crate::limits::WEB_ACL_CAPACITY,
        });
    }
    Ok(bill.sum)
}

const TRANSFORMATION: u64 = 10;
const ALL_QUERY_ARGUMENTS: u64 = 10;
const RATE_BASED: u64 = 2;
const CUSTOM_KEY: u64 = 30;

struct Bill<'a> {
    bundle: &'a Bundle,
    managed: Option<&'a dyn ManagedRuleGroups>,
    transformations: HashSet<(Component, Transformation)>,
    sum: u64,
}

#[derive(Eq, Hash, PartialEq)]
enum Transformation {
    Text(TextTransformationType),
    PreParse(PreParseTextTransformationType),
}

impl Bill<'_> {
    fn add(&mut self, units: u64) {
        self.sum = self.sum.saturating_add(units);
    }

    fn statement(&mut self, statement: &Statement) {
        /// The members that all statements about a component have.
        macro_rules! about {
            ($statement:expr, $base:expr) => {
                self.component(
                    &$statement.field_to_match,
                    $base,
                    &$statement.text_transformations,
                    $statement.pre_parse_text_transformations.as_deref(),
                )
            };
        }
        match statement {
            Statement::ByteMatchStatement(s) => {
                let base = match s.positional_constraint {
                    PositionalConstraint::Exactly
                    | PositionalConstraint::StartsWith
                    | PositionalConstraint::EndsWith => 2,
                    PositionalConstraint::Contains | PositionalConstraint::ContainsWord => 10,
                };
                about!(s, base);
            }
            Statement::SqliMatchStatement(s) => {
                let base = match s.sensitivity_level.unwrap_or_default() {
                    SensitivityLevel::Low => 20,
                    SensitivityLevel::High => 30,
                };
                about!(s, base);
            }
            Statement::XssMatchStatement(s) => about!(s, 40),
            Statement::SizeConstraintStatement(s) => about!(s, 1),
            Statement::RegexMatchStatement(s) => about!(s, 3),
            Statement::RegexPatternSetReferenceStatement(s) => about!(s, 25),
            Statement::IpSetReferenceStatement(s) => {
                let is_any = s
                    .ip_set_forwarded_ip_config
                    .as_ref()
                    .is_some_and(|config| config.position == ForwardedIpPosition::Any);
                self.add(if is_any { 5 } else { 1 });
            }
            Statement::GeoMatchStatement(_)
            | Statement::AsnMatchStatement(_)
            | Statement::LabelMatchStatement(_) => self.add(1),
            Statement::AndStatement(s) => {
                s.statements.iter().for_each(|inner| self.statement(inner))
            }
            Statement::OrStatement(s) => {
                s.statements.iter().for_each(|inner| self.statement(inner))
            }
            Statement::NotStatement(s) => self.statement(&s.statement),
            Statement::RateBasedStatement(s) => {
                let keys = s.custom_keys.as_deref().map_or(0, <[CustomKey]>::len);
                let keys = u64::try_from(keys).unwrap_or(u64::MAX);
                self.add(RATE_BASED.saturating_add(keys.saturating_mul(CUSTOM_KEY)));
                s.scope_down_statement
                    .iter()
                    .for_each(|inner| self.statement(inner));
            }
            Statement::RuleGroupReferenceStatement(s) => {
                self.add(
                    self.bundle
                        .rule_group(&s.arn)
                        .map_or(0, |group| group.capacity),
                );
            }
            Statement::ManagedRuleGroupStatement(s) => {
                let configs = s.managed_rule_group_configs.as_deref().unwrap_or_default();
                let group = self.managed.and_then(|provider| {
                    provider.rule_group(&s.vendor_name, &s.name, s.version.as_deref(), configs)
                });
                self.add(group.map_or(0, |group| group.capacity));
                s.scope_down_statement
                    .iter()
                    .for_each(|inner| self.statement(inner));
            }
        }
    }

    fn component(
        &mut self,
        field: &FieldToMatch,
        base: u64,
        transformations: &[TextTransformation],
        pre_parse: Option<&[PreParseTextTransformation]>,
    ) {
        self.add(match field {
            FieldToMatch::AllQueryArguments(_) => base + ALL_QUERY_ARGUMENTS,
            FieldToMatch::JsonBody(_) => base * 2,
            _ => base,
        });
        let component = Component::new(field, None).without_settings();
        for transformation in transformations {
            if transformation.kind != TextTransformationType::None {
                let key = Transformation::Text(transformation.kind);
                self.transformations.insert((component.clone(), key));
            }
        }
        for transformation in pre_parse.unwrap_or_default() {
            if transformation.kind != PreParseTextTransformationType::None {
                let key = Transformation::PreParse(transformation.kind);
                self.transformations.insert((component.clone(), key));
            }
        }
    }
}
