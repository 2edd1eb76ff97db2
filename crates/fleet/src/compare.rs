//! An account held against a policy: what does not comply, and what would remedy it. Pure.

use std::collections::{BTreeMap, BTreeSet};

use common_types::Arn;
use waf_rules::model::{LoggingConfiguration, WebAcl};

use crate::{Policy, ResourceType, ViolationReason, wanted::Wanted};

/// What there is in an account, as far as a policy is concerned.
#[derive(Clone, Debug, Default)]
pub(crate) struct Situation {
    /// The resources that the policy covers.
    pub(crate) resources: Vec<Covered>,
    /// Web ACLs, by their ARNs: those of the resources, the policy's own, and those that it has retrofitted.
    pub(crate) web_acls: BTreeMap<String, Seen>,
    /// The policy's own web ACL.
    pub(crate) own: Option<String>,
}

/// A resource that the policy covers.
#[derive(Clone, Debug)]
pub(crate) struct Covered {
    pub(crate) arn: Arn,
    pub(crate) kind: ResourceType,
    /// The ARN of its web ACL.
    pub(crate) web_acl: Option<String>,
}

/// A web ACL, and the resources that it protects.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) acl: WebAcl,
    /// How it logs, if it is the policy's own.
    pub(crate) logging: Option<LoggingConfiguration>,
    pub(crate) protects: BTreeSet<String>,
}

/// How the policy stands to the account.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing<'a> {
    /// Whether the account is in the policy's scope. Otherwise it covers no resource.
    pub(crate) in_scope: bool,
    /// Whether protection is taken off what is not in scope any more.
    pub(crate) cleans_up: bool,
    /// The web ACLs that the policy has put rule groups on.
    pub(crate) retrofitted: &'a BTreeSet<String>,
}

/// What came of it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Comparison {
    pub(crate) violations: Vec<Violation>,
    /// What would remedy it, in the order in which it can be done.
    pub(crate) remedies: BTreeSet<Remedy>,
}

/// A resource that does not comply.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Violation {
    pub(crate) arn: Arn,
    pub(crate) kind: ResourceType,
    pub(crate) reason: ViolationReason,
    /// The ARN of the web ACL that it has.
    pub(crate) web_acl: Option<String>,
}

/// Something to be done.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Remedy {
    /// The policy's own web ACL is made.
    Create,
    /// The policy's own web ACL gets its default action and rule groups again.
    Restore,
    /// A web ACL gets the policy's rule groups.
    Retrofit { web_acl: String },
    /// A resource gets the policy's own web ACL.
    Associate { resource: Arn },
    /// A resource is protected by the policy's own web ACL no more.
    Disassociate { resource: Arn },
    /// A web ACL loses the policy's rule groups.
    Strip { web_acl: String },
    /// The policy's own web ACL goes.
    Delete,
    /// A web ACL stays as it is, and belongs to its account.
    LetGo { web_acl: String },
}

/// Holds an account against a policy.
pub(crate) fn compare(
    policy: &Policy,
    wanted: &Wanted,
    standing: Standing<'_>,
    situation: &Situation,
) -> Comparison {
    let held = Held {
        policy,
        wanted,
        situation,
        covered: situation
            .resources
            .iter()
            .map(|resource| resource.arn.as_str())
            .collect(),
    };
    let mut comparison = Comparison::default();
    for resource in &situation.resources {
        let (reason, remedies) = held.resource(resource);
        comparison.remedies.extend(remedies);
        comparison.violations.extend(reason.map(|reason| Violation {
            arn: resource.arn.clone(),
            kind: resource.kind,
            reason,
            web_acl: resource.web_acl.clone(),
        }));
    }
    if standing.in_scope {
        comparison.remedies.extend(held.own_web_acl());
    }
    if standing.cleans_up {
        comparison.remedies.extend(held.left_over(standing));
    }
    comparison
}

struct Held<'a> {
    policy: &'a Policy,
    wanted: &'a Wanted,
    situation: &'a Situation,
    /// The ARNs of the resources that the policy covers.
    covered: BTreeSet<&'a str>,
}

impl Held<'_> {
    /// Why a resource does not comply, and what would remedy it.
    fn resource(&self, resource: &Covered) -> (Option<ViolationReason>, Vec<Remedy>) {
        let associate = || {
            let resource = resource.arn.clone();
            let mut remedies = vec![Remedy::Associate { resource }];
            if self.situation.own.is_none() {
                remedies.push(Remedy::Create);
            }
            remedies
        };
        let Some(web_acl) = &resource.web_acl else {
            return (Some(ViolationReason::ResourceMissingWebAcl), associate());
        };
        let Some(seen) = self.situation.web_acls.get(web_acl) else {
            return (Some(ViolationReason::ResourceIncorrectWebAcl), Vec::new());
        };
        if self.situation.own.as_ref() == Some(web_acl) {
            return (self.own_violation(seen), Vec::new());
        }
        let is_anothers = seen.acl.managed_by_firewall_manager == Some(true)
            || self.wanted.others_are_in(&seen.acl);
        let data = self.policy.data();
        match (data.retrofits(), is_anothers) {
            (true, false) if self.is_used_outside(seen) => (
                Some(ViolationReason::WebAclConfigurationOrScopeOfUse),
                Vec::new(),
            ),
            (true, false) if self.wanted.groups_are_in(&seen.acl) => (None, Vec::new()),
            (true, false) => {
                let web_acl = web_acl.clone();
                let remedy = Remedy::Retrofit { web_acl };
                (Some(ViolationReason::WebAclMissingRuleGroup), vec![remedy])
            }
            (true, true) => (
                Some(ViolationReason::WebAclConfigurationOrScopeOfUse),
                Vec::new(),
            ),
            (false, false) if data.override_customer_web_acl_association => {
                (Some(ViolationReason::ResourceIncorrectWebAcl), associate())
            }
            (false, _) => (Some(ViolationReason::ResourceIncorrectWebAcl), Vec::new()),
        }
    }

    /// Why resources with the policy's own web ACL do not comply.
    fn own_violation(&self, own: &Seen) -> Option<ViolationReason> {
        let Seen { acl, logging, .. } = own;
        if !self.wanted.groups_are_in(acl) {
            return Some(ViolationReason::WebAclMissingRuleGroup);
        }
        let is_as_wanted =
            self.wanted.defaults.are_in(acl) && self.wanted.logging_is(logging.as_ref());
        (!is_as_wanted).then_some(ViolationReason::WebAclConfigurationOrScopeOfUse)
    }

    /// What is to be done about the policy's own web ACL in an account of the scope.
    fn own_web_acl(&self) -> Option<Remedy> {
        match self.own() {
            Some(own) => {
                let is_managed = own.acl.managed_by_firewall_manager == Some(true);
                let is_as_wanted = is_managed && self.own_violation(own).is_none();
                (!is_as_wanted).then_some(Remedy::Restore)
            }
            None => {
                let is_made_when_used = self.policy.data().optimize_unassociated_web_acl;
                (is_made_when_used != Some(true)).then_some(Remedy::Create)
            }
        }
    }

    /// What is to be taken back.
    fn left_over(&self, standing: Standing<'_>) -> Vec<Remedy> {
        let mut remedies = Vec::new();
        for web_acl in standing.retrofitted {
            if let Some(seen) = self.situation.web_acls.get(web_acl)
                && !(self.policy.data().retrofits() && self.is_used_inside(seen))
            {
                let web_acl = web_acl.clone();
                remedies.push(Remedy::Strip { web_acl });
            }
        }
        let Some(own) = self.own() else {
            return remedies;
        };
        for resource in &own.protects {
            if !self.covered.contains(resource.as_str())
                && let Ok(resource) = resource.parse()
            {
                remedies.push(Remedy::Disassociate { resource });
            }
        }
        if !standing.in_scope {
            remedies.push(Remedy::Delete);
        }
        remedies
    }

    fn own(&self) -> Option<&Seen> {
        self.situation.web_acls.get(self.situation.own.as_ref()?)
    }

    fn is_used_inside(&self, seen: &Seen) -> bool {
        let is_covered = |arn: &String| self.covered.contains(arn.as_str());
        seen.protects.iter().any(is_covered)
    }

    fn is_used_outside(&self, seen: &Seen) -> bool {
        let is_covered = |arn: &String| self.covered.contains(arn.as_str());
        !seen.protects.iter().all(is_covered)
    }
}

#[cfg(test)]
mod tests;
