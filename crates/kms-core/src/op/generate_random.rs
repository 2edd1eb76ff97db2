//! `GenerateRandom`.

use common_types::{
    RecipientInfo, SecretBytes,
    constraint::{Check, Constrained},
    wire,
};
use serde::{Deserialize, Serialize};

use super::{bounds, data_key::random_bytes};
use crate::{Error, KmsHandle, Operation, Result, call::Call, condition::Asked};

/// Request of [`generate_random`](KmsHandle::generate_random).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields, default)]
#[non_exhaustive]
pub struct GenerateRandomRequest {
    /// How many: 1 to 1024.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_of_bytes: Option<u32>,
    /// A custom key store: there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_key_store_id: Option<String>,
    /// An enclave that alone may read the answer: not supported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<RecipientInfo>,
}

/// Response of [`generate_random`](KmsHandle::generate_random).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GenerateRandomResponse {
    /// The bytes.
    #[serde(with = "wire::secret_blob")]
    pub plaintext: SecretBytes,
}

impl GenerateRandomRequest {
    /// So many random bytes.
    pub fn new(number_of_bytes: u32) -> Self {
        Self {
            number_of_bytes: Some(number_of_bytes),
            ..Self::default()
        }
    }
}

impl Constrained for GenerateRandomRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            number_of_bytes,
            custom_key_store_id,
            recipient: _,
        } = self;
        check.number("numberOfBytes", *number_of_bytes, &bounds::NUMBER_OF_BYTES);
        check.text(
            "customKeyStoreId",
            custom_key_store_id,
            &bounds::CUSTOM_KEY_STORE_ID,
        );
    }
}

impl KmsHandle {
    /// Makes random bytes, fit for keys.
    ///
    /// # Limits
    ///
    /// 1 to [`RANDOM_BYTES`](crate::limits::RANDOM_BYTES).
    ///
    /// # Authorisation
    ///
    /// `kms:GenerateRandom`, on no key in particular: by identity policies alone.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](Error::AccessDenied). [`CustomKeyStoreNotFound`](Error::CustomKeyStoreNotFound).
    /// [`UnsupportedOperation`](Error::UnsupportedOperation) for `Recipient`. [`Validation`](Error::Validation), also without `NumberOfBytes`.
    ///
    /// # Source
    ///
    /// [GenerateRandom](https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateRandom.html).
    pub async fn generate_random(
        &self,
        request: GenerateRandomRequest,
    ) -> Result<GenerateRandomResponse> {
        let mut call = self.call(Operation::GenerateRandom);
        call.record_request(&request);
        let answer = generate_random(&mut call, request);
        call.answer(answer).await
    }
}

fn generate_random(
    call: &mut Call<'_>,
    request: GenerateRandomRequest,
) -> Result<GenerateRandomResponse> {
    request.validate()?;
    let GenerateRandomRequest {
        number_of_bytes,
        custom_key_store_id,
        recipient,
    } = request;
    if recipient.is_some() {
        return Err(Error::unsupported("`Recipient`"));
    }
    if let Some(id) = custom_key_store_id {
        return Err(Error::CustomKeyStoreNotFound { id });
    }
    let length = random_bytes(number_of_bytes.unwrap_or_default())?;
    call.allow_anywhere(Asked::default())?;
    let mut plaintext = SecretBytes::new(vec![0; length]);
    call.random().fill(plaintext.expose_mut())?;
    Ok(GenerateRandomResponse { plaintext })
}
