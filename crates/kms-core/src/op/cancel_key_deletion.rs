//! `CancelKeyDeletion`.

use common_types::constraint::Constrained;

use serde::{Deserialize, Serialize};

use super::request::key_request;
use crate::{KmsHandle, Operation, Result, call::Call, condition::Asked, key::Lifecycle};

key_request! {
    /// Request of [`cancel_key_deletion`](KmsHandle::cancel_key_deletion).
    CancelKeyDeletionRequest
}

/// Response of [`cancel_key_deletion`](KmsHandle::cancel_key_deletion).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct CancelKeyDeletionResponse {
    /// The key's ARN.
    pub key_id: String,
}

impl KmsHandle {
    /// Ends the wait for a deletion. The key is disabled afterwards.
    ///
    /// # Authorisation
    ///
    /// `kms:CancelKeyDeletion` on a key of the caller's account. Condition keys: those of every key.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](crate::Error::AccessDenied), [`NotFound`](crate::Error::NotFound), [`InvalidArn`](crate::Error::InvalidArn),
    /// [`InvalidState`](crate::Error::InvalidState) for a key that is not pending deletion.
    ///
    /// # Source
    ///
    /// [CancelKeyDeletion](https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html).
    pub async fn cancel_key_deletion(
        &self,
        request: CancelKeyDeletionRequest,
    ) -> Result<CancelKeyDeletionResponse> {
        let mut call = self.call(Operation::CancelKeyDeletion);
        call.record_request(&request);
        let answer = cancel_key_deletion(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn cancel_key_deletion(
    call: &mut Call<'_>,
    request: CancelKeyDeletionRequest,
) -> Result<CancelKeyDeletionResponse> {
    request.validate()?;
    call.update(&request.key_id, Asked::default(), |draft| {
        // The entry in the index of due work stays: it is found to be void when its time comes.
        draft.record.lifecycle = Lifecycle::Disabled;
        Ok(CancelKeyDeletionResponse {
            key_id: draft.key.arn.to_string(),
        })
    })
    .await
}
