//! `GenerateDataKey`.

use common_types::{GenerateDataKeyRequest, GenerateDataKeyResponse, constraint::Constrained};
use serde_json::json;

use super::data_key::{self, DataKey, DataKeyRequest};
use crate::{Error, KmsHandle, Operation, Result, call::Call};

impl KmsHandle {
    /// Makes a data key: random bytes, in plaintext and encrypted under a key.
    ///
    /// Encrypt data with the plaintext and let it go; keep the ciphertext beside the data, and have
    /// [`decrypt`](Self::decrypt) give the plaintext back.
    ///
    /// # Limits
    ///
    /// 1 to [`RANDOM_BYTES`](crate::limits::RANDOM_BYTES). The encryption context:
    /// [`ENCRYPTION_CONTEXT_BYTES`](crate::limits::ENCRYPTION_CONTEXT_BYTES).
    ///
    /// # Authorisation
    ///
    /// `kms:GenerateDataKey` on the key; also on another account's. Condition keys: those of every key, `kms:RequestAlias`,
    /// `kms:EncryptionAlgorithm`, `kms:EncryptionContext:…`, `kms:EncryptionContextKeys`.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](Error::AccessDenied). [`NotFound`](Error::NotFound), [`InvalidArn`](Error::InvalidArn).
    /// [`Disabled`](Error::Disabled), [`InvalidState`](Error::InvalidState). [`InvalidGrantToken`](Error::InvalidGrantToken).
    /// [`DryRunOperation`](Error::DryRunOperation). [`UnsupportedOperation`](Error::UnsupportedOperation) for `Recipient`.
    /// [`Validation`](Error::Validation) unless exactly one of `KeySpec` and `NumberOfBytes` is there.
    ///
    /// # Source
    ///
    /// [GenerateDataKey](https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html).
    pub async fn generate_data_key(
        &self,
        request: GenerateDataKeyRequest,
    ) -> Result<GenerateDataKeyResponse> {
        let mut call = self.call(Operation::GenerateDataKey);
        let answer = generate_data_key(&mut call, &request).await;
        call.record_context(request.encryption_context);
        call.record_parameter("keyId", request.key_id);
        if let Some(key_spec) = request.key_spec {
            call.record_parameter("keySpec", key_spec.as_str());
        }
        if let Some(bytes) = request.number_of_bytes {
            call.record_parameter("numberOfBytes", json!(bytes));
        }
        call.answer(answer).await
    }
}

async fn generate_data_key(
    call: &mut Call<'_>,
    request: &GenerateDataKeyRequest,
) -> Result<GenerateDataKeyResponse> {
    request.validate()?;
    if request.recipient.is_some() {
        return Err(Error::unsupported("`Recipient`"));
    }
    let request = DataKeyRequest {
        key_id: &request.key_id,
        encryption_context: &request.encryption_context,
        number_of_bytes: request.number_of_bytes,
        key_spec: request.key_spec,
        grant_tokens: &request.grant_tokens,
        dry_run: request.dry_run,
    };
    let DataKey {
        plaintext,
        ciphertext,
        key,
    } = data_key::generate(call, request).await?;
    let mut response = GenerateDataKeyResponse::new(plaintext, ciphertext, key.arn.as_str());
    response.key_material_id = Some(key.current_material_id().to_owned());
    Ok(response)
}
