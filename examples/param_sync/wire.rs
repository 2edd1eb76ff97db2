//! What the AWS CLI prints of parameters, in one shape: each command fills some of its members.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use strongroom::{ParameterType, param_store::ParameterTier};

/// What a command has printed.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Printed {
    pub parameters: Vec<Entry>,
    /// Of `get-parameters`: names that it did not find.
    #[serde(default, skip_serializing)]
    #[expect(
        dead_code,
        reason = "what is printed is taken; these have nothing to import"
    )]
    invalid_parameters: Vec<String>,
    #[serde(default, skip_serializing)]
    #[expect(dead_code, reason = "the CLI prints all pages")]
    next_token: Option<String>,
}

/// A parameter, or a version of one.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Entry {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#type: Option<ParameterType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<ParameterTier>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_pattern: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_type: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<Policy>,
    /// Ours: no command prints them beside the parameter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified_date: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified_user: Option<String>,
    #[serde(default, rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    /// By what it was asked for: nothing of the parameter.
    #[serde(default, rename = "Selector", skip_serializing)]
    pub _selector: Option<String>,
    /// What another service answered: not kept here.
    #[serde(default, rename = "SourceResult", skip_serializing)]
    pub _source_result: Option<String>,
}

impl Entry {
    /// Adds what another command has printed of the same version.
    pub fn add(&mut self, other: Self) {
        let Self {
            name: _,
            r#type,
            value: _,
            version: _,
            labels,
            tier,
            description,
            allowed_pattern,
            key_id,
            data_type,
            policies,
            tags,
            last_modified_date: _,
            last_modified_user: _,
            arn: _,
            _selector: _,
            _source_result: _,
        } = other;
        fn add<T>(to: &mut Option<T>, other: Option<T>) {
            *to = to.take().or(other);
        }
        add(&mut self.r#type, r#type);
        add(&mut self.tier, tier);
        add(&mut self.description, description);
        add(&mut self.allowed_pattern, allowed_pattern);
        add(&mut self.key_id, key_id);
        add(&mut self.data_type, data_type);
        self.labels.extend(labels);
        if self.policies.is_empty() {
            self.policies = policies;
        }
        self.tags.extend(tags);
    }
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Policy {
    pub policy_text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_status: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Tag {
    pub key: String,
    pub value: String,
}
