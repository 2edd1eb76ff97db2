//! The response of `AssumeRole`: its secrets are shown here and never again.

use common_types::{SecretString, Timestamp};
use serde::{Serialize, Serializer};

/// Response of [`assume_role`](crate::sts::StsHandle::assume_role).
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AssumeRoleResponse {
    /// The credentials.
    pub credentials: SessionCredentials,
    /// Who holds them.
    pub assumed_role_user: AssumedRoleUser,
    /// How much of the room for them session policies and tags take, in per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packed_policy_size: Option<u32>,
    /// Who stands behind the session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
}

/// Credentials for a while.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct SessionCredentials {
    /// `ASIA…`
    pub access_key_id: String,
    /// What requests are signed with. It is written out: that is what the response is for.
    #[serde(serialize_with = "exposed")]
    pub secret_access_key: SecretString,
    /// What goes with each request.
    #[serde(serialize_with = "exposed")]
    pub session_token: SecretString,
    /// When they are worth nothing any more; in ISO 8601.
    #[serde(serialize_with = "iso_8601")]
    pub expiration: Timestamp,
}

/// The session of a role.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AssumedRoleUser {
    /// The role's unique id, a colon, and the session's name.
    pub assumed_role_id: String,
    /// `arn:aws:sts::111122223333:assumed-role/name/session`
    pub arn: String,
}

fn exposed<S: Serializer>(secret: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose())
}

fn iso_8601<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&at.format("%Y-%m-%dT%H:%M:%SZ"))
}
