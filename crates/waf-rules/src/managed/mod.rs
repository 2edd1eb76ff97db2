//! Managed rule groups of our own, under AWS's names, labels and capacities.
//!
//! AWS publishes what its groups are for, and the name and label of each rule, but not the rules. These are written from
//! what is publicly known of the attacks, as JSON rule groups in the folder `managed` of this crate, a file a version:
//! a web ACL that names AWS's group works with ours, and its label statements, overrides and exclusions too.
//!
//! | group | WCU | what its rules look for |
//! |---|---|---|
//! | `AWSManagedRulesCommonRuleSet` | 700 | scanners, sizes, server-side request forgery, file inclusion, cross-site scripting |
//! | `AWSManagedRulesKnownBadInputsRuleSet` | 200 | Java and React deserialization, Log4Shell, exploitable paths |
//! | `AWSManagedRulesSQLiRuleSet` | 200 | SQL injection |
//! | `AWSManagedRulesLinuxRuleSet` | 200 | inclusion of Linux's files |
//! | `AWSManagedRulesUnixRuleSet` | 100 | shell commands and variables |
//! | `AWSManagedRulesWindowsRuleSet` | 200 | commands of Windows and `PowerShell` |
//! | `AWSManagedRulesPHPRuleSet` | 100 | PHP code |
//! | `AWSManagedRulesWordPressRuleSet` | 100 | commands and paths of `WordPress` |
//! | `AWSManagedRulesAdminProtectionRuleSet` | 100 | administration pages |
//! | `AWSManagedRulesAmazonIpReputationList` | 25 | addresses on three lists that the application supplies |
//! | `AWSManagedRulesAnonymousIpList` | 50 | addresses on two lists that the application supplies |
//!
//! A web ACL is compiled with them by the provider [`BuiltInRuleGroups`](crate::BuiltInRuleGroups).
//!
//! ```
//! use waf_rules::managed;
//!
//! let group = managed::version("AWSManagedRulesLinuxRuleSet", None).unwrap();
//! assert_eq!(group.capacity, 200);
//! assert_eq!(group.label_namespace, "awswaf:managed:aws:linux-os:");
//! assert_eq!(group.rules[0].name, "LFI_URIPATH");
//!
//! // What other vendors and AWS's bots' groups do is not here.
//! assert!(managed::version("AWSManagedRulesBotControlRuleSet", None).is_none());
//! ```
//!
//! Source: [AWS Managed Rules rule groups list](https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html).

mod catalog;
mod ip_list;

pub use catalog::{VENDOR, Version, Versions, version, versions};
pub use ip_list::IpList;
