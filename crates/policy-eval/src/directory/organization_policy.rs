//! The policies of an organisation, as `aws organizations describe-policy` writes them.

use serde::{Deserialize, Serialize};

use super::{DirectoryError, Document, document};
use crate::{CompiledPolicy, PolicyKind};

/// A policy that an organisation can attach.
///
/// Source: [DescribePolicy](https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribePolicy.html).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct OrganizationPolicy {
    /// What it is.
    pub policy_summary: PolicySummary,
    /// The policy itself.
    #[serde(with = "document::as_text")]
    pub content: Document,
}

/// What a policy of an organisation is, without its text.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct PolicySummary {
    /// `p-…`
    pub id: String,
    /// `arn:aws:organizations::111122223333:policy/o-…/service_control_policy/p-…`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whom it binds.
    #[serde(rename = "Type")]
    pub policy_type: OrganizationPolicyType,
    /// Whether AWS wrote it.
    #[serde(default)]
    pub aws_managed: bool,
}

/// The types of policy that take part in decisions.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum OrganizationPolicyType {
    /// Over the principals of accounts.
    ServiceControlPolicy,
    /// Over the resources of accounts.
    ResourceControlPolicy,
}

impl OrganizationPolicy {
    /// A policy of one's own.
    pub fn new(
        id: impl Into<String>,
        policy_type: OrganizationPolicyType,
        content: Document,
    ) -> Self {
        Self {
            policy_summary: PolicySummary {
                id: id.into(),
                arn: None,
                name: None,
                description: None,
                policy_type,
                aws_managed: false,
            },
            content,
        }
    }

    /// Reads the output of `aws organizations describe-policy`.
    ///
    /// # Errors
    ///
    /// [`DirectoryError::Shape`] if it is none, or of a policy that takes no part in decisions.
    pub fn from_output(json: &str) -> Result<Self, DirectoryError> {
        match serde_json::from_str(json) {
            Ok(DescribePolicy { policy }) => Ok(policy),
            Err(source) => Err(DirectoryError::Shape {
                command: "aws organizations describe-policy",
                source,
            }),
        }
    }

    /// Writes it as `aws organizations describe-policy` does.
    pub fn to_output(&self) -> impl Serialize + '_ {
        DescribePolicy { policy: self }
    }

    /// The name that explanations call it by.
    fn shown_name(&self) -> &str {
        let PolicySummary { id, name, .. } = &self.policy_summary;
        name.as_deref().unwrap_or(id)
    }

    pub(super) fn compile(&self) -> Result<CompiledPolicy, DirectoryError> {
        let kind = match self.policy_summary.policy_type {
            OrganizationPolicyType::ServiceControlPolicy => PolicyKind::ServiceControl,
            OrganizationPolicyType::ResourceControlPolicy => PolicyKind::ResourceControl,
        };
        match self.content.policy(kind) {
            Ok(policy) => Ok(CompiledPolicy::compile(self.shown_name(), &policy)),
            Err(source) => Err(DirectoryError::Malformed {
                policy: self.shown_name().to_owned(),
                of: self.policy_summary.id.clone(),
                source,
            }),
        }
    }

    /// The policies that AWS attaches by itself, which need not be described.
    pub(super) fn of_aws(id: &str) -> Option<Self> {
        let (policy_type, name, content) = match id {
            "p-FullAWSAccess" => (
                OrganizationPolicyType::ServiceControlPolicy,
                "FullAWSAccess",
                r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#,
            ),
            "p-RCPFullAWSAccess" => (
                OrganizationPolicyType::ResourceControlPolicy,
                "RCPFullAWSAccess",
                r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#,
            ),
            _ => return None,
        };
        let mut policy = Self::new(id, policy_type, Document::new(content));
        policy.policy_summary.name = Some(name.to_owned());
        policy.policy_summary.aws_managed = true;
        Some(policy)
    }
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct DescribePolicy<T> {
    policy: T,
}
