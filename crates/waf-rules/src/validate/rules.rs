//! Lists of rules.

use std::collections::HashSet;

use super::{
    action,
    check::{self, Check, at_most, ensure, refuse},
    config, label, statement,
};
use crate::{
    Bundle, Error, ParameterExceptionField as Field, capacity as units, limits,
    model::{CustomHttpHeader, DefaultAction, Rule, RuleAction, Statement, WebAcl},
};

/// Where rules are defined.
#[derive(Clone, Copy, Debug)]
pub(super) struct Home {
    pub(super) is_rule_group: bool,
    pub(super) is_cloudfront: bool,
    pub(super) has_prices: bool,
}

impl Home {
    pub(super) const fn web_acl(is_cloudfront: bool, has_prices: bool) -> Self {
        Self {
            is_rule_group: false,
            is_cloudfront,
            has_prices,
        }
    }

    pub(super) const fn rule_group(is_cloudfront: bool, has_prices: bool) -> Self {
        Self {
            is_rule_group: true,
            is_cloudfront,
            has_prices,
        }
    }
}

pub(super) fn all(check: &Check<'_>, rules: &[Rule], place: &str) -> Result<(), Error> {
    let mut names = HashSet::new();
    let mut priorities = HashSet::new();
    for (index, rule) in (0_usize..).zip(rules) {
        let place = format!("{place}[{index}]");
        check::name(&rule.name, Field::Rule, &format!("{place}.Name"))?;
        let twice = |reason| refuse(Field::Rule, &rule.name, reason, &place);
        if !names.insert(rule.name.as_str()) {
            return Err(twice("another rule has this name"));
        }
        if !priorities.insert(rule.priority) {
            return Err(twice("another rule has this priority"));
        }
        one(check, rule, &place)?;
    }
    totals(check, rules)
}

fn one(check: &Check<'_>, rule: &Rule, place: &str) -> Result<(), Error> {
    config::visibility(
        &rule.visibility_config,
        &format!("{place}.VisibilityConfig"),
    )?;
    config::immunity(
        rule.captcha_config
            .and_then(|config| config.immunity_time_property),
        limits::CAPTCHA_IMMUNITY_SECONDS_MIN,
        &format!("{place}.CaptchaConfig"),
    )?;
    config::immunity(
        rule.challenge_config
            .and_then(|config| config.immunity_time_property),
        limits::CHALLENGE_IMMUNITY_SECONDS_MIN,
        &format!("{place}.ChallengeConfig"),
    )?;
    let labels = rule.rule_labels.as_deref().unwrap_or_default();
    at_most(
        labels.len(),
        limits::RULE_LABELS,
        &format!("{place}.RuleLabels"),
    )?;
    for label in labels {
        label::added(&label.name, place)?;
    }
    let is_group = matches!(
        rule.statement,
        Statement::RuleGroupReferenceStatement(_) | Statement::ManagedRuleGroupStatement(_)
    );
    match (&rule.action, &rule.override_action) {
        (Some(_), Some(_)) => Err(refuse(
            Field::Rule,
            &rule.name,
            "a rule has an `Action` or an `OverrideAction`, not both",
            place,
        )),
        (None, None) => Err(refuse(
            if is_group {
                Field::OverrideAction
            } else {
                Field::RuleAction
            },
            &rule.name,
            "a rule has an `Action`, or of a rule group an `OverrideAction`",
            place,
        )),
        (Some(_), None) if is_group => Err(refuse(
            Field::RuleAction,
            &rule.name,
            "a rule that is a rule group has an `OverrideAction` instead of an `Action`",
            place,
        )),
        (None, Some(_)) if !is_group => Err(refuse(
            Field::OverrideAction,
            &rule.name,
            "only a rule that is a rule group has an `OverrideAction`",
            place,
        )),
        (Some(own), None) => {
            let is_rate = matches!(rule.statement, Statement::RateBasedStatement(_));
            action::of_rule(check, own, is_rate, &format!("{place}.Action"))
        }
        (None, Some(other)) => {
            let is_empty = labels.is_empty();
            ensure(
                is_empty,
                Field::Rule,
                &rule.name,
                "a rule that is a rule group adds no labels of its own",
                place,
            )?;
            action::overriding(other, &format!("{place}.OverrideAction"))
        }
    }?;
    statement::top(check, &rule.statement, &format!("{place}.Statement"))
}

/// What there may be of all rules together.
fn totals(check: &Check<'_>, rules: &[Rule]) -> Result<(), Error> {
    let rates = rules
        .iter()
        .filter(|rule| matches!(rule.statement, Statement::RateBasedStatement(_)))
        .count();
    let limit = if check.home.is_rule_group {
        limits::RATE_BASED_RULES_OF_GROUP
    } else {
        limits::RATE_BASED_RULES
    };
    at_most(rates, limit, "rate-based rules")?;
    let mut references = HashSet::new();
    for rule in rules {
        statement::references(&rule.statement, &mut references);
    }
    at_most(
        references.len(),
        limits::REFERENCES,
        "references to sets and rule groups",
    )
}

/// The custom headers of all actions together, of a web ACL the default action among them.
pub(super) fn custom_headers(rules: &[Rule], default: Option<&DefaultAction>) -> Result<(), Error> {
    let default = default.map(|default| match default {
        DefaultAction::Allow(allow) => RuleAction::from(allow.clone()),
        DefaultAction::Block(block) => RuleAction::from(block.clone()),
    });
    let actions = rules.iter().filter_map(|rule| rule.action.as_ref());
    let (mut requests, mut responses) = (0, 0);
    for action in actions.chain(&default) {
        requests += action::inserted(action).len();
        if let RuleAction::Block(block) = action {
            let custom = block.custom_response.as_ref();
            let headers = custom.and_then(|custom| custom.response_headers.as_deref());
            responses += headers.map_or(0, <[CustomHttpHeader]>::len);
        }
    }
    at_most(
        requests,
        limits::CUSTOM_HEADERS_TOTAL,
        "custom request headers",
    )?;
    at_most(
        responses,
        limits::CUSTOM_HEADERS_TOTAL,
        "custom response headers",
    )
}

pub(super) fn firewall_manager(check: &Check<'_>, acl: &WebAcl) -> Result<(), Error> {
    for (groups, place) in [
        (
            &acl.pre_process_firewall_manager_rule_groups,
            "PreProcessFirewallManagerRuleGroups",
        ),
        (
            &acl.post_process_firewall_manager_rule_groups,
            "PostProcessFirewallManagerRuleGroups",
        ),
    ] {
        for group in groups.iter().flatten() {
            check::name(&group.name, Field::FirewallManagerStatement, place)?;
            config::visibility(&group.visibility_config, place)?;
            let statement = Statement::from(group.firewall_manager_statement.clone());
            statement::top(check, &statement, place)?;
        }
    }
    Ok(())
}

pub(crate) fn capacity(found: u64) -> Result<(), Error> {
    over(
        "capacity units of the web ACL",
        found,
        limits::WEB_ACL_CAPACITY,
    )
}

/// A rule group's rules fit into what was set aside for it.
pub(super) fn within(capacity: u64, rules: &[Rule], bundle: &Bundle) -> Result<(), Error> {
    ensure(
        (1..=limits::RULE_GROUP_CAPACITY).contains(&capacity),
        Field::RuleGroup,
        capacity.to_string(),
        "a rule group has a capacity of 1 to 5,000 units",
        "Capacity",
    )?;
    over(
        "capacity units of the rule group",
        units::of_rules(rules, bundle, None)?,
        capacity,
    )
}

fn over(what: &str, found: u64, limit: u64) -> Result<(), Error> {
    if found <= limit {
        return Ok(());
    }
    Err(Error::LimitsExceeded {
        what: what.to_owned(),
        found,
        limit,
    })
}
