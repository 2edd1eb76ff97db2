//! Tags: `TagResource`, `UntagResource`, `ListTagsForResource`.

use common_types::{
    ParseError, Tag, TagKey, Tags,
    constraint::{Check, Constrained, Size},
    setters,
};
use serde::{Deserialize, Serialize};
use service_kit::{Change, RequestTagKeys, RequestTags};

use super::bounds;
use crate::{
    Error, Operation, Result, WafHandle,
    call::{Asked, Call, Found, PageOf},
    entity::of_kind,
    scope::EntityArn,
};

/// The tags of a request, each key once and none of AWS's own.
pub(super) fn parse(tags: Option<Vec<Tag>>) -> Result<RequestTags> {
    Ok(RequestTags::new(tags.unwrap_or_default())?)
}

/// What AWS requires of a list of tags. Each tag is well formed, or was not read.
pub(super) fn constrain(check: &mut Check<'_>, tags: Option<&[Tag]>) {
    if let Some(tags) = tags {
        check.size("tags", tags.len(), &Size::at_least(1));
    }
}

/// Request of [`tag_resource`](WafHandle::tag_resource).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct TagResourceRequest {
    /// What is to have the tags.
    #[serde(rename = "ResourceARN")]
    pub resource_arn: String,
    /// The tags to set.
    pub tags: Vec<Tag>,
}

/// Request of [`untag_resource`](WafHandle::untag_resource).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct UntagResourceRequest {
    /// What is to lose the tags.
    #[serde(rename = "ResourceARN")]
    pub resource_arn: String,
    /// The keys of the tags to remove.
    pub tag_keys: Vec<String>,
}

/// Request of [`list_tags_for_resource`](WafHandle::list_tags_for_resource).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ListTagsForResourceRequest {
    /// What has the tags.
    #[serde(rename = "ResourceARN")]
    pub resource_arn: String,
    /// How many tags a page has at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
}

/// Response of [`list_tags_for_resource`](WafHandle::list_tags_for_resource).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ListTagsForResourceResponse {
    /// The tags.
    pub tag_info_for_resource: TagInfoForResource,
    /// Give this with the next request to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
}

/// The tags of something.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct TagInfoForResource {
    /// What has them.
    #[serde(rename = "ResourceARN")]
    pub resource_arn: String,
    /// The tags, in the order of their keys.
    pub tag_list: Vec<Tag>,
}

impl TagResourceRequest {
    /// Sets tags of what has this ARN.
    pub fn new(resource_arn: impl Into<String>, tags: Vec<Tag>) -> Self {
        Self {
            resource_arn: resource_arn.into(),
            tags,
        }
    }
}

impl UntagResourceRequest {
    /// Removes tags of what has this ARN.
    pub fn new(
        resource_arn: impl Into<String>,
        tag_keys: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            resource_arn: resource_arn.into(),
            tag_keys: tag_keys.into_iter().map(Into::into).collect(),
        }
    }
}

impl ListTagsForResourceRequest {
    /// The first page of the tags of what has this ARN.
    pub fn new(resource_arn: impl Into<String>) -> Self {
        Self {
            resource_arn: resource_arn.into(),
            limit: None,
            next_marker: None,
        }
    }
}

setters!(ListTagsForResourceRequest {
    /// How many tags a page has at most.
    limit: u32,
    /// Where to go on.
    next_marker: String,
});

impl Constrained for TagResourceRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self { resource_arn, tags } = self;
        check.text("resourceARN", resource_arn, &bounds::ARN);
        constrain(check, Some(tags));
    }
}

impl Constrained for UntagResourceRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            resource_arn,
            tag_keys,
        } = self;
        check.text("resourceARN", resource_arn, &bounds::ARN);
        check.texts("tagKeys", tag_keys, &Size::at_least(1), &bounds::TAG_KEY);
    }
}

impl Constrained for ListTagsForResourceRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            resource_arn,
            limit,
            next_marker,
        } = self;
        check.text("resourceARN", resource_arn, &bounds::ARN);
        check.number("limit", *limit, &bounds::LIMIT);
        check.text("nextMarker", next_marker, &bounds::MARKER);
    }
}

impl WafHandle {
    /// Sets tags. One with the same key is replaced, the others stay.
    ///
    /// # Authorisation
    ///
    /// `wafv2:TagResource` on it, with `aws:ResourceTag/…`, `aws:RequestTag/…`, `aws:TagKeys`.
    ///
    /// # Errors
    ///
    /// [`NonexistentItem`](Error::NonexistentItem), [`InvalidParameter`](Error::InvalidParameter), [`LimitsExceeded`](Error::LimitsExceeded),
    /// [`TagOperation`](Error::TagOperation), [`AccessDenied`](Error::AccessDenied), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [TagResource](https://docs.aws.amazon.com/waf/latest/APIReference/API_TagResource.html).
    pub async fn tag_resource(&self, request: TagResourceRequest) -> Result<()> {
        let mut call = self.call(Operation::TagResource);
        let answer = tag(&mut call, request).await;
        call.answer(answer).await
    }

    /// Removes tags. A key that is not there is no error.
    ///
    /// # Authorisation
    ///
    /// `wafv2:UntagResource` on it, with `aws:ResourceTag/…`, `aws:TagKeys`.
    ///
    /// # Errors
    ///
    /// As [`tag_resource`](Self::tag_resource).
    ///
    /// # Source
    ///
    /// [UntagResource](https://docs.aws.amazon.com/waf/latest/APIReference/API_UntagResource.html).
    pub async fn untag_resource(&self, request: UntagResourceRequest) -> Result<()> {
        let mut call = self.call(Operation::UntagResource);
        let answer = untag(&mut call, request).await;
        call.answer(answer).await
    }

    /// Lists tags (`wafv2:ListTagsForResource` on what has them).
    ///
    /// # Errors
    ///
    /// [`NonexistentItem`](Error::NonexistentItem), [`InvalidParameter`](Error::InvalidParameter),
    /// [`AccessDenied`](Error::AccessDenied), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [ListTagsForResource](https://docs.aws.amazon.com/waf/latest/APIReference/API_ListTagsForResource.html).
    pub async fn list_tags_for_resource(
        &self,
        request: ListTagsForResourceRequest,
    ) -> Result<ListTagsForResourceResponse> {
        let mut call = self.call(Operation::ListTagsForResource);
        let answer = list(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn tag(call: &mut Call<'_>, request: TagResourceRequest) -> Result<()> {
    request.validate()?;
    let TagResourceRequest { resource_arn, tags } = request;
    let tags = RequestTags::new(tags)?;
    let asked = Asked {
        tags: Some(&tags),
        ..Asked::default()
    };
    retag(call, &resource_arn, asked, |before| {
        Ok(tags.applied_to(before)?)
    })
    .await
}

async fn untag(call: &mut Call<'_>, request: UntagResourceRequest) -> Result<()> {
    request.validate()?;
    let UntagResourceRequest {
        resource_arn,
        tag_keys,
    } = request;
    let keys = tag_keys.iter().map(|key| key.parse::<TagKey>());
    let keys = keys.collect::<Result<_, ParseError>>();
    let invalid = |error: ParseError| Error::TagOperation {
        reason: error.to_string(),
    };
    let keys = RequestTagKeys::new(keys.map_err(invalid)?)?;
    let asked = Asked {
        tag_keys: Some(&keys),
        ..Asked::default()
    };
    retag(call, &resource_arn, asked, |before| {
        Ok(keys.removed_from(before))
    })
    .await
}

async fn retag(
    call: &mut Call<'_>,
    arn: &str,
    asked: Asked<'_>,
    edit: impl Fn(&Tags) -> Result<Tags> + Copy,
) -> Result<()> {
    let parsed: EntityArn = arn.parse()?;
    of_kind!(parsed.kind.as_str(), Err(Error::nonexistent(arn)), |E| {
        loop {
            let Found {
                key,
                version,
                mut record,
                ..
            } = call.find_by_arn::<E>(arn).await?;
            call.allow(&parsed.arn, &record.tags, asked)?;
            record.tags = edit(&record.tags)?;
            if call
                .commit(Change::new().replace(key, record.encode()?, version))
                .await?
            {
                return Ok(());
            }
        }
    })
}

async fn list(
    call: &mut Call<'_>,
    request: ListTagsForResourceRequest,
) -> Result<ListTagsForResourceResponse> {
    request.validate()?;
    let ListTagsForResourceRequest {
        resource_arn,
        limit,
        next_marker,
    } = request;
    let page = PageOf::parse(limit, next_marker.as_deref())?;
    let parsed: EntityArn = resource_arn.parse()?;
    let tags = of_kind!(
        parsed.kind.as_str(),
        return Err(Error::nonexistent(resource_arn)),
        |E| call.find_by_arn::<E>(&resource_arn).await?.record.tags
    );
    call.allow(&parsed.arn, &tags, Asked::default())?;
    let entries = tags.iter().map(|(key, value)| {
        (
            key.as_str().to_owned(),
            Tag::new(key.clone(), value.clone()),
        )
    });
    let (tag_list, next_marker) = call.page(&page, &[("ResourceARN", &resource_arn)], entries)?;
    Ok(ListTagsForResourceResponse {
        tag_info_for_resource: TagInfoForResource {
            resource_arn,
            tag_list,
        },
        next_marker,
    })
}
