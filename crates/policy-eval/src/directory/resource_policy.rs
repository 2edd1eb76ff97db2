//! The policies of resources: of KMS keys, as `aws kms get-key-policy` writes them, and of any other.

use std::collections::BTreeMap;

use common_types::Arn;
use serde::{Deserialize, Serialize};

use super::{DirectoryError, Document, document};
use crate::{CompiledPolicy, PolicyKind};

/// The output of `aws kms get-key-policy`. It does not say of which key.
///
/// Source: [GetKeyPolicy](https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct KeyPolicy {
    /// The policy itself.
    #[serde(with = "document::as_text")]
    pub policy: Document,
    /// `default`: a key has no other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
}

/// Policies by the resource that they are attached to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourcePolicies(BTreeMap<Arn, Document>);

impl KeyPolicy {
    /// The policy of a key.
    pub fn new(policy: Document) -> Self {
        Self {
            policy,
            policy_name: Some("default".to_owned()),
        }
    }

    /// Reads the output of `aws kms get-key-policy`.
    ///
    /// # Errors
    ///
    /// [`DirectoryError::Shape`] if it is none.
    pub fn from_output(json: &str) -> Result<Self, DirectoryError> {
        serde_json::from_str(json).map_err(|source| DirectoryError::Shape {
            command: "aws kms get-key-policy",
            source,
        })
    }
}

impl ResourcePolicies {
    /// Puts the policy of a resource.
    ///
    /// # Errors
    ///
    /// [`DirectoryError::Malformed`] if it does not parse.
    pub fn put(&mut self, resource: Arn, policy: Document) -> Result<(), DirectoryError> {
        compile(&resource, &policy)?;
        self.0.insert(resource, policy);
        Ok(())
    }

    /// Takes the policy of a resource out.
    pub fn remove(&mut self, resource: &Arn) -> Option<Document> {
        self.0.remove(resource)
    }

    /// The policy of a resource.
    pub fn get(&self, resource: &Arn) -> Option<&Document> {
        self.0.get(resource)
    }

    /// All of them, by resource.
    pub fn iter(&self) -> impl Iterator<Item = (&Arn, &Document)> {
        self.0.iter()
    }
}

pub(super) fn compile(resource: &Arn, policy: &Document) -> Result<CompiledPolicy, DirectoryError> {
    let name = match resource.service() {
        "kms" => "key policy",
        _ => "resource policy",
    };
    match policy.policy(PolicyKind::Resource) {
        Ok(policy) => Ok(CompiledPolicy::compile(name, &policy)),
        Err(source) => Err(DirectoryError::Malformed {
            policy: name.to_owned(),
            of: resource.to_string(),
            source,
        }),
    }
}
