//! What AWS would refuse: limits, nesting, references, names.

mod action;
mod check;
mod config;
mod field;
mod label;
mod logging;
mod managed_config;
mod rate;
mod rules;
mod set;
mod statement;

use check::Check;
pub(crate) use rules::capacity;

use crate::{
    Bundle, Error, ParameterExceptionField as Field,
    bundle::EntityArn,
    limits,
    model::{IpSet, LoggingConfiguration, RegexPatternSet, Rule, RuleGroup, WebAcl},
};

/// Can be checked against AWS's limits and rules.
pub trait Validate {
    /// Checks it. Rule groups and sets that are referred to are looked for in the bundle; what is not there is left to
    /// [`CompiledWebAcl::compile`](crate::CompiledWebAcl::compile).
    ///
    /// # Errors
    ///
    /// The first thing that AWS would refuse.
    fn validate(&self, bundle: &Bundle) -> Result<(), Error>;
}

impl Validate for WebAcl {
    fn validate(&self, bundle: &Bundle) -> Result<(), Error> {
        web_acl(self, bundle)
    }
}

impl Validate for RuleGroup {
    fn validate(&self, bundle: &Bundle) -> Result<(), Error> {
        rule_group(self, bundle)
    }
}

impl Validate for IpSet {
    fn validate(&self, _bundle: &Bundle) -> Result<(), Error> {
        set::ip_set(self)
    }
}

impl Validate for RegexPatternSet {
    fn validate(&self, _bundle: &Bundle) -> Result<(), Error> {
        set::regex_pattern_set(self)
    }
}

impl Validate for LoggingConfiguration {
    fn validate(&self, _bundle: &Bundle) -> Result<(), Error> {
        logging::configuration(self)
    }
}

impl Validate for [Rule] {
    /// As the rules of a web ACL for CloudFront, as `aws wafv2 check-capacity` takes them: without the bodies of custom responses, so that
    /// any key of one will do.
    fn validate(&self, bundle: &Bundle) -> Result<(), Error> {
        let check = Check::new(bundle, rules::Home::web_acl(true, true));
        rules::custom_headers(self, None)?;
        rules::all(&check, self, "Rules")
    }
}

pub(crate) fn web_acl(acl: &WebAcl, bundle: &Bundle) -> Result<(), Error> {
    check::name(&acl.name, Field::WebAcl, "Name")?;
    let arn = check::arn(&acl.arn, "webacl", Field::WebAcl, "ARN")?;
    let bodies = acl.custom_response_bodies.as_ref();
    let home = rules::Home::web_acl(arn.is_global(), acl.monetization_config.is_some());
    let check = Check::new(bundle, home).bodies(bodies);
    action::bodies(bodies)?;
    action::default(&check, &acl.default_action)?;
    config::visibility(&acl.visibility_config, "VisibilityConfig")?;
    config::immunity(
        acl.captcha_config
            .and_then(|config| config.immunity_time_property),
        limits::CAPTCHA_IMMUNITY_SECONDS_MIN,
        "CaptchaConfig",
    )?;
    config::immunity(
        acl.challenge_config
            .and_then(|config| config.immunity_time_property),
        limits::CHALLENGE_IMMUNITY_SECONDS_MIN,
        "ChallengeConfig",
    )?;
    config::token_domains(acl.token_domains.as_deref().unwrap_or_default())?;
    config::data_protection(acl.data_protection_config.as_ref())?;
    config::monetization(acl.monetization_config.as_ref())?;
    config::application(acl.application_config.as_ref())?;
    rules::firewall_manager(&check, acl)?;
    let rules = acl.rules.as_deref().unwrap_or_default();
    rules::custom_headers(rules, Some(&acl.default_action))?;
    rules::all(&check, rules, "Rules")
}

fn rule_group(group: &RuleGroup, bundle: &Bundle) -> Result<(), Error> {
    check::name(&group.name, Field::RuleGroup, "Name")?;
    let arn = check::arn(&group.arn, "rulegroup", Field::RuleGroup, "ARN")?;
    let bodies = group.custom_response_bodies.as_ref();
    let home = rules::Home::rule_group(arn.is_global(), group.monetization_config.is_some());
    let check = Check::new(bundle, home).bodies(bodies);
    action::bodies(bodies)?;
    config::visibility(&group.visibility_config, "VisibilityConfig")?;
    config::monetization(group.monetization_config.as_ref())?;
    let rules = group.rules.as_deref().unwrap_or_default();
    rules::custom_headers(rules, None)?;
    rules::all(&check, rules, "Rules")?;
    rules::within(group.capacity, rules, bundle)
}

/// What labels begin with: as stated, or as the ARN says.
pub(crate) fn label_namespace(stated: Option<&str>, arn: &str) -> String {
    match (stated, EntityArn::parse(arn)) {
        (Some(stated), _) => stated.to_owned(),
        (None, Some(arn)) => arn.label_namespace(),
        (None, None) => String::new(),
    }
}
