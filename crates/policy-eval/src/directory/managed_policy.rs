//! Managed policies and their versions, as IAM writes them.

use common_types::Arn;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    Document,
    detail::{path_and_name, root_path},
};

/// A managed policy with its versions.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ManagedPolicyDetail {
    /// The friendly name.
    pub policy_name: String,
    /// The unique id: `ANPA…`.
    pub policy_id: String,
    /// `arn:aws:iam::111122223333:policy/path/name`, or `arn:aws:iam::aws:policy/…` of AWS's own.
    pub arn: Arn,
    /// The path, `/` where there is none.
    #[serde(default = "root_path")]
    pub path: String,
    /// The version that is in force.
    pub default_version_id: String,
    /// All versions.
    #[serde(default)]
    pub policy_version_list: Vec<PolicyVersion>,
    /// What else AWS wrote: counts, dates, the description.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// One version of a managed policy.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct PolicyVersion {
    /// The policy itself.
    pub document: Document,
    /// `v1`, `v2` and so on.
    pub version_id: String,
    /// Whether it is the one in force.
    #[serde(default)]
    pub is_default_version: bool,
    /// When it was made, in ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub create_date: Option<String>,
}

impl ManagedPolicyDetail {
    /// A managed policy in its first version. Path and name are the ARN's.
    pub fn new(arn: Arn, policy_id: impl Into<String>, document: Document) -> Self {
        let (path, policy_name) = path_and_name(&arn);
        let mut version = PolicyVersion::new("v1", document);
        version.is_default_version = true;
        Self {
            policy_name,
            policy_id: policy_id.into(),
            arn,
            path,
            default_version_id: "v1".to_owned(),
            policy_version_list: vec![version],
            other: Map::new(),
        }
    }

    /// The version that is in force.
    pub fn default_version(&self) -> Option<&PolicyVersion> {
        let is_default = |version: &&PolicyVersion| version.version_id == self.default_version_id;
        self.policy_version_list.iter().find(is_default)
    }
}

impl PolicyVersion {
    /// A version that is not in force.
    pub fn new(version_id: impl Into<String>, document: Document) -> Self {
        Self {
            document,
            version_id: version_id.into(),
            is_default_version: false,
            create_date: None,
        }
    }
}
