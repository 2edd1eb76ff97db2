//! What a simulation is asked, in IAM's shapes.

use serde::{Deserialize, Serialize};

use super::PolicyIdentifier;

/// `SimulateCustomPolicy`: policies that are given, and nothing else.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct SimulateCustomPolicyRequest {
    /// Identity-based policies, as JSON texts. At least one.
    pub policy_input_list: Vec<String>,
    /// The permissions boundary: at most one policy.
    pub permissions_boundary_policy_input_list: Vec<String>,
    /// Service control policies, level by level from the organisation's root to the account: at most 7 levels.
    pub ordered_organization_policy_input_list: Vec<OrderedOrganizationPolicy>,
    /// What is to be done and to what.
    #[serde(flatten)]
    pub scenario: Scenario,
}

/// `SimulatePrincipalPolicy`: the policies of a user, group or role, and more that are given.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct SimulatePrincipalPolicyRequest {
    /// The ARN of the user, group or role.
    pub policy_source_arn: String,
    /// More identity-based policies, as JSON texts.
    pub policy_input_list: Vec<String>,
    /// Another permissions boundary than the one that is attached: at most one policy.
    pub permissions_boundary_policy_input_list: Vec<String>,
    /// Attached policies that are left out: at most 256.
    pub policy_exclusion_list: Vec<PolicyIdentifier>,
    /// What is to be done and to what.
    #[serde(flatten)]
    pub scenario: Scenario,
}

/// What both simulations have in common: the requests to decide, and the page of results.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Scenario {
    /// The actions, such as `s3:GetObject`, without wildcards. At least one.
    pub action_names: Vec<String>,
    /// The resources' ARNs; none is `*`.
    pub resource_arns: Vec<String>,
    /// The policy of each of the resources. It needs a caller.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_policy: Option<String>,
    /// The account that owns the resources whose ARN does not say: its id, or its root user's ARN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_owner: Option<String>,
    /// The user, group or role that calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller_arn: Option<String>,
    /// Condition keys.
    pub context_entries: Vec<ContextEntry>,
    /// Which kinds of EC2 resources must be among the resources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_handling_option: Option<String>,
    /// Results a page: 1 to 1000, 100 if it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i32>,
    /// Where the page before this one ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

/// `GetContextKeysForCustomPolicy`: which condition keys do these policies ask for?
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct GetContextKeysForCustomPolicyRequest {
    /// The policies, as JSON texts. At least one.
    pub policy_input_list: Vec<String>,
}

/// `GetContextKeysForPrincipalPolicy`: which condition keys do the policies of a user, group or role ask for?
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct GetContextKeysForPrincipalPolicyRequest {
    /// The ARN of the user, group or role.
    pub policy_source_arn: String,
    /// More policies, as JSON texts.
    pub policy_input_list: Vec<String>,
}

/// The service control policies of one level of an organisation.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct OrderedOrganizationPolicy {
    /// The policies, as JSON texts.
    pub service_control_policy_input_list: Vec<String>,
}

/// A condition key with its value or values.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct ContextEntry {
    /// The key, such as `aws:SourceIp`.
    pub context_key_name: String,
    /// Its values.
    pub context_key_values: Vec<String>,
    /// What the values are. Without it they are texts, and several of them a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context_key_type: Option<ContextKeyType>,
}

common_types::wire_enum! {
    /// What the values of a condition key are.
    pub enum ContextKeyType {
        /// One text.
        String = "string",
        /// Any number of texts.
        StringList = "stringList",
        /// One number.
        Numeric = "numeric",
        /// Any number of numbers.
        NumericList = "numericList",
        /// `true` or `false`.
        Boolean = "boolean",
        /// Any number of truth values.
        BooleanList = "booleanList",
        /// One IP address.
        Ip = "ip",
        /// Any number of IP addresses.
        IpList = "ipList",
        /// Bytes in base64.
        Binary = "binary",
        /// Any number of them.
        BinaryList = "binaryList",
        /// One date, in ISO 8601 or as seconds since 1970.
        Date = "date",
        /// Any number of dates.
        DateList = "dateList",
    }
}

impl SimulateCustomPolicyRequest {
    /// Simulates these actions under these identity-based policies.
    pub fn new<P: Into<String>, A: Into<String>>(
        policies: impl IntoIterator<Item = P>,
        actions: impl IntoIterator<Item = A>,
    ) -> Self {
        Self {
            policy_input_list: policies.into_iter().map(Into::into).collect(),
            scenario: Scenario::new(actions),
            ..Self::default()
        }
    }
}

impl SimulatePrincipalPolicyRequest {
    /// Simulates these actions under the policies of a user, group or role.
    pub fn new<A: Into<String>>(
        policy_source_arn: impl Into<String>,
        actions: impl IntoIterator<Item = A>,
    ) -> Self {
        Self {
            policy_source_arn: policy_source_arn.into(),
            scenario: Scenario::new(actions),
            ..Self::default()
        }
    }
}

impl Scenario {
    /// These actions on any resource.
    pub fn new<A: Into<String>>(actions: impl IntoIterator<Item = A>) -> Self {
        Self {
            action_names: actions.into_iter().map(Into::into).collect(),
            ..Self::default()
        }
    }
}

impl OrderedOrganizationPolicy {
    /// A level with these policies.
    pub fn new<P: Into<String>>(policies: impl IntoIterator<Item = P>) -> Self {
        Self {
            service_control_policy_input_list: policies.into_iter().map(Into::into).collect(),
        }
    }
}

impl ContextEntry {
    /// A key with its values.
    pub fn new<V: Into<String>>(
        name: impl Into<String>,
        key_type: ContextKeyType,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        Self {
            context_key_name: name.into(),
            context_key_values: values.into_iter().map(Into::into).collect(),
            context_key_type: Some(key_type),
        }
    }
}
