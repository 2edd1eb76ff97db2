//! `PutResourcePolicy`.

use common_types::{
    constraint::{Check, Constrained, Pattern, Text},
    setters,
};
use crypto::random;
use serde::{Deserialize, Serialize};

use super::resource_policy::{check_may_be_shared, not_found, parse};
use crate::{
    Error, Operation, ParamStoreHandle, Quota, Result, bounds,
    call::Call,
    condition::Asked,
    limits,
    parameter::{SharedRecord, SharingRecord},
    record::Record,
};

/// Request of [`put_resource_policy`](ParamStoreHandle::put_resource_policy).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct PutResourcePolicyRequest {
    /// The parameter's ARN.
    pub resource_arn: String,
    /// The policy.
    pub policy: String,
    /// Which policy it replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_id: Option<String>,
    /// The hash of that policy, as it was last seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_hash: Option<String>,
}

/// Response of [`put_resource_policy`](ParamStoreHandle::put_resource_policy).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct PutResourcePolicyResponse {
    /// Names the policy.
    pub policy_id: String,
    /// Changes with the policy: give it to replace or delete the policy.
    pub policy_hash: String,
}

impl PutResourcePolicyRequest {
    /// A policy for a parameter, by its ARN.
    pub fn new(resource_arn: impl Into<String>, policy: impl Into<String>) -> Self {
        Self {
            resource_arn: resource_arn.into(),
            policy: policy.into(),
            policy_id: None,
            policy_hash: None,
        }
    }
}

setters!(PutResourcePolicyRequest {
    /// Says which policy it replaces.
    policy_id: String,
    /// Says as what that policy was last seen.
    policy_hash: String,
});

impl Constrained for PutResourcePolicyRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            resource_arn,
            policy,
            policy_id: _,
            policy_hash: _,
        } = self;
        check.text("resourceArn", resource_arn, &bounds::RESOURCE_ARN);
        check.text("policy", policy, &POLICY);
    }
}

impl ParamStoreHandle {
    /// Shares an advanced parameter with other accounts, or changes how it is shared.
    ///
    /// On `Ok` it is durable, and the next call on any thread is decided by it. Other accounts read the parameter by its ARN; their own
    /// policies have to allow that too. While a `SecureString` is under the default key, which a later version may come under, nobody else reads it.
    ///
    /// # Limits
    ///
    /// [`RESOURCE_POLICY_BYTES`](limits::RESOURCE_POLICY_BYTES), [`RESOURCE_POLICIES`](limits::RESOURCE_POLICIES).
    ///
    /// # Authorisation
    ///
    /// `ssm:PutResourcePolicy` on a parameter of the caller's account. Condition keys: `aws:ResourceTag/…`, `ssm:resourceTag/…`.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](Error::AccessDenied), [`ResourceNotFound`](Error::ResourceNotFound);
    /// [`ResourcePolicyInvalidParameter`](Error::ResourcePolicyInvalidParameter) for a standard parameter, a `SecureString` under the default key, or
    /// what is no parameter; [`MalformedResourcePolicyDocument`](Error::MalformedResourcePolicyDocument),
    /// [`ResourcePolicyLimitExceeded`](Error::ResourcePolicyLimitExceeded), [`ResourcePolicyNotFound`](Error::ResourcePolicyNotFound),
    /// [`ResourcePolicyConflict`](Error::ResourcePolicyConflict), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [PutResourcePolicy](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutResourcePolicy.html). There is no Resource
    /// Access Manager here: nothing has to be promoted.
    pub async fn put_resource_policy(
        &self,
        request: PutResourcePolicyRequest,
    ) -> Result<PutResourcePolicyResponse> {
        let mut call = self.call(Operation::PutResourcePolicy);
        let answer = put_resource_policy(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn put_resource_policy(
    call: &mut Call<'_>,
    request: PutResourcePolicyRequest,
) -> Result<PutResourcePolicyResponse> {
    request.validate()?;
    let PutResourcePolicyRequest {
        resource_arn,
        policy,
        policy_id,
        policy_hash,
    } = request;
    let name = parse(call, &resource_arn)?;
    let id = match &policy_id {
        Some(id) => id.clone(),
        None => new_id(random::bytes(call.random())?),
    };
    let policy = SharingRecord::parse(id, policy)?;
    let answer = PutResourcePolicyResponse {
        policy_id: policy.id.clone(),
        policy_hash: policy.hash(),
    };
    let done = call
        .update(&name, Asked::default(), |parameter, record, change| {
            check_may_be_shared(record)?;
            match &policy_id {
                Some(id) => {
                    let hash = policy_hash.as_deref().unwrap_or_default();
                    *find(&mut record.sharing, id, hash)? = policy.clone();
                }
                None if record.sharing.len() >= limits::RESOURCE_POLICIES => {
                    return Err(Error::ResourcePolicyLimitExceeded(Quota::ResourcePolicies));
                }
                None => record.sharing.push(policy.clone()),
            }
            let entry = parameter.scope.shared_record(&record.name)?;
            let shared = SharedRecord {
                arn: parameter.arn.to_string(),
            };
            let change = change.put(entry, shared.encode());
            Ok(((), Some(change)))
        })
        .await;
    not_found(call, &name, done).map(|()| answer)
}

/// The policy of an id, if it is still as it was last seen.
///
/// # Errors
///
/// [`Error::ResourcePolicyNotFound`], [`Error::ResourcePolicyConflict`].
pub(super) fn find<'a>(
    sharing: &'a mut [SharingRecord],
    id: &str,
    hash: &str,
) -> Result<&'a mut SharingRecord> {
    let found = sharing.iter_mut().find(|policy| policy.id == id);
    let found = found.ok_or(Error::ResourcePolicyNotFound)?;
    if found.hash() != hash {
        return Err(Error::ResourcePolicyConflict);
    }
    Ok(found)
}

fn new_id(random: [u8; 16]) -> String {
    uuid::Builder::from_random_bytes(random)
        .into_uuid()
        .to_string()
}

const POLICY: Text =
    Text::new().pattern(Pattern::new(r"^(?!\s*$).+", |text| !text.trim().is_empty()));
