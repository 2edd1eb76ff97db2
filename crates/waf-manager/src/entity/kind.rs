//! The four kinds.

use common_types::Arn;
use serde::{Serialize, de::DeserializeOwned};
use waf_rules::{
    Bundle, ManagedRuleGroups, Validate, capacity,
    model::{IpSet, RegexPatternSet, Rule, RuleGroup, WebAcl},
};

use super::references;
use crate::{Error, Result, limits};

/// A kind of what WAF manages.
pub(crate) trait Entity:
    Clone + std::fmt::Debug + DeserializeOwned + Serialize + Send + Sync + 'static
{
    /// What it is called in ARNs and records.
    const KIND: &'static str;
    /// How many an account may have in a region.
    const QUOTA: usize;

    fn identity(&self) -> Identity<'_>;

    /// Its description.
    fn description(&self) -> Option<&str>;

    /// The rules that it has, where it is of a kind that has rules.
    fn rules(&self) -> &[Rule] {
        &[]
    }

    /// The ARNs of what its rules refer to, each once.
    fn references(&self) -> Vec<String> {
        references(self.rules())
    }

    /// Checks it against AWS's limits and rules, and works out what it costs. What it refers to is in the bundle.
    fn settle(&mut self, bundle: &Bundle, managed: &dyn ManagedRuleGroups) -> Result<()>;

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

    fn rules(&self) -> &[Rule] {
        self.rules.as_deref().unwrap_or_default()
    }

    fn settle(&mut self, bundle: &Bundle, _: &dyn ManagedRuleGroups) -> Result<()> {
        Ok(self.validate(bundle)?)
    }

    fn add_to(self, bundle: &mut Bundle) {
        bundle.add_rule_group(self);
    }
}

impl Entity for WebAcl {
    const KIND: &'static str = "webacl";
    const QUOTA: usize = limits::WEB_ACLS;

    identity!();

    fn rules(&self) -> &[Rule] {
        self.rules.as_deref().unwrap_or_default()
    }

    fn settle(&mut self, bundle: &Bundle, managed: &dyn ManagedRuleGroups) -> Result<()> {
        self.validate(bundle)?;
        let units = capacity(Entity::rules(self), bundle, Some(managed))?;
        if units > waf_rules::limits::WEB_ACL_CAPACITY {
            return Err(Error::LimitsExceeded {
                what: format!("the rules take {units} capacity units"),
            });
        }
        self.capacity = Some(units);
        Ok(())
    }

    fn add_to(self, _: &mut Bundle) {}
}
