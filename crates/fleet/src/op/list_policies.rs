//! `ListPolicies`: all policies of the administrator in a region.

use common_types::Arn;
use serde::{Deserialize, Serialize};
use service_kit::{Call, Target};

use crate::{
    FirewallManagerHandle, Operation, Result,
    policy::{PolicyResourceType, SecurityServiceType},
    record::{PolicyRecord, State, decode},
};

/// Response of [`list_policies`](FirewallManagerHandle::list_policies).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ListPoliciesResponse {
    /// All of them, in the order in which they were made: there are at most [`POLICIES`](crate::limits::POLICIES).
    pub policy_list: Vec<PolicySummary>,
}

/// A policy in a listing.
///
/// Source: [PolicySummary](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_PolicySummary.html).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct PolicySummary {
    /// Its ARN.
    pub policy_arn: Arn,
    /// Its id.
    pub policy_id: String,
    /// Its name.
    pub policy_name: String,
    /// The type of its resources, or `ResourceTypeList`.
    pub resource_type: PolicyResourceType,
    /// The kind of policy.
    pub security_service_type: SecurityServiceType,
    /// Whether resources are changed to comply.
    pub remediation_enabled: bool,
    /// Whether protection is taken off what leaves the scope.
    #[serde(rename = "DeleteUnusedFMManagedResources")]
    pub delete_unused_fm_managed_resources: bool,
}

impl FirewallManagerHandle {
    /// Lists policies (`fms:ListPolicies`).
    /// [ListPolicies](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_ListPolicies.html), in one page.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](crate::Error::AccessDenied).
    pub async fn list_policies(&self) -> Result<ListPoliciesResponse> {
        let mut call = self.call(Operation::ListPolicies);
        let answer = self.list(&mut call).await;
        call.finish(answer).await
    }

    async fn list(&self, call: &mut Call<'_>) -> Result<ListPoliciesResponse> {
        call.authorise(&Target::any().owned_by(self.home().administrator))?;
        let (index, _) = self.index().await?;
        let mut entries: Vec<_> = index.0.iter().collect();
        entries.retain(|(_, entry)| entry.state == State::Active);
        entries.sort_by_key(|(_, entry)| entry.made);
        let keys: Vec<_> = entries
            .iter()
            .map(|(id, _)| self.home().policy(id))
            .collect::<Result<_>>()?;
        let found = self.shared().store.read(&keys).await?;
        let summaries = entries.iter().zip(found).filter_map(|((id, _), found)| {
            // One that was deleted since the index was read is not there.
            let found = found?;
            Some(decode(&found.value).and_then(|record| self.summary(id, record)))
        });
        Ok(ListPoliciesResponse {
            policy_list: summaries.collect::<Result<_>>()?,
        })
    }

    fn summary(&self, id: &str, record: PolicyRecord) -> Result<PolicySummary> {
        let policy = record.policy;
        Ok(PolicySummary {
            policy_arn: self.home().arn(id)?,
            policy_id: id.to_owned(),
            policy_name: policy.policy_name,
            resource_type: policy.resource_type,
            security_service_type: policy.security_service_policy_data.r#type,
            remediation_enabled: policy.remediation_enabled,
            delete_unused_fm_managed_resources: policy.delete_unused_fm_managed_resources,
        })
    }
}
