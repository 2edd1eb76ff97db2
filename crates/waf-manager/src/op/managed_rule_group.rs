//! Managed rule groups: `ListAvailableManagedRuleGroups`, `ListAvailableManagedRuleGroupVersions`, `DescribeManagedRuleGroup`.

use common_types::{
    constraint::{Check, Constrained},
    setters,
};
use serde::{Deserialize, Serialize};
use waf_rules::{
    ManagedRuleGroupSummary as Available,
    model::{LabelSummary, RuleAction},
};

use super::bounds;
use crate::{
    Error, Operation, Result, Scope, WafHandle,
    call::{Call, PageOf},
    entity::Labels,
};

/// Request of [`list_available_managed_rule_groups`](WafHandle::list_available_managed_rule_groups).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ListAvailableManagedRuleGroupsRequest {
    /// What they are to be used for.
    pub scope: Scope,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    /// How many entries a page has at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Response of [`list_available_managed_rule_groups`](WafHandle::list_available_managed_rule_groups).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ListAvailableManagedRuleGroupsResponse {
    /// Them, in the order of their vendors and names.
    pub managed_rule_groups: Vec<ManagedRuleGroupSummary>,
    /// Give this with the next request to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
}

/// A managed rule group in a listing.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ManagedRuleGroupSummary {
    /// Who manages it.
    pub vendor_name: String,
    /// Its name.
    pub name: String,
    /// Whether it has versions.
    pub versioning_supported: bool,
    /// What it is for.
    pub description: String,
}

/// Request of [`list_available_managed_rule_group_versions`](WafHandle::list_available_managed_rule_group_versions).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ListAvailableManagedRuleGroupVersionsRequest {
    /// Who manages the group.
    pub vendor_name: String,
    /// The group's name.
    pub name: String,
    /// What it is to be used for.
    pub scope: Scope,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    /// How many entries a page has at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Response of [`list_available_managed_rule_group_versions`](WafHandle::list_available_managed_rule_group_versions).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ListAvailableManagedRuleGroupVersionsResponse {
    /// The versions, in the order of their names.
    pub versions: Vec<ManagedRuleGroupVersion>,
    /// The one that a web ACL has that names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_default_version: Option<String>,
    /// Give this with the next request to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
}

/// A version of a managed rule group.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ManagedRuleGroupVersion {
    /// Its name.
    pub name: String,
}

/// Request of [`describe_managed_rule_group`](WafHandle::describe_managed_rule_group).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct DescribeManagedRuleGroupRequest {
    /// Who manages the group.
    pub vendor_name: String,
    /// The group's name.
    pub name: String,
    /// What it is to be used for.
    pub scope: Scope,
    /// The version; the default one if unset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_name: Option<String>,
}

/// Response of [`describe_managed_rule_group`](WafHandle::describe_managed_rule_group).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct DescribeManagedRuleGroupResponse {
    /// The version that is described, of a group that has versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_name: Option<String>,
    /// The capacity units that it takes.
    pub capacity: u64,
    /// Its rules, by priority.
    pub rules: Vec<RuleSummary>,
    /// What its labels begin with.
    pub label_namespace: String,
    /// The labels that its rules add.
    pub available_labels: Vec<LabelSummary>,
    /// The labels that its rules ask for.
    pub consumed_labels: Vec<LabelSummary>,
}

/// A rule of a managed rule group.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct RuleSummary {
    /// Its name.
    pub name: String,
    /// What it does, where the web ACL does not override that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<RuleAction>,
}

impl ListAvailableManagedRuleGroupsRequest {
    /// The first page.
    pub fn new(scope: Scope) -> Self {
        Self {
            scope,
            next_marker: None,
            limit: None,
        }
    }
}

setters!(ListAvailableManagedRuleGroupsRequest {
    /// Where to go on.
    next_marker: String,
    /// How many entries a page has at most.
    limit: u32,
});

impl ListAvailableManagedRuleGroupVersionsRequest {
    /// The first page.
    pub fn new(vendor_name: impl Into<String>, name: impl Into<String>, scope: Scope) -> Self {
        Self {
            vendor_name: vendor_name.into(),
            name: name.into(),
            scope,
            next_marker: None,
            limit: None,
        }
    }
}

setters!(ListAvailableManagedRuleGroupVersionsRequest {
    /// Where to go on.
    next_marker: String,
    /// How many entries a page has at most.
    limit: u32,
});

impl DescribeManagedRuleGroupRequest {
    /// The default version of a group.
    pub fn new(vendor_name: impl Into<String>, name: impl Into<String>, scope: Scope) -> Self {
        Self {
            vendor_name: vendor_name.into(),
            name: name.into(),
            scope,
            version_name: None,
        }
    }
}

setters!(DescribeManagedRuleGroupRequest {
    /// The version.
    version_name: String,
});

impl Constrained for ListAvailableManagedRuleGroupsRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            scope: _,
            next_marker,
            limit,
        } = self;
        check.text("nextMarker", next_marker, &bounds::MARKER);
        check.number("limit", *limit, &bounds::LIMIT);
    }
}

impl Constrained for ListAvailableManagedRuleGroupVersionsRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            vendor_name,
            name,
            scope: _,
            next_marker,
            limit,
        } = self;
        check.text("vendorName", vendor_name, &bounds::VENDOR_NAME);
        check.text("name", name, &bounds::NAME);
        check.text("nextMarker", next_marker, &bounds::MARKER);
        check.number("limit", *limit, &bounds::LIMIT);
    }
}

impl Constrained for DescribeManagedRuleGroupRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            vendor_name,
            name,
            scope: _,
            version_name,
        } = self;
        check.text("vendorName", vendor_name, &bounds::VENDOR_NAME);
        check.text("name", name, &bounds::NAME);
        check.text("versionName", version_name, &bounds::VERSION);
    }
}

impl WafHandle {
    /// Lists the managed rule groups that web ACLs can use (`wafv2:ListAvailableManagedRuleGroups`).
    ///
    /// # Errors
    ///
    /// [`InvalidParameter`](Error::InvalidParameter), [`AccessDenied`](Error::AccessDenied), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [ListAvailableManagedRuleGroups](https://docs.aws.amazon.com/waf/latest/APIReference/API_ListAvailableManagedRuleGroups.html).
    pub async fn list_available_managed_rule_groups(
        &self,
        request: ListAvailableManagedRuleGroupsRequest,
    ) -> Result<ListAvailableManagedRuleGroupsResponse> {
        let mut call = self.call(Operation::ListAvailableManagedRuleGroups);
        let answer = list(&mut call, request);
        call.answer(answer).await
    }

    /// Lists the versions of a managed rule group (`wafv2:ListAvailableManagedRuleGroupVersions`); none of one that is not versioned.
    ///
    /// # Errors
    ///
    /// [`NonexistentItem`](Error::NonexistentItem), [`InvalidParameter`](Error::InvalidParameter), [`AccessDenied`](Error::AccessDenied),
    /// [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [ListAvailableManagedRuleGroupVersions](https://docs.aws.amazon.com/waf/latest/APIReference/API_ListAvailableManagedRuleGroupVersions.html).
    pub async fn list_available_managed_rule_group_versions(
        &self,
        request: ListAvailableManagedRuleGroupVersionsRequest,
    ) -> Result<ListAvailableManagedRuleGroupVersionsResponse> {
        let mut call = self.call(Operation::ListAvailableManagedRuleGroupVersions);
        let answer = versions(&mut call, request);
        call.answer(answer).await
    }

    /// Describes the rules of a managed rule group (`wafv2:DescribeManagedRuleGroup`).
    ///
    /// # Errors
    ///
    /// [`NonexistentItem`](Error::NonexistentItem) also for a version that there is not; [`InvalidParameter`](Error::InvalidParameter),
    /// [`AccessDenied`](Error::AccessDenied), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [DescribeManagedRuleGroup](https://docs.aws.amazon.com/waf/latest/APIReference/API_DescribeManagedRuleGroup.html).
    pub async fn describe_managed_rule_group(
        &self,
        request: DescribeManagedRuleGroupRequest,
    ) -> Result<DescribeManagedRuleGroupResponse> {
        let mut call = self.call(Operation::DescribeManagedRuleGroup);
        let answer = describe(&mut call, request);
        call.answer(answer).await
    }
}

fn list(
    call: &mut Call<'_>,
    request: ListAvailableManagedRuleGroupsRequest,
) -> Result<ListAvailableManagedRuleGroupsResponse> {
    request.validate()?;
    let ListAvailableManagedRuleGroupsRequest {
        scope,
        next_marker,
        limit,
    } = request;
    call.home.check(scope)?;
    let page = PageOf::parse(limit, next_marker.as_deref())?;
    call.allow_anywhere()?;
    let entries = available(call).into_iter().map(|group| {
        let position = format!("{}#{}", group.vendor_name, group.name);
        let summary = ManagedRuleGroupSummary {
            versioning_supported: !group.versions.is_empty(),
            vendor_name: group.vendor_name,
            name: group.name,
            description: group.description,
        };
        (position, summary)
    });
    let (managed_rule_groups, next_marker) =
        call.page(&page, &[("Scope", scope.as_str())], entries)?;
    Ok(ListAvailableManagedRuleGroupsResponse {
        managed_rule_groups,
        next_marker,
    })
}

fn versions(
    call: &mut Call<'_>,
    request: ListAvailableManagedRuleGroupVersionsRequest,
) -> Result<ListAvailableManagedRuleGroupVersionsResponse> {
    request.validate()?;
    let ListAvailableManagedRuleGroupVersionsRequest {
        vendor_name,
        name,
        scope,
        next_marker,
        limit,
    } = request;
    call.home.check(scope)?;
    let page = PageOf::parse(limit, next_marker.as_deref())?;
    call.allow_anywhere()?;
    let group = find(call, &vendor_name, &name)?;
    let current_default_version = group.versions.first().cloned();
    let mut names = group.versions;
    names.sort();
    let entries = names
        .into_iter()
        .map(|name| (name.clone(), ManagedRuleGroupVersion { name }));
    let filters = [
        ("Scope", scope.as_str()),
        ("VendorName", &vendor_name),
        ("Name", &name),
    ];
    let (versions, next_marker) = call.page(&page, &filters, entries)?;
    Ok(ListAvailableManagedRuleGroupVersionsResponse {
        versions,
        current_default_version,
        next_marker,
    })
}

fn describe(
    call: &mut Call<'_>,
    request: DescribeManagedRuleGroupRequest,
) -> Result<DescribeManagedRuleGroupResponse> {
    request.validate()?;
    let DescribeManagedRuleGroupRequest {
        vendor_name,
        name,
        scope,
        version_name,
    } = request;
    call.home.check(scope)?;
    call.allow_anywhere()?;
    let default = find(call, &vendor_name, &name)?.versions.into_iter().next();
    let group = call
        .waf
        .managed
        .rule_group(&vendor_name, &name, version_name.as_deref(), &[])
        .ok_or_else(|| Error::nonexistent(format!("managed rule group {vendor_name}#{name}")))?;
    let Labels { added, asked_for } = Labels::of(&group.rules, &group.label_namespace);
    let rules = group.rules.into_iter().map(|rule| RuleSummary {
        name: rule.name,
        action: rule.action,
    });
    Ok(DescribeManagedRuleGroupResponse {
        version_name: version_name.or(default),
        capacity: group.capacity,
        rules: rules.collect(),
        label_namespace: group.label_namespace,
        available_labels: added,
        consumed_labels: asked_for,
    })
}

/// All groups that can be used here, in the order of their vendors and names.
pub(super) fn available(call: &Call<'_>) -> Vec<Available> {
    let mut groups = call.waf.managed.available();
    groups.sort_by(|a, b| (&a.vendor_name, &a.name).cmp(&(&b.vendor_name, &b.name)));
    groups
}

fn find(call: &Call<'_>, vendor_name: &str, name: &str) -> Result<Available> {
    let mut groups = available(call).into_iter();
    groups
        .find(|group| group.vendor_name == vendor_name && group.name == name)
        .ok_or_else(|| Error::nonexistent(format!("managed rule group {vendor_name}#{name}")))
}
