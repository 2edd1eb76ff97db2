//! What a web ACL's rules refer to: sets, rule groups, managed rule groups.

mod arn;
mod built_in;
mod managed;

use std::collections::BTreeMap;

pub(crate) use arn::EntityArn;
pub use built_in::BuiltInRuleGroups;
pub use managed::{ManagedRuleGroup, ManagedRuleGroupSummary, ManagedRuleGroups};
use serde::Deserialize;

use crate::{
    Error, json,
    model::{IpSet, RegexPatternSet, RuleGroup},
};

/// Sets and rule groups by their ARN, as `aws wafv2 get-ip-set`, `get-regex-pattern-set` and `get-rule-group` print them.
///
/// ```
/// use waf_rules::Bundle;
///
/// let mut bundle = Bundle::new();
/// bundle.add_json(r#"{"IPSet": {
///     "Name": "office", "Id": "a1b2c3d4-5678-90ab-cdef-111111111111",
///     "ARN": "arn:aws:wafv2:eu-west-1:111122223333:regional/ipset/office/a1b2c3d4-5678-90ab-cdef-111111111111",
///     "IPAddressVersion": "IPV4", "Addresses": ["192.0.2.0/24"]
/// }, "LockToken": "a1b2c3d4-5678-90ab-cdef-222222222222"}"#)?;
/// # Ok::<(), waf_rules::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Bundle {
    ip_sets: BTreeMap<String, IpSet>,
    pattern_sets: BTreeMap<String, RegexPatternSet>,
    rule_groups: BTreeMap<String, RuleGroup>,
}

impl Bundle {
    /// Nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds what one of AWS's commands has printed: the envelope with a set or a rule group in it.
    ///
    /// # Errors
    ///
    /// [`Error::Syntax`] for anything else.
    pub fn add_json(&mut self, text: &str) -> Result<(), Error> {
        let envelope: Envelope = json::read(text)?;
        let Envelope {
            ip_set,
            regex_pattern_set,
            rule_group,
            lock_token: _token,
        } = envelope;
        match (ip_set, regex_pattern_set, rule_group) {
            (Some(set), None, None) => self.add_ip_set(set),
            (None, Some(set), None) => self.add_regex_pattern_set(set),
            (None, None, Some(group)) => self.add_rule_group(group),
            _ => {
                let wanted = "expected one of `IPSet`, `RegexPatternSet`, `RuleGroup`";
                return Err(Error::Syntax(wanted.to_owned()));
            }
        }
        Ok(())
    }

    /// Adds an IP set, in place of one with the same ARN.
    pub fn add_ip_set(&mut self, set: IpSet) {
        self.ip_sets.insert(set.arn.clone(), set);
    }

    /// Adds a pattern set, in place of one with the same ARN.
    pub fn add_regex_pattern_set(&mut self, set: RegexPatternSet) {
        self.pattern_sets.insert(set.arn.clone(), set);
    }

    /// Adds a rule group, in place of one with the same ARN.
    pub fn add_rule_group(&mut self, group: RuleGroup) {
        self.rule_groups.insert(group.arn.clone(), group);
    }

    /// The IP set of an ARN.
    pub fn ip_set(&self, arn: &str) -> Option<&IpSet> {
        self.ip_sets.get(arn)
    }

    /// The pattern set of an ARN.
    pub fn regex_pattern_set(&self, arn: &str) -> Option<&RegexPatternSet> {
        self.pattern_sets.get(arn)
    }

    /// The rule group of an ARN.
    pub fn rule_group(&self, arn: &str) -> Option<&RuleGroup> {
        self.rule_groups.get(arn)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Envelope {
    #[serde(rename = "IPSet")]
    ip_set: Option<IpSet>,
    regex_pattern_set: Option<RegexPatternSet>,
    rule_group: Option<RuleGroup>,
    #[serde(default)]
    lock_token: Option<String>,
}
