//! `ListKeyPolicies`.

use common_types::constraint::{Check, Constrained};
use serde::{Deserialize, Serialize};
use service_kit::Listing;

use super::{
    bounds,
    list::{NextPage, PageOf, page_setters},
};
use crate::{KmsHandle, Operation, Result, call::Call, condition::Asked, key::KeyPolicy, limits};

/// Request of [`list_key_policies`](KmsHandle::list_key_policies).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ListKeyPoliciesRequest {
    /// Key id or key ARN.
    pub key_id: String,
    /// How many entries a page has at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

/// Response of [`list_key_policies`](KmsHandle::list_key_policies).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ListKeyPoliciesResponse {
    /// The policies' names: `default`, and no other.
    pub policy_names: Vec<String>,
    /// Whether there is more.
    #[serde(flatten)]
    pub next_page: NextPage,
}

impl ListKeyPoliciesRequest {
    /// For a key, by its id or ARN.
    pub fn new(key_id: impl Into<String>) -> Self {
        Self {
            key_id: key_id.into(),
            limit: None,
            marker: None,
        }
    }
}

page_setters!(ListKeyPoliciesRequest);

impl Constrained for ListKeyPoliciesRequest {
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
    /// Lists the names of a key's policies: there is one, `default`.
    ///
    /// # Limits
    ///
    /// A page: [`LIST_KEY_POLICIES`](limits::LIST_KEY_POLICIES).
    ///
    /// # Authorisation
    ///
    /// `kms:ListKeyPolicies` on a key of the caller's account. Condition keys: those of every key.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](crate::Error::AccessDenied), [`NotFound`](crate::Error::NotFound), [`InvalidArn`](crate::Error::InvalidArn),
    /// [`InvalidMarker`](crate::Error::InvalidMarker), [`Validation`](crate::Error::Validation).
    ///
    /// # Source
    ///
    /// [ListKeyPolicies](https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyPolicies.html).
    pub async fn list_key_policies(
        &self,
        request: ListKeyPoliciesRequest,
    ) -> Result<ListKeyPoliciesResponse> {
        let mut call = self.call(Operation::ListKeyPolicies);
        call.record_request(&request);
        let answer = list_key_policies(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn list_key_policies(
    call: &mut Call<'_>,
    request: ListKeyPoliciesRequest,
) -> Result<ListKeyPoliciesResponse> {
    request.validate()?;
    let ListKeyPoliciesRequest {
        key_id,
        limit,
        marker,
    } = request;
    let page = PageOf::parse(limit, marker.as_deref(), limits::LIST_KEY_POLICIES)?;
    let key = call.find("KeyId", &key_id).await?.key;
    call.allow(&key, Asked::default())?;
    let listing = Listing::new(call.identity(), Operation::ListKeyPolicies.declared());
    let listing = listing.filter("KeyId", key.id.as_str());
    let names = [KeyPolicy::NAME].map(|name| (name.to_owned(), name.to_owned()));
    let (policy_names, next_page) = page.of_names(call, &listing, names)?;
    Ok(ListKeyPoliciesResponse {
        policy_names,
        next_page,
    })
}
