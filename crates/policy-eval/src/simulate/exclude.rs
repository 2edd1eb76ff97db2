//! Attached policies that a simulation leaves out.

use common_types::Arn;
use serde::{Deserialize, Serialize};

use super::SimulateError;
use crate::{
    document::Version,
    pattern::{Template, Wildcards},
};

/// Which attached policies are left out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub enum PolicyIdentifier {
    /// All of a type.
    PolicyType(PolicyIdentifierType),
    /// A managed policy, or several by `*` (one at most) and `?` in the part behind `policy/`.
    PolicyArn(String),
    /// An inline policy.
    InlinePolicyIdentifier(InlinePolicyIdentifier),
}

/// An inline policy of an entity, or of several.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct InlinePolicyIdentifier {
    /// The policy's name.
    pub policy_name: String,
    /// What it is attached to.
    pub attachment_type: AttachmentType,
    /// The entity's name, with `*` (one at most) and `?`.
    pub attachment_name: String,
}

common_types::wire_enum! {
    /// The types of policy that can be left out.
    pub enum PolicyIdentifierType {
        /// Inline policies.
        Inline = "inline",
        /// AWS's managed policies.
        AwsManaged = "aws-managed",
        /// Customers' managed policies.
        UserManaged = "user-managed",
        /// The permissions boundary.
        PermissionBoundary = "permission-boundary",
        /// Service control policies.
        Scp = "scp",
        /// Resource control policies: they take no part in simulations.
        Rcp = "rcp",
    }
}

common_types::wire_enum! {
    /// What has inline policies.
    pub enum AttachmentType {
        /// A user.
        User = "user",
        /// A group.
        Group = "group",
        /// A role.
        Role = "role",
    }
}

impl InlinePolicyIdentifier {
    /// The inline policy of this name of these entities.
    pub fn new(
        policy_name: impl Into<String>,
        attachment_type: AttachmentType,
        attachment_name: impl Into<String>,
    ) -> Self {
        Self {
            policy_name: policy_name.into(),
            attachment_type,
            attachment_name: attachment_name.into(),
        }
    }
}

/// The exclusions of one simulation, well-formed.
pub(super) struct Exclusions<'a>(&'a [PolicyIdentifier]);

impl<'a> Exclusions<'a> {
    pub(super) fn new(identifiers: &'a [PolicyIdentifier]) -> Result<Self, SimulateError> {
        for identifier in identifiers {
            let well_formed = match identifier {
                PolicyIdentifier::PolicyType(_) => true,
                PolicyIdentifier::PolicyArn(arn) => is_policy_pattern(arn),
                PolicyIdentifier::InlinePolicyIdentifier(inline) => {
                    has_one_star(&inline.attachment_name)
                        && !inline.policy_name.contains(['*', '?'])
                }
            };
            if !well_formed {
                let reason = format!("PolicyExclusionList: {identifier:?} identifies no policy");
                return Err(SimulateError::invalid(reason));
            }
        }
        Ok(Self(identifiers))
    }

    pub(super) fn has_type(&self, policy_type: PolicyIdentifierType) -> bool {
        self.0.contains(&PolicyIdentifier::PolicyType(policy_type))
    }

    pub(super) fn has_managed(&self, policy: &Arn) -> bool {
        let policy_type = match policy.account() {
            "aws" => PolicyIdentifierType::AwsManaged,
            _ => PolicyIdentifierType::UserManaged,
        };
        self.has_type(policy_type)
            || self.0.iter().any(|identifier| match identifier {
                PolicyIdentifier::PolicyArn(pattern) => matches(pattern, policy.as_str()),
                PolicyIdentifier::PolicyType(_) | PolicyIdentifier::InlinePolicyIdentifier(_) => {
                    false
                }
            })
    }

    pub(super) fn has_inline(&self, of: AttachmentType, entity: &str, policy: &str) -> bool {
        self.has_type(PolicyIdentifierType::Inline)
            || self.0.iter().any(|identifier| match identifier {
                PolicyIdentifier::InlinePolicyIdentifier(inline) => {
                    inline.attachment_type == of
                        && inline.policy_name == policy
                        && matches(&inline.attachment_name, entity)
                }
                PolicyIdentifier::PolicyType(_) | PolicyIdentifier::PolicyArn(_) => false,
            })
    }
}

/// Wildcards stand in the resource alone.
fn is_policy_pattern(arn: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let [arn, partition, "iam", "", account, resource] = parts.as_slice() else {
        return false;
    };
    let plain = |part: &&str| !part.is_empty() && !part.contains(['*', '?']);
    [arn, partition, account].iter().all(|part| plain(part))
        && *arn == "arn"
        && resource.strip_prefix("policy/").is_some_and(has_one_star)
}

fn has_one_star(text: &str) -> bool {
    !text.is_empty() && text.matches('*').count() <= 1
}

fn matches(pattern: &str, text: &str) -> bool {
    Template::parse(pattern, Wildcards::Everywhere, Version::V2008)
        .is_some_and(|pattern| pattern.matches(text, &()))
}
