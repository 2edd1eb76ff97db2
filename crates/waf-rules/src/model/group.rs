//! Rule groups, and how a web ACL uses one.

use std::collections::BTreeMap;

use super::{
    action::{CustomResponseBody, OverrideAction, RuleAction},
    config::{MonetizationConfig, VisibilityConfig},
    managed_config::ManagedRuleGroupConfig,
    rule::Rule,
    statement::{RuleGroupReferenceStatement, Statement},
    wire::{wire_struct, wire_union},
};

wire_struct! {
    /// A group of rules, for use in several web ACLs.
    ///
    /// Source: [RuleGroup](https://docs.aws.amazon.com/waf/latest/APIReference/API_RuleGroup.html).
    RuleGroup {
        /// Its name.
        name: String,
        /// Its id, a UUID.
        id: String,
        /// The capacity units that were set aside for it.
        capacity: u64,
        /// Its ARN.
        #[serde(rename = "ARN")]
        arn: String,
        /// Metrics and samples.
        visibility_config: VisibilityConfig,
        ;
        /// What it is for.
        description: String,
        /// Its rules.
        rules: Vec<Rule>,
        /// `awswaf:ACCOUNT:rulegroup:NAME:`
        label_namespace: String,
        /// Bodies for custom responses.
        custom_response_bodies: BTreeMap<String, CustomResponseBody>,
        /// Labels that its rules add.
        available_labels: Vec<LabelSummary>,
        /// Labels that its rules ask for.
        consumed_labels: Vec<LabelSummary>,
        /// What a request costs where a rule asks for payment.
        monetization_config: MonetizationConfig,
    }
}
wire_struct! {
    /// A label of a rule group.
    #[derive(Hash, Ord, PartialOrd)]
    LabelSummary {
        ;
        /// The text.
        name: String,
    }
}
wire_struct! {
    /// A rule of a group whose action is Count instead.
    #[derive(Hash)]
    ExcludedRule {
        /// The rule.
        name: String,
        ;
    }
}
wire_struct! {
    /// A rule of a group that has another action.
    RuleActionOverride {
        /// The rule.
        name: String,
        /// The action.
        action_to_use: RuleAction,
        ;
    }
}
wire_struct! {
    /// The rules of a managed rule group.
    ManagedRuleGroupStatement {
        /// Who manages it, such as `AWS`.
        vendor_name: String,
        /// Its name, such as `AWSManagedRulesCommonRuleSet`.
        name: String,
        ;
        /// Its version; the vendor's default when unset.
        version: String,
        /// Rules whose action is Count instead.
        excluded_rules: Vec<ExcludedRule>,
        /// Only requests that match this are asked.
        scope_down_statement: Statement,
        /// What some groups need to know.
        managed_rule_group_configs: Vec<ManagedRuleGroupConfig>,
        /// Rules that have another action: at most 100.
        rule_action_overrides: Vec<RuleActionOverride>,
    }
}
wire_struct! {
    /// A rule group that Firewall Manager has put before or after a web ACL's own rules.
    FirewallManagerRuleGroup {
        /// Its name.
        name: String,
        /// Lower comes first.
        priority: u32,
        /// The group.
        firewall_manager_statement: FirewallManagerStatement,
        /// What becomes of the group's action.
        override_action: OverrideAction,
        /// Metrics and samples.
        visibility_config: VisibilityConfig,
        ;
    }
}
wire_union! {
    /// The group of a [`FirewallManagerRuleGroup`].
    FirewallManagerStatement {
        /// A managed one.
        ManagedRuleGroupStatement(Box<ManagedRuleGroupStatement>),
        /// One of our own.
        RuleGroupReferenceStatement(RuleGroupReferenceStatement),
    }
}
