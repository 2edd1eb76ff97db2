//! What a policy wants of web ACLs, in WAF's shapes.

use std::collections::BTreeMap;

use waf_rules::model::{
    AllowAction, AssociationConfig, BlockAction, CaptchaConfig, ChallengeConfig, DefaultAction,
    FieldToMatch, FirewallManagerRuleGroup, ImmunityTimeProperty, LoggingConfiguration,
    LoggingFilter, RequestBodyConfig, VisibilityConfig, WebAcl,
};

use crate::{
    Policy,
    policy::{DefaultActionType, ManagedServiceData, PolicyRuleGroup},
    record::Stamp,
};

/// What a policy wants of web ACLs.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    stamp: Stamp,
    pub(crate) first: Vec<FirewallManagerRuleGroup>,
    pub(crate) last: Vec<FirewallManagerRuleGroup>,
    pub(crate) defaults: Defaults,
    pub(crate) logging: Option<Logging>,
}

/// How a web ACL of the policy's own logs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Logging {
    destinations: Vec<String>,
    redacted: Vec<FieldToMatch>,
    filter: Option<LoggingFilter>,
}

/// What a web ACL of the policy's own has besides rule groups. What is not set is the account's.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Defaults {
    pub(crate) default_action: DefaultAction,
    pub(crate) visibility_config: VisibilityConfig,
    pub(crate) captcha_config: Option<CaptchaConfig>,
    pub(crate) challenge_config: Option<ChallengeConfig>,
    pub(crate) token_domains: Option<Vec<String>>,
    pub(crate) association_config: Option<AssociationConfig>,
}

impl Wanted {
    /// What a policy wants. The reason, if one of its rule groups is not told rightly.
    pub(crate) fn of(policy: &Policy, stamp: &Stamp) -> Result<Self, &'static str> {
        let data = policy.data();
        let groups = |prefix, groups: &[PolicyRuleGroup]| {
            let numbered = (0..).zip(groups);
            numbered
                .map(|(place, group)| rule_group(&stamp.name(prefix, place), place, group))
                .collect::<Result<Vec<_>, _>>()
        };
        Ok(Self {
            first: groups(FIRST, &data.pre_process_rule_groups)?,
            last: groups(LAST, &data.post_process_rule_groups)?,
            defaults: Defaults::of(data, &stamp.name(WEB_ACL, 0)),
            logging: match &data.logging_configuration {
                Some(logging) => Some(Logging {
                    destinations: logging.log_destination_configs.clone(),
                    redacted: logging.fields()?,
                    filter: logging.filter(),
                }),
                None => None,
            },
            stamp: stamp.clone(),
        })
    }

    /// What the policy's own web ACL is called in each account.
    pub(crate) fn web_acl_name(&self) -> String {
        self.stamp.name(WEB_ACL, 0)
    }

    /// Whether a web ACL has the policy's rule groups, as they are now.
    pub(crate) fn groups_are_in(&self, acl: &WebAcl) -> bool {
        let (first, last) = groups_of(acl);
        first == self.first && last == self.last
    }

    /// Whether a web ACL of the policy's own logs as it says. What it does not say is the account's, unless it was the policy's.
    pub(crate) fn logging_is(&self, there: Option<&LoggingConfiguration>) -> bool {
        let is_managed =
            |there: &LoggingConfiguration| there.managed_by_firewall_manager == Some(true);
        match (&self.logging, there) {
            (None, there) => !there.is_some_and(is_managed),
            (Some(_), None) => false,
            (Some(wanted), Some(there)) => {
                is_managed(there)
                    && there.log_destination_configs == wanted.destinations
                    && there.redacted_fields.as_deref().unwrap_or_default() == wanted.redacted
                    && there.logging_filter == wanted.filter
            }
        }
    }

    /// Whether a web ACL has rule groups of the policy, as they are or were.
    pub(crate) fn some_are_in(&self, acl: &WebAcl) -> bool {
        self.ours_in(acl).any(|is_ours| is_ours)
    }

    /// Whether a web ACL has rule groups of another policy.
    pub(crate) fn others_are_in(&self, acl: &WebAcl) -> bool {
        !self.ours_in(acl).all(|is_ours| is_ours)
    }

    /// Of each rule group from Firewall Manager, whether it is of this policy.
    fn ours_in<'a>(&'a self, acl: &'a WebAcl) -> impl Iterator<Item = bool> + 'a {
        let (first, last) = groups_of(acl);
        let first = first.iter().map(|group| (FIRST, group));
        let last = last.iter().map(|group| (LAST, group));
        first
            .chain(last)
            .map(|(prefix, group)| self.stamp.is_named(prefix, &group.name))
    }
}

impl Logging {
    /// For a web ACL.
    pub(crate) fn of(&self, web_acl: &str) -> LoggingConfiguration {
        let Self {
            destinations,
            redacted,
            filter,
        } = self;
        let mut logging = LoggingConfiguration::new(web_acl, destinations.clone())
            .managed_by_firewall_manager(true);
        logging.logging_filter = filter.clone();
        logging.redacted_fields = Some(redacted.clone()).filter(|fields| !fields.is_empty());
        logging
    }
}

impl Defaults {
    fn of(data: &ManagedServiceData, metric: &str) -> Self {
        let samples = data.sampled_requests_enabled_for_default_actions;
        let seconds = |time: u64| ImmunityTimeProperty::new(time);
        Self {
            default_action: match data.default_action.r#type {
                DefaultActionType::Allow => AllowAction::new().into(),
                DefaultActionType::Block => BlockAction::new().into(),
            },
            visibility_config: VisibilityConfig::new(samples.unwrap_or(true), true, metric),
            captcha_config: data.captcha_config.map(|config| {
                let time = config.immunity_time_property.immunity_time;
                CaptchaConfig::new().immunity_time_property(seconds(time))
            }),
            challenge_config: data.challenge_config.map(|config| {
                let time = config.immunity_time_property.immunity_time;
                ChallengeConfig::new().immunity_time_property(seconds(time))
            }),
            token_domains: data.token_domains.clone(),
            association_config: data.association_config.as_ref().map(|config| {
                let limits = config.request_body.iter();
                let limits: BTreeMap<_, _> = limits
                    .map(|(kind, body)| {
                        let limit = body.default_size_inspection_limit;
                        (*kind, RequestBodyConfig::new(limit))
                    })
                    .collect();
                AssociationConfig::new().request_body(limits)
            }),
        }
    }

    /// Whether a web ACL has them.
    ///
    /// Source: `CAPTCHA` and `Challenge` configs in
    /// [SecurityServicePolicyData](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_SecurityServicePolicyData.html).
    pub(crate) fn are_in(&self, acl: &WebAcl) -> bool {
        let Self {
            default_action,
            visibility_config,
            captcha_config,
            challenge_config,
            token_domains,
            association_config,
        } = self;
        acl.default_action == *default_action
            && acl.visibility_config == *visibility_config
            && is_as_set(captcha_config, &acl.captcha_config)
            && is_as_set(challenge_config, &acl.challenge_config)
            && is_as_set(token_domains, &acl.token_domains)
            && is_as_set(association_config, &acl.association_config)
    }
}

fn is_as_set<T: PartialEq>(wanted: &Option<T>, there: &Option<T>) -> bool {
    wanted.is_none() || wanted == there
}

/// The rule groups that a web ACL has from Firewall Manager: first and last ones.
pub(crate) fn groups_of(
    acl: &WebAcl,
) -> (&[FirewallManagerRuleGroup], &[FirewallManagerRuleGroup]) {
    let first = acl.pre_process_firewall_manager_rule_groups.as_deref();
    let last = acl.post_process_firewall_manager_rule_groups.as_deref();
    (first.unwrap_or_default(), last.unwrap_or_default())
}

fn rule_group(
    name: &str,
    priority: u32,
    group: &PolicyRuleGroup,
) -> Result<FirewallManagerRuleGroup, &'static str> {
    let samples = group.sampled_requests_enabled.unwrap_or(true);
    Ok(FirewallManagerRuleGroup::new(
        name,
        priority,
        group.statement()?,
        group.override_action(),
        VisibilityConfig::new(samples, true, name),
    ))
}

/// Source: [Rule group management](https://docs.aws.amazon.com/waf/latest/developerguide/waf-policies-rule-groups.html).
const FIRST: &str = "PREFMManaged";
const LAST: &str = "POSTFMManaged";
const WEB_ACL: &str = "FMManagedWebACLV2";
