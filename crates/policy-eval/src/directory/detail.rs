//! Users, groups and roles with all that is attached to them: IAM's shapes, member by member.
//!
//! Members that decide nothing (instance profiles, when a role was last used) are kept as they came and written back.
//!
//! Source: [GetAccountAuthorizationDetails](https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html).

use common_types::{Arn, Tag};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Document;

/// A user.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct UserDetail {
    /// The path, `/` where there is none.
    #[serde(default = "root_path")]
    pub path: String,
    /// The friendly name.
    pub user_name: String,
    /// The unique id: `AIDA…`.
    pub user_id: String,
    /// `arn:aws:iam::111122223333:user/path/name`
    pub arn: Arn,
    /// When it was made, in ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub create_date: Option<String>,
    /// The inline policies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub user_policy_list: Vec<PolicyDetail>,
    /// The names of the groups that it is in.
    #[serde(default)]
    pub group_list: Vec<String>,
    /// The managed policies.
    #[serde(default)]
    pub attached_managed_policies: Vec<AttachedPolicy>,
    /// The permissions boundary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions_boundary: Option<AttachedPermissionsBoundary>,
    /// The tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// What else AWS wrote.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A group.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GroupDetail {
    /// The path, `/` where there is none.
    #[serde(default = "root_path")]
    pub path: String,
    /// The friendly name.
    pub group_name: String,
    /// The unique id: `AGPA…`.
    pub group_id: String,
    /// `arn:aws:iam::111122223333:group/path/name`
    pub arn: Arn,
    /// When it was made, in ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub create_date: Option<String>,
    /// The inline policies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub group_policy_list: Vec<PolicyDetail>,
    /// The managed policies.
    #[serde(default)]
    pub attached_managed_policies: Vec<AttachedPolicy>,
    /// What else AWS wrote.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A role.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct RoleDetail {
    /// The path, `/` where there is none.
    #[serde(default = "root_path")]
    pub path: String,
    /// The friendly name.
    pub role_name: String,
    /// The unique id: `AROA…`.
    pub role_id: String,
    /// `arn:aws:iam::111122223333:role/path/name`
    pub arn: Arn,
    /// When it was made, in ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub create_date: Option<String>,
    /// The trust policy.
    pub assume_role_policy_document: Document,
    /// The inline policies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub role_policy_list: Vec<PolicyDetail>,
    /// The managed policies.
    #[serde(default)]
    pub attached_managed_policies: Vec<AttachedPolicy>,
    /// The permissions boundary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions_boundary: Option<AttachedPermissionsBoundary>,
    /// The tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// What else AWS wrote: `InstanceProfileList`, `RoleLastUsed`.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// An inline policy.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct PolicyDetail {
    /// Its name.
    pub policy_name: String,
    /// The policy itself.
    pub policy_document: Document,
}

/// A managed policy that is attached.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AttachedPolicy {
    /// Its name.
    pub policy_name: String,
    /// Which one.
    pub policy_arn: Arn,
}

/// The managed policy that bounds what a user or role may do.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AttachedPermissionsBoundary {
    /// `PermissionsBoundaryPolicy`; the `aws` command line also writes `Policy`.
    #[serde(default = "boundary_type")]
    pub permissions_boundary_type: String,
    /// Which one.
    pub permissions_boundary_arn: Arn,
}

impl UserDetail {
    /// A user without policies. Path and name are the ARN's.
    pub fn new(arn: Arn, user_id: impl Into<String>) -> Self {
        let (path, user_name) = path_and_name(&arn);
        Self {
            path,
            user_name,
            user_id: user_id.into(),
            arn,
            create_date: None,
            user_policy_list: Vec::new(),
            group_list: Vec::new(),
            attached_managed_policies: Vec::new(),
            permissions_boundary: None,
            tags: Vec::new(),
            other: Map::new(),
        }
    }
}

impl GroupDetail {
    /// A group without policies. Path and name are the ARN's.
    pub fn new(arn: Arn, group_id: impl Into<String>) -> Self {
        let (path, group_name) = path_and_name(&arn);
        Self {
            path,
            group_name,
            group_id: group_id.into(),
            arn,
            create_date: None,
            group_policy_list: Vec::new(),
            attached_managed_policies: Vec::new(),
            other: Map::new(),
        }
    }
}

impl RoleDetail {
    /// A role without policies but its trust policy. Path and name are the ARN's.
    pub fn new(arn: Arn, role_id: impl Into<String>, trust_policy: Document) -> Self {
        let (path, role_name) = path_and_name(&arn);
        Self {
            path,
            role_name,
            role_id: role_id.into(),
            arn,
            create_date: None,
            assume_role_policy_document: trust_policy,
            role_policy_list: Vec::new(),
            attached_managed_policies: Vec::new(),
            permissions_boundary: None,
            tags: Vec::new(),
            other: Map::new(),
        }
    }
}

impl PolicyDetail {
    /// An inline policy.
    pub fn new(policy_name: impl Into<String>, policy_document: Document) -> Self {
        Self {
            policy_name: policy_name.into(),
            policy_document,
        }
    }
}

impl AttachedPolicy {
    /// The managed policy of this ARN, whose last part is its name.
    pub fn new(policy_arn: Arn) -> Self {
        Self {
            policy_name: path_and_name(&policy_arn).1,
            policy_arn,
        }
    }
}

impl AttachedPermissionsBoundary {
    /// The managed policy of this ARN.
    pub fn new(permissions_boundary_arn: Arn) -> Self {
        Self {
            permissions_boundary_type: boundary_type(),
            permissions_boundary_arn,
        }
    }
}

/// `/path/` and `name` of `arn:aws:iam::111122223333:user/path/name`.
pub(super) fn path_and_name(arn: &Arn) -> (String, String) {
    let after_type = arn.resource().split_once('/').map_or("", |(_, rest)| rest);
    match after_type.rsplit_once('/') {
        Some((path, name)) => (format!("/{path}/"), name.to_owned()),
        None => (root_path(), after_type.to_owned()),
    }
}

pub(super) fn root_path() -> String {
    "/".to_owned()
}

fn boundary_type() -> String {
    "PermissionsBoundaryPolicy".to_owned()
}
