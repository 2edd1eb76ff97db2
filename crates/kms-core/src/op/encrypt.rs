//! `Encrypt`.

use common_types::{EncryptRequest, EncryptResponse, constraint::Constrained};

use super::request::{algorithm_of, bounded_context, no_grant_tokens};
use crate::{Error, KmsHandle, Operation, Result, call::Call, condition::Asked};

impl KmsHandle {
    /// Encrypts up to [`PLAINTEXT_BYTES`](crate::limits::PLAINTEXT_BYTES) under a symmetric key.
    ///
    /// The ciphertext names its key, so that [`decrypt`](Self::decrypt) needs no key id, and is bound to the encryption
    /// context. It commits to its key: no other key opens it. Two calls never give the same ciphertext.
    ///
    /// # Limits
    ///
    /// The plaintext: 1 to [`PLAINTEXT_BYTES`](crate::limits::PLAINTEXT_BYTES). The encryption context:
    /// [`ENCRYPTION_CONTEXT_BYTES`](crate::limits::ENCRYPTION_CONTEXT_BYTES).
    ///
    /// # Authorisation
    ///
    /// `kms:Encrypt` on the key; also on another account's. Condition keys: those of every key, `kms:RequestAlias`,
    /// `kms:EncryptionAlgorithm`, `kms:EncryptionContext:…`, `kms:EncryptionContextKeys`.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](Error::AccessDenied). [`NotFound`](Error::NotFound), [`InvalidArn`](Error::InvalidArn).
    /// [`Disabled`](Error::Disabled), [`InvalidState`](Error::InvalidState). [`InvalidKeyUsage`](Error::InvalidKeyUsage) for an algorithm that the key
    /// does not have. [`InvalidGrantToken`](Error::InvalidGrantToken). [`DryRunOperation`](Error::DryRunOperation) for a dry run that would have succeeded.
    /// [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [Encrypt](https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html).
    pub async fn encrypt(&self, request: EncryptRequest) -> Result<EncryptResponse> {
        let mut call = self.call(Operation::Encrypt);
        let answer = encrypt(&mut call, &request).await;
        call.record_context(request.encryption_context);
        call.record_parameter("keyId", request.key_id);
        let algorithm = request.encryption_algorithm.unwrap_or_default();
        call.record_parameter("encryptionAlgorithm", algorithm.as_str());
        call.answer(answer).await
    }
}

async fn encrypt(call: &mut Call<'_>, request: &EncryptRequest) -> Result<EncryptResponse> {
    request.validate()?;
    let (plaintext, context) = (&request.plaintext, &request.encryption_context);
    bounded_context("EncryptionContext", context)?;
    no_grant_tokens(&request.grant_tokens)?;
    let found = call.find("KeyId", &request.key_id).await?;
    let key = &*found.key;
    call.allow(key, Asked::cryptographic(found.alias(), context))?;
    algorithm_of(key, request.encryption_algorithm)?;
    call.check_state(key)?;
    if request.dry_run == Some(true) {
        return Err(Error::DryRunOperation);
    }
    let blob = key.seal(context, plaintext.expose(), call.random())?;
    Ok(EncryptResponse::new(blob, key.arn.as_str()))
}
