//! The lock-out safety check: nobody puts a policy by mistake under which the policy cannot be changed again.

use common_types::Arn;
use policy_eval::ResourcePolicyMode;
use service_kit::Target;

use crate::{
    Error, Operation, Result,
    call::Call,
    condition::{Asked, Conditions, KeyFacts},
    key::KeyPolicy,
};

/// Refuses a policy under which the caller could not put another: it must allow that to the caller, or to the caller's account,
/// which may then allow it by identity policies.
///
/// Source: [BypassPolicyLockoutSafetyCheck](https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html#KMS-PutKeyPolicy-request-BypassPolicyLockoutSafetyCheck).
///
/// # Errors
///
/// [`Error::MalformedPolicyDocument`].
pub(super) fn check(
    call: &Call<'_>,
    policy: &KeyPolicy,
    arn: &Arn,
    key: Option<KeyFacts<'_>>,
    asked: Asked<'_>,
) -> Result<()> {
    let keys = Conditions {
        identity: call.identity(),
        key,
        asked,
    };
    let target = Target::new(arn)
        .policy(policy.compiled(), ResourcePolicyMode::Mandatory)
        .keys(&keys);
    if call.policy_permits(Operation::PutKeyPolicy, &target) {
        return Ok(());
    }
    Err(Error::MalformedPolicyDocument {
        reason: "the new key policy will not allow you to update the key policy in the future"
            .to_owned(),
    })
}
