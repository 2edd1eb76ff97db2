//! `GetComplianceDetail`, `ListComplianceStatus`: what came of holding accounts against a policy.

use std::collections::BTreeMap;

use common_types::{AccountId, PageToken, setters};
use serde::{Deserialize, Serialize};
use service_kit::{Call, Listing};

use crate::{
    ComplianceStatusType, Error, EvaluationResult, FirewallManagerHandle, Operation,
    PolicyComplianceDetail, PolicyComplianceStatus, Result, limits,
    record::{AccountRecord, Evaluation, Home, decode},
};

/// Request of [`get_compliance_detail`](FirewallManagerHandle::get_compliance_detail).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct GetComplianceDetailRequest {
    /// The policy.
    pub policy_id: String,
    /// The account.
    pub member_account: AccountId,
}

/// Response of [`get_compliance_detail`](FirewallManagerHandle::get_compliance_detail).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GetComplianceDetailResponse {
    /// How the account complies.
    pub policy_compliance_detail: PolicyComplianceDetail,
}

/// Request of [`list_compliance_status`](FirewallManagerHandle::list_compliance_status).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ListComplianceStatusRequest {
    /// The policy.
    pub policy_id: String,
    /// How many entries a page has at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_results: Option<u32>,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<PageToken>,
}

/// Response of [`list_compliance_status`](FirewallManagerHandle::list_compliance_status).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ListComplianceStatusResponse {
    /// The accounts in scope, in the order of their ids. One that was not held against the policy yet is left out.
    pub policy_compliance_status_list: Vec<PolicyComplianceStatus>,
    /// Give this with the next request to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<PageToken>,
}

impl GetComplianceDetailRequest {
    /// How this account complies with this policy.
    pub fn new(policy_id: impl Into<String>, member_account: AccountId) -> Self {
        Self {
            policy_id: policy_id.into(),
            member_account,
        }
    }
}

impl ListComplianceStatusRequest {
    /// How accounts comply with this policy.
    pub fn new(policy_id: impl Into<String>) -> Self {
        Self {
            policy_id: policy_id.into(),
            max_results: None,
            next_token: None,
        }
    }
}

setters!(ListComplianceStatusRequest {
    /// How many entries a page has at most.
    max_results: u32,
    /// Where to go on.
    next_token: PageToken,
});

impl FirewallManagerHandle {
    /// Tells which resources of an account do not comply with a policy, as of the last time that it was held against it
    /// (`fms:GetComplianceDetail` on the policy).
    /// [GetComplianceDetail](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_GetComplianceDetail.html).
    ///
    /// # Errors
    ///
    /// [`ResourceNotFound`](Error::ResourceNotFound) if there is no such policy, or it was not held against the account yet;
    /// [`AccessDenied`](Error::AccessDenied).
    pub async fn get_compliance_detail(
        &self,
        request: GetComplianceDetailRequest,
    ) -> Result<GetComplianceDetailResponse> {
        let mut call = self.call(Operation::GetComplianceDetail);
        let answer = self.detail(&mut call, request).await;
        call.finish(answer).await
    }

    /// Tells of each account in scope whether it complies with a policy, as of the last time that it was held against it
    /// (`fms:ListComplianceStatus` on the policy).
    /// [ListComplianceStatus](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_ListComplianceStatus.html).
    ///
    /// # Errors
    ///
    /// [`ResourceNotFound`](Error::ResourceNotFound), [`InvalidInput`](Error::InvalidInput) for a page token that is not this listing's,
    /// [`AccessDenied`](Error::AccessDenied).
    pub async fn list_compliance_status(
        &self,
        request: ListComplianceStatusRequest,
    ) -> Result<ListComplianceStatusResponse> {
        let mut call = self.call(Operation::ListComplianceStatus);
        let answer = self.statuses(&mut call, request).await;
        call.finish(answer).await
    }

    async fn detail(
        &self,
        call: &mut Call<'_>,
        request: GetComplianceDetailRequest,
    ) -> Result<GetComplianceDetailResponse> {
        let GetComplianceDetailRequest {
            policy_id,
            member_account,
        } = request;
        if policy_id.len() != 36 {
            return Err(Error::not_found(policy_id));
        }
        self.allow(call, &policy_id)?;
        self.active(&policy_id).await?;
        let key = self.home().account(&policy_id, member_account)?;
        let record: AccountRecord = match self.shared().read(key).await? {
            Some(found) => decode(&found.value)?,
            None => AccountRecord::default(),
        };
        let evaluation = record.evaluation;
        let evaluation =
            evaluation.ok_or_else(|| Error::not_found(format!("{policy_id}, {member_account}")))?;
        Ok(GetComplianceDetailResponse {
            policy_compliance_detail: PolicyComplianceDetail {
                policy_owner: self.home().administrator,
                policy_id,
                member_account,
                evaluation_limit_exceeded: evaluation.has_more(),
                issue_info_map: evaluation.issues(),
                violators: evaluation.violators,
            },
        })
    }

    async fn statuses(
        &self,
        call: &mut Call<'_>,
        request: ListComplianceStatusRequest,
    ) -> Result<ListComplianceStatusResponse> {
        let ListComplianceStatusRequest {
            policy_id,
            max_results,
            next_token,
        } = request;
        if policy_id.len() != 36 {
            return Err(Error::not_found(policy_id));
        }
        let limit = max_results.unwrap_or(limits::PAGE);
        if !(1..=limits::PAGE).contains(&limit) {
            return Err(Error::invalid("a page has 1 to 100 entries"));
        }
        self.allow(call, &policy_id)?;
        let (policy, _) = self.active(&policy_id).await?;
        let operation = Operation::ListComplianceStatus.declared();
        let listing = Listing::new(self.identity(), operation).filter("PolicyId", &policy_id);
        let (range, limit) = (
            self.home().accounts(&policy_id)?,
            usize::try_from(limit).map_err(Error::broken)?,
        );
        let paginator = &self.shared().paginator;
        let page = paginator
            .page(&listing, range, limit, next_token.as_ref())
            .await?;
        let mut list = Vec::with_capacity(page.records.len());
        for (key, found) in &page.records {
            let record: AccountRecord = decode(&found.value)?;
            if let Some(evaluation) = record.evaluation {
                list.push(PolicyComplianceStatus {
                    policy_owner: self.home().administrator,
                    policy_id: policy_id.clone(),
                    policy_name: policy.policy.policy_name.clone(),
                    member_account: Home::account_of(key)?,
                    evaluation_results: vec![evaluation.result()],
                    last_updated: evaluation.at,
                    issue_info_map: evaluation.issues(),
                });
            }
        }
        Ok(ListComplianceStatusResponse {
            policy_compliance_status_list: list,
            next_token: page.next,
        })
    }
}

impl Evaluation {
    fn has_more(&self) -> bool {
        u64::try_from(self.violators.len()).is_ok_and(|told| told < self.violator_count)
    }

    fn issues(&self) -> BTreeMap<String, String> {
        let issue = self.issue.iter();
        issue
            .map(|issue| ("AWSWAF".to_owned(), issue.clone()))
            .collect()
    }

    fn result(&self) -> EvaluationResult {
        let complies = self.violator_count == 0 && self.issue.is_none();
        EvaluationResult {
            compliance_status: match complies {
                true => ComplianceStatusType::Compliant,
                false => ComplianceStatusType::NonCompliant,
            },
            violator_count: self.violator_count,
            evaluation_limit_exceeded: self.has_more(),
        }
    }
}
