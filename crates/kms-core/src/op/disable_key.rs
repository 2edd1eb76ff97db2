//! `DisableKey`.

use common_types::constraint::Constrained;

use super::request::key_request;
use crate::{KmsHandle, Operation, Result, call::Call, condition::Asked, key::Lifecycle};

key_request! {
    /// Request of [`disable_key`](KmsHandle::disable_key).
    DisableKeyRequest
}

impl KmsHandle {
    /// Makes a key unusable until it is enabled again. One that is disabled stays so.
    ///
    /// On `Ok` it is durable, and the next call on any thread finds the key disabled.
    ///
    /// # Authorisation
    ///
    /// `kms:DisableKey` on a key of the caller's account. Condition keys: those of every key.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](crate::Error::AccessDenied), [`NotFound`](crate::Error::NotFound), [`InvalidArn`](crate::Error::InvalidArn),
    /// [`InvalidState`](crate::Error::InvalidState) for one that is pending deletion.
    ///
    /// # Source
    ///
    /// [DisableKey](https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKey.html).
    pub async fn disable_key(&self, request: DisableKeyRequest) -> Result<()> {
        let mut call = self.call(Operation::DisableKey);
        call.record_request(&request);
        let answer = disable_key(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn disable_key(call: &mut Call<'_>, request: DisableKeyRequest) -> Result<()> {
    request.validate()?;
    call.update(&request.key_id, Asked::default(), |draft| {
        draft.record.lifecycle = Lifecycle::Disabled;
        Ok(())
    })
    .await
}
