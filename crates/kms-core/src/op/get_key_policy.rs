//! `GetKeyPolicy`.

use common_types::{
    constraint::{Check, Constrained},
    setters,
};
use serde::{Deserialize, Serialize};

use super::bounds;
use crate::{
    Error, KmsHandle, Missing, Operation, Result, call::Call, condition::Asked, key::KeyPolicy,
};

/// Request of [`get_key_policy`](KmsHandle::get_key_policy).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct GetKeyPolicyRequest {
    /// Key id or key ARN.
    pub key_id: String,
    /// The policy's name: `default`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
}

/// Response of [`get_key_policy`](KmsHandle::get_key_policy).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GetKeyPolicyResponse {
    /// The policy, as it was put.
    pub policy: String,
    /// Its name.
    pub policy_name: String,
}

impl GetKeyPolicyRequest {
    /// For a key, by its id or ARN.
    pub fn new(key_id: impl Into<String>) -> Self {
        Self {
            key_id: key_id.into(),
            policy_name: None,
        }
    }
}

setters!(GetKeyPolicyRequest {
    /// Sets the policy's name.
    policy_name: String,
});

impl Constrained for GetKeyPolicyRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            key_id,
            policy_name,
        } = self;
        check.text("keyId", key_id, &bounds::KEY_ID);
        check.text("policyName", policy_name, &bounds::POLICY_NAME);
    }
}

impl KmsHandle {
    /// Reads a key's policy, as it was put.
    ///
    /// # Authorisation
    ///
    /// `kms:GetKeyPolicy` on a key of the caller's account. Condition keys: those of every key.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](Error::AccessDenied), [`NotFound`](Error::NotFound), also for a policy of another name;
    /// [`InvalidArn`](Error::InvalidArn).
    ///
    /// # Source
    ///
    /// [GetKeyPolicy](https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html).
    pub async fn get_key_policy(
        &self,
        request: GetKeyPolicyRequest,
    ) -> Result<GetKeyPolicyResponse> {
        let mut call = self.call(Operation::GetKeyPolicy);
        call.record_request(&request);
        let answer = get_key_policy(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn get_key_policy(
    call: &mut Call<'_>,
    request: GetKeyPolicyRequest,
) -> Result<GetKeyPolicyResponse> {
    request.validate()?;
    let GetKeyPolicyRequest {
        key_id,
        policy_name,
    } = request;
    let key = call.find("KeyId", &key_id).await?.key;
    call.allow(&key, Asked::default())?;
    named(policy_name.as_deref())?;
    Ok(GetKeyPolicyResponse {
        policy: key.record.policy.clone(),
        policy_name: KeyPolicy::NAME.to_owned(),
    })
}

/// Refuses every name but the one that policies have.
pub(super) fn named(policy_name: Option<&str>) -> Result<()> {
    match policy_name {
        None | Some(KeyPolicy::NAME) => Ok(()),
        Some(_) => Err(Error::NotFound(Missing::Policy)),
    }
}
