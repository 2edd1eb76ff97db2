//! `GetCallerIdentity`.

use common_types::constraint::{Check, Constrained};
use serde::{Deserialize, Serialize};

use crate::sts::{Operation, Result, StsHandle};

/// Request of [`get_caller_identity`](StsHandle::get_caller_identity): it has no members.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct GetCallerIdentityRequest {}

/// Response of [`get_caller_identity`](StsHandle::get_caller_identity).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GetCallerIdentityResponse {
    /// What `aws:userid` says: the unique id of a user; of a session the role's, a colon and the session's name; of a root user
    /// the account.
    pub user_id: String,
    /// The account.
    pub account: String,
    /// The ARN: of a session, the session's.
    pub arn: String,
}

impl GetCallerIdentityRequest {
    /// The question who calls.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Constrained for GetCallerIdentityRequest {
    fn constraints(&self, _: &mut Check<'_>) {
        let Self {} = self;
    }
}

impl StsHandle {
    /// Tells who calls.
    ///
    /// # Authorisation
    ///
    /// None: not even a denial of `sts:GetCallerIdentity` forbids it.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::sts::Error::Internal) if the call cannot be recorded.
    ///
    /// # Source
    ///
    /// [GetCallerIdentity](https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html). A caller whom the
    /// application vouches for, and whose unique id nobody told, has the directory's; one that is not in it has its ARN in place
    /// of the id.
    pub async fn get_caller_identity(
        &self,
        _request: GetCallerIdentityRequest,
    ) -> Result<GetCallerIdentityResponse> {
        let call = self.begin(Operation::GetCallerIdentity);
        call.finish(Ok(self.who())).await
    }

    fn who(&self) -> GetCallerIdentityResponse {
        let identity = self.identity();
        let principal = identity.caller().principal();
        let arn = principal.to_string();
        let user_id = match identity.user_id() {
            Some(id) => id.to_owned(),
            None => self.id_in_the_directory().unwrap_or_else(|| arn.clone()),
        };
        GetCallerIdentityResponse {
            user_id,
            account: identity
                .account()
                .map(ToString::to_string)
                .unwrap_or_default(),
            arn,
        }
    }

    fn id_in_the_directory(&self) -> Option<String> {
        let principal = self.identity().caller().principal();
        let snapshot = self.shared().directory.snapshot();
        let arn = principal.principal_arn()?;
        match principal.session_name() {
            Some(session) => Some(format!("{}:{session}", snapshot.role(arn)?.role_id)),
            None => Some(snapshot.user(arn)?.user_id.clone()),
        }
    }
}
