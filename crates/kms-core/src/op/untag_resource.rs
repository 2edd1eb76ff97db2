//! `UntagResource`.

use common_types::constraint::{Check, Constrained, Size};
use serde::{Deserialize, Serialize};

use super::{bounds, tag};
use crate::{KmsHandle, Operation, Result, call::Call, condition::Asked};

/// Request of [`untag_resource`](KmsHandle::untag_resource).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct UntagResourceRequest {
    /// Key id or key ARN.
    pub key_id: String,
    /// The keys of the tags to remove.
    pub tag_keys: Vec<String>,
}

impl UntagResourceRequest {
    /// For a key, by its id or ARN.
    pub fn new<K: Into<String>>(
        key_id: impl Into<String>,
        tag_keys: impl IntoIterator<Item = K>,
    ) -> Self {
        Self {
            key_id: key_id.into(),
            tag_keys: tag_keys.into_iter().map(Into::into).collect(),
        }
    }
}

impl Constrained for UntagResourceRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self { key_id, tag_keys } = self;
        check.text("keyId", key_id, &bounds::KEY_ID);
        check.texts("tagKeys", tag_keys, &Size::at_least(0), &bounds::TAG_KEY);
    }
}

impl KmsHandle {
    /// Removes tags. A tag that the key does not have is no error.
    ///
    /// On `Ok` it is durable, and the next call on any thread is decided by the tags that are left.
    ///
    /// # Authorisation
    ///
    /// `kms:UntagResource` on a key of the caller's account. Condition keys: those of every key, `aws:TagKeys`.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](crate::Error::AccessDenied), [`NotFound`](crate::Error::NotFound), [`InvalidArn`](crate::Error::InvalidArn),
    /// [`InvalidState`](crate::Error::InvalidState) for a key that is pending deletion, [`Tag`](crate::Error::Tag).
    ///
    /// # Source
    ///
    /// [UntagResource](https://docs.aws.amazon.com/kms/latest/APIReference/API_UntagResource.html).
    pub async fn untag_resource(&self, request: UntagResourceRequest) -> Result<()> {
        let mut call = self.call(Operation::UntagResource);
        call.record_request(&request);
        let answer = untag_resource(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn untag_resource(call: &mut Call<'_>, request: UntagResourceRequest) -> Result<()> {
    request.validate()?;
    let UntagResourceRequest { key_id, tag_keys } = request;
    let tag_keys = tag::parse_keys(&tag_keys)?;
    call.update(
        &key_id,
        Asked {
            tag_keys: Some(&tag_keys),
            ..Asked::default()
        },
        |draft| {
            draft.record.tags = tag_keys.removed_from(&draft.key.record.tags);
            Ok(())
        },
    )
    .await
}
