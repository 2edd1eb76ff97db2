//! What a session token carries.

use std::sync::Arc;

use common_types::{Arn, Caller, ParseError, Principal, Session, Tag, TagKey, Tags, Timestamp};
use serde::{Deserialize, Serialize};

use crate::sts::session_tags;

/// A session of a role: all that its calls are decided by, but the role's own policies.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SessionRecord {
    pub(crate) role: Arn,
    /// `AROA…`: a role of the same name that is made later is another.
    pub(crate) role_id: String,
    pub(crate) session_name: String,
    #[serde(with = "common_types::wire::epoch_seconds")]
    pub(crate) issued: Timestamp,
    #[serde(with = "common_types::wire::epoch_seconds")]
    pub(crate) expires: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) source_identity: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) tags: Vec<Tag>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) transitive_tag_keys: Vec<TagKey>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) policy: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) policy_arns: Vec<Arn>,
}

impl SessionRecord {
    /// `arn:aws:sts::111122223333:assumed-role/name/session`
    pub(crate) fn session_arn(&self) -> Result<Arn, ParseError> {
        let (partition, account) = (self.role.partition(), self.role.account());
        let name = self.role.resource().rsplit('/').next().unwrap_or_default();
        let session = &self.session_name;
        format!("arn:{partition}:sts::{account}:assumed-role/{name}/{session}").parse()
    }

    /// Who calls with its credentials, given the tags of the role.
    pub(crate) fn caller(&self, role_tags: &Tags) -> Option<Caller> {
        let Self {
            role,
            role_id,
            session_name: _,
            issued,
            expires: _,
            source_identity,
            tags,
            transitive_tag_keys,
            policy,
            policy_arns,
        } = self;
        let principal = Principal::AssumedRole {
            role: role.clone(),
            session: self.session_arn().ok()?,
            id: Some(role_id.clone()),
        };
        let mut session = Session::new()
            .with_policy_arns(policy_arns.clone())
            .with_transitive_tag_keys(transitive_tag_keys.clone());
        session.policy.clone_from(policy);
        let mut caller = Caller::new(principal)
            .with_principal_tags(session_tags::over(role_tags, tags))
            .with_token_issued_at(*issued)
            .with_session(Arc::new(session));
        if let Some(identity) = source_identity {
            caller = caller.with_source_identity(identity);
        }
        Some(caller)
    }
}
