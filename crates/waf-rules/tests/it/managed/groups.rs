//! The files of the groups hold what AWS documents: names, labels, capacities, actions.

use std::collections::BTreeSet;

use waf_rules::managed::{IpList, version, versions};
use waf_rules::model::{RuleAction, Statement};

/// Group, namespace, capacity, and its rules with their labels.
/// Source: <https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html>.
const DOCUMENTED: &str = include_str!("../../data/managed_rule_groups.txt");

#[test]
fn each_group_has_the_rules_that_aws_documents() {
    let mut found = String::new();
    for group in versions() {
        let default = version(group.name, None).expect("a default version");
        found.push_str(&format!(
            "{} {} {}\n",
            default.name, default.label_namespace, default.capacity
        ));
        for rule in &default.rules {
            let labels = rule.rule_labels.as_deref().unwrap_or_default();
            let [label] = labels else {
                panic!("{} has one label", rule.name);
            };
            let action = match rule.action {
                Some(RuleAction::Block(_)) => "Block",
                Some(RuleAction::Count(_)) => "Count",
                _ => panic!("{} blocks or counts", rule.name),
            };
            found.push_str(&format!("  {} {} {action}\n", rule.name, label.name));
        }
    }
    assert_eq!(found, DOCUMENTED);
}

#[test]
fn priorities_and_names_are_different() {
    for group in versions() {
        for name in group.versions.iter().map(|name| Some(*name)).chain([None]) {
            let version = version(group.name, name).expect("a version that is listed");
            let priorities: BTreeSet<_> = version.rules.iter().map(|rule| rule.priority).collect();
            let names: BTreeSet<_> = version.rules.iter().map(|rule| &rule.name).collect();
            assert_eq!(priorities.len(), version.rules.len());
            assert_eq!(names.len(), version.rules.len());
        }
    }
}

#[test]
fn other_groups_and_versions_are_none() {
    assert_eq!(version("AWSManagedRulesBotControlRuleSet", None), None);
    assert_eq!(
        version("AWSManagedRulesCommonRuleSet", Some("Version_0.9")),
        None
    );
    assert_eq!(
        version("AWSManagedRulesAnonymousIpList", Some("Version_1.0")),
        None
    );
}

#[test]
fn the_lists_of_addresses_have_stable_arns() {
    let mut referred = BTreeSet::new();
    for name in [
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesAnonymousIpList",
    ] {
        for rule in version(name, None).expect("the group").rules {
            let Statement::IpSetReferenceStatement(statement) = rule.statement else {
                panic!("{} refers to a list", rule.name);
            };
            referred.insert(statement.arn);
        }
    }
    assert_eq!(referred, IpList::ALL.map(IpList::arn).into());
}
