//! `ManagedServiceData` of a policy for web ACLs: JSON within a string, with names of its own.

use std::collections::BTreeMap;

use common_types::wire_enum;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use waf_rules::model::{AssociatedResourceType, SizeInspectionLimit};

use super::{
    SecurityServiceType,
    logging::PolicyLogging,
    rule_group::{PolicyRuleGroup, or_none},
};

/// What a policy puts on web ACLs.
///
/// Source: the examples for `WAFV2` in
/// [SecurityServicePolicyData](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_SecurityServicePolicyData.html). Custom
/// handling of the default action is refused: AWS does not say what it looks like.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ManagedServiceData {
    /// The kind of policy, once more.
    pub r#type: SecurityServiceType,
    /// The rule groups that come before a web ACL's own rules, in their order.
    #[serde(default, deserialize_with = "or_none")]
    pub pre_process_rule_groups: Vec<PolicyRuleGroup>,
    /// The rule groups that come after a web ACL's own rules, in their order.
    #[serde(default, deserialize_with = "or_none")]
    pub post_process_rule_groups: Vec<PolicyRuleGroup>,
    /// What follows when no rule decides, in web ACLs that the policy makes.
    pub default_action: PolicyAction,
    /// Whether web ACLs that are not the policy's are replaced by the policy's.
    #[serde(rename = "overrideCustomerWebACLAssociation")]
    pub override_customer_web_acl_association: bool,
    /// Whether samples are kept of requests that no rule has decided; they are if unset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sampled_requests_enabled_for_default_actions: Option<bool>,
    /// Whether a web ACL is made only where a resource uses it; otherwise in every account of the scope.
    #[serde(
        default,
        rename = "optimizeUnassociatedWebACL",
        skip_serializing_if = "Option::is_none"
    )]
    pub optimize_unassociated_web_acl: Option<bool>,
    /// Whether web ACLs that are there get the policy's rule groups, too.
    #[serde(
        default,
        rename = "webACLSource",
        skip_serializing_if = "Option::is_none"
    )]
    pub web_acl_source: Option<WebAclSource>,
    /// How long a solved CAPTCHA holds, in web ACLs that the policy makes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captcha_config: Option<ImmunityConfig>,
    /// How long a passed challenge holds, in web ACLs that the policy makes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge_config: Option<ImmunityConfig>,
    /// Domains whose tokens are accepted besides the request's host, in web ACLs that the policy makes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_domains: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    custom_request_handling: Option<Unsupported>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    custom_response: Option<Unsupported>,
    /// How web ACLs that the policy makes log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logging_configuration: Option<PolicyLogging>,
    /// How much of a body each kind of resource inspects, in web ACLs that the policy makes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub association_config: Option<PolicyAssociation>,
}

wire_enum! {
    /// Which web ACLs a policy works with.
    pub enum WebAclSource {
        /// Those that it makes. The default.
        Default = "DEFAULT",
        /// Those that resources have; where they have none, those that it makes.
        RetrofitExisting = "RETROFIT_EXISTING",
    }
}

/// What follows when no rule decides.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PolicyAction {
    /// It.
    pub r#type: DefaultActionType,
}

wire_enum! {
    /// What follows when no rule decides.
    pub enum DefaultActionType {
        /// The request goes on to the application.
        Allow = "ALLOW",
        /// The request is refused.
        Block = "BLOCK",
    }
}

/// How long a token holds.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ImmunityConfig {
    /// The time.
    pub immunity_time_property: ImmunityTime,
}

/// How long a token holds.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ImmunityTime {
    /// In seconds.
    pub immunity_time: u64,
}

/// How much of a body is inspected.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct PolicyAssociation {
    /// By the kind of resource.
    pub request_body: BTreeMap<AssociatedResourceType, PolicyRequestBody>,
}

impl PolicyAssociation {
    /// So much of a body, by the kind of resource.
    pub fn new(
        limits: impl IntoIterator<Item = (AssociatedResourceType, SizeInspectionLimit)>,
    ) -> Self {
        let body = |default_size_inspection_limit| PolicyRequestBody {
            default_size_inspection_limit,
        };
        let limits = limits.into_iter();
        Self {
            request_body: limits.map(|(kind, limit)| (kind, body(limit))).collect(),
        }
    }
}

/// How much of a body is inspected.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct PolicyRequestBody {
    /// So much.
    pub default_size_inspection_limit: SizeInspectionLimit,
}

impl ManagedServiceData {
    /// No rule groups yet; the policy's web ACLs allow what no rule blocks.
    pub fn allowing() -> Self {
        Self::with_default(DefaultActionType::Allow)
    }

    /// No rule groups yet; the policy's web ACLs block what no rule allows.
    pub fn blocking() -> Self {
        Self::with_default(DefaultActionType::Block)
    }

    fn with_default(action: DefaultActionType) -> Self {
        Self {
            r#type: SecurityServiceType::WafV2,
            pre_process_rule_groups: Vec::new(),
            post_process_rule_groups: Vec::new(),
            default_action: PolicyAction { r#type: action },
            override_customer_web_acl_association: false,
            sampled_requests_enabled_for_default_actions: None,
            optimize_unassociated_web_acl: None,
            web_acl_source: None,
            captcha_config: None,
            challenge_config: None,
            token_domains: None,
            custom_request_handling: None,
            custom_response: None,
            logging_configuration: None,
            association_config: None,
        }
    }

    /// One more rule group before a web ACL's own rules.
    #[must_use]
    pub fn first(mut self, group: PolicyRuleGroup) -> Self {
        self.pre_process_rule_groups.push(group);
        self
    }

    /// One more rule group after a web ACL's own rules.
    #[must_use]
    pub fn last(mut self, group: PolicyRuleGroup) -> Self {
        self.post_process_rule_groups.push(group);
        self
    }

    /// Web ACLs that are there get the rule groups, too.
    #[must_use]
    pub fn retrofitting(self) -> Self {
        Self {
            web_acl_source: Some(WebAclSource::RetrofitExisting),
            ..self
        }
    }

    /// Web ACLs that are not the policy's are replaced by the policy's.
    #[must_use]
    pub fn overriding(self) -> Self {
        Self {
            override_customer_web_acl_association: true,
            ..self
        }
    }

    /// A web ACL is made only where a resource uses it.
    #[must_use]
    pub fn optimized(self) -> Self {
        Self {
            optimize_unassociated_web_acl: Some(true),
            ..self
        }
    }

    /// Web ACLs that the policy makes inspect so much of a body.
    #[must_use]
    pub fn inspecting(self, association: PolicyAssociation) -> Self {
        Self {
            association_config: Some(association),
            ..self
        }
    }

    /// Web ACLs that the policy makes log so.
    #[must_use]
    pub fn logging(self, logging: PolicyLogging) -> Self {
        Self {
            logging_configuration: Some(logging),
            ..self
        }
    }

    pub(crate) fn retrofits(&self) -> bool {
        self.web_acl_source == Some(WebAclSource::RetrofitExisting)
    }
}

/// `null`: a member that AWS knows and we do not.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub(super) enum Unsupported {}

impl<'de> Deserialize<'de> for Unsupported {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom(
            "a configuration is not supported here that is not null",
        ))
    }
}

/// JSON within a string.
pub(super) mod as_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _, ser::Error as _};

    use super::ManagedServiceData;
    use crate::limits;

    pub(crate) fn serialize<S: Serializer>(
        data: &ManagedServiceData,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let text = serde_json::to_string(data).map_err(S::Error::custom)?;
        serializer.serialize_str(&text)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<ManagedServiceData, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        if text.len() > limits::MANAGED_SERVICE_DATA {
            return Err(D::Error::custom(
                "ManagedServiceData is longer than 30,000 bytes",
            ));
        }
        serde_json::from_str(&text).map_err(|error| {
            D::Error::custom(format_args!("ManagedServiceData is not valid: {error}"))
        })
    }
}
