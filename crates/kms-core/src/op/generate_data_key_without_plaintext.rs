//! `GenerateDataKeyWithoutPlaintext`.

use common_types::{
    DataKeySpec, EncryptionContext,
    constraint::{Check, Constrained},
    setters, wire,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    bounds,
    data_key::{self, DataKey, DataKeyRequest},
};
use crate::{KmsHandle, Operation, Result, call::Call};

/// Request of [`generate_data_key_without_plaintext`](KmsHandle::generate_data_key_without_plaintext).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct GenerateDataKeyWithoutPlaintextRequest {
    /// Key id, key ARN, alias name or alias ARN.
    pub key_id: String,
    /// Authenticated with the encrypted data key; not secret.
    #[serde(default, skip_serializing_if = "EncryptionContext::is_empty")]
    pub encryption_context: EncryptionContext,
    /// The data key's length by its use. Either this or `number_of_bytes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_spec: Option<DataKeySpec>,
    /// The data key's length in bytes, 1 to 1024. Either this or `key_spec`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_of_bytes: Option<u32>,
    /// Grants that may not be in force everywhere yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grant_tokens: Vec<String>,
    /// Only asks whether the call would be allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
}

/// Response of [`generate_data_key_without_plaintext`](KmsHandle::generate_data_key_without_plaintext).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GenerateDataKeyWithoutPlaintextResponse {
    /// The data key, encrypted.
    #[serde(with = "wire::blob")]
    pub ciphertext_blob: Vec<u8>,
    /// The ARN of the key that encrypted it.
    pub key_id: String,
    /// Which material of the key encrypted it.
    pub key_material_id: String,
}

impl GenerateDataKeyWithoutPlaintextRequest {
    /// A data key of a given kind.
    pub fn new(key_id: impl Into<String>, key_spec: DataKeySpec) -> Self {
        Self {
            key_id: key_id.into(),
            encryption_context: EncryptionContext::new(),
            key_spec: Some(key_spec),
            number_of_bytes: None,
            grant_tokens: Vec::new(),
            dry_run: None,
        }
    }

    /// Sets the encryption context.
    #[must_use]
    pub fn encryption_context(mut self, context: EncryptionContext) -> Self {
        self.encryption_context = context;
        self
    }
}

setters!(GenerateDataKeyWithoutPlaintextRequest {
    /// Only asks whether the call would be allowed.
    dry_run: bool,
});

impl Constrained for GenerateDataKeyWithoutPlaintextRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            key_id,
            number_of_bytes,
            grant_tokens,
            encryption_context: _,
            key_spec: _,
            dry_run: _,
        } = self;
        check.text("keyId", key_id, &bounds::KEY_ID);
        check.number("numberOfBytes", *number_of_bytes, &bounds::NUMBER_OF_BYTES);
        bounds::grant_tokens(check, grant_tokens);
    }
}

impl KmsHandle {
    /// Makes a data key and shows it encrypted only: for whoever distributes data keys and must not see them.
    ///
    /// # Limits
    ///
    /// As [`generate_data_key`](Self::generate_data_key).
    ///
    /// # Authorisation
    ///
    /// `kms:GenerateDataKeyWithoutPlaintext` on the key; condition keys as [`generate_data_key`](Self::generate_data_key).
    ///
    /// # Errors
    ///
    /// As [`generate_data_key`](Self::generate_data_key).
    ///
    /// # Source
    ///
    /// [GenerateDataKeyWithoutPlaintext](https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyWithoutPlaintext.html).
    pub async fn generate_data_key_without_plaintext(
        &self,
        request: GenerateDataKeyWithoutPlaintextRequest,
    ) -> Result<GenerateDataKeyWithoutPlaintextResponse> {
        let mut call = self.call(Operation::GenerateDataKeyWithoutPlaintext);
        let answer = generate(&mut call, &request).await;
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

async fn generate(
    call: &mut Call<'_>,
    request: &GenerateDataKeyWithoutPlaintextRequest,
) -> Result<GenerateDataKeyWithoutPlaintextResponse> {
    request.validate()?;
    let GenerateDataKeyWithoutPlaintextRequest {
        key_id,
        encryption_context,
        key_spec,
        number_of_bytes,
        grant_tokens,
        dry_run,
    } = request;
    let request = DataKeyRequest {
        key_id,
        encryption_context,
        number_of_bytes: *number_of_bytes,
        key_spec: *key_spec,
        grant_tokens,
        dry_run: *dry_run,
    };
    let DataKey {
        plaintext: _,
        ciphertext,
        key,
    } = data_key::generate(call, request).await?;
    Ok(GenerateDataKeyWithoutPlaintextResponse {
        ciphertext_blob: ciphertext,
        key_id: key.arn.to_string(),
        key_material_id: key.current_material_id().to_owned(),
    })
}
