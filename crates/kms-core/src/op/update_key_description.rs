//! `UpdateKeyDescription`.

use common_types::constraint::{Check, Constrained};
use serde::{Deserialize, Serialize};

use super::bounds;
use crate::{KmsHandle, Operation, Result, call::Call, condition::Asked};

/// Request of [`update_key_description`](KmsHandle::update_key_description).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct UpdateKeyDescriptionRequest {
    /// Key id or key ARN.
    pub key_id: String,
    /// What its owner says of it from now on.
    pub description: String,
}

impl UpdateKeyDescriptionRequest {
    /// For a key, by its id or ARN.
    pub fn new(key_id: impl Into<String>, description: impl Into<String>) -> Self {
        Self {
            key_id: key_id.into(),
            description: description.into(),
        }
    }
}

impl Constrained for UpdateKeyDescriptionRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            key_id,
            description,
        } = self;
        check.text("keyId", key_id, &bounds::KEY_ID);
        check.text("description", description, &bounds::DESCRIPTION);
    }
}

impl KmsHandle {
    /// Changes what a key's owner says of it.
    ///
    /// # Limits
    ///
    /// [`DESCRIPTION_CHARS`](crate::limits::DESCRIPTION_CHARS).
    ///
    /// # Authorisation
    ///
    /// `kms:UpdateKeyDescription` on a key of the caller's account. Condition keys: those of every key.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](crate::Error::AccessDenied), [`NotFound`](crate::Error::NotFound), [`InvalidArn`](crate::Error::InvalidArn),
    /// [`InvalidState`](crate::Error::InvalidState) for a key that is pending deletion, [`Validation`](crate::Error::Validation).
    ///
    /// # Source
    ///
    /// [UpdateKeyDescription](https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateKeyDescription.html).
    pub async fn update_key_description(&self, request: UpdateKeyDescriptionRequest) -> Result<()> {
        let mut call = self.call(Operation::UpdateKeyDescription);
        call.record_request(&request);
        let answer = update_key_description(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn update_key_description(
    call: &mut Call<'_>,
    request: UpdateKeyDescriptionRequest,
) -> Result<()> {
    request.validate()?;
    let UpdateKeyDescriptionRequest {
        key_id,
        description,
    } = request;
    call.update(&key_id, Asked::default(), |draft| {
        draft.record.description.clone_from(&description);
        Ok(())
    })
    .await
}
