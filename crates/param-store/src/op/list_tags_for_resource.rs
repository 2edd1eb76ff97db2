//! `ListTagsForResource`.

use common_types::constraint::{Check, Constrained};
use serde::{Deserialize, Serialize};

use super::{
    tag::WireTag,
    tagged::{self, ResourceTypeForTagging},
};
use crate::{Operation, ParamStoreHandle, Result, call::Call, condition::Asked};

/// Request of [`list_tags_for_resource`](ParamStoreHandle::list_tags_for_resource).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ListTagsForResourceRequest {
    /// `Parameter`.
    pub resource_type: ResourceTypeForTagging,
    /// The parameter's name.
    pub resource_id: String,
}

/// Response of [`list_tags_for_resource`](ParamStoreHandle::list_tags_for_resource).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ListTagsForResourceResponse {
    /// The tags, in the order of their keys.
    pub tag_list: Vec<WireTag>,
}

impl ListTagsForResourceRequest {
    /// For a parameter, by its name.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            resource_type: ResourceTypeForTagging::Parameter,
            resource_id: name.into(),
        }
    }
}

impl Constrained for ListTagsForResourceRequest {
    fn constraints(&self, _: &mut Check<'_>) {
        let Self {
            resource_type: _,
            resource_id: _,
        } = self;
    }
}

impl ParamStoreHandle {
    /// Lists the tags of a parameter.
    ///
    /// # Authorisation
    ///
    /// `ssm:ListTagsForResource` on a parameter of the caller's account. Condition keys: `aws:ResourceTag/…`, `ssm:resourceTag/…`.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](crate::Error::AccessDenied), [`InvalidResourceId`](crate::Error::InvalidResourceId),
    /// [`InvalidResourceType`](crate::Error::InvalidResourceType).
    ///
    /// # Source
    ///
    /// [ListTagsForResource](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListTagsForResource.html).
    pub async fn list_tags_for_resource(
        &self,
        request: ListTagsForResourceRequest,
    ) -> Result<ListTagsForResourceResponse> {
        let mut call = self.call(Operation::ListTagsForResource);
        let answer = tagged::answer(list_tags_for_resource(&mut call, &request).await);
        call.answer(answer).await
    }
}

async fn list_tags_for_resource(
    call: &mut Call<'_>,
    request: &ListTagsForResourceRequest,
) -> Result<ListTagsForResourceResponse> {
    let ListTagsForResourceRequest {
        resource_type,
        resource_id,
    } = request;
    let name = tagged::parse(*resource_type, resource_id)?;
    let parameter = call.own(&name, Asked::default()).await?;
    let tags = parameter.record.tags.iter();
    let tags = tags.map(|(key, value)| WireTag::new(key.as_str(), value.as_str()));
    Ok(ListTagsForResourceResponse {
        tag_list: tags.collect(),
    })
}
