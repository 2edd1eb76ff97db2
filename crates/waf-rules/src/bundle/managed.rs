//! Managed rule groups: who has them.

use std::{collections::BTreeMap, fmt};

use crate::model::{CustomResponseBody, ManagedRuleGroupConfig, Rule};

/// Has managed rule groups.
///
/// A web ACL names one by vendor and name, and maybe a version. What the provider does not have is a load error.
pub trait ManagedRuleGroups: fmt::Debug + Send + Sync {
    /// The group, at this version or the default one. Configuration that the group does not understand must be refused by answering
    /// `None`, never ignored.
    fn rule_group(
        &self,
        vendor_name: &str,
        name: &str,
        version: Option<&str>,
        configs: &[ManagedRuleGroupConfig],
    ) -> Option<ManagedRuleGroup>;

    /// All groups, for those who look for one. A provider that does not tell has them all the same.
    fn available(&self) -> Vec<ManagedRuleGroupSummary> {
        Vec::new()
    }
}

/// A managed rule group, as a listing shows it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ManagedRuleGroupSummary {
    /// Who manages it, such as `AWS`.
    pub vendor_name: String,
    /// Its name.
    pub name: String,
    /// What it is for, in a few words.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// Its versions, the default one first; none if it is not versioned.
    pub versions: Vec<String>,
}

impl ManagedRuleGroupSummary {
    /// A group without versions.
    pub fn new(
        vendor_name: impl Into<String>,
        name: impl Into<String>,
        title: impl Into<String>,
        description: impl Into<String>,
    ) -> Self {
        Self {
            vendor_name: vendor_name.into(),
            name: name.into(),
            title: title.into(),
            description: description.into(),
            versions: Vec::new(),
        }
    }

    /// Its versions, the default one first.
    #[must_use]
    pub fn versions(mut self, versions: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.versions = versions.into_iter().map(Into::into).collect();
        self
    }
}

/// A managed rule group.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ManagedRuleGroup {
    /// What its labels begin with, such as `awswaf:managed:aws:core-rule-set:`.
    pub label_namespace: String,
    /// Its capacity units, which the vendor states.
    pub capacity: u64,
    /// Its rules.
    pub rules: Vec<Rule>,
    /// Bodies for custom responses.
    pub custom_response_bodies: BTreeMap<String, CustomResponseBody>,
}

impl ManagedRuleGroup {
    /// A group without custom response bodies.
    pub fn new(label_namespace: impl Into<String>, capacity: u64, rules: Vec<Rule>) -> Self {
        Self {
            label_namespace: label_namespace.into(),
            capacity,
            rules,
            custom_response_bodies: BTreeMap::new(),
        }
    }
}
