//! Web ACLs, and the sets that their rules refer to.

use std::collections::BTreeMap;

use super::{
    action::{CustomResponseBody, DefaultAction},
    config::{
        ApplicationConfig, AssociationConfig, CaptchaConfig, ChallengeConfig, DataProtectionConfig,
        MonetizationConfig, OnSourceDdosProtectionConfig, VisibilityConfig,
    },
    group::FirewallManagerRuleGroup,
    rule::Rule,
    wire::{wire_struct, wire_words},
};

wire_struct! {
    /// A web ACL.
    ///
    /// Source: [WebACL](https://docs.aws.amazon.com/waf/latest/APIReference/API_WebACL.html).
    WebAcl {
        /// Its name.
        name: String,
        /// Its id, a UUID.
        id: String,
        /// Its ARN.
        #[serde(rename = "ARN")]
        arn: String,
        /// What follows when no rule decides.
        default_action: DefaultAction,
        /// Metrics and samples.
        visibility_config: VisibilityConfig,
        ;
        /// What it is for.
        description: String,
        /// Its rules.
        rules: Vec<Rule>,
        /// What of a request is hidden in logs and samples.
        data_protection_config: DataProtectionConfig,
        /// The capacity units that it uses.
        capacity: u64,
        /// Rule groups that come first.
        pre_process_firewall_manager_rule_groups: Vec<FirewallManagerRuleGroup>,
        /// Rule groups that come last.
        post_process_firewall_manager_rule_groups: Vec<FirewallManagerRuleGroup>,
        /// Whether Firewall Manager owns it.
        managed_by_firewall_manager: bool,
        /// `awswaf:ACCOUNT:webacl:NAME:`
        label_namespace: String,
        /// Bodies for custom responses.
        custom_response_bodies: BTreeMap<String, CustomResponseBody>,
        /// How long a solved CAPTCHA holds; 300 seconds when unset.
        captcha_config: CaptchaConfig,
        /// How long a passed challenge holds; 300 seconds when unset.
        challenge_config: ChallengeConfig,
        /// Domains whose tokens are accepted besides the request's host.
        token_domains: Vec<String>,
        /// How much of a body each kind of resource inspects.
        association_config: AssociationConfig,
        /// Whether Firewall Manager has changed it.
        retrofitted_by_firewall_manager: bool,
        /// What an application load balancer does with sources of low reputation. Kept, and without effect here.
        #[serde(rename = "OnSourceDDoSProtectionConfig")]
        on_source_ddos_protection_config: OnSourceDdosProtectionConfig,
        /// What the application is. Kept, and without effect here.
        application_config: ApplicationConfig,
        /// What a request costs where a rule asks for payment.
        monetization_config: MonetizationConfig,
    }
}
wire_struct! {
    /// A set of addresses.
    IpSet {
        /// Its name.
        name: String,
        /// Its id, a UUID.
        id: String,
        /// Its ARN.
        #[serde(rename = "ARN")]
        arn: String,
        /// The kind of its addresses.
        #[serde(rename = "IPAddressVersion")]
        ip_address_version: IpAddressVersion,
        /// Its addresses in CIDR notation: at most 10,000.
        addresses: Vec<String>,
        ;
        /// What it is for.
        description: String,
    }
}
wire_words! {
    /// A kind of address.
    IpAddressVersion {
        /// IPv4.
        Ipv4 = "IPV4",
        /// IPv6.
        Ipv6 = "IPV6",
    }
}
wire_struct! {
    /// A set of patterns.
    RegexPatternSet {
        /// Its name.
        name: String,
        /// Its id, a UUID.
        id: String,
        /// Its ARN.
        #[serde(rename = "ARN")]
        arn: String,
        /// Its patterns: at most 10.
        regular_expression_list: Vec<Regex>,
        ;
        /// What it is for.
        description: String,
    }
}
wire_struct! {
    /// A pattern.
    #[derive(Hash)]
    Regex {
        /// The pattern: at most 512 characters.
        regex_string: String,
        ;
    }
}
