//! `GetResourcePolicies`.

use common_types::{
    constraint::{Check, Constrained},
    setters,
};
use serde::{Deserialize, Serialize};

use super::resource_policy::{found, parse};
use crate::{
    Error, Operation, ParamStoreHandle, Result, bounds,
    call::{Call, PageOf},
    limits,
    parameter::SharingRecord,
    scope::SERVICE,
};

/// Request of [`get_resource_policies`](ParamStoreHandle::get_resource_policies).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct GetResourcePoliciesRequest {
    /// The parameter's ARN.
    pub resource_arn: String,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// How many entries a page has at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_results: Option<u32>,
}

/// Response of [`get_resource_policies`](ParamStoreHandle::get_resource_policies).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GetResourcePoliciesResponse {
    /// Give this with the next request to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// The policies, in the order of their ids.
    pub policies: Vec<GetResourcePoliciesResponseEntry>,
}

/// A resource policy.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GetResourcePoliciesResponseEntry {
    /// Names the policy.
    pub policy_id: String,
    /// Changes with the policy: give it to replace or delete the policy.
    pub policy_hash: String,
    /// The policy.
    pub policy: String,
}

impl GetResourcePoliciesRequest {
    /// For a parameter, by its ARN.
    pub fn new(resource_arn: impl Into<String>) -> Self {
        Self {
            resource_arn: resource_arn.into(),
            next_token: None,
            max_results: None,
        }
    }
}

setters!(GetResourcePoliciesRequest {
    /// Goes on where the page ended that this token came with.
    next_token: String,
    /// Sets how many entries a page has at most.
    max_results: u32,
});

impl Constrained for GetResourcePoliciesRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            resource_arn,
            next_token: _,
            max_results,
        } = self;
        check.text("resourceArn", resource_arn, &bounds::RESOURCE_ARN);
        check.number("maxResults", *max_results, &bounds::PAGE);
    }
}

impl ParamStoreHandle {
    /// Lists the resource policies of a parameter.
    ///
    /// # Limits
    ///
    /// A page: [`PAGE`](limits::PAGE).
    ///
    /// # Authorisation
    ///
    /// `ssm:GetResourcePolicies` on a parameter of the caller's account. Condition keys: `aws:ResourceTag/…`, `ssm:resourceTag/…`.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](Error::AccessDenied), [`ResourceNotFound`](Error::ResourceNotFound),
    /// [`ResourcePolicyInvalidParameter`](Error::ResourcePolicyInvalidParameter) for what is no parameter, or a token that is none;
    /// [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [GetResourcePolicies](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetResourcePolicies.html).
    pub async fn get_resource_policies(
        &self,
        request: GetResourcePoliciesRequest,
    ) -> Result<GetResourcePoliciesResponse> {
        let mut call = self.call(Operation::GetResourcePolicies);
        let answer = get_resource_policies(&mut call, &request).await;
        // This operation has no error of its own for a token.
        let answer = answer.map_err(|error| match error {
            Error::InvalidNextToken => Error::ResourcePolicyInvalidParameter {
                member: "NextToken",
                reason: error.to_string(),
            },
            other => other,
        });
        call.answer(answer).await
    }
}

async fn get_resource_policies(
    call: &mut Call<'_>,
    request: &GetResourcePoliciesRequest,
) -> Result<GetResourcePoliciesResponse> {
    request.validate()?;
    let GetResourcePoliciesRequest {
        resource_arn,
        next_token,
        max_results,
    } = request;
    let page = PageOf::parse(*max_results, next_token.as_deref(), limits::PAGE)?;
    let name = parse(call, resource_arn)?;
    let parameter = found(call, &name).await?;
    let listing = call.listing().filter("ResourceArn", parameter.arn.as_str());
    let seen = call.seen(&listing, &page)?;

    let mut policies: Vec<&SharingRecord> = parameter.record.sharing.iter().collect();
    policies.sort_by(|a, b| a.id.cmp(&b.id));
    let mut shown = Vec::new();
    let mut last = None;
    for policy in policies {
        let position = store::Key::global(SERVICE).str(&policy.id).build()?;
        if seen.as_ref().is_some_and(|seen| position <= *seen) {
            continue;
        }
        if shown.len() == page.limit() {
            let next = last.map(|last| call.next(&listing, &last)).transpose()?;
            return Ok(GetResourcePoliciesResponse {
                next_token: next,
                policies: shown,
            });
        }
        shown.push(GetResourcePoliciesResponseEntry {
            policy_id: policy.id.clone(),
            policy_hash: policy.hash(),
            policy: policy.policy.clone(),
        });
        last = Some(position);
    }
    Ok(GetResourcePoliciesResponse {
        next_token: None,
        policies: shown,
    })
}
