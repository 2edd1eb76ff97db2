//! `DeletePolicy`: ends a policy, and perhaps what it did.

use serde::{Deserialize, Serialize};
use service_kit::{Call, Change};

use super::put_policy::soon;
use crate::{
    Error, FirewallManagerHandle, Operation, Result,
    record::{PolicyRecord, State, encode},
};

/// Request of [`delete_policy`](FirewallManagerHandle::delete_policy).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct DeletePolicyRequest {
    /// Its id.
    pub policy_id: String,
    /// Whether what the policy did is taken back.
    #[serde(default)]
    pub delete_all_policy_resources: bool,
}

impl DeletePolicyRequest {
    /// Deletes the policy with this id, and leaves what it did: the accounts may change it from now on.
    pub fn new(policy_id: impl Into<String>) -> Self {
        Self {
            policy_id: policy_id.into(),
            delete_all_policy_resources: false,
        }
    }

    /// Takes back what the policy did.
    #[must_use]
    pub fn delete_all_policy_resources(self) -> Self {
        Self {
            delete_all_policy_resources: true,
            ..self
        }
    }
}

impl FirewallManagerHandle {
    /// Deletes a policy (`fms:DeletePolicy` on it).
    /// [DeletePolicy](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_DeletePolicy.html).
    ///
    /// It is gone at once. What it did is taken back by the next [`run_due`](crate::FirewallManager::run_due), if that is asked for: its web ACLs protect
    /// nothing any more, and go if their accounts have put no rules in; its rule groups leave the web ACLs that were retrofitted. Otherwise web ACLs and
    /// rule groups stay, and belong to their accounts.
    ///
    /// # Errors
    ///
    /// [`ResourceNotFound`](Error::ResourceNotFound), [`AccessDenied`](Error::AccessDenied).
    pub async fn delete_policy(&self, request: DeletePolicyRequest) -> Result<()> {
        let mut call = self.call(Operation::DeletePolicy);
        let answer = self.delete(&mut call, request).await;
        call.finish(answer).await
    }

    async fn delete(&self, call: &mut Call<'_>, request: DeletePolicyRequest) -> Result<()> {
        let DeletePolicyRequest {
            policy_id: id,
            delete_all_policy_resources,
        } = request;
        if id.len() != 36 {
            return Err(Error::not_found(id));
        }
        let arn = self.allow(call, &id)?;
        call.parameter(
            "deleteAllPolicyResources",
            delete_all_policy_resources.to_string(),
        );
        let state = match delete_all_policy_resources {
            true => State::CleaningUp,
            false => State::LettingGo,
        };
        loop {
            let (record, version) = self.active(&id).await?;
            let (mut index, index_version) = self.index().await?;
            let (Some(entry), Some(index_version)) = (index.0.get_mut(&id), index_version) else {
                // The record was read before a deletion that the index shows.
                continue;
            };
            entry.state = state;
            let due = soon(call.now(), record.due);
            let ending = PolicyRecord {
                state,
                due,
                ..record
            };
            let change = Change::new()
                .replace(self.home().policy(&id)?, encode(&ending)?, version)
                .replace(self.home().index()?, encode(&index)?, index_version);
            let change = self.due_at(change, &arn, due)?;
            if call.commit(change).await?.is_some() {
                return Ok(());
            }
        }
    }
}
