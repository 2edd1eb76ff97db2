//! The numbers, with their source.

use std::time::Duration;

/// Policies of an administrator in a region.
///
/// Source: [Firewall Manager quotas](https://docs.aws.amazon.com/waf/latest/developerguide/fms-limits.html).
pub const POLICIES: usize = 20;

/// Rule groups of a policy, first and last together.
///
/// Source: the same page.
pub const RULE_GROUPS: usize = 50;

/// Tags that a policy's scope may name.
///
/// Source: [Policy](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_Policy.html).
pub const RESOURCE_TAGS: usize = 50;

/// Characters of a policy's name.
///
/// Source: the same page.
pub const POLICY_NAME: usize = 128;

/// Characters of a policy's description.
///
/// Source: the same page.
pub const POLICY_DESCRIPTION: usize = 256;

/// Accounts or organisational units that a policy's scope may name. AWS counts 200 accounts; ours leaves room for both.
pub const SCOPE_MEMBERS: usize = 1000;

/// Bytes of `ManagedServiceData`.
///
/// Source: [SecurityServicePolicyData](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_SecurityServicePolicyData.html).
pub const MANAGED_SERVICE_DATA: usize = 30_000;

/// Resources that do not comply and are told of, per policy and account; more of them are counted as "too many".
///
/// Source: [PolicyComplianceDetail](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_PolicyComplianceDetail.html).
pub const VIOLATORS: usize = 100;

/// Entries of a page, at most and by default.
///
/// Source: [ListComplianceStatus](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_ListComplianceStatus.html).
pub const PAGE: u32 = 100;

/// How often a policy is held against its resources. A policy that was changed is held against them at once. Ours: AWS is told of changes.
pub const EVALUATION: Duration = Duration::from_secs(300);
