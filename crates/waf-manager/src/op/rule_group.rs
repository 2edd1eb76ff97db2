//! Rule groups: `CreateRuleGroup`, `GetRuleGroup`, `ListRuleGroups`, `UpdateRuleGroup`, `DeleteRuleGroup`.

use std::collections::BTreeMap;

use common_types::{
    Arn, Tag,
    constraint::{Check, Constrained},
    setters,
};
use serde::{Deserialize, Serialize};
use waf_rules::model::{CustomResponseBody, MonetizationConfig, Rule, RuleGroup, VisibilityConfig};

use super::{
    bounds,
    kind::{
        CreatedResponse, UpdatedResponse, delete_operation, get_by_arn_operation, list_operation,
    },
    tags,
};
use crate::{
    Operation, Result, Scope, WafHandle,
    call::{Call, Which},
};

/// Request of [`create_rule_group`](WafHandle::create_rule_group).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct CreateRuleGroupRequest {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub scope: Scope,
    /// The capacity units that are set aside for it, for good.
    pub capacity: u64,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<Vec<Rule>>,
    /// Metrics and samples.
    pub visibility_config: VisibilityConfig,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    /// Bodies for custom responses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_response_bodies: Option<BTreeMap<String, CustomResponseBody>>,
    /// What a request costs where a rule asks for payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monetization_config: Option<MonetizationConfig>,
}

impl CreateRuleGroupRequest {
    /// A group without rules yet, for which capacity is set aside.
    pub fn new(
        name: impl Into<String>,
        scope: Scope,
        capacity: u64,
        visibility_config: VisibilityConfig,
    ) -> Self {
        Self {
            name: name.into(),
            scope,
            capacity,
            description: None,
            rules: None,
            visibility_config,
            tags: None,
            custom_response_bodies: None,
            monetization_config: None,
        }
    }
}

setters!(CreateRuleGroupRequest {
    /// What it is about.
    description: String,
    /// Its rules.
    rules: Vec<Rule>,
    /// Its tags.
    tags: Vec<Tag>,
    /// What a request costs where a rule asks for payment.
    monetization_config: MonetizationConfig,
});

/// Request of [`update_rule_group`](WafHandle::update_rule_group).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct UpdateRuleGroupRequest {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub scope: Scope,
    /// Its id.
    pub id: String,
    /// What it is about; nothing if unset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// All its rules from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<Vec<Rule>>,
    /// Metrics and samples.
    pub visibility_config: VisibilityConfig,
    /// The lock token that came with what was read last.
    pub lock_token: String,
    /// All its bodies for custom responses from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_response_bodies: Option<BTreeMap<String, CustomResponseBody>>,
    /// What a request costs where a rule asks for payment, from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monetization_config: Option<MonetizationConfig>,
}

impl UpdateRuleGroupRequest {
    /// A group as it was read last, that is to have no rules.
    pub fn new(
        name: impl Into<String>,
        scope: Scope,
        id: impl Into<String>,
        visibility_config: VisibilityConfig,
        lock_token: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            scope,
            id: id.into(),
            description: None,
            rules: None,
            visibility_config,
            lock_token: lock_token.into(),
            custom_response_bodies: None,
            monetization_config: None,
        }
    }
}

setters!(UpdateRuleGroupRequest {
    /// What it is about.
    description: String,
    /// All its rules from now on.
    rules: Vec<Rule>,
    /// What a request costs where a rule asks for payment, from now on.
    monetization_config: MonetizationConfig,
});

impl Constrained for CreateRuleGroupRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            name,
            scope: _,
            capacity,
            description,
            rules: _,
            visibility_config: _,
            tags,
            custom_response_bodies,
            monetization_config: _,
        } = self;
        check.text("name", name, &bounds::NAME);
        let capacity = i64::try_from(*capacity).unwrap_or(i64::MAX);
        check.number("capacity", Some(capacity), &bounds::CAPACITY);
        check.text("description", description, &bounds::DESCRIPTION);
        tags::constrain(check, tags.as_deref());
        bounds::bodies(check, custom_response_bodies.as_ref());
    }
}

impl Constrained for UpdateRuleGroupRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            name,
            scope: _,
            id,
            description,
            rules: _,
            visibility_config: _,
            lock_token,
            custom_response_bodies,
            monetization_config: _,
        } = self;
        check.text("name", name, &bounds::NAME);
        check.text("id", id, &bounds::ID);
        check.text("description", description, &bounds::DESCRIPTION);
        check.text("lockToken", lock_token, &bounds::LOCK_TOKEN);
        bounds::bodies(check, custom_response_bodies.as_ref());
    }
}

impl WafHandle {
    /// Makes a rule group, for use in several web ACLs.
    ///
    /// # Limits
    ///
    /// [`RULE_GROUPS`](crate::limits::RULE_GROUPS); what its rules may be is in [`waf_rules::limits`].
    ///
    /// # Authorisation
    ///
    /// `wafv2:CreateRuleGroup` on it, with `aws:RequestTag/…` and `aws:TagKeys`.
    ///
    /// # Errors
    ///
    /// [`DuplicateItem`](crate::Error::DuplicateItem), [`LimitsExceeded`](crate::Error::LimitsExceeded),
    /// [`InvalidParameter`](crate::Error::InvalidParameter), [`NonexistentItem`](crate::Error::NonexistentItem) for what its rules refer to,
    /// [`TagOperation`](crate::Error::TagOperation), [`AccessDenied`](crate::Error::AccessDenied), [`Validation`](crate::Error::Validation).
    ///
    /// # Source
    ///
    /// [CreateRuleGroup](https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateRuleGroup.html).
    pub async fn create_rule_group(
        &self,
        request: CreateRuleGroupRequest,
    ) -> Result<CreatedResponse> {
        let mut call = self.call(Operation::CreateRuleGroup);
        let answer = create(&mut call, request).await;
        call.answer(answer).await
    }

    /// Replaces all that a rule group holds. Web ACLs that refer to it decide by that from the next request on.
    ///
    /// # Authorisation
    ///
    /// `wafv2:UpdateRuleGroup` on it.
    ///
    /// # Errors
    ///
    /// [`OptimisticLock`](crate::Error::OptimisticLock), [`NonexistentItem`](crate::Error::NonexistentItem),
    /// [`InvalidParameter`](crate::Error::InvalidParameter), [`LimitsExceeded`](crate::Error::LimitsExceeded),
    /// [`AccessDenied`](crate::Error::AccessDenied), [`Validation`](crate::Error::Validation).
    ///
    /// # Source
    ///
    /// [UpdateRuleGroup](https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateRuleGroup.html).
    pub async fn update_rule_group(
        &self,
        request: UpdateRuleGroupRequest,
    ) -> Result<UpdatedResponse> {
        let mut call = self.call(Operation::UpdateRuleGroup);
        let answer = update(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn create(call: &mut Call<'_>, request: CreateRuleGroupRequest) -> Result<CreatedResponse> {
    request.validate()?;
    let CreateRuleGroupRequest {
        name,
        scope,
        capacity,
        description,
        rules,
        visibility_config,
        tags,
        custom_response_bodies,
        monetization_config,
    } = request;
    let tags = tags::parse(tags)?;
    let make = |id, arn: &Arn| {
        let visibility = visibility_config.clone();
        let mut group = RuleGroup::new(name.clone(), id, capacity, arn.as_str(), visibility);
        group.description.clone_from(&description);
        group.rules = Some(rules.clone().unwrap_or_default());
        group.label_namespace = Some(format!("awswaf:{}:rulegroup:{name}:", arn.account()));
        group
            .custom_response_bodies
            .clone_from(&custom_response_bodies);
        group.monetization_config.clone_from(&monetization_config);
        group
    };
    let summary = call.create(scope, &name, &tags, make).await?;
    Ok(CreatedResponse { summary })
}

async fn update(call: &mut Call<'_>, request: UpdateRuleGroupRequest) -> Result<UpdatedResponse> {
    request.validate()?;
    let UpdateRuleGroupRequest {
        name,
        scope,
        id,
        description,
        rules,
        visibility_config,
        lock_token,
        custom_response_bodies,
        monetization_config,
    } = request;
    let edit = |mut group: RuleGroup| {
        group.description.clone_from(&description);
        group.rules = Some(rules.clone().unwrap_or_default());
        group.visibility_config = visibility_config.clone();
        group
            .custom_response_bodies
            .clone_from(&custom_response_bodies);
        group.monetization_config.clone_from(&monetization_config);
        Ok(group)
    };
    let next_lock_token = call
        .update(Which::Named(&name, scope, &id), &lock_token, edit)
        .await?;
    Ok(UpdatedResponse { next_lock_token })
}

get_by_arn_operation! {
    /// Reads a rule group (`wafv2:GetRuleGroup` on it).
    /// [GetRuleGroup](https://docs.aws.amazon.com/waf/latest/APIReference/API_GetRuleGroup.html).
    GetRuleGroupRequest, GetRuleGroupResponse { rule_group as "RuleGroup": RuleGroup }, get_rule_group, GetRuleGroup
}
list_operation! {
    /// Lists rule groups (`wafv2:ListRuleGroups`).
    /// [ListRuleGroups](https://docs.aws.amazon.com/waf/latest/APIReference/API_ListRuleGroups.html).
    ListRuleGroupsRequest, ListRuleGroupsResponse { rule_groups as "RuleGroups" }, list_rule_groups, ListRuleGroups, RuleGroup
}
delete_operation! {
    /// Deletes a rule group (`wafv2:DeleteRuleGroup` on it).
    /// [DeleteRuleGroup](https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteRuleGroup.html).
    DeleteRuleGroupRequest, delete_rule_group, DeleteRuleGroup, RuleGroup
}
