//! `ListResourceTags`.

use common_types::constraint::{Check, Constrained};
use serde::{Deserialize, Serialize};
use service_kit::Listing;

use super::{
    bounds,
    list::{NextPage, PageOf, page_setters},
    tag::WireTag,
};
use crate::{KmsHandle, Operation, Result, call::Call, condition::Asked, limits};

/// Request of [`list_resource_tags`](KmsHandle::list_resource_tags).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ListResourceTagsRequest {
    /// Key id or key ARN.
    pub key_id: String,
    /// How many entries a page has at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

/// Response of [`list_resource_tags`](KmsHandle::list_resource_tags).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ListResourceTagsResponse {
    /// The tags, in the order of their keys.
    pub tags: Vec<WireTag>,
    /// Whether there is more.
    #[serde(flatten)]
    pub next_page: NextPage,
}

impl ListResourceTagsRequest {
    /// For a key, by its id or ARN.
    pub fn new(key_id: impl Into<String>) -> Self {
        Self {
            key_id: key_id.into(),
            limit: None,
            marker: None,
        }
    }
}

page_setters!(ListResourceTagsRequest);

impl Constrained for ListResourceTagsRequest {
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
    /// Lists the tags of a key.
    ///
    /// # Limits
    ///
    /// A page: [`LIST_RESOURCE_TAGS`](limits::LIST_RESOURCE_TAGS).
    ///
    /// # Authorisation
    ///
    /// `kms:ListResourceTags` on a key of the caller's account. Condition keys: those of every key.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](crate::Error::AccessDenied), [`NotFound`](crate::Error::NotFound), [`InvalidArn`](crate::Error::InvalidArn),
    /// [`InvalidMarker`](crate::Error::InvalidMarker), [`Validation`](crate::Error::Validation).
    ///
    /// # Source
    ///
    /// [ListResourceTags](https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html).
    pub async fn list_resource_tags(
        &self,
        request: ListResourceTagsRequest,
    ) -> Result<ListResourceTagsResponse> {
        let mut call = self.call(Operation::ListResourceTags);
        call.record_request(&request);
        let answer = list_resource_tags(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn list_resource_tags(
    call: &mut Call<'_>,
    request: ListResourceTagsRequest,
) -> Result<ListResourceTagsResponse> {
    request.validate()?;
    let ListResourceTagsRequest {
        key_id,
        limit,
        marker,
    } = request;
    let page = PageOf::parse(limit, marker.as_deref(), limits::LIST_RESOURCE_TAGS)?;
    let key = call.find("KeyId", &key_id).await?.key;
    call.allow(&key, Asked::default())?;
    let listing = Listing::new(call.identity(), Operation::ListResourceTags.declared());
    let listing = listing.filter("KeyId", key.id.as_str());
    let tags = key
        .record
        .tags
        .iter()
        .map(|(key, value)| (key.to_string(), WireTag::new(key.as_str(), value.as_str())));
    let (tags, next_page) = page.of_names(call, &listing, tags)?;
    Ok(ListResourceTagsResponse { tags, next_page })
}
