//! The four kinds.

use common_types::Arn;
use serde::{Serialize, de::DeserializeOwned};
use waf_rules::{
    Bundle, ManagedRuleGroups, Validate, capacity,
    model::{IpSet, RegexPatternSet, RuleGroup, WebAcl},
};

use super::{Labels, references};
use crate::{Error, Result, limits};

/// A kind of what WAF manages.
pub(crate) trait Entity:
    Clone + std::fmt::Debug + DeserializeOwned + Serialize + Send + Sync + 'static
{
    /// What it is called in ARNs and records.
    const KIND: &'static str;
    /// Whether rules may refer to it.
    const IS_REFERRED_TO: bool = true;
    /// How many an account may have in a region.
    const QUOTA: usize;

    fn identity(&self) -> Identity<'_>;

    /// Its description.
    fn description(&self) -> Option<&str>;

    /// The ARNs of what its rules refer to, each once; none of a kind without rules.
    fn references(&self) -> Vec<String> {
        Vec::new()
    }

    /// Of these, what Firewall Manager alone has it refer to: who changes the rest of it needs no permission for them.
    fn granted(&self) -> Vec<String> {
        Vec::new()
    }

    /// Checks it against AWS's limits and rules, and works out what it costs. What it refers to is in the bundle.
    fn settle(&mut self, bundle: &Bundle, managed: &dyn ManagedRuleGroups) -> Result<()>;

    /// Refuses where somebody else than the caller decides over its end.
    fn check_may_be_deleted(&self) -> Result<()> {
        Ok(())
    }

    /// Puts what others refer to where they find it.
    fn add_to(self, bundle: &mut Bundle);
}

/// How it is told from others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Identity<'a> {
    pub(crate) name: &'a str,
    pub(crate) id: &'a str,
    pub(crate) arn: &'a str,
}

impl Identity<'_> {
    pub(crate) fn parsed_arn(&self) -> Result<Arn> {
        self.arn.parse().map_err(Error::broken)
    }
}

macro_rules! identity {
    () => {
        fn identity(&self) -> Identity<'_> {
            Identity {
                name: &self.name,
                id: &self.id,
                arn: &self.arn,
            }
        }

        fn description(&self) -> Option<&str> {
            self.description.as_deref()
        }
    };
}

impl Entity for IpSet {
    const KIND: &'static str = "ipset";
    const QUOTA: usize = limits::IP_SETS;

    identity!();

    fn settle(&mut self, bundle: &Bundle, _: &dyn ManagedRuleGroups) -> Result<()> {
        Ok(self.validate(bundle)?)
    }

    fn add_to(self, bundle: &mut Bundle) {
        bundle.add_ip_set(self);
    }
}

impl Entity for RegexPatternSet {
    const KIND: &'static str = "regexpatternset";
    const QUOTA: usize = limits::REGEX_PATTERN_SETS;

    identity!();

    fn settle(&mut self, bundle: &Bundle, _: &dyn ManagedRuleGroups) -> Result<()> {
        Ok(self.validate(bundle)?)
    }

    fn add_to(self, bundle: &mut Bundle) {
        bundle.add_regex_pattern_set(self);
    }
}

impl Entity for RuleGroup {
    const KIND: &'static str = "rulegroup";
    const QUOTA: usize = limits::RULE_GROUPS;

    identity!();

    fn references(&self) -> Vec<String> {
        references(self.rules.as_deref().unwrap_or_default())
    }

    fn settle(&mut self, bundle: &Bundle, _: &dyn ManagedRuleGroups) -> Result<()> {
        self.validate(bundle)?;
        let namespace = self.label_namespace.as_deref().unwrap_or_default();
        let Labels { added, asked_for } =
            Labels::of(self.rules.as_deref().unwrap_or_default(), namespace);
        self.available_labels = Some(added).filter(|labels| !labels.is_empty());
        self.consumed_labels = Some(asked_for).filter(|labels| !labels.is_empty());
        Ok(())
    }

    fn add_to(self, bundle: &mut Bundle) {
        bundle.add_rule_group(self);
    }
}

impl Entity for WebAcl {
    const KIND: &'static str = "webacl";
    const IS_REFERRED_TO: bool = false;
    const QUOTA: usize = limits::WEB_ACLS;

    identity!();

    fn references(&self) -> Vec<String> {
        references(&self.rules_in_order())
    }

    fn granted(&self) -> Vec<String> {
        let own = references(self.rules.as_deref().unwrap_or_default());
        let mut granted = self.references();
        granted.retain(|arn| !own.contains(arn));
        granted
    }

    fn settle(&mut self, bundle: &Bundle, managed: &dyn ManagedRuleGroups) -> Result<()> {
        self.validate(bundle)?;
        // Those of Firewall Manager's groups among them.
        if Entity::references(self).len() > waf_rules::limits::REFERENCES {
            return Err(Error::LimitsExceeded {
                what: "references to sets and rule groups".to_owned(),
            });
        }
        let units = capacity(&self.rules_in_order(), bundle, Some(managed))?;
        if units > waf_rules::limits::WEB_ACL_CAPACITY {
            return Err(Error::LimitsExceeded {
                what: format!("the rules take {units} capacity units"),
            });
        }
        self.capacity = Some(units);
        Ok(())
    }

    fn check_may_be_deleted(&self) -> Result<()> {
        if self.managed_by_firewall_manager == Some(true) {
            return Err(Error::InvalidOperation {
                reason: "The web ACL is managed by Firewall Manager.".to_owned(),
            });
        }
        Ok(())
    }

    fn add_to(self, _: &mut Bundle) {}
}
