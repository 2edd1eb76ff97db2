//! `TagResource`.

use common_types::constraint::{Check, Constrained, Size};
use serde::{Deserialize, Serialize};

use super::{
    bounds,
    tag::{self, WireTag},
};
use crate::{KmsHandle, Operation, Result, call::Call, condition::Asked};

/// Request of [`tag_resource`](KmsHandle::tag_resource).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct TagResourceRequest {
    /// Key id or key ARN.
    pub key_id: String,
    /// The tags to set.
    pub tags: Vec<WireTag>,
}

impl TagResourceRequest {
    /// For a key, by its id or ARN.
    pub fn new(key_id: impl Into<String>) -> Self {
        Self {
            key_id: key_id.into(),
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

impl Constrained for TagResourceRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self { key_id, tags } = self;
        check.text("keyId", key_id, &bounds::KEY_ID);
        check.list("tags", tags, &Size::at_least(0));
    }
}

impl KmsHandle {
    /// Sets tags. One with the same key is replaced, the others stay.
    ///
    /// On `Ok` the tags are durable, and the next call on any thread is decided by them.
    ///
    /// # Limits
    ///
    /// [`TAGS_PER_RESOURCE`](common_types::limits::TAGS_PER_RESOURCE).
    ///
    /// # Authorisation
    ///
    /// `kms:TagResource` on a key of the caller's account. Condition keys: those of every key, `aws:RequestTag/…`, `aws:TagKeys`.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](crate::Error::AccessDenied), [`NotFound`](crate::Error::NotFound), [`InvalidArn`](crate::Error::InvalidArn),
    /// [`InvalidState`](crate::Error::InvalidState) for a key that is pending deletion, [`Tag`](crate::Error::Tag),
    /// [`LimitExceeded`](crate::Error::LimitExceeded).
    ///
    /// # Source
    ///
    /// [TagResource](https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html).
    pub async fn tag_resource(&self, request: TagResourceRequest) -> Result<()> {
        let mut call = self.call(Operation::TagResource);
        call.record_request(&request);
        let answer = tag_resource(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn tag_resource(call: &mut Call<'_>, request: TagResourceRequest) -> Result<()> {
    request.validate()?;
    let TagResourceRequest { key_id, tags } = request;
    let tags = tag::parse(tags)?;
    call.update(
        &key_id,
        Asked {
            tags: Some(&tags),
            ..Asked::default()
        },
        |draft| {
            draft.record.tags = tags.applied_to(&draft.key.record.tags)?;
            Ok(())
        },
    )
    .await
}
