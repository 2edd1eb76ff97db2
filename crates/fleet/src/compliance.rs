//! How accounts comply, in AWS's shapes.

use std::collections::BTreeMap;

use common_types::{AccountId, Arn, Timestamp, wire, wire_enum};
use serde::{Deserialize, Serialize};

use crate::ResourceType;

wire_enum! {
    /// Whether an account complies.
    pub enum ComplianceStatusType {
        /// All its resources that the policy covers are as it wants them.
        Compliant = "COMPLIANT",
        /// Some are not.
        NonCompliant = "NON_COMPLIANT",
    }
}

wire_enum! {
    /// Why a resource does not comply.
    ///
    /// Source: [ComplianceViolator](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_ComplianceViolator.html): those for web ACLs.
    pub enum ViolationReason {
        /// Its web ACL has not the rule groups of the policy, or others under their names.
        WebAclMissingRuleGroup = "WEB_ACL_MISSING_RULE_GROUP",
        /// It has no web ACL.
        ResourceMissingWebAcl = "RESOURCE_MISSING_WEB_ACL",
        /// It has a web ACL that is not the policy's.
        ResourceIncorrectWebAcl = "RESOURCE_INCORRECT_WEB_ACL",
        /// Its web ACL cannot be retrofitted: another policy's rule groups are in it, or it protects resources out of scope, too. Or it is the
        /// policy's own, and its default action or settings are others.
        WebAclConfigurationOrScopeOfUse = "WEB_ACL_CONFIGURATION_OR_SCOPE_OF_USE",
    }
}

/// A resource that does not comply.
///
/// Source: [ComplianceViolator](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_ComplianceViolator.html).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ComplianceViolator {
    /// Its ARN.
    pub resource_id: Arn,
    /// Why it does not comply.
    pub violation_reason: ViolationReason,
    /// Its type.
    pub resource_type: ResourceType,
    /// `webAclArn`: the web ACL that it has.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
}

/// How an account complies with a policy, resource by resource.
///
/// Source: [PolicyComplianceDetail](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_PolicyComplianceDetail.html).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct PolicyComplianceDetail {
    /// The administrator's account.
    pub policy_owner: AccountId,
    /// The policy.
    pub policy_id: String,
    /// The account.
    pub member_account: AccountId,
    /// Resources that do not comply: at most [`VIOLATORS`](crate::limits::VIOLATORS).
    pub violators: Vec<ComplianceViolator>,
    /// Whether there are more of them.
    pub evaluation_limit_exceeded: bool,
    /// What went wrong when the account was held against the policy, by the service that said it: `AWSWAF`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub issue_info_map: BTreeMap<String, String>,
}

/// Whether an account complies with a policy.
///
/// Source: [PolicyComplianceStatus](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_PolicyComplianceStatus.html).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct PolicyComplianceStatus {
    /// The administrator's account.
    pub policy_owner: AccountId,
    /// The policy.
    pub policy_id: String,
    /// Its name.
    pub policy_name: String,
    /// The account.
    pub member_account: AccountId,
    /// What came of it: one entry.
    pub evaluation_results: Vec<EvaluationResult>,
    /// When that was.
    #[serde(with = "wire::epoch_seconds")]
    pub last_updated: Timestamp,
    /// What went wrong meanwhile, by the service that said it: `AWSWAF`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub issue_info_map: BTreeMap<String, String>,
}

/// What came of holding an account against a policy.
///
/// Source: [EvaluationResult](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_EvaluationResult.html).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct EvaluationResult {
    /// Whether it complies.
    pub compliance_status: ComplianceStatusType,
    /// How many resources do not.
    pub violator_count: u64,
    /// Whether there are more of them than can be told.
    pub evaluation_limit_exceeded: bool,
}
