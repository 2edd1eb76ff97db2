//! The managed rule groups that this crate has, as a provider.

use super::{ManagedRuleGroup, ManagedRuleGroupSummary, ManagedRuleGroups};
use crate::{managed, model::ManagedRuleGroupConfig};

/// The managed rule groups that this crate has under AWS's names: see [`managed`].
///
/// None of them takes configuration: a reference with some is refused.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct BuiltInRuleGroups;

impl BuiltInRuleGroups {
    /// All of them.
    pub const fn new() -> Self {
        Self
    }
}

impl ManagedRuleGroups for BuiltInRuleGroups {
    fn rule_group(
        &self,
        vendor_name: &str,
        name: &str,
        version: Option<&str>,
        configs: &[ManagedRuleGroupConfig],
    ) -> Option<ManagedRuleGroup> {
        if vendor_name != managed::VENDOR || !configs.is_empty() {
            return None;
        }
        let group = managed::version(name, version)?;
        Some(ManagedRuleGroup::new(
            group.label_namespace,
            group.capacity,
            group.rules,
        ))
    }
    fn available(&self) -> Vec<ManagedRuleGroupSummary> {
        managed::versions()
            .filter_map(|group| {
                let default = managed::version(group.name, None)?;
                // A description begins with what the group is called.
                let (title, _) = default.description.split_once(':')?;
                let summary = ManagedRuleGroupSummary::new(
                    managed::VENDOR,
                    group.name,
                    title,
                    &default.description,
                );
                Some(summary.versions(group.versions))
            })
            .collect()
    }
}
