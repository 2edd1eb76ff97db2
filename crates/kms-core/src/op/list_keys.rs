//! `ListKeys`.

use common_types::constraint::{Check, Constrained, Size};
use serde::{Deserialize, Serialize};
use service_kit::Listing;

use super::{
    bounds,
    list::{NextPage, PageOf, page_setters},
};
use crate::{
    Error, KmsHandle, Operation, Result, call::Call, condition::Asked, limits, scope::Scope,
};

/// Request of [`list_keys`](KmsHandle::list_keys).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields, default)]
#[non_exhaustive]
pub struct ListKeysRequest {
    /// How many entries a page has at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where to go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    /// Whose keys: `SELF`. Those that other accounts share through AWS RAM are not supported.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resource_owners: Vec<ResourceOwner>,
}

common_types::wire_enum! {
    /// Whose keys are listed.
    pub enum ResourceOwner {
        /// Those of the caller's account.
        SelfAccount = "SELF",
        /// Those that other accounts share with it through AWS RAM.
        OtherAccountsViaRam = "OTHER_ACCOUNTS_VIA_RAM",
    }
}

/// Response of [`list_keys`](KmsHandle::list_keys).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ListKeysResponse {
    /// The keys, in the order of their ids.
    pub keys: Vec<KeyListEntry>,
    /// Whether there is more.
    #[serde(flatten)]
    pub next_page: NextPage,
}

/// A key in a listing.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct KeyListEntry {
    /// Its id.
    pub key_id: String,
    /// Its ARN.
    pub key_arn: String,
}

impl ListKeysRequest {
    /// The first page.
    pub fn new() -> Self {
        Self::default()
    }
}

page_setters!(ListKeysRequest);

impl Constrained for ListKeysRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            limit,
            marker,
            resource_owners,
        } = self;
        check.size(
            "resourceOwners",
            resource_owners.len(),
            &Size::between(0, 2),
        );
        check.number("limit", *limit, &bounds::LIMIT);
        check.text("marker", marker, &bounds::MARKER);
    }
}

impl KmsHandle {
    /// Lists the keys of the caller's account and region, AWS managed ones too, in whatever state.
    ///
    /// Each page is one moment. A key that is there during the whole listing is listed once.
    ///
    /// # Limits
    ///
    /// A page: [`LIST_KEYS`](limits::LIST_KEYS).
    ///
    /// # Authorisation
    ///
    /// `kms:ListKeys`, on no key in particular: by identity policies alone.
    ///
    /// # Errors
    ///
    /// [`UnsupportedOperation`](Error::UnsupportedOperation) for keys that other accounts share.
    /// [`AccessDenied`](Error::AccessDenied), [`InvalidMarker`](Error::InvalidMarker), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [ListKeys](https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html).
    pub async fn list_keys(&self, request: ListKeysRequest) -> Result<ListKeysResponse> {
        let mut call = self.call(Operation::ListKeys);
        call.record_request(&request);
        let answer = list_keys(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn list_keys(call: &mut Call<'_>, request: ListKeysRequest) -> Result<ListKeysResponse> {
    request.validate()?;
    let ListKeysRequest {
        limit,
        marker,
        resource_owners,
    } = request;
    if resource_owners.contains(&ResourceOwner::OtherAccountsViaRam) {
        return Err(Error::unsupported(
            "`ResourceOwners` OTHER_ACCOUNTS_VIA_RAM",
        ));
    }
    let page = PageOf::parse(limit, marker.as_deref(), limits::LIST_KEYS)?;
    call.allow_anywhere(Asked::default())?;
    let listing = Listing::new(call.identity(), Operation::ListKeys.declared());
    let (limit, token) = page.of_records();
    let page = call
        .kms()
        .pages
        .page(&listing, call.here().key_records()?, limit, token)
        .await?;
    let entry = |(key, _): &(store::Key, _)| {
        let (scope, id) = Scope::of_key_record(key)
            .ok_or_else(|| Error::broken("a key's record has another name"))?;
        Ok(KeyListEntry {
            key_id: id.to_string(),
            key_arn: scope.key_arn(&id)?.to_string(),
        })
    };
    Ok(ListKeysResponse {
        keys: page.records.iter().map(entry).collect::<Result<_>>()?,
        next_page: NextPage::new(page.next.as_ref()),
    })
}
