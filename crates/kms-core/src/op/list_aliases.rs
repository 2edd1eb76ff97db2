//! `ListAliases`.

use common_types::{
    Timestamp,
    constraint::{Check, Constrained},
    setters, wire,
};
use serde::{Deserialize, Serialize};
use service_kit::Listing;
use store::Versioned;

use super::{
    bounds,
    list::{NextPage, PageOf, page_setters},
};
use crate::{
    AliasName, Error, KmsHandle, Operation, Result, alias::AliasRecord, call::Call,
    condition::Asked, limits, scope::Scope,
};

/// Request of [`list_aliases`](KmsHandle::list_aliases).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields, default)]
#[non_exhaustive]
pub struct ListAliasesRequest {
    /// Only those of this key: key id or key ARN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// How many entries a page has at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where to go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

/// Response of [`list_aliases`](KmsHandle::list_aliases).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ListAliasesResponse {
    /// The aliases, in the order of their names.
    pub aliases: Vec<AliasListEntry>,
    /// Whether there is more.
    #[serde(flatten)]
    pub next_page: NextPage,
}

/// An alias in a listing.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AliasListEntry {
    /// Its name.
    pub alias_name: String,
    /// Its ARN.
    pub alias_arn: String,
    /// The id of the key that it points to.
    pub target_key_id: String,
    /// When it was made.
    #[serde(with = "wire::epoch_seconds")]
    pub creation_date: Timestamp,
    /// When it last came to point to another key.
    #[serde(with = "wire::epoch_seconds")]
    pub last_updated_date: Timestamp,
}

impl ListAliasesRequest {
    /// The first page of all.
    pub fn new() -> Self {
        Self::default()
    }
}

setters!(ListAliasesRequest {
    /// Only those of this key, by its id or ARN.
    key_id: String,
});
page_setters!(ListAliasesRequest);

impl Constrained for ListAliasesRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            key_id,
            limit,
            marker,
        } = self;
        check.text("keyId", key_id, &bounds::KEY_ID);
        check.number("limit", *limit, &bounds::LIMIT);
        check.text("marker", marker, &bounds::MARKER);
    }
}

impl KmsHandle {
    /// Lists the aliases of the caller's account and region, or those of one key.
    ///
    /// Each page is one moment. An alias that is there during the whole listing is listed once.
    ///
    /// # Limits
    ///
    /// A page: [`LIST_ALIASES`](limits::LIST_ALIASES).
    ///
    /// # Authorisation
    ///
    /// `kms:ListAliases`, on no alias in particular: by identity policies alone.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](Error::AccessDenied), [`NotFound`](Error::NotFound), [`InvalidArn`](Error::InvalidArn),
    /// [`InvalidMarker`](Error::InvalidMarker), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [ListAliases](https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html). AWS also lists aliases that services have
    /// reserved and not used yet; here an alias is listed from when it points to a key.
    pub async fn list_aliases(&self, request: ListAliasesRequest) -> Result<ListAliasesResponse> {
        let mut call = self.call(Operation::ListAliases);
        call.record_request(&request);
        let answer = list_aliases(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn list_aliases(
    call: &mut Call<'_>,
    request: ListAliasesRequest,
) -> Result<ListAliasesResponse> {
    request.validate()?;
    let ListAliasesRequest {
        key_id,
        limit,
        marker,
    } = request;
    let page = PageOf::parse(limit, marker.as_deref(), limits::LIST_ALIASES)?;
    call.allow_anywhere(Asked::default())?;
    let listing = Listing::new(call.identity(), Operation::ListAliases.declared());
    match key_id {
        Some(key_id) => of_key(call, &listing, &page, &key_id).await,
        None => all(call, &listing, &page).await,
    }
}

async fn all(call: &Call<'_>, listing: &Listing, page: &PageOf) -> Result<ListAliasesResponse> {
    let (limit, token) = page.of_records();
    let page = call
        .kms()
        .pages
        .page(listing, call.here().alias_records()?, limit, token)
        .await?;
    let entry = |(key, record): &(store::Key, Versioned)| {
        let (scope, name) = Scope::of_alias_record(key)
            .ok_or_else(|| Error::broken("an alias's record has another name"))?;
        AliasListEntry::new(&scope, &name, record)
    };
    Ok(ListAliasesResponse {
        aliases: page.records.iter().map(entry).collect::<Result<_>>()?,
        next_page: NextPage::new(page.next.as_ref()),
    })
}

/// Those of one key: its record names them, theirs say when they were made.
async fn of_key(
    call: &Call<'_>,
    listing: &Listing,
    page: &PageOf,
    key_id: &str,
) -> Result<ListAliasesResponse> {
    let key = call.find("KeyId", key_id).await?.key;
    let listing = listing.clone().filter("KeyId", key.id.as_str());
    let names = key
        .record
        .aliases
        .iter()
        .map(|name| (name.to_string(), name.clone()));
    let (names, next_page) = page.of_names(call, &listing, names)?;
    let records: Vec<_> = names
        .iter()
        .map(|name| key.scope.alias_record(name))
        .collect::<Result<_>>()?;
    let found = call.kms().store.read(&records).await?;
    let entries = names.iter().zip(&found);
    // One that was deleted in the meantime is left out.
    let entries = entries.filter_map(|(name, record)| Some((name, record.as_ref()?)));
    Ok(ListAliasesResponse {
        aliases: entries
            .map(|(name, record)| AliasListEntry::new(&key.scope, name, record))
            .collect::<Result<_>>()?,
        next_page,
    })
}

impl AliasListEntry {
    fn new(scope: &Scope, name: &AliasName, record: &Versioned) -> Result<Self> {
        let AliasRecord {
            target,
            created,
            updated,
        } = AliasRecord::decode(&record.value)?;
        Ok(Self {
            alias_name: name.to_string(),
            alias_arn: scope.alias_arn(name)?.to_string(),
            target_key_id: target.to_string(),
            creation_date: created,
            last_updated_date: updated,
        })
    }
}
