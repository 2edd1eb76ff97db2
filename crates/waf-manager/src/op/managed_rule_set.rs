//! Managed rule sets, by which vendors publish managed rule groups: `ListManagedRuleSets`, `GetManagedRuleSet`,
//! `PutManagedRuleSetVersions`, `UpdateManagedRuleSetVersionExpiryDate`.
//!
//! Vendors are AWS and the sellers of its marketplace. Nobody is one here, and so these answer what AWS answers everybody else: a listing has
//! no entries, and a managed rule set that is named does not exist.

use std::collections::BTreeMap;

use common_types::{
    Timestamp,
    constraint::{Check, Constrained, Number, Text},
    setters, wire,
};
use serde::{Deserialize, Serialize};

use super::bounds;
use crate::{
    Error, Operation, Result, Scope, WafHandle,
    call::{Asked, Call, PageOf},
};

/// Request of [`list_managed_rule_sets`](WafHandle::list_managed_rule_sets).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ListManagedRuleSetsRequest {
    /// What they are for.
    pub scope: Scope,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    /// How many entries a page has at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Response of [`list_managed_rule_sets`](WafHandle::list_managed_rule_sets).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ListManagedRuleSetsResponse {
    /// The managed rule sets of the caller: none.
    pub managed_rule_sets: Vec<NoManagedRuleSet>,
}

/// What there is none of.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub enum NoManagedRuleSet {}

/// Request of [`get_managed_rule_set`](WafHandle::get_managed_rule_set).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct GetManagedRuleSetRequest {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub scope: Scope,
    /// Its id.
    pub id: String,
}

/// Request of [`put_managed_rule_set_versions`](WafHandle::put_managed_rule_set_versions).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct PutManagedRuleSetVersionsRequest {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub scope: Scope,
    /// Its id.
    pub id: String,
    /// The lock token that came with what was read last.
    pub lock_token: String,
    /// The version that is to be the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recommended_version: Option<String>,
    /// The versions to publish, by their names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub versions_to_publish: Option<BTreeMap<String, VersionToPublish>>,
}

/// A version to publish.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields, default)]
#[non_exhaustive]
pub struct VersionToPublish {
    /// The rule group that it is made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub associated_rule_group_arn: Option<String>,
    /// Days that the vendor expects it to last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forecasted_lifetime: Option<u32>,
}

/// Request of [`update_managed_rule_set_version_expiry_date`](WafHandle::update_managed_rule_set_version_expiry_date).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct UpdateManagedRuleSetVersionExpiryDateRequest {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub scope: Scope,
    /// Its id.
    pub id: String,
    /// The lock token that came with what was read last.
    pub lock_token: String,
    /// The version that is to expire.
    pub version_to_expire: String,
    /// When.
    #[serde(with = "wire::epoch_seconds")]
    pub expiry_timestamp: Timestamp,
}

impl ListManagedRuleSetsRequest {
    /// The first page.
    pub fn new(scope: Scope) -> Self {
        Self {
            scope,
            next_marker: None,
            limit: None,
        }
    }
}

setters!(ListManagedRuleSetsRequest {
    /// Where to go on.
    next_marker: String,
    /// How many entries a page has at most.
    limit: u32,
});

impl GetManagedRuleSetRequest {
    /// Reads one.
    pub fn new(name: impl Into<String>, scope: Scope, id: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            scope,
            id: id.into(),
        }
    }
}

impl PutManagedRuleSetVersionsRequest {
    /// Publishes nothing yet.
    pub fn new(
        name: impl Into<String>,
        scope: Scope,
        id: impl Into<String>,
        lock_token: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            scope,
            id: id.into(),
            lock_token: lock_token.into(),
            recommended_version: None,
            versions_to_publish: None,
        }
    }
}

impl UpdateManagedRuleSetVersionExpiryDateRequest {
    /// Lets a version expire.
    pub fn new(
        name: impl Into<String>,
        scope: Scope,
        id: impl Into<String>,
        lock_token: impl Into<String>,
        version_to_expire: impl Into<String>,
        expiry_timestamp: Timestamp,
    ) -> Self {
        Self {
            name: name.into(),
            scope,
            id: id.into(),
            lock_token: lock_token.into(),
            version_to_expire: version_to_expire.into(),
            expiry_timestamp,
        }
    }
}

impl Constrained for ListManagedRuleSetsRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            scope: _,
            next_marker,
            limit,
        } = self;
        check.text("nextMarker", next_marker, &bounds::FOREIGN_MARKER);
        check.number("limit", *limit, &bounds::LIMIT);
    }
}

impl Constrained for GetManagedRuleSetRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self { name, scope: _, id } = self;
        check.text("name", name, &bounds::NAME);
        check.text("id", id, &bounds::ID);
    }
}

impl Constrained for PutManagedRuleSetVersionsRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        const LIFETIME: Number = Number::at_least(1);
        const VERSION: Text = bounds::VERSION;
        let Self {
            name,
            scope: _,
            id,
            lock_token,
            recommended_version,
            versions_to_publish,
        } = self;
        check.text("name", name, &bounds::NAME);
        check.text("id", id, &bounds::ID);
        check.text("lockToken", lock_token, &bounds::LOCK_TOKEN);
        check.text("recommendedVersion", recommended_version, &VERSION);
        for (version, publish) in versions_to_publish.iter().flatten() {
            let VersionToPublish {
                associated_rule_group_arn,
                forecasted_lifetime,
            } = publish;
            check.text("versionsToPublish", version, &VERSION);
            let member = |name: &str| format!("versionsToPublish.{version}.member.{name}");
            let arn = member("associatedRuleGroupArn");
            check.text(&arn, associated_rule_group_arn, &bounds::ARN);
            check.number(
                &member("forecastedLifetime"),
                *forecasted_lifetime,
                &LIFETIME,
            );
        }
    }
}

impl Constrained for UpdateManagedRuleSetVersionExpiryDateRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            name,
            scope: _,
            id,
            lock_token,
            version_to_expire,
            expiry_timestamp: _,
        } = self;
        check.text("name", name, &bounds::NAME);
        check.text("id", id, &bounds::ID);
        check.text("lockToken", lock_token, &bounds::LOCK_TOKEN);
        check.text("versionToExpire", version_to_expire, &bounds::VERSION);
    }
}

impl WafHandle {
    /// Lists the managed rule sets that the caller publishes as a vendor: none (`wafv2:ListManagedRuleSets`).
    ///
    /// # Errors
    ///
    /// [`InvalidParameter`](Error::InvalidParameter), [`AccessDenied`](Error::AccessDenied), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [ListManagedRuleSets](https://docs.aws.amazon.com/waf/latest/APIReference/API_ListManagedRuleSets.html).
    pub async fn list_managed_rule_sets(
        &self,
        request: ListManagedRuleSetsRequest,
    ) -> Result<ListManagedRuleSetsResponse> {
        let mut call = self.call(Operation::ListManagedRuleSets);
        let answer = list(&mut call, &request);
        call.answer(answer).await
    }

    /// Reads a managed rule set, of which there is none (`wafv2:GetManagedRuleSet` on it).
    ///
    /// # Errors
    ///
    /// [`NonexistentItem`](Error::NonexistentItem) always, once the request is valid and allowed.
    ///
    /// # Source
    ///
    /// [GetManagedRuleSet](https://docs.aws.amazon.com/waf/latest/APIReference/API_GetManagedRuleSet.html).
    pub async fn get_managed_rule_set(
        &self,
        request: GetManagedRuleSetRequest,
    ) -> Result<NoManagedRuleSet> {
        let mut call = self.call(Operation::GetManagedRuleSet);
        let GetManagedRuleSetRequest { name, scope, id } = &request;
        let answer = nonexistent(&mut call, &request, (name, *scope, id));
        call.answer(answer).await
    }

    /// Publishes versions of a managed rule set, of which there is none (`wafv2:PutManagedRuleSetVersions` on it).
    ///
    /// # Errors
    ///
    /// As [`get_managed_rule_set`](Self::get_managed_rule_set).
    ///
    /// # Source
    ///
    /// [PutManagedRuleSetVersions](https://docs.aws.amazon.com/waf/latest/APIReference/API_PutManagedRuleSetVersions.html).
    pub async fn put_managed_rule_set_versions(
        &self,
        request: PutManagedRuleSetVersionsRequest,
    ) -> Result<NoManagedRuleSet> {
        let mut call = self.call(Operation::PutManagedRuleSetVersions);
        let PutManagedRuleSetVersionsRequest {
            name, scope, id, ..
        } = &request;
        let answer = nonexistent(&mut call, &request, (name, *scope, id));
        call.answer(answer).await
    }

    /// Lets a version of a managed rule set expire, of which there is none (`wafv2:UpdateManagedRuleSetVersionExpiryDate` on it).
    ///
    /// # Errors
    ///
    /// As [`get_managed_rule_set`](Self::get_managed_rule_set).
    ///
    /// # Source
    ///
    /// [UpdateManagedRuleSetVersionExpiryDate](https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateManagedRuleSetVersionExpiryDate.html).
    pub async fn update_managed_rule_set_version_expiry_date(
        &self,
        request: UpdateManagedRuleSetVersionExpiryDateRequest,
    ) -> Result<NoManagedRuleSet> {
        let mut call = self.call(Operation::UpdateManagedRuleSetVersionExpiryDate);
        let UpdateManagedRuleSetVersionExpiryDateRequest {
            name, scope, id, ..
        } = &request;
        let answer = nonexistent(&mut call, &request, (name, *scope, id));
        call.answer(answer).await
    }
}

fn list(
    call: &mut Call<'_>,
    request: &ListManagedRuleSetsRequest,
) -> Result<ListManagedRuleSetsResponse> {
    request.validate()?;
    let ListManagedRuleSetsRequest {
        scope,
        next_marker,
        limit,
    } = request;
    call.home.check(*scope)?;
    let page = PageOf::parse(*limit, next_marker.as_deref())?;
    call.allow_anywhere()?;
    let (managed_rule_sets, _) = call.page(&page, &[("Scope", scope.as_str())], [])?;
    Ok(ListManagedRuleSetsResponse { managed_rule_sets })
}

fn nonexistent(
    call: &mut Call<'_>,
    request: &impl Constrained,
    (name, scope, id): (&str, Scope, &str),
) -> Result<NoManagedRuleSet> {
    request.validate()?;
    call.home.check(scope)?;
    let arn = call.home.arn(scope, "managedruleset", name, id)?;
    call.allow(&arn, &common_types::Tags::new(), Asked::default())?;
    Err(Error::nonexistent(arn.as_str()))
}
