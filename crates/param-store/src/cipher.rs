//! `SecureString`: encrypted under a KMS key, on behalf of whoever calls.
//!
//! The value of a standard parameter is what KMS Encrypt answers. That of an advanced one is a message of the AWS Encryption SDK, its data
//! key made by KMS `GenerateDataKey`. Both have the parameter's ARN as their encryption context.
//!
//! Source: [How Parameter Store uses KMS](https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html).

use std::sync::Arc;

use common_types::{
    Arn, DecryptRequest, EncryptRequest, EncryptionContext, KeyService, SecretString,
};
use envelope::{AlgorithmSuite, Client, KmsDiscoveryKeyring, KmsKeyring};

use crate::{Error, ParameterTier, Result, parameter::Stored};

/// Encrypts and decrypts for one caller.
#[derive(Debug)]
pub(crate) struct Cipher {
    pub(crate) keys: Arc<dyn KeyService>,
    pub(crate) client: Client,
}

impl Cipher {
    /// Encrypts the value of a parameter.
    pub(crate) async fn seal(
        &self,
        parameter: &Arn,
        tier: ParameterTier,
        key_id: &str,
        value: &SecretString,
    ) -> Result<Stored> {
        let (context, value) = (context(parameter)?, value.expose().as_bytes());
        match tier {
            ParameterTier::Standard | ParameterTier::IntelligentTiering => {
                let request = EncryptRequest::new(key_id, value).encryption_context(context);
                let answer = self.keys.encrypt(request).await.map_err(Error::of_kms)?;
                Ok(Stored::Ciphertext(answer.ciphertext_blob))
            }
            ParameterTier::Advanced => {
                let keyring = KmsKeyring::new(Arc::clone(&self.keys), key_id).map_err(|error| {
                    Error::InvalidKeyId {
                        reason: error.to_string(),
                    }
                })?;
                let message = self.client.encrypt_async(&keyring, context, value).await;
                message.map(Stored::Message).map_err(Error::of_envelope)
            }
        }
    }

    /// Decrypts a value, if it is encrypted.
    ///
    /// # Errors
    ///
    /// [`Error::AccessDenied`], [`Error::InvalidKeyId`] as KMS answers.
    pub(crate) async fn open(&self, parameter: &Arn, stored: &Stored) -> Result<SecretString> {
        let plaintext = match stored {
            Stored::Text(text) => return Ok(text.clone()),
            Stored::Ciphertext(blob) => {
                let request =
                    DecryptRequest::new(blob.as_slice()).encryption_context(context(parameter)?);
                let answer = self.keys.decrypt(request).await.map_err(Error::of_kms)?;
                answer.plaintext
            }
            Stored::Message(message) => {
                let keyring = KmsDiscoveryKeyring::new(Arc::clone(&self.keys), None);
                let context = context(parameter)?;
                let decrypted = self.client.decrypt_async(&keyring, &context, message);
                decrypted
                    .await
                    .map_err(Error::of_envelope)?
                    .into_plaintext()
            }
        };
        SecretString::try_from(plaintext).map_err(Error::broken)
    }
}

/// What all messages are written and read with. A parameter's record is sealed by the store, so nobody but we writes them: they need no
/// signature.
pub(crate) fn client() -> Client {
    Client::new().suite(AlgorithmSuite::Aes256GcmHkdfSha512CommitKey)
}

fn context(parameter: &Arn) -> Result<EncryptionContext> {
    EncryptionContext::try_from_iter([("PARAMETER_ARN", parameter.as_str())]).map_err(Error::broken)
}
