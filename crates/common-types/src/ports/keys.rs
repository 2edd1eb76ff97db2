//! What a service needs from a key service: to encrypt, to decrypt, to make a data key.
//!
//! The shapes are AWS KMS's own: the same names in Rust and in the JSON that `aws kms encrypt` sends.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{
    BoxFuture, BoxedServiceError, Caller, EncryptionContext, ParseError, Region, SecretBytes,
    ServiceName, wire,
};

/// The part of KMS that other services use: a handle bound to one caller and region.
///
/// Strongroom's `kms-core` implements it; so can a client of the real AWS KMS.
pub trait KeyService: fmt::Debug + Send + Sync + 'static {
    /// Encrypts a few bytes under a key.
    fn encrypt(
        &self,
        request: EncryptRequest,
    ) -> BoxFuture<'_, Result<EncryptResponse, BoxedServiceError>>;

    /// Decrypts what [`encrypt`](Self::encrypt) or [`generate_data_key`](Self::generate_data_key) made.
    fn decrypt(
        &self,
        request: DecryptRequest,
    ) -> BoxFuture<'_, Result<DecryptResponse, BoxedServiceError>>;

    /// Makes a data key, in plaintext and encrypted under a key.
    fn generate_data_key(
        &self,
        request: GenerateDataKeyRequest,
    ) -> BoxFuture<'_, Result<GenerateDataKeyResponse, BoxedServiceError>>;
}

/// Gives a service its handle to keys, on behalf of the caller that it works for.
pub trait KeyServices: fmt::Debug + Send + Sync + 'static {
    /// A handle through which `service` uses keys for `caller`.
    ///
    /// The caller is still decided against the key's policy, with `kms:ViaService`, `aws:CalledVia` and
    /// `aws:ViaAWSService` set; nothing else sets them. AWS managed keys (`alias/aws/<service>`) are made on first use.
    fn on_behalf_of(
        &self,
        caller: &Arc<Caller>,
        region: &Region,
        service: &ServiceName,
    ) -> Arc<dyn KeyService>;
}

/// How a key encrypts.
///
/// Source: [EncryptionAlgorithm](https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html#KMS-Encrypt-request-EncryptionAlgorithm).
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[non_exhaustive]
pub enum EncryptionAlgorithmSpec {
    /// AES-256-GCM, authenticated with the encryption context.
    #[default]
    #[serde(rename = "SYMMETRIC_DEFAULT")]
    SymmetricDefault,
    /// RSA-OAEP with SHA-1.
    #[serde(rename = "RSAES_OAEP_SHA_1")]
    RsaesOaepSha1,
    /// RSA-OAEP with SHA-256.
    #[serde(rename = "RSAES_OAEP_SHA_256")]
    RsaesOaepSha256,
    /// SM2, in China regions.
    #[serde(rename = "SM2PKE")]
    Sm2Pke,
}

impl EncryptionAlgorithmSpec {
    /// AWS's name for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SymmetricDefault => "SYMMETRIC_DEFAULT",
            Self::RsaesOaepSha1 => "RSAES_OAEP_SHA_1",
            Self::RsaesOaepSha256 => "RSAES_OAEP_SHA_256",
            Self::Sm2Pke => "SM2PKE",
        }
    }
}

/// The length of a data key by its use.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[non_exhaustive]
pub enum DataKeySpec {
    /// 16 bytes.
    #[serde(rename = "AES_128")]
    Aes128,
    /// 32 bytes.
    #[serde(rename = "AES_256")]
    Aes256,
}

impl DataKeySpec {
    /// AWS's name for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Aes128 => "AES_128",
            Self::Aes256 => "AES_256",
        }
    }
}

/// An attested enclave that alone may read the answer. Part of the shape so that a request which asks for it is
/// refused, and not answered in the clear.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct RecipientInfo {
    /// How the answer would be encrypted for the enclave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_encryption_algorithm: Option<String>,
    /// The enclave's attestation, in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attestation_document: Option<String>,
}

/// Request of [Encrypt](https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html).
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct EncryptRequest {
    /// Key id, key ARN, alias name or alias ARN.
    pub key_id: String,
    /// 1 to 4096 bytes.
    #[serde(with = "wire::secret_blob")]
    pub plaintext: SecretBytes,
    /// Authenticated with the ciphertext; not secret.
    #[serde(default, skip_serializing_if = "EncryptionContext::is_empty")]
    pub encryption_context: EncryptionContext,
    /// Grants that may not be in force everywhere yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grant_tokens: Vec<String>,
    /// The algorithm; for symmetric keys the default is the only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encryption_algorithm: Option<EncryptionAlgorithmSpec>,
    /// Only asks whether the call would be allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
}

/// Response of [Encrypt](https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct EncryptResponse {
    /// The ciphertext, which names its key.
    #[serde(with = "wire::blob")]
    pub ciphertext_blob: Vec<u8>,
    /// The ARN of the key that encrypted.
    pub key_id: String,
    /// The algorithm it used.
    pub encryption_algorithm: EncryptionAlgorithmSpec,
}

/// Request of [Decrypt](https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html).
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct DecryptRequest {
    /// 1 to 6144 bytes. Only a dry run may leave it out.
    #[serde(default, with = "wire::blob", skip_serializing_if = "Vec::is_empty")]
    pub ciphertext_blob: Vec<u8>,
    /// The same pairs as when it was encrypted.
    #[serde(default, skip_serializing_if = "EncryptionContext::is_empty")]
    pub encryption_context: EncryptionContext,
    /// Grants that may not be in force everywhere yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grant_tokens: Vec<String>,
    /// The key that must have encrypted it. A symmetric ciphertext names its key, so it may be left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// The algorithm; for symmetric keys the default is the only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encryption_algorithm: Option<EncryptionAlgorithmSpec>,
    /// An enclave that alone may read the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<RecipientInfo>,
    /// Only asks whether the call would be allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
    /// What a dry run may leave out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dry_run_modifiers: Vec<String>,
}

/// Response of [Decrypt](https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct DecryptResponse {
    /// The ARN of the key that decrypted.
    pub key_id: String,
    /// The plaintext.
    #[serde(with = "wire::secret_blob")]
    pub plaintext: SecretBytes,
    /// The algorithm it used.
    pub encryption_algorithm: EncryptionAlgorithmSpec,
    /// Which material of the key had encrypted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_material_id: Option<String>,
}

/// Request of [GenerateDataKey](https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html).
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct GenerateDataKeyRequest {
    /// Key id, key ARN, alias name or alias ARN.
    pub key_id: String,
    /// Authenticated with the encrypted data key; not secret.
    #[serde(default, skip_serializing_if = "EncryptionContext::is_empty")]
    pub encryption_context: EncryptionContext,
    /// The data key's length in bytes, 1 to 1024. Either this or `key_spec`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_of_bytes: Option<u32>,
    /// The data key's length by its use. Either this or `number_of_bytes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_spec: Option<DataKeySpec>,
    /// Grants that may not be in force everywhere yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grant_tokens: Vec<String>,
    /// An enclave that alone may read the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<RecipientInfo>,
    /// Only asks whether the call would be allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
}

/// Response of [GenerateDataKey](https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GenerateDataKeyResponse {
    /// The data key, encrypted: keep this beside the data.
    #[serde(with = "wire::blob")]
    pub ciphertext_blob: Vec<u8>,
    /// The data key itself: use it and let it go.
    #[serde(with = "wire::secret_blob")]
    pub plaintext: SecretBytes,
    /// The ARN of the key that encrypted it.
    pub key_id: String,
    /// Which material of the key encrypted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_material_id: Option<String>,
}

impl EncryptRequest {
    /// Encrypts `plaintext` under a key, given by its id, ARN, alias or alias ARN.
    pub fn new(key_id: impl Into<String>, plaintext: impl Into<SecretBytes>) -> Self {
        Self {
            key_id: key_id.into(),
            plaintext: plaintext.into(),
            encryption_context: EncryptionContext::new(),
            grant_tokens: Vec::new(),
            encryption_algorithm: None,
            dry_run: None,
        }
    }
}

impl EncryptResponse {
    /// What a symmetric key answers.
    pub fn new(ciphertext_blob: Vec<u8>, key_id: impl Into<String>) -> Self {
        Self {
            ciphertext_blob,
            key_id: key_id.into(),
            encryption_algorithm: EncryptionAlgorithmSpec::SymmetricDefault,
        }
    }
}

impl DecryptRequest {
    /// Decrypts a ciphertext under the key that it names.
    pub fn new(ciphertext_blob: impl Into<Vec<u8>>) -> Self {
        Self {
            ciphertext_blob: ciphertext_blob.into(),
            encryption_context: EncryptionContext::new(),
            grant_tokens: Vec::new(),
            key_id: None,
            encryption_algorithm: None,
            recipient: None,
            dry_run: None,
            dry_run_modifiers: Vec::new(),
        }
    }

    /// Decrypts only if this key had encrypted it.
    #[must_use]
    pub fn key_id(mut self, key_id: impl Into<String>) -> Self {
        self.key_id = Some(key_id.into());
        self
    }
}

impl DecryptResponse {
    /// What a symmetric key answers.
    pub fn new(plaintext: SecretBytes, key_id: impl Into<String>) -> Self {
        Self {
            key_id: key_id.into(),
            plaintext,
            encryption_algorithm: EncryptionAlgorithmSpec::SymmetricDefault,
            key_material_id: None,
        }
    }
}

impl GenerateDataKeyRequest {
    /// A data key of a given kind.
    pub fn new(key_id: impl Into<String>, key_spec: DataKeySpec) -> Self {
        Self {
            key_spec: Some(key_spec),
            ..Self::without_length(key_id.into())
        }
    }

    /// A data key of a given number of bytes.
    pub fn bytes(key_id: impl Into<String>, number_of_bytes: u32) -> Self {
        Self {
            number_of_bytes: Some(number_of_bytes),
            ..Self::without_length(key_id.into())
        }
    }

    fn without_length(key_id: String) -> Self {
        Self {
            key_id,
            encryption_context: EncryptionContext::new(),
            number_of_bytes: None,
            key_spec: None,
            grant_tokens: Vec::new(),
            recipient: None,
            dry_run: None,
        }
    }
}

impl GenerateDataKeyResponse {
    /// A data key with its encrypted form.
    pub fn new(
        plaintext: SecretBytes,
        ciphertext_blob: Vec<u8>,
        key_id: impl Into<String>,
    ) -> Self {
        Self {
            ciphertext_blob,
            plaintext,
            key_id: key_id.into(),
            key_material_id: None,
        }
    }
}

/// The members that all three requests have, set the same way.
macro_rules! common_setters {
    ($($request:ty),+) => {$(
        impl $request {
            /// Sets the encryption context.
            #[must_use]
            pub fn encryption_context(mut self, context: EncryptionContext) -> Self {
                self.encryption_context = context;
                self
            }

            /// Sets the encryption context from pairs.
            ///
            /// # Errors
            ///
            /// [`ParseError`] if a pair is too long for an encryption context.
            pub fn context<K: Into<String>, V: Into<String>>(
                self,
                pairs: impl IntoIterator<Item = (K, V)>,
            ) -> Result<Self, ParseError> {
                Ok(self.encryption_context(EncryptionContext::try_from_iter(pairs)?))
            }

            /// Only asks whether the call would be allowed: the answer is `DryRunOperation` if it would.
            #[must_use]
            pub fn dry_run(mut self, dry_run: bool) -> Self {
                self.dry_run = Some(dry_run);
                self
            }
        }
    )+};
}

common_setters!(EncryptRequest, DecryptRequest, GenerateDataKeyRequest);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_the_json_that_the_aws_cli_sends() {
        let request: EncryptRequest = serde_json::from_str(
            r#"{"KeyId":"alias/orders","Plaintext":"aGk=","EncryptionContext":{"tenant":"42"}}"#,
        )
        .unwrap();
        assert_eq!(request.key_id, "alias/orders");
        assert_eq!(request.plaintext.expose(), b"hi");
        assert_eq!(request.encryption_context.get("tenant"), Some("42"));
        assert_eq!(
            serde_json::to_value(&request).unwrap(),
            serde_json::json!({
                "KeyId": "alias/orders",
                "Plaintext": "aGk=",
                "EncryptionContext": {"tenant": "42"}
            })
        );
    }

    #[test]
    fn a_member_that_is_not_known_is_refused() {
        let request = r#"{"CiphertextBlob":"aGk=","KeyID":"alias/orders"}"#;
        assert!(serde_json::from_str::<DecryptRequest>(request).is_err());
    }

    #[test]
    fn debug_shows_no_plaintext() {
        let request = EncryptRequest::new("alias/orders", *b"planted marker");
        let response = DecryptResponse::new(SecretBytes::from(b"planted marker"), "key");
        let shown = format!("{request:?} {response:?}");
        assert!(
            !shown.contains("planted") && !shown.contains("112, 108"),
            "{shown}"
        );
    }
}
