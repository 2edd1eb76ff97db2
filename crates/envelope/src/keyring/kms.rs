//! One AWS KMS key, through the key service port.

use std::sync::Arc;

use common_types::{
    Arn, BoxFuture, DecryptRequest, EncryptRequest, GenerateDataKeyRequest, KeyService, SecretBytes,
};

use super::kms_arn::{PROVIDER_ID, check_identifier, key_arn};
use super::{Keyring, OnDecrypt, OnEncrypt};
use crate::header::EncryptedDataKey;
use crate::{AlgorithmSuite, DataKey, Error, Malformed};

/// A keyring with one AWS KMS key: Strongroom's KMS, or the real one.
///
/// The key is named by key ARN, alias ARN, `alias/…` or key id. On decrypt only data keys that this one key has encrypted
/// are looked at: those whose ARN is the configured one; where the key is not configured by its ARN, KMS itself is asked to
/// decrypt under the configured name, and refuses what another key has encrypted.
///
/// Source: framework/aws-kms/aws-kms-keyring.md. It differs in one point: there, a keyring that is configured by an alias
/// can encrypt and never decrypt.
#[derive(Debug)]
pub struct KmsKeyring {
    service: Arc<dyn KeyService>,
    key_id: String,
    grant_tokens: Vec<String>,
}

impl KmsKeyring {
    /// Uses a key of a key service.
    ///
    /// # Errors
    ///
    /// [`Error::Keyring`] if `key_id` cannot name a key.
    // spec: framework/aws-kms/aws-kms-keyring.md#initialization
    pub fn new(service: Arc<dyn KeyService>, key_id: impl Into<String>) -> Result<Self, Error> {
        let key_id = key_id.into();
        check_identifier(&key_id)?;
        Ok(Self {
            service,
            key_id,
            grant_tokens: Vec::new(),
        })
    }

    /// Sends these grant tokens with each call.
    #[must_use]
    pub fn grant_tokens<T: Into<String>>(mut self, tokens: impl IntoIterator<Item = T>) -> Self {
        self.grant_tokens = tokens.into_iter().map(Into::into).collect();
        self
    }

    // spec: framework/aws-kms/aws-kms-keyring.md#onencrypt
    async fn generate(&self, request: &mut OnEncrypt<'_>) -> Result<(), Error> {
        let suite = request.suite();
        let bytes = u32::try_from(suite.data_key_len()).unwrap_or(u32::MAX);
        let mut call = GenerateDataKeyRequest::bytes(&self.key_id, bytes)
            .encryption_context(request.context().clone());
        call.grant_tokens.clone_from(&self.grant_tokens);
        let answer = self
            .service
            .generate_data_key(call)
            .await
            .map_err(Error::KeyService)?;
        let data_key = answered_data_key(suite, answer.plaintext)?;
        let wrapped = wrapped(&answer.key_id, answer.ciphertext_blob)?;
        request.set_data_key(data_key)?;
        request.push(wrapped);
        Ok(())
    }

    async fn encrypt(
        &self,
        plaintext: SecretBytes,
        request: &mut OnEncrypt<'_>,
    ) -> Result<(), Error> {
        let mut call = EncryptRequest::new(&self.key_id, plaintext)
            .encryption_context(request.context().clone());
        call.grant_tokens.clone_from(&self.grant_tokens);
        let answer = self
            .service
            .encrypt(call)
            .await
            .map_err(Error::KeyService)?;
        request.push(wrapped(&answer.key_id, answer.ciphertext_blob)?);
        Ok(())
    }

    /// Whether an encrypted data key may be this key's, as far as its ARN tells.
    fn may_be_ours(&self, arn: &str) -> bool {
        if self.key_id.starts_with("arn:") && self.key_id.contains(":key/") {
            return arn == self.key_id;
        }
        if self.key_id.starts_with("arn:") || self.key_id.starts_with("alias/") {
            return true; // what an alias stands for is known to KMS alone
        }
        arn.strip_suffix(self.key_id.as_str())
            .is_some_and(|rest| rest.ends_with(":key/"))
    }
}

impl Keyring for KmsKeyring {
    fn on_encrypt<'a>(
        &'a self,
        request: &'a mut OnEncrypt<'_>,
    ) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            match request.data_key() {
                None => self.generate(request).await,
                Some(data_key) => {
                    let plaintext = SecretBytes::from(data_key.expose());
                    self.encrypt(plaintext, request).await
                }
            }
        })
    }

    // spec: framework/aws-kms/aws-kms-keyring.md#ondecrypt
    fn on_decrypt<'a>(
        &'a self,
        request: &'a OnDecrypt<'_>,
    ) -> BoxFuture<'a, Result<DataKey, Error>> {
        Box::pin(async move {
            let mut failures = Vec::new();
            for (key, arn) in kms_data_keys(request)? {
                if !self.may_be_ours(arn.as_str()) {
                    continue;
                }
                let key_id = self.key_id.as_str();
                match decrypt(
                    &*self.service,
                    &self.grant_tokens,
                    key_id,
                    &arn,
                    key,
                    request,
                )
                .await
                {
                    Ok(data_key) => return Ok(data_key),
                    Err(error) => failures.push(error),
                }
            }
            Err(Error::attempts(failures))
        })
    }
}

/// The encrypted data keys of AWS KMS keyrings, with the ARNs of their keys. One that has no ARN is an error.
// spec: framework/aws-kms/aws-kms-keyring.md#ondecrypt
pub(super) fn kms_data_keys<'a>(
    request: &OnDecrypt<'a>,
) -> Result<Vec<(&'a EncryptedDataKey, Arn)>, Error> {
    let keys = request.encrypted_data_keys().iter();
    keys.filter(|key| key.provider_id() == PROVIDER_ID)
        .map(|key| {
            let arn = key_arn(key.provider_info()).ok_or(Malformed::KeyArn)?;
            Ok((key, arn))
        })
        .collect()
}

/// One attempt: `key_id` is asked to decrypt, and must turn out to be `arn`.
pub(super) async fn decrypt(
    service: &dyn KeyService,
    grant_tokens: &[String],
    key_id: &str,
    arn: &Arn,
    key: &EncryptedDataKey,
    request: &OnDecrypt<'_>,
) -> Result<DataKey, Error> {
    let mut call = DecryptRequest::new(key.ciphertext())
        .key_id(key_id)
        .encryption_context(request.context().clone());
    call.grant_tokens = grant_tokens.to_vec();
    let answer = service.decrypt(call).await.map_err(Error::KeyService)?;
    if answer.key_id != arn.as_str() {
        let reason = "another key than the one that was asked decrypted the data key";
        return Err(Error::KeyServiceAnswer { reason });
    }
    answered_data_key(request.suite(), answer.plaintext)
}

fn answered_data_key(suite: AlgorithmSuite, plaintext: SecretBytes) -> Result<DataKey, Error> {
    DataKey::new(suite, plaintext).map_err(|_| Error::KeyServiceAnswer {
        reason: "the data key does not have the length of its algorithm suite",
    })
}

/// What a message keeps of a KMS answer: the ciphertext, and the key by its ARN.
fn wrapped(key_id: &str, ciphertext: Vec<u8>) -> Result<EncryptedDataKey, Error> {
    if key_arn(key_id.as_bytes()).is_none() {
        let reason = "the key that encrypted the data key is not named by its ARN";
        return Err(Error::KeyServiceAnswer { reason });
    }
    EncryptedDataKey::new(PROVIDER_ID, key_id, ciphertext)
}
