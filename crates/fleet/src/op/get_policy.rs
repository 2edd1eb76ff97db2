//! `GetPolicy`: reads a policy.

use serde::{Deserialize, Serialize};
use service_kit::Call;

use super::PutPolicyResponse;
use crate::{Error, FirewallManagerHandle, Operation, Result};

/// Request of [`get_policy`](FirewallManagerHandle::get_policy).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct GetPolicyRequest {
    /// Its id.
    pub policy_id: String,
}

/// Response of [`get_policy`](FirewallManagerHandle::get_policy).
pub type GetPolicyResponse = PutPolicyResponse;

impl GetPolicyRequest {
    /// Reads the policy with this id.
    pub fn new(policy_id: impl Into<String>) -> Self {
        Self {
            policy_id: policy_id.into(),
        }
    }
}

impl FirewallManagerHandle {
    /// Reads a policy (`fms:GetPolicy` on it).
    /// [GetPolicy](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_GetPolicy.html).
    ///
    /// # Errors
    ///
    /// [`ResourceNotFound`](Error::ResourceNotFound), [`AccessDenied`](Error::AccessDenied).
    pub async fn get_policy(&self, request: GetPolicyRequest) -> Result<GetPolicyResponse> {
        let mut call = self.call(Operation::GetPolicy);
        let answer = self.get(&mut call, &request.policy_id).await;
        call.finish(answer).await
    }

    async fn get(&self, call: &mut Call<'_>, id: &str) -> Result<GetPolicyResponse> {
        if id.len() != 36 {
            return Err(Error::not_found(id));
        }
        let policy_arn = self.allow(call, id)?;
        let (record, _) = self.active(id).await?;
        Ok(GetPolicyResponse {
            policy: record.policy,
            policy_arn,
        })
    }
}
