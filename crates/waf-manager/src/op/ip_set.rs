//! IP sets: `CreateIPSet`, `GetIPSet`, `ListIPSets`, `UpdateIPSet`, `DeleteIPSet`.

use common_types::{
    Tag,
    constraint::{Check, Constrained, Size},
    setters,
};
use serde::{Deserialize, Serialize};
use waf_rules::model::{IpAddressVersion, IpSet};

use super::{
    bounds,
    kind::{CreatedResponse, UpdatedResponse, delete_operation, get_operation, list_operation},
    tags,
};
use crate::{
    Operation, Result, Scope, WafHandle,
    call::{Call, Which},
};

/// Request of [`create_ip_set`](WafHandle::create_ip_set).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct CreateIpSetRequest {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub scope: Scope,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The kind of its addresses.
    #[serde(rename = "IPAddressVersion")]
    pub ip_address_version: IpAddressVersion,
    /// Its addresses in CIDR notation.
    pub addresses: Vec<String>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl CreateIpSetRequest {
    /// A set of addresses in CIDR notation.
    pub fn new(
        name: impl Into<String>,
        scope: Scope,
        ip_address_version: IpAddressVersion,
        addresses: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            name: name.into(),
            scope,
            description: None,
            ip_address_version,
            addresses: addresses.into_iter().map(Into::into).collect(),
            tags: None,
        }
    }
}

setters!(CreateIpSetRequest {
    /// What it is about.
    description: String,
    /// Its tags.
    tags: Vec<Tag>,
});

impl Constrained for CreateIpSetRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            name,
            scope: _,
            description,
            ip_address_version: _,
            addresses,
            tags,
        } = self;
        check.text("name", name, &bounds::NAME);
        check.text("description", description, &bounds::DESCRIPTION);
        check.texts("addresses", addresses, &Size::at_least(0), &bounds::ADDRESS);
        tags::constrain(check, tags.as_deref());
    }
}

impl WafHandle {
    /// Makes a set of addresses, for the rules of web ACLs and rule groups.
    ///
    /// # Limits
    ///
    /// [`IP_SETS`](crate::limits::IP_SETS); [`ADDRESSES`](waf_rules::limits::ADDRESSES) of a set.
    ///
    /// # Authorisation
    ///
    /// `wafv2:CreateIPSet` on the set, with `aws:RequestTag/…` and `aws:TagKeys`.
    ///
    /// # Errors
    ///
    /// [`DuplicateItem`](crate::Error::DuplicateItem), [`LimitsExceeded`](crate::Error::LimitsExceeded),
    /// [`InvalidParameter`](crate::Error::InvalidParameter), [`TagOperation`](crate::Error::TagOperation),
    /// [`AccessDenied`](crate::Error::AccessDenied), [`Validation`](crate::Error::Validation).
    ///
    /// # Source
    ///
    /// [CreateIPSet](https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateIPSet.html).
    pub async fn create_ip_set(&self, request: CreateIpSetRequest) -> Result<CreatedResponse> {
        let mut call = self.call(Operation::CreateIPSet);
        let answer = create(&mut call, request).await;
        call.answer(answer).await
    }

    /// Replaces the addresses of a set. Web ACLs that refer to it decide by the new ones from the next request on.
    ///
    /// # Authorisation
    ///
    /// `wafv2:UpdateIPSet` on the set.
    ///
    /// # Errors
    ///
    /// [`OptimisticLock`](crate::Error::OptimisticLock), [`NonexistentItem`](crate::Error::NonexistentItem),
    /// [`InvalidParameter`](crate::Error::InvalidParameter), [`LimitsExceeded`](crate::Error::LimitsExceeded),
    /// [`AccessDenied`](crate::Error::AccessDenied), [`Validation`](crate::Error::Validation).
    ///
    /// # Source
    ///
    /// [UpdateIPSet](https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateIPSet.html).
    pub async fn update_ip_set(&self, request: UpdateIpSetRequest) -> Result<UpdatedResponse> {
        let mut call = self.call(Operation::UpdateIPSet);
        let answer = update(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn create(call: &mut Call<'_>, request: CreateIpSetRequest) -> Result<CreatedResponse> {
    request.validate()?;
    let CreateIpSetRequest {
        name,
        scope,
        description,
        ip_address_version,
        addresses,
        tags,
    } = request;
    let tags = tags::parse(tags)?;
    let make = |id, arn: &common_types::Arn| {
        let mut set = IpSet::new(
            name.clone(),
            id,
            arn.as_str(),
            ip_address_version,
            addresses.clone(),
        );
        set.description.clone_from(&description);
        set
    };
    let summary = call.create(scope, &name, &tags, make).await?;
    Ok(CreatedResponse { summary })
}

/// Request of [`update_ip_set`](WafHandle::update_ip_set).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct UpdateIpSetRequest {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub scope: Scope,
    /// Its id.
    pub id: String,
    /// What it is about; nothing if unset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// All its addresses from now on.
    pub addresses: Vec<String>,
    /// The lock token that came with what was read last.
    pub lock_token: String,
}

impl UpdateIpSetRequest {
    /// Replaces the addresses of a set, as it was read last.
    pub fn new(
        name: impl Into<String>,
        scope: Scope,
        id: impl Into<String>,
        addresses: impl IntoIterator<Item = impl Into<String>>,
        lock_token: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            scope,
            id: id.into(),
            description: None,
            addresses: addresses.into_iter().map(Into::into).collect(),
            lock_token: lock_token.into(),
        }
    }
}

setters!(UpdateIpSetRequest {
    /// What it is about.
    description: String,
});

impl Constrained for UpdateIpSetRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            name,
            scope: _,
            id,
            description,
            addresses,
            lock_token,
        } = self;
        check.text("name", name, &bounds::NAME);
        check.text("id", id, &bounds::ID);
        check.text("description", description, &bounds::DESCRIPTION);
        check.texts("addresses", addresses, &Size::at_least(0), &bounds::ADDRESS);
        check.text("lockToken", lock_token, &bounds::LOCK_TOKEN);
    }
}

async fn update(call: &mut Call<'_>, request: UpdateIpSetRequest) -> Result<UpdatedResponse> {
    request.validate()?;
    let UpdateIpSetRequest {
        name,
        scope,
        id,
        description,
        addresses,
        lock_token,
    } = request;
    let edit = |mut set: IpSet| {
        set.addresses.clone_from(&addresses);
        set.description.clone_from(&description);
        Ok(set)
    };
    let next_lock_token = call
        .update(Which::Named(&name, scope, &id), &lock_token, edit)
        .await?;
    Ok(UpdatedResponse { next_lock_token })
}

get_operation! {
    /// Reads an IP set (`wafv2:GetIPSet` on it). [GetIPSet](https://docs.aws.amazon.com/waf/latest/APIReference/API_GetIPSet.html).
    GetIpSetRequest, GetIpSetResponse { ip_set as "IPSet": IpSet }, get_ip_set, GetIPSet
}
list_operation! {
    /// Lists IP sets (`wafv2:ListIPSets`). [ListIPSets](https://docs.aws.amazon.com/waf/latest/APIReference/API_ListIPSets.html).
    ListIpSetsRequest, ListIpSetsResponse { ip_sets as "IPSets" }, list_ip_sets, ListIPSets, IpSet
}
delete_operation! {
    /// Deletes an IP set (`wafv2:DeleteIPSet` on it). [DeleteIPSet](https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteIPSet.html).
    DeleteIpSetRequest, delete_ip_set, DeleteIPSet, IpSet
}
