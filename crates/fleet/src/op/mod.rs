//! The operations: one file each, compliance together.

mod compliance;
mod delete_policy;
mod get_policy;
mod list_policies;
mod put_policy;

pub use compliance::{
    GetComplianceDetailRequest, GetComplianceDetailResponse, ListComplianceStatusRequest,
    ListComplianceStatusResponse,
};
pub use delete_policy::DeletePolicyRequest;
pub use get_policy::{GetPolicyRequest, GetPolicyResponse};
pub use list_policies::{ListPoliciesResponse, PolicySummary};
pub use put_policy::{PutPolicyRequest, PutPolicyResponse};

use common_types::Arn;
use service_kit::{Call, Target};
use store::Revision;

use crate::{
    Error, FirewallManagerHandle, Result,
    record::{Index, PolicyRecord, State, decode},
};

impl FirewallManagerHandle {
    /// Asks whether the caller may do this to a policy.
    fn allow(&self, call: &mut Call<'_>, id: &str) -> Result<Arn> {
        let arn = self.home().arn(id)?;
        call.authorise(&Target::new(&arn))?;
        Ok(arn)
    }

    /// A policy that is in force, and the version of its record.
    async fn active(&self, id: &str) -> Result<(PolicyRecord, Revision)> {
        let found = self.shared().read(self.home().policy(id)?).await?;
        let found = found.ok_or_else(|| Error::not_found(id))?;
        let record: PolicyRecord = decode(&found.value)?;
        match record.state {
            State::Active => Ok((record, found.version)),
            State::CleaningUp | State::LettingGo => Err(Error::not_found(id)),
        }
    }

    /// The index of policies, and the version of its record.
    async fn index(&self) -> Result<(Index, Option<Revision>)> {
        Ok(match self.shared().read(self.home().index()?).await? {
            Some(found) => (decode(&found.value)?, Some(found.version)),
            None => (Index::default(), None),
        })
    }
}
