//! Permission policies: with whom a rule group is shared.

use policy_eval::{
    ActionPattern, Actions, CompiledPolicy, Effect, Policy, PolicyKind, Statement, Version,
    WhichPrincipals,
};
use serde::{Deserialize, Serialize};

use crate::{Error, Operation, Result};

/// The policy of a rule group, as it was put.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub(crate) struct PermissionPolicy(String);

impl PermissionPolicy {
    /// Reads a policy, and holds it against AWS's rules for it.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidPermissionPolicy`].
    pub(crate) fn parse(text: String) -> Result<Self> {
        let refused = |reason: String| Error::InvalidPermissionPolicy { reason };
        // As of a trust policy, its one resource is what it is attached to.
        let policy =
            Policy::parse(&text, PolicyKind::Trust).map_err(|error| {
                match Policy::parse(&text, PolicyKind::Resource) {
                    Ok(_) => refused("the policy must not have a Resource".to_owned()),
                    Err(_) => refused(error.to_string()),
                }
            })?;
        if policy.version() != Version::V2012 {
            return Err(refused("the version must be 2012-10-17".to_owned()));
        }
        for statement in policy.statements() {
            check(statement).map_err(|reason| refused(reason.to_owned()))?;
        }
        Ok(Self(text))
    }

    /// The policy, ready to decide by.
    pub(crate) fn compiled(&self) -> Result<CompiledPolicy> {
        let policy = Policy::parse(&self.0, PolicyKind::Trust).map_err(Error::broken)?;
        Ok(CompiledPolicy::compile("permission policy", &policy))
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

/// What AWS requires of each statement.
fn check(statement: &Statement) -> std::result::Result<(), &'static str> {
    if statement.effect() != Effect::Allow {
        return Err("Effect must be Allow");
    }
    if !matches!(statement.principals(), Some(WhichPrincipals::Named(_))) {
        return Err("a statement must have a Principal");
    }
    let Actions::Matching(patterns) = statement.actions() else {
        return Err("a statement must have an Action");
    };
    let names = |pattern: &ActionPattern, operation: &Operation| {
        let action = operation.declared().action();
        pattern.to_string().eq_ignore_ascii_case(action)
    };
    let may_be_named = |pattern: &ActionPattern| {
        let mut known = REQUIRED.iter().chain(&OPTIONAL);
        known.any(|operation| names(pattern, operation))
    };
    let is_named = |operation: &Operation| patterns.iter().any(|pattern| names(pattern, operation));
    if !patterns.iter().all(may_be_named) {
        return Err(
            "an Action may be none but wafv2:CreateWebACL, wafv2:UpdateWebACL, \
                    wafv2:PutFirewallManagerRuleGroups and wafv2:GetRuleGroup, each spelled out",
        );
    }
    if !REQUIRED.iter().all(is_named) {
        return Err(
            "Action must have wafv2:CreateWebACL, wafv2:UpdateWebACL and \
                    wafv2:PutFirewallManagerRuleGroups",
        );
    }
    Ok(())
}

/// Source: [PutPermissionPolicy](https://docs.aws.amazon.com/waf/latest/APIReference/API_PutPermissionPolicy.html).
const REQUIRED: [Operation; 3] = [
    Operation::CreateWebACL,
    Operation::UpdateWebACL,
    Operation::PutFirewallManagerRuleGroups,
];
const OPTIONAL: [Operation; 1] = [Operation::GetRuleGroup];
