//! Sharing rule groups: `PutPermissionPolicy`, `GetPermissionPolicy`, `DeletePermissionPolicy`.

use common_types::constraint::{Check, Constrained};
use serde::{Deserialize, Serialize};
use service_kit::Change;
use waf_rules::model::RuleGroup;

use super::bounds;
use crate::{
    Error, Operation, Result, WafHandle,
    call::{Asked, Call, Found},
    entity::PermissionPolicy,
    scope::EntityArn,
};

/// Request of [`put_permission_policy`](WafHandle::put_permission_policy).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct PutPermissionPolicyRequest {
    /// The rule group's ARN.
    pub resource_arn: String,
    /// The policy, in JSON.
    pub policy: String,
}

/// Request of [`get_permission_policy`](WafHandle::get_permission_policy).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct GetPermissionPolicyRequest {
    /// The rule group's ARN.
    pub resource_arn: String,
}

/// Response of [`get_permission_policy`](WafHandle::get_permission_policy).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GetPermissionPolicyResponse {
    /// The policy, as it was put.
    pub policy: String,
}

/// Request of [`delete_permission_policy`](WafHandle::delete_permission_policy).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct DeletePermissionPolicyRequest {
    /// The rule group's ARN.
    pub resource_arn: String,
}

impl PutPermissionPolicyRequest {
    /// Shares a rule group as the policy says.
    pub fn new(resource_arn: impl Into<String>, policy: impl Into<String>) -> Self {
        Self {
            resource_arn: resource_arn.into(),
            policy: policy.into(),
        }
    }
}

impl GetPermissionPolicyRequest {
    /// With whom is a rule group shared?
    pub fn new(resource_arn: impl Into<String>) -> Self {
        Self {
            resource_arn: resource_arn.into(),
        }
    }
}

impl DeletePermissionPolicyRequest {
    /// Shares a rule group no more.
    pub fn new(resource_arn: impl Into<String>) -> Self {
        Self {
            resource_arn: resource_arn.into(),
        }
    }
}

impl Constrained for PutPermissionPolicyRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            resource_arn,
            policy,
        } = self;
        check.text("resourceArn", resource_arn, &bounds::ARN);
        check.text("policy", policy, &bounds::POLICY);
    }
}

impl Constrained for GetPermissionPolicyRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self { resource_arn } = self;
        check.text("resourceArn", resource_arn, &bounds::ARN);
    }
}

impl Constrained for DeletePermissionPolicyRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self { resource_arn } = self;
        check.text("resourceArn", resource_arn, &bounds::ARN);
    }
}

impl WafHandle {
    /// Shares a rule group with other accounts, as the policy says: they can use it in web ACLs of the same region, by its ARN.
    ///
    /// # Limits
    ///
    /// One policy a rule group, of 395,000 characters. Its version is `2012-10-17`; each statement allows, names its principals, and spells out
    /// `wafv2:CreateWebACL`, `wafv2:UpdateWebACL`, `wafv2:PutFirewallManagerRuleGroups` and, if it likes, `wafv2:GetRuleGroup`, and nothing else;
    /// it has no `Resource`.
    ///
    /// # Authorisation
    ///
    /// `wafv2:PutPermissionPolicy` on the rule group, by its owner's account. Who uses the group is decided by this policy and by
    /// their own account's.
    ///
    /// # Errors
    ///
    /// [`InvalidPermissionPolicy`](Error::InvalidPermissionPolicy), [`NonexistentItem`](Error::NonexistentItem),
    /// [`InvalidParameter`](Error::InvalidParameter) for what is no rule group, [`AccessDenied`](Error::AccessDenied),
    /// [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [PutPermissionPolicy](https://docs.aws.amazon.com/waf/latest/APIReference/API_PutPermissionPolicy.html).
    pub async fn put_permission_policy(&self, request: PutPermissionPolicyRequest) -> Result<()> {
        let mut call = self.call(Operation::PutPermissionPolicy);
        let answer = put(&mut call, request).await;
        call.answer(answer).await
    }

    /// Reads with whom a rule group is shared (`wafv2:GetPermissionPolicy` on it, by its owner's account).
    ///
    /// # Errors
    ///
    /// [`NonexistentItem`](Error::NonexistentItem) also where it is not shared; [`InvalidParameter`](Error::InvalidParameter),
    /// [`AccessDenied`](Error::AccessDenied), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [GetPermissionPolicy](https://docs.aws.amazon.com/waf/latest/APIReference/API_GetPermissionPolicy.html).
    pub async fn get_permission_policy(
        &self,
        request: GetPermissionPolicyRequest,
    ) -> Result<GetPermissionPolicyResponse> {
        let mut call = self.call(Operation::GetPermissionPolicy);
        let answer = get(&mut call, request).await;
        call.answer(answer).await
    }

    /// Shares a rule group no more (`wafv2:DeletePermissionPolicy` on it, by its owner's account). Web ACLs that use it go on using it; a change
    /// of them that keeps it is refused.
    ///
    /// # Errors
    ///
    /// As [`get_permission_policy`](Self::get_permission_policy).
    ///
    /// # Source
    ///
    /// [DeletePermissionPolicy](https://docs.aws.amazon.com/waf/latest/APIReference/API_DeletePermissionPolicy.html).
    pub async fn delete_permission_policy(
        &self,
        request: DeletePermissionPolicyRequest,
    ) -> Result<()> {
        let mut call = self.call(Operation::DeletePermissionPolicy);
        let answer = delete(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn put(call: &mut Call<'_>, request: PutPermissionPolicyRequest) -> Result<()> {
    request.validate()?;
    let PutPermissionPolicyRequest {
        resource_arn,
        policy,
    } = request;
    let policy = PermissionPolicy::parse(policy)?;
    loop {
        let found = owned(call, &resource_arn).await?;
        if put_policy(call, found, Some(policy.clone())).await? {
            return Ok(());
        }
    }
}

async fn get(
    call: &mut Call<'_>,
    request: GetPermissionPolicyRequest,
) -> Result<GetPermissionPolicyResponse> {
    request.validate()?;
    let GetPermissionPolicyRequest { resource_arn } = request;
    let found = owned(call, &resource_arn).await?;
    let policy = found.record.permission_policy;
    let policy = policy.ok_or_else(|| Error::nonexistent(format!("policy of {resource_arn}")))?;
    Ok(GetPermissionPolicyResponse {
        policy: policy.text().to_owned(),
    })
}

async fn delete(call: &mut Call<'_>, request: DeletePermissionPolicyRequest) -> Result<()> {
    request.validate()?;
    let DeletePermissionPolicyRequest { resource_arn } = request;
    loop {
        let found = owned(call, &resource_arn).await?;
        if found.record.permission_policy.is_none() {
            return Err(Error::nonexistent(format!("policy of {resource_arn}")));
        }
        if put_policy(call, found, None).await? {
            return Ok(());
        }
    }
}

/// A rule group of the caller's own account and region.
async fn owned(call: &mut Call<'_>, resource_arn: &str) -> Result<Found<RuleGroup>> {
    let found = call.find_by_arn::<RuleGroup>(resource_arn).await?;
    call.allow_found(&found.record, Asked::default())?;
    let arn: EntityArn = resource_arn.parse()?;
    if arn.home != *call.home {
        return Err(Error::nonexistent(resource_arn));
    }
    Ok(found)
}

async fn put_policy(
    call: &mut Call<'_>,
    found: Found<RuleGroup>,
    policy: Option<PermissionPolicy>,
) -> Result<bool> {
    let Found {
        key,
        version,
        mut record,
        ..
    } = found;
    record.permission_policy = policy;
    call.commit(Change::new().replace(key, record.encode()?, version))
        .await
}
