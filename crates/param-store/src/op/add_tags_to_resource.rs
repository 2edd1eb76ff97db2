//! `AddTagsToResource`.

use common_types::constraint::{Check, Constrained};
use serde::{Deserialize, Serialize};

use super::{
    tag::{self, WireTag},
    tagged::{self, ResourceTypeForTagging},
};
use crate::{Operation, ParamStoreHandle, Result, bounds, call::Call, condition::Asked};

/// Request of [`add_tags_to_resource`](ParamStoreHandle::add_tags_to_resource).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct AddTagsToResourceRequest {
    /// `Parameter`.
    pub resource_type: ResourceTypeForTagging,
    /// The parameter's name.
    pub resource_id: String,
    /// The tags to set.
    pub tags: Vec<WireTag>,
}

/// Response of [`add_tags_to_resource`](ParamStoreHandle::add_tags_to_resource): the tags are set.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AddTagsToResourceResponse {}

impl AddTagsToResourceRequest {
    /// For a parameter, by its name.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            resource_type: ResourceTypeForTagging::Parameter,
            resource_id: name.into(),
            tags: Vec::new(),
        }
    }

    /// Adds a tag.
    #[must_use]
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.tags.push(WireTag::new(key, value));
        self
    }
}

impl Constrained for AddTagsToResourceRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            resource_type: _,
            resource_id: _,
            tags,
        } = self;
        check.list("tags", tags, &bounds::TAGS);
    }
}

impl ParamStoreHandle {
    /// Sets tags of a parameter. One with the same key is replaced, the others stay.
    ///
    /// On `Ok` the tags are durable, and the next call on any thread is decided by them.
    ///
    /// # Limits
    ///
    /// [`TAGS_PER_RESOURCE`](common_types::limits::TAGS_PER_RESOURCE).
    ///
    /// # Authorisation
    ///
    /// `ssm:AddTagsToResource` on a parameter of the caller's account. Condition keys: `aws:RequestTag/…`, `aws:TagKeys`,
    /// `aws:ResourceTag/…`, `ssm:resourceTag/…`.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](crate::Error::AccessDenied), [`InvalidResourceId`](crate::Error::InvalidResourceId),
    /// [`InvalidResourceType`](crate::Error::InvalidResourceType), [`TooManyTags`](crate::Error::TooManyTags),
    /// [`TooManyUpdates`](crate::Error::TooManyUpdates), [`Validation`](crate::Error::Validation).
    ///
    /// # Source
    ///
    /// [AddTagsToResource](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html).
    pub async fn add_tags_to_resource(
        &self,
        request: AddTagsToResourceRequest,
    ) -> Result<AddTagsToResourceResponse> {
        let mut call = self.call(Operation::AddTagsToResource);
        let answer = tagged::answer(add_tags_to_resource(&mut call, &request).await);
        call.answer(answer).await
    }
}

async fn add_tags_to_resource(
    call: &mut Call<'_>,
    request: &AddTagsToResourceRequest,
) -> Result<AddTagsToResourceResponse> {
    request.validate()?;
    let AddTagsToResourceRequest {
        resource_type,
        resource_id,
        tags,
    } = request;
    let name = tagged::parse(*resource_type, resource_id)?;
    let tags = tag::parse(tags)?;
    let asked = Asked {
        tags: Some(&tags),
        ..Asked::default()
    };
    call.update(&name, asked, |_, record, change| {
        record.tags = tags.applied_to(&record.tags)?;
        Ok((AddTagsToResourceResponse {}, Some(change)))
    })
    .await
}
