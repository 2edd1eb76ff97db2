//! `ReEncrypt`.

use common_types::{
    EncryptionAlgorithmSpec, EncryptionContext,
    constraint::{Check, Constrained},
    setters, wire,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    bounds,
    request::{algorithm_of, bounded_context, no_grant_tokens},
    source::{Source, ignore_ciphertext},
};
use crate::{Error, KmsHandle, Operation, Result, call::Call, condition::Asked};

/// Request of [`re_encrypt`](KmsHandle::re_encrypt).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ReEncryptRequest {
    /// What is to be decrypted: 1 to 6144 bytes. Only a dry run may leave it out.
    #[serde(default, with = "wire::blob", skip_serializing_if = "Vec::is_empty")]
    pub ciphertext_blob: Vec<u8>,
    /// The same pairs as when it was encrypted.
    #[serde(default, skip_serializing_if = "EncryptionContext::is_empty")]
    pub source_encryption_context: EncryptionContext,
    /// The key that must have encrypted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_key_id: Option<String>,
    /// The key to encrypt under: key id, key ARN, alias name or alias ARN.
    pub destination_key_id: String,
    /// Authenticated with the new ciphertext.
    #[serde(default, skip_serializing_if = "EncryptionContext::is_empty")]
    pub destination_encryption_context: EncryptionContext,
    /// The algorithm to decrypt with; for symmetric keys the default is the only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_encryption_algorithm: Option<EncryptionAlgorithmSpec>,
    /// The algorithm to encrypt with; for symmetric keys the default is the only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination_encryption_algorithm: Option<EncryptionAlgorithmSpec>,
    /// Grants that may not be in force everywhere yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grant_tokens: Vec<String>,
    /// Only asks whether the call would be allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
    /// What a dry run may leave out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dry_run_modifiers: Vec<String>,
}

/// Response of [`re_encrypt`](KmsHandle::re_encrypt).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ReEncryptResponse {
    /// The new ciphertext.
    #[serde(with = "wire::blob")]
    pub ciphertext_blob: Vec<u8>,
    /// The ARN of the key that decrypted.
    pub source_key_id: String,
    /// The ARN of the key that encrypted.
    pub key_id: String,
    /// How it decrypted.
    pub source_encryption_algorithm: EncryptionAlgorithmSpec,
    /// How it encrypted.
    pub destination_encryption_algorithm: EncryptionAlgorithmSpec,
    /// Which material of the source key decrypted.
    pub source_key_material_id: String,
    /// Which material of the destination key encrypted.
    pub destination_key_material_id: String,
}

impl ReEncryptRequest {
    /// Decrypts a ciphertext, and encrypts what was in it under another key.
    pub fn new(ciphertext_blob: impl Into<Vec<u8>>, destination_key_id: impl Into<String>) -> Self {
        Self {
            ciphertext_blob: ciphertext_blob.into(),
            source_encryption_context: EncryptionContext::new(),
            source_key_id: None,
            destination_key_id: destination_key_id.into(),
            destination_encryption_context: EncryptionContext::new(),
            source_encryption_algorithm: None,
            destination_encryption_algorithm: None,
            grant_tokens: Vec::new(),
            dry_run: None,
            dry_run_modifiers: Vec::new(),
        }
    }

    /// Sets the encryption context that the ciphertext was made with.
    #[must_use]
    pub fn source_encryption_context(mut self, context: EncryptionContext) -> Self {
        self.source_encryption_context = context;
        self
    }

    /// Sets the encryption context of the new ciphertext.
    #[must_use]
    pub fn destination_encryption_context(mut self, context: EncryptionContext) -> Self {
        self.destination_encryption_context = context;
        self
    }
}

setters!(ReEncryptRequest {
    /// Decrypts only if this key had encrypted it.
    source_key_id: String,
    /// Only asks whether the call would be allowed.
    dry_run: bool,
});

impl Constrained for ReEncryptRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            ciphertext_blob,
            source_encryption_context: _,
            source_key_id,
            destination_key_id,
            destination_encryption_context: _,
            source_encryption_algorithm: _,
            destination_encryption_algorithm: _,
            grant_tokens,
            dry_run: _,
            dry_run_modifiers: _,
        } = self;
        check.bytes("ciphertextBlob", ciphertext_blob, &bounds::CIPHERTEXT);
        check.text("sourceKeyId", source_key_id, &bounds::KEY_ID);
        check.text("destinationKeyId", destination_key_id, &bounds::KEY_ID);
        bounds::grant_tokens(check, grant_tokens);
    }
}

impl KmsHandle {
    /// Decrypts a ciphertext and encrypts what was in it under another key, or another encryption context. The plaintext does
    /// not leave KMS.
    ///
    /// # Limits
    ///
    /// The ciphertext: 1 to [`CIPHERTEXT_BYTES`](crate::limits::CIPHERTEXT_BYTES). Each encryption context:
    /// [`ENCRYPTION_CONTEXT_BYTES`](crate::limits::ENCRYPTION_CONTEXT_BYTES).
    ///
    /// # Authorisation
    ///
    /// `kms:ReEncryptFrom` on the source key, with the source context, and `kms:ReEncryptTo` on the destination key, with the
    /// destination context; also on other accounts' keys. Condition keys of both: those of every key, `kms:RequestAlias`,
    /// `kms:EncryptionAlgorithm`, `kms:EncryptionContext:…`, `kms:EncryptionContextKeys`, `kms:ReEncryptOnSameKey`.
    ///
    /// # Errors
    ///
    /// Those of [`decrypt`](Self::decrypt) for the source and of [`encrypt`](Self::encrypt) for the destination.
    ///
    /// # Source
    ///
    /// [ReEncrypt](https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html).
    pub async fn re_encrypt(&self, request: ReEncryptRequest) -> Result<ReEncryptResponse> {
        let mut call = self.call(Operation::ReEncrypt);
        let answer = re_encrypt(&mut call, &request).await;
        for (name, context) in [
            ("sourceEncryptionContext", request.source_encryption_context),
            (
                "destinationEncryptionContext",
                request.destination_encryption_context,
            ),
        ] {
            if !context.is_empty() {
                call.record_parameter(name, json!(context));
            }
        }
        if let Some(key_id) = request.source_key_id {
            call.record_parameter("sourceKeyId", key_id);
        }
        call.record_parameter("destinationKeyId", request.destination_key_id);
        for (name, algorithm) in [
            (
                "sourceEncryptionAlgorithm",
                request.source_encryption_algorithm,
            ),
            (
                "destinationEncryptionAlgorithm",
                request.destination_encryption_algorithm,
            ),
        ] {
            call.record_parameter(name, algorithm.unwrap_or_default().as_str());
        }
        call.answer(answer).await
    }
}

async fn re_encrypt(call: &mut Call<'_>, request: &ReEncryptRequest) -> Result<ReEncryptResponse> {
    request.validate()?;
    let from_context = &request.source_encryption_context;
    let to_context = &request.destination_encryption_context;
    bounded_context("SourceEncryptionContext", from_context)?;
    bounded_context("DestinationEncryptionContext", to_context)?;
    no_grant_tokens(&request.grant_tokens)?;
    let dry_run = request.dry_run == Some(true);
    let source = Source {
        key_id: ("SourceKeyId", request.source_key_id.as_deref()),
        ciphertext: &request.ciphertext_blob,
        ignore_ciphertext: ignore_ciphertext(&request.dry_run_modifiers, dry_run)?,
    };
    let source = source.find(call).await?;
    let destination = call
        .find("DestinationKeyId", &request.destination_key_id)
        .await?;
    let (from, to) = (&*source.key, &*destination.key);
    let on_same_key = Some(from.arn == to.arn);

    let asked = Asked {
        re_encrypt_on_same_key: on_same_key,
        ..Asked::cryptographic(source.alias(), from_context)
    };
    call.allow_as("kms:ReEncryptFrom", from, asked)?;
    let asked = Asked {
        re_encrypt_on_same_key: on_same_key,
        ..Asked::cryptographic(destination.alias(), to_context)
    };
    call.allow_as("kms:ReEncryptTo", to, asked)?;
    algorithm_of(from, request.source_encryption_algorithm)?;
    algorithm_of(to, request.destination_encryption_algorithm)?;
    call.check_state(from)?;
    call.check_state(to)?;

    let opened = source.open(from_context)?;
    let (plaintext, source_material_id) = match opened {
        Some(opened) if !dry_run => opened,
        _ => return Err(Error::DryRunOperation),
    };
    Ok(ReEncryptResponse {
        ciphertext_blob: to.seal(to_context, plaintext.expose(), call.random())?,
        source_key_id: from.arn.to_string(),
        key_id: to.arn.to_string(),
        source_encryption_algorithm: EncryptionAlgorithmSpec::SymmetricDefault,
        destination_encryption_algorithm: EncryptionAlgorithmSpec::SymmetricDefault,
        source_key_material_id: source_material_id.to_owned(),
        destination_key_material_id: to.current_material_id().to_owned(),
    })
}
