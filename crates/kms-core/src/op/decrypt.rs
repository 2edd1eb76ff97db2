//! `Decrypt`.

use common_types::{DecryptRequest, DecryptResponse, constraint::Constrained};

use super::{
    request::{algorithm_of, bounded_context, no_grant_tokens},
    source::{Source, ignore_ciphertext},
};
use crate::{Error, KmsHandle, Operation, Result, call::Call, condition::Asked};

impl KmsHandle {
    /// Decrypts what [`encrypt`](Self::encrypt), [`generate_data_key`](Self::generate_data_key) or
    /// [`re_encrypt`](Self::re_encrypt) made, under the same encryption context.
    ///
    /// The ciphertext names its key. Give the key id as well, and nothing that was encrypted under another key is
    /// decrypted.
    ///
    /// # Limits
    ///
    /// The ciphertext: 1 to [`CIPHERTEXT_BYTES`](crate::limits::CIPHERTEXT_BYTES). The encryption context:
    /// [`ENCRYPTION_CONTEXT_BYTES`](crate::limits::ENCRYPTION_CONTEXT_BYTES).
    ///
    /// # Authorisation
    ///
    /// `kms:Decrypt` on the key; also on another account's. Condition keys: those of every key, `kms:RequestAlias`,
    /// `kms:EncryptionAlgorithm`, `kms:EncryptionContext:…`, `kms:EncryptionContextKeys`.
    ///
    /// # Errors
    ///
    /// [`InvalidCiphertext`](Error::InvalidCiphertext) if ciphertext and context do not authenticate, whatever is wrong with them.
    /// [`IncorrectKey`](Error::IncorrectKey) if the request names another key than the ciphertext. [`AccessDenied`](Error::AccessDenied), also if the
    /// ciphertext's key is not in this region. [`NotFound`](Error::NotFound), [`InvalidArn`](Error::InvalidArn). [`Disabled`](Error::Disabled),
    /// [`InvalidState`](Error::InvalidState). [`InvalidKeyUsage`](Error::InvalidKeyUsage). [`InvalidGrantToken`](Error::InvalidGrantToken).
    /// [`DryRunOperation`](Error::DryRunOperation). [`UnsupportedOperation`](Error::UnsupportedOperation) for `Recipient`. [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [Decrypt](https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html).
    pub async fn decrypt(&self, request: DecryptRequest) -> Result<DecryptResponse> {
        let mut call = self.call(Operation::Decrypt);
        let answer = decrypt(&mut call, &request).await;
        call.record_context(request.encryption_context);
        if let Some(key_id) = request.key_id {
            call.record_parameter("keyId", key_id);
        }
        let algorithm = request.encryption_algorithm.unwrap_or_default();
        call.record_parameter("encryptionAlgorithm", algorithm.as_str());
        call.answer(answer).await
    }
}

async fn decrypt(call: &mut Call<'_>, request: &DecryptRequest) -> Result<DecryptResponse> {
    request.validate()?;
    if request.recipient.is_some() {
        return Err(Error::unsupported("`Recipient`"));
    }
    let context = &request.encryption_context;
    bounded_context("EncryptionContext", context)?;
    no_grant_tokens(&request.grant_tokens)?;
    let dry_run = request.dry_run == Some(true);
    let source = Source {
        key_id: ("KeyId", request.key_id.as_deref()),
        ciphertext: &request.ciphertext_blob,
        ignore_ciphertext: ignore_ciphertext(&request.dry_run_modifiers, dry_run)?,
    };
    let source = source.find(call).await?;
    let key = &*source.key;
    call.allow(key, Asked::cryptographic(source.alias(), context))?;
    algorithm_of(key, request.encryption_algorithm)?;
    call.check_state(key)?;
    let opened = source.open(context)?;
    match opened {
        Some((plaintext, material_id)) if !dry_run => {
            let mut response = DecryptResponse::new(plaintext, key.arn.as_str());
            response.key_material_id = Some(material_id.to_owned());
            Ok(response)
        }
        _ => Err(Error::DryRunOperation),
    }
}
