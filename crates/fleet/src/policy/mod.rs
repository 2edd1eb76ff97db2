//! Policies in AWS's shapes: what they want, and of whom.

mod bounds;
mod logging;
mod managed_service_data;
mod rule_group;

use common_types::{
    AccountId,
    constraint::{Check, Constrained, Size},
    setters, wire_enum,
};
use serde::{Deserialize, Serialize};

pub use logging::{
    PolicyLogCondition, PolicyLogFilter, PolicyLogFilters, PolicyLogging, RedactedField,
    RedactedFieldType,
};
pub use managed_service_data::{
    DefaultActionType, ImmunityConfig, ImmunityTime, ManagedServiceData, PolicyAction,
    PolicyAssociation, PolicyRequestBody, WebAclSource,
};
pub use rule_group::{
    ActionToUse, ExcludedRule, ManagedRuleGroupIdentifier, OverrideActionType,
    PolicyOverrideAction, PolicyRuleGroup, RuleActionOverride, RuleGroupType,
};

use crate::{ResourceType, limits};

/// A policy: which web ACL rule groups all resources of all accounts in its scope are to have.
///
/// ```
/// use fleet::{ManagedServiceData, Policy, PolicyRuleGroup, ResourceType};
///
/// let groups = ManagedServiceData::allowing().first(PolicyRuleGroup::managed("AWS", "AWSManagedRulesCommonRuleSet"));
/// let policy = Policy::new("baseline", ResourceType::LoadBalancer, groups).remediation_enabled(true);
/// let json = serde_json::to_value(&policy)?;
/// assert_eq!(json["SecurityServicePolicyData"]["Type"], "WAFV2");
/// assert!(json["SecurityServicePolicyData"]["ManagedServiceData"].is_string());
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Source: [Policy](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_Policy.html). Resource sets (`ResourceSetIds`) are not supported.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Policy {
    /// Its id; none before it was put.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_id: Option<String>,
    /// Its name.
    pub policy_name: String,
    /// A new one with every change: a change must name the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_update_token: Option<String>,
    /// What it puts on resources.
    pub security_service_policy_data: SecurityServicePolicyData,
    /// The type of its resources, or `ResourceTypeList`.
    pub resource_type: PolicyResourceType,
    /// The types, if there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource_type_list: Vec<ResourceType>,
    /// Only resources with these tags, or none of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource_tags: Vec<ResourceTag>,
    /// Whether all of the tags are asked for, or any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_tag_logical_operator: Option<ResourceTagLogicalOperator>,
    /// Whether resources with the tags are out of scope, instead of those without.
    pub exclude_resource_tags: bool,
    /// Whether resources are changed to comply; otherwise it is only reported.
    pub remediation_enabled: bool,
    /// Whether protection is taken off what leaves the scope.
    #[serde(
        default,
        rename = "DeleteUnusedFMManagedResources",
        skip_serializing_if = "std::ops::Not::not"
    )]
    pub delete_unused_fm_managed_resources: bool,
    /// Only these accounts. It goes before [`exclude_map`](Self::exclude_map).
    #[serde(default, skip_serializing_if = "AccountScope::is_empty")]
    pub include_map: AccountScope,
    /// All accounts but these.
    #[serde(default, skip_serializing_if = "AccountScope::is_empty")]
    pub exclude_map: AccountScope,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_description: Option<String>,
}

/// What a policy puts on resources.
///
/// Source: [SecurityServicePolicyData](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_SecurityServicePolicyData.html).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct SecurityServicePolicyData {
    /// The kind of policy.
    pub r#type: SecurityServiceType,
    /// What belongs to that kind: AWS writes it as JSON within a string.
    #[serde(with = "managed_service_data::as_text")]
    pub managed_service_data: ManagedServiceData,
}

wire_enum! {
    /// A kind of policy: of AWS's, there is one here.
    pub enum SecurityServiceType {
        /// Web ACLs.
        WafV2 = "WAFV2",
    }
}

wire_enum! {
    /// The type of a policy's resources, if there is one.
    pub enum PolicyResourceType {
        /// A stage of a REST API.
        ApiGatewayStage = "AWS::ApiGateway::Stage",
        /// An application load balancer.
        LoadBalancer = "AWS::ElasticLoadBalancingV2::LoadBalancer",
        /// Those of the list.
        ResourceTypeList = "ResourceTypeList",
    }
}

wire_enum! {
    /// Whether all tags are asked for, or any.
    pub enum ResourceTagLogicalOperator {
        /// All. The default.
        And = "AND",
        /// Any.
        Or = "OR",
    }
}

/// A tag that decides whether a resource is in scope. Without a value it is one whose value is empty.
///
/// Source: [ResourceTag](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_ResourceTag.html).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ResourceTag {
    /// Its key.
    pub key: String,
    /// Its value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// Accounts, by themselves or by the organisational units that they are in at any level.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AccountScope {
    /// Accounts.
    #[serde(rename = "ACCOUNT", skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<AccountId>,
    /// Organisational units: `ou-…`.
    #[serde(rename = "ORG_UNIT", skip_serializing_if = "Vec::is_empty")]
    pub organizational_units: Vec<String>,
}

impl Policy {
    /// A policy over all resources of a type in all accounts, that reports and changes nothing.
    pub fn new(
        name: impl Into<String>,
        resource_type: ResourceType,
        managed_service_data: ManagedServiceData,
    ) -> Self {
        Self {
            policy_id: None,
            policy_name: name.into(),
            policy_update_token: None,
            security_service_policy_data: SecurityServicePolicyData {
                r#type: SecurityServiceType::WafV2,
                managed_service_data,
            },
            resource_type: match resource_type {
                ResourceType::ApiGatewayStage => PolicyResourceType::ApiGatewayStage,
                ResourceType::LoadBalancer => PolicyResourceType::LoadBalancer,
            },
            resource_type_list: Vec::new(),
            resource_tags: Vec::new(),
            resource_tag_logical_operator: None,
            exclude_resource_tags: false,
            remediation_enabled: false,
            delete_unused_fm_managed_resources: false,
            include_map: AccountScope::default(),
            exclude_map: AccountScope::default(),
            policy_description: None,
        }
    }

    /// Over resources of these types.
    #[must_use]
    pub fn resource_types(self, types: impl IntoIterator<Item = ResourceType>) -> Self {
        Self {
            resource_type: PolicyResourceType::ResourceTypeList,
            resource_type_list: types.into_iter().collect(),
            ..self
        }
    }

    /// Only over resources with this tag, or with exclusion only over those without it.
    #[must_use]
    pub fn resource_tag(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.resource_tags.push(ResourceTag {
            key: key.into(),
            value: Some(value.into()).filter(|value| !value.is_empty()),
        });
        self
    }

    /// Whether resources with the tags are out of scope, instead of those without.
    #[must_use]
    pub fn exclude_resource_tags(self, exclude: bool) -> Self {
        Self {
            exclude_resource_tags: exclude,
            ..self
        }
    }

    /// Whether resources are changed to comply.
    #[must_use]
    pub fn remediation_enabled(self, enabled: bool) -> Self {
        Self {
            remediation_enabled: enabled,
            ..self
        }
    }

    /// Whether protection is taken off what leaves the scope.
    #[must_use]
    pub fn delete_unused_fm_managed_resources(self, delete: bool) -> Self {
        Self {
            delete_unused_fm_managed_resources: delete,
            ..self
        }
    }

    /// Only over these accounts.
    #[must_use]
    pub fn include(self, scope: AccountScope) -> Self {
        Self {
            include_map: scope,
            ..self
        }
    }

    /// Over all accounts but these.
    #[must_use]
    pub fn exclude(self, scope: AccountScope) -> Self {
        Self {
            exclude_map: scope,
            ..self
        }
    }

    /// The types of its resources.
    pub(crate) fn types(&self) -> &[ResourceType] {
        match self.resource_type {
            PolicyResourceType::ApiGatewayStage => &[ResourceType::ApiGatewayStage],
            PolicyResourceType::LoadBalancer => &[ResourceType::LoadBalancer],
            PolicyResourceType::ResourceTypeList => &self.resource_type_list,
        }
    }

    pub(crate) fn data(&self) -> &ManagedServiceData {
        &self.security_service_policy_data.managed_service_data
    }
}

setters!(Policy {
    /// The policy as it was read last, for a change.
    policy_id: String,
    /// The token that came with what was read last.
    policy_update_token: String,
    /// Whether all of the tags are asked for, or any.
    resource_tag_logical_operator: ResourceTagLogicalOperator,
    /// What it is about.
    policy_description: String,
});

impl AccountScope {
    /// These accounts.
    pub fn accounts(accounts: impl IntoIterator<Item = AccountId>) -> Self {
        Self {
            accounts: accounts.into_iter().collect(),
            organizational_units: Vec::new(),
        }
    }

    /// And those that are in this organisational unit.
    #[must_use]
    pub fn organizational_unit(mut self, unit: impl Into<String>) -> Self {
        self.organizational_units.push(unit.into());
        self
    }

    /// Whether it names nobody.
    pub fn is_empty(&self) -> bool {
        self.accounts.is_empty() && self.organizational_units.is_empty()
    }
}

impl Constrained for Policy {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            policy_id,
            policy_name,
            policy_update_token,
            security_service_policy_data: SecurityServicePolicyData { r#type: _, .. },
            resource_type,
            resource_type_list,
            resource_tags,
            resource_tag_logical_operator: _,
            exclude_resource_tags: _,
            remediation_enabled: _,
            delete_unused_fm_managed_resources: _,
            include_map,
            exclude_map,
            policy_description,
        } = self;
        check.text("policyId", policy_id, &bounds::POLICY_ID);
        check.text("policyName", policy_name, &bounds::POLICY_NAME);
        check.text("policyUpdateToken", policy_update_token, &bounds::TOKEN);
        check.text(
            "policyDescription",
            policy_description,
            &bounds::DESCRIPTION,
        );
        check.list(
            "resourceTags",
            resource_tags,
            &Size::between(0, limits::RESOURCE_TAGS),
        );
        let has_list = !resource_type_list.is_empty();
        check.require(
            has_list == (*resource_type == PolicyResourceType::ResourceTypeList),
            "resourceTypeList",
            None,
            "Member must be given if, and only if, the resource type is ResourceTypeList",
        );
        for (member, scope) in [("includeMap", include_map), ("excludeMap", exclude_map)] {
            let AccountScope {
                accounts,
                organizational_units,
            } = scope;
            let size = Size::between(0, limits::SCOPE_MEMBERS);
            check.size(member, accounts.len(), &size);
            check.texts(
                member,
                organizational_units,
                &size,
                &bounds::ORGANIZATIONAL_UNIT,
            );
        }
    }
}

impl Constrained for ResourceTag {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self { key, value } = self;
        check.text("key", key, &bounds::TAG_KEY);
        check.text("value", value, &bounds::TAG_VALUE);
    }
}
