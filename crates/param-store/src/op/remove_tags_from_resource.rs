//! `RemoveTagsFromResource`.

use common_types::constraint::{Check, Constrained, Size};
use serde::{Deserialize, Serialize};

use super::{
    tag,
    tagged::{self, ResourceTypeForTagging},
};
use crate::{Operation, ParamStoreHandle, Result, bounds, call::Call, condition::Asked};

/// Request of [`remove_tags_from_resource`](ParamStoreHandle::remove_tags_from_resource).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct RemoveTagsFromResourceRequest {
    /// `Parameter`.
    pub resource_type: ResourceTypeForTagging,
    /// The parameter's name.
    pub resource_id: String,
    /// The keys of the tags to remove.
    pub tag_keys: Vec<String>,
}

/// Response of [`remove_tags_from_resource`](ParamStoreHandle::remove_tags_from_resource): the tags are gone.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RemoveTagsFromResourceResponse {}

impl RemoveTagsFromResourceRequest {
    /// Tags of a parameter, by its name.
    pub fn new<K: Into<String>>(
        name: impl Into<String>,
        tag_keys: impl IntoIterator<Item = K>,
    ) -> Self {
        Self {
            resource_type: ResourceTypeForTagging::Parameter,
            resource_id: name.into(),
            tag_keys: tag_keys.into_iter().map(Into::into).collect(),
        }
    }
}

impl Constrained for RemoveTagsFromResourceRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            resource_type: _,
            resource_id: _,
            tag_keys,
        } = self;
        check.texts(
            "tagKeys",
            tag_keys,
            &Size::between(0, 1000),
            &bounds::TAG_KEY,
        );
    }
}

impl ParamStoreHandle {
    /// Removes tags of a parameter. A tag that it does not have is no error.
    ///
    /// On `Ok` it is durable, and the next call on any thread is decided by the tags that are left.
    ///
    /// # Authorisation
    ///
    /// `ssm:RemoveTagsFromResource` on a parameter of the caller's account. Condition keys: `aws:TagKeys`, `aws:ResourceTag/…`,
    /// `ssm:resourceTag/…`.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](crate::Error::AccessDenied), [`InvalidResourceId`](crate::Error::InvalidResourceId),
    /// [`InvalidResourceType`](crate::Error::InvalidResourceType), [`TooManyUpdates`](crate::Error::TooManyUpdates),
    /// [`Validation`](crate::Error::Validation).
    ///
    /// # Source
    ///
    /// [RemoveTagsFromResource](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RemoveTagsFromResource.html).
    pub async fn remove_tags_from_resource(
        &self,
        request: RemoveTagsFromResourceRequest,
    ) -> Result<RemoveTagsFromResourceResponse> {
        let mut call = self.call(Operation::RemoveTagsFromResource);
        let answer = tagged::answer(remove_tags_from_resource(&mut call, &request).await);
        call.answer(answer).await
    }
}

async fn remove_tags_from_resource(
    call: &mut Call<'_>,
    request: &RemoveTagsFromResourceRequest,
) -> Result<RemoveTagsFromResourceResponse> {
    request.validate()?;
    let RemoveTagsFromResourceRequest {
        resource_type,
        resource_id,
        tag_keys,
    } = request;
    let name = tagged::parse(*resource_type, resource_id)?;
    let tag_keys = tag::parse_keys(tag_keys)?;
    let asked = Asked {
        tag_keys: Some(&tag_keys),
        ..Asked::default()
    };
    call.update(&name, asked, |_, record, change| {
        record.tags = tag_keys.removed_from(&record.tags);
        Ok((RemoveTagsFromResourceResponse {}, Some(change)))
    })
    .await
}
