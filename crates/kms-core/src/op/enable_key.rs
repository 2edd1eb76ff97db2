//! `EnableKey`.

use common_types::constraint::Constrained;

use super::request::key_request;
use crate::{KmsHandle, Operation, Result, call::Call, condition::Asked, key::Lifecycle};

key_request! {
    /// Request of [`enable_key`](KmsHandle::enable_key).
    EnableKeyRequest
}

impl KmsHandle {
    /// Makes a key usable again. One that is enabled stays so.
    ///
    /// On `Ok` it is durable, and the next call on any thread finds the key enabled.
    ///
    /// # Authorisation
    ///
    /// `kms:EnableKey` on a key of the caller's account. Condition keys: those of every key.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](crate::Error::AccessDenied), [`NotFound`](crate::Error::NotFound), [`InvalidArn`](crate::Error::InvalidArn),
    /// [`InvalidState`](crate::Error::InvalidState) for one that is pending deletion.
    ///
    /// # Source
    ///
    /// [EnableKey](https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKey.html).
    pub async fn enable_key(&self, request: EnableKeyRequest) -> Result<()> {
        let mut call = self.call(Operation::EnableKey);
        call.record_request(&request);
        let answer = enable_key(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn enable_key(call: &mut Call<'_>, request: EnableKeyRequest) -> Result<()> {
    request.validate()?;
    call.update(&request.key_id, Asked::default(), |draft| {
        draft.record.lifecycle = Lifecycle::Enabled;
        Ok(())
    })
    .await
}
