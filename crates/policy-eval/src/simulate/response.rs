//! What a simulation comes to, in IAM's shapes.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{decide::Outcome, error::Position};

/// What both simulations answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct SimulatePolicyResponse {
    /// One result an action.
    pub evaluation_results: Vec<EvaluationResult>,
    /// Whether there is another page.
    pub is_truncated: bool,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

/// What one action came to, over all the resources.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct EvaluationResult {
    /// The action.
    pub eval_action_name: String,
    /// The form of the ARNs that the action is about, such as `arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}`; `*` if
    /// it is about no resource, or none is known of its service. It is no resource of the request: those have results of
    /// their own.
    pub eval_resource_name: String,
    /// The most restrictive decision of all resources.
    pub eval_decision: EvalDecision,
    /// The statements that determine it, each once; none of service control policies or boundaries.
    pub matched_statements: Vec<MatchedStatement>,
    /// The keys that the policies ask for and the simulation did not give; none of service control policies.
    pub missing_context_values: Vec<String>,
    /// What the organisation makes of it, where there are service control policies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organizations_decision_detail: Option<OrganizationsDecisionDetail>,
    /// What the boundary makes of it, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail>,
    /// Across accounts: the most restrictive decision of each type of policy. Empty within one account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eval_decision_details: Option<BTreeMap<String, EvalDecision>>,
    /// Each resource by itself, where resources were given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resource_specific_results: Vec<ResourceSpecificResult>,
}

/// What one action on one resource came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ResourceSpecificResult {
    /// The resource.
    pub eval_resource_name: String,
    /// The decision.
    pub eval_resource_decision: EvalDecision,
    /// The statements that determine it.
    pub matched_statements: Vec<MatchedStatement>,
    /// The keys that the policies ask for and the simulation did not give.
    pub missing_context_values: Vec<String>,
    /// Across accounts: the decision of each type of policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eval_decision_details: Option<BTreeMap<String, EvalDecision>>,
    /// What the boundary makes of it, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail>,
}

/// A statement that matched.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct MatchedStatement {
    /// The policy: `PolicyInputList.1`, `ResourcePolicy`, a managed policy's name, or `user_alice_inline` of an inline policy
    /// `inline` of the user `alice`.
    pub source_policy_id: String,
    /// What the policy is.
    pub source_policy_type: PolicySourceType,
    /// The statement's opening brace.
    pub start_position: TextPosition,
    /// Behind its closing brace.
    pub end_position: TextPosition,
}

/// A place in a policy's text.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct TextPosition {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// What service control policies make of a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct OrganizationsDecisionDetail {
    /// Whether every level allows, and none denies.
    pub allowed_by_organizations: bool,
}

/// What a permissions boundary makes of a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct PermissionsBoundaryDecisionDetail {
    /// Whether it allows, and does not deny.
    pub allowed_by_permissions_boundary: bool,
}

/// What both `GetContextKeysFor…` answer.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GetContextKeysForPolicyResponse {
    /// The keys, each once.
    pub context_key_names: Vec<String>,
}

common_types::wire_enum! {
    /// A simulated decision.
    pub enum EvalDecision {
        /// It would be allowed.
        Allowed = "allowed",
        /// A statement would deny it.
        ExplicitDeny = "explicitDeny",
        /// No statement that is needed would allow it.
        ImplicitDeny = "implicitDeny",
    }
}

common_types::wire_enum! {
    /// What a policy is attached to, or who wrote it.
    pub enum PolicySourceType {
        /// Inline of a user.
        User = "user",
        /// Inline of a group.
        Group = "group",
        /// Inline of a role.
        Role = "role",
        /// AWS's managed policy.
        AwsManaged = "aws-managed",
        /// A customer's managed policy.
        UserManaged = "user-managed",
        /// Of the resource.
        Resource = "resource",
        /// Given with the request.
        None = "none",
    }
}

impl EvalDecision {
    /// How little it leaves: an explicit denial least.
    fn rank(self) -> u8 {
        match self {
            Self::Allowed => 0,
            Self::ImplicitDeny => 1,
            Self::ExplicitDeny => 2,
        }
    }

    pub(super) fn most_restrictive(self, other: Self) -> Self {
        if other.rank() > self.rank() {
            other
        } else {
            self
        }
    }
}

impl From<Outcome> for EvalDecision {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Allowed => Self::Allowed,
            Outcome::ExplicitlyDenied => Self::ExplicitDeny,
            Outcome::ImplicitlyDenied => Self::ImplicitDeny,
        }
    }
}

impl From<Position> for TextPosition {
    fn from(Position { line, column }: Position) -> Self {
        Self { line, column }
    }
}
