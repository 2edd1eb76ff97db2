//! `PutKeyPolicy`.

use common_types::{
    constraint::{Check, Constrained},
    setters,
};
use serde::{Deserialize, Serialize};

use super::{bounds, get_key_policy::named, lockout};
use crate::{
    KmsHandle, Operation, Result,
    call::{Call, Draft},
    condition::Asked,
    key::KeyPolicy,
};

/// Request of [`put_key_policy`](KmsHandle::put_key_policy).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct PutKeyPolicyRequest {
    /// Key id or key ARN.
    pub key_id: String,
    /// The policy's name: `default`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    /// The policy.
    pub policy: String,
    /// Accepts a policy under which the caller cannot change it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bypass_policy_lockout_safety_check: Option<bool>,
}

impl PutKeyPolicyRequest {
    /// For a key, by its id or ARN.
    pub fn new(key_id: impl Into<String>, policy: impl Into<String>) -> Self {
        Self {
            key_id: key_id.into(),
            policy_name: None,
            policy: policy.into(),
            bypass_policy_lockout_safety_check: None,
        }
    }
}

setters!(PutKeyPolicyRequest {
    /// Sets the policy's name.
    policy_name: String,
    /// Accepts a policy under which the caller cannot change it again.
    bypass_policy_lockout_safety_check: bool,
});

impl Constrained for PutKeyPolicyRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            key_id,
            policy_name,
            policy,
            bypass_policy_lockout_safety_check: _,
        } = self;
        check.text("keyId", key_id, &bounds::KEY_ID);
        check.text("policyName", policy_name, &bounds::POLICY_NAME);
        check.text("policy", policy, &bounds::POLICY);
    }
}

impl KmsHandle {
    /// Replaces a key's policy.
    ///
    /// On `Ok` the policy is durable, and the next call on any thread is decided by it: denied means denied. Unless the check
    /// is bypassed, a policy is refused under which the caller could not change it again.
    ///
    /// # Limits
    ///
    /// [`KEY_POLICY_BYTES`](crate::limits::KEY_POLICY_BYTES).
    ///
    /// # Authorisation
    ///
    /// `kms:PutKeyPolicy` on a key of the caller's account. Condition keys: those of every key, and
    /// `kms:BypassPolicyLockoutSafetyCheck`.
    ///
    /// # Errors
    ///
    /// [`MalformedPolicyDocument`](crate::Error::MalformedPolicyDocument) if the policy does not parse, or would lock the caller out.
    /// [`LimitExceeded`](crate::Error::LimitExceeded) if it is too long. [`AccessDenied`](crate::Error::AccessDenied). [`NotFound`](crate::Error::NotFound), also for a
    /// policy of another name. [`InvalidArn`](crate::Error::InvalidArn).
    ///
    /// # Source
    ///
    /// [PutKeyPolicy](https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html). AWS also refuses principals that do not
    /// exist; here a policy may name principals that come later.
    pub async fn put_key_policy(&self, request: PutKeyPolicyRequest) -> Result<()> {
        let mut call = self.call(Operation::PutKeyPolicy);
        call.record_request(&request);
        let answer = put_key_policy(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn put_key_policy(call: &mut Call<'_>, request: PutKeyPolicyRequest) -> Result<()> {
    request.validate()?;
    let PutKeyPolicyRequest {
        key_id,
        policy_name,
        policy,
        bypass_policy_lockout_safety_check,
    } = request;
    let policy = KeyPolicy::parse(policy)?;
    let bypass = bypass_policy_lockout_safety_check.unwrap_or(false);
    let asked = Asked {
        bypass_policy_lockout_safety_check: Some(bypass),
        ..Asked::default()
    };
    loop {
        let key = call.find("KeyId", &key_id).await?.key;
        call.allow(&key, asked)?;
        named(policy_name.as_deref())?;
        call.check_state(&key)?;
        if !bypass {
            lockout::check(call, &policy, &key.arn, Some(key.facts()), asked)?;
        }
        let mut draft = Draft::of(&key);
        policy.text().clone_into(&mut draft.record.policy);
        if call.commit_draft(draft).await? {
            return Ok(());
        }
    }
}
