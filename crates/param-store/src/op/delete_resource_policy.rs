//! `DeleteResourcePolicy`.

use common_types::constraint::{Check, Constrained};
use serde::{Deserialize, Serialize};

use super::{
    put_resource_policy::find,
    resource_policy::{found, parse},
};
use crate::{Operation, ParamStoreHandle, Result, bounds, call::Call, record::Record};

/// Request of [`delete_resource_policy`](ParamStoreHandle::delete_resource_policy).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct DeleteResourcePolicyRequest {
    /// The parameter's ARN.
    pub resource_arn: String,
    /// Which policy.
    pub policy_id: String,
    /// The policy's hash, as it was last seen.
    pub policy_hash: String,
    /// What becomes of a document that is shared: it has no meaning for parameters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deletion_mode: Option<DeletionMode>,
}

common_types::wire_enum! {
    /// What becomes of a document that is shared.
    pub enum DeletionMode {
        /// It is not shared any more.
        RemoveSharing = "RemoveSharing",
        /// It is shared as it was before.
        RollbackMigration = "RollbackMigration",
    }
}

/// Response of [`delete_resource_policy`](ParamStoreHandle::delete_resource_policy): it is gone.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DeleteResourcePolicyResponse {}

impl DeleteResourcePolicyRequest {
    /// A policy of a parameter, by the parameter's ARN.
    pub fn new(
        resource_arn: impl Into<String>,
        policy_id: impl Into<String>,
        policy_hash: impl Into<String>,
    ) -> Self {
        Self {
            resource_arn: resource_arn.into(),
            policy_id: policy_id.into(),
            policy_hash: policy_hash.into(),
            deletion_mode: None,
        }
    }
}

impl Constrained for DeleteResourcePolicyRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            resource_arn,
            policy_id: _,
            policy_hash: _,
            deletion_mode: _,
        } = self;
        check.text("resourceArn", resource_arn, &bounds::RESOURCE_ARN);
    }
}

impl ParamStoreHandle {
    /// Takes a resource policy off a parameter.
    ///
    /// On `Ok` it is durable, and the next call on any thread is decided without it.
    ///
    /// # Authorisation
    ///
    /// `ssm:DeleteResourcePolicy` on a parameter of the caller's account. Condition keys: `aws:ResourceTag/…`, `ssm:resourceTag/…`.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](crate::Error::AccessDenied), [`ResourceNotFound`](crate::Error::ResourceNotFound),
    /// [`ResourcePolicyInvalidParameter`](crate::Error::ResourcePolicyInvalidParameter) for what is no parameter,
    /// [`ResourcePolicyNotFound`](crate::Error::ResourcePolicyNotFound), [`ResourcePolicyConflict`](crate::Error::ResourcePolicyConflict),
    /// [`Validation`](crate::Error::Validation).
    ///
    /// # Source
    ///
    /// [DeleteResourcePolicy](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteResourcePolicy.html).
    pub async fn delete_resource_policy(
        &self,
        request: DeleteResourcePolicyRequest,
    ) -> Result<DeleteResourcePolicyResponse> {
        let mut call = self.call(Operation::DeleteResourcePolicy);
        let answer = delete_resource_policy(&mut call, &request).await;
        call.answer(answer).await
    }
}

async fn delete_resource_policy(
    call: &mut Call<'_>,
    request: &DeleteResourcePolicyRequest,
) -> Result<DeleteResourcePolicyResponse> {
    request.validate()?;
    let DeleteResourcePolicyRequest {
        resource_arn,
        policy_id,
        policy_hash,
        deletion_mode: _,
    } = request;
    let name = parse(call, resource_arn)?;
    loop {
        let parameter = found(call, &name).await?;
        let mut record = parameter.record.clone();
        find(&mut record.sharing, policy_id, policy_hash)?;
        record.sharing.retain(|policy| policy.id != *policy_id);
        let mut change = service_kit::Change::new().replace(
            parameter.key.clone(),
            record.encode(),
            parameter.revision,
        );
        if record.sharing.is_empty() {
            let entry = parameter.scope.shared_record(&record.name)?;
            if let Some(found) = call.params().read(entry.clone()).await? {
                change = change.delete(entry, found.version);
            }
        }
        if call.commit(&parameter, change).await? {
            return Ok(DeleteResourcePolicyResponse {});
        }
    }
}
