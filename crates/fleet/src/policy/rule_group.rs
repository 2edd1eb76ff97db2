//! The rule groups of a policy, as `ManagedServiceData` writes them.

use common_types::wire_enum;
use serde::{Deserialize, Serialize};
use waf_rules::model::{
    self, AllowAction, BlockAction, CaptchaAction, ChallengeAction, CountAction,
    FirewallManagerStatement, ManagedRuleGroupStatement, NoneAction, RuleAction,
    RuleGroupReferenceStatement,
};

use super::managed_service_data::Unsupported;

/// A rule group of a policy: a managed one, or one of the administrator's own.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct PolicyRuleGroup {
    /// Which of the two.
    pub rule_group_type: RuleGroupType,
    /// The ARN of one of the administrator's own.
    #[serde(default)]
    pub rule_group_arn: Option<String>,
    /// The name of a managed one.
    #[serde(default)]
    pub managed_rule_group_identifier: Option<ManagedRuleGroupIdentifier>,
    /// What becomes of the group's action.
    pub override_action: PolicyOverrideAction,
    /// Rules whose action is Count instead.
    #[serde(default, alias = "excludedRules", deserialize_with = "or_none")]
    pub exclude_rules: Vec<ExcludedRule>,
    /// Rules that have another action.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "or_none"
    )]
    pub rule_action_overrides: Vec<RuleActionOverride>,
    /// Whether samples of requests are kept; they are if unset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sampled_requests_enabled: Option<bool>,
}

wire_enum! {
    /// Whether a rule group is managed or one's own.
    pub enum RuleGroupType {
        /// Managed.
        Managed = "ManagedRuleGroup",
        /// The administrator's own.
        Own = "RuleGroup",
    }
}

/// A managed rule group.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ManagedRuleGroupIdentifier {
    /// Who manages it, such as `AWS`.
    #[serde(alias = "vendor")]
    pub vendor_name: String,
    /// Its name, such as `AWSManagedRulesCommonRuleSet`.
    pub managed_rule_group_name: String,
    /// Whether the version counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_enabled: Option<bool>,
    /// Its version; the vendor's default if unset, or if the version does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    managed_rule_group_configs: Option<Unsupported>,
}

/// What becomes of a rule group's action.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PolicyOverrideAction {
    /// It.
    pub r#type: OverrideActionType,
}

wire_enum! {
    /// What becomes of a rule group's action.
    pub enum OverrideActionType {
        /// It is only counted.
        Count = "COUNT",
        /// It holds.
        None = "NONE",
    }
}

/// A rule whose action is Count instead.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ExcludedRule {
    /// Its name.
    pub name: String,
}

/// A rule that has another action.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct RuleActionOverride {
    /// Its name.
    pub name: String,
    /// The action.
    pub action_to_use: ActionToUse,
}

/// An action without settings: policies know no others here.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the words are AWS WAF's")]
#[non_exhaustive]
pub enum ActionToUse {
    Allow(model::Empty),
    Block(model::Empty),
    Captcha(model::Empty),
    Challenge(model::Empty),
    Count(model::Empty),
}

impl PolicyRuleGroup {
    /// A managed rule group in its default version.
    pub fn managed(vendor: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            rule_group_type: RuleGroupType::Managed,
            rule_group_arn: None,
            managed_rule_group_identifier: Some(ManagedRuleGroupIdentifier {
                vendor_name: vendor.into(),
                managed_rule_group_name: name.into(),
                version_enabled: None,
                version: None,
                managed_rule_group_configs: None,
            }),
            override_action: PolicyOverrideAction {
                r#type: OverrideActionType::None,
            },
            exclude_rules: Vec::new(),
            rule_action_overrides: Vec::new(),
            sampled_requests_enabled: None,
        }
    }

    /// A rule group of the administrator's own, in the policy's region.
    pub fn own(arn: impl Into<String>) -> Self {
        Self {
            rule_group_type: RuleGroupType::Own,
            rule_group_arn: Some(arn.into()),
            managed_rule_group_identifier: None,
            ..Self::managed("", "")
        }
    }

    /// Its matches are only counted.
    #[must_use]
    pub fn counting(self) -> Self {
        Self {
            override_action: PolicyOverrideAction {
                r#type: OverrideActionType::Count,
            },
            ..self
        }
    }

    /// What it refers to, as a web ACL says it; the reason, if it says not what it refers to.
    pub(crate) fn statement(&self) -> Result<FirewallManagerStatement, &'static str> {
        let excluded = || -> Vec<_> {
            let rules = self.exclude_rules.iter();
            rules
                .map(|rule| model::ExcludedRule::new(&*rule.name))
                .collect()
        };
        let overridden = || -> Vec<_> {
            let overrides = self.rule_action_overrides.iter();
            overrides
                .map(|one| model::RuleActionOverride::new(&*one.name, one.action_to_use.action()))
                .collect()
        };
        let some = |list: Vec<_>| Some(list).filter(|list| !list.is_empty());
        match (
            self.rule_group_type,
            &self.managed_rule_group_identifier,
            &self.rule_group_arn,
        ) {
            (RuleGroupType::Managed, Some(identifier), None) => {
                let ManagedRuleGroupIdentifier {
                    vendor_name,
                    managed_rule_group_name,
                    version_enabled,
                    version,
                    managed_rule_group_configs: _,
                } = identifier;
                let mut statement =
                    ManagedRuleGroupStatement::new(&**vendor_name, &**managed_rule_group_name);
                statement.version = version.clone().filter(|_| *version_enabled == Some(true));
                statement.excluded_rules = Some(excluded()).filter(|list| !list.is_empty());
                statement.rule_action_overrides = some(overridden());
                Ok(FirewallManagerStatement::ManagedRuleGroupStatement(
                    Box::new(statement),
                ))
            }
            (RuleGroupType::Own, None, Some(arn)) => {
                let mut statement = RuleGroupReferenceStatement::new(&**arn);
                statement.excluded_rules = Some(excluded()).filter(|list| !list.is_empty());
                statement.rule_action_overrides = some(overridden());
                Ok(statement.into())
            }
            (RuleGroupType::Managed, ..) => {
                Err("a ManagedRuleGroup has a managedRuleGroupIdentifier and no ruleGroupArn")
            }
            (RuleGroupType::Own, ..) => {
                Err("a RuleGroup has a ruleGroupArn and no managedRuleGroupIdentifier")
            }
        }
    }

    pub(crate) fn override_action(&self) -> model::OverrideAction {
        match self.override_action.r#type {
            OverrideActionType::Count => CountAction::new().into(),
            OverrideActionType::None => NoneAction::new().into(),
        }
    }
}

impl ActionToUse {
    fn action(self) -> RuleAction {
        match self {
            Self::Allow(_) => AllowAction::new().into(),
            Self::Block(_) => BlockAction::new().into(),
            Self::Captcha(_) => CaptchaAction::new().into(),
            Self::Challenge(_) => ChallengeAction::new().into(),
            Self::Count(_) => CountAction::new().into(),
        }
    }
}

/// A list, or `null` for none.
pub(super) fn or_none<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(Option::<Vec<T>>::deserialize(deserializer)?.unwrap_or_default())
}
