//! What `Decrypt` and `ReEncrypt` decrypt, and with which key.

use std::sync::Arc;

use common_types::{EncryptionContext, SecretBytes, constraint::Violations};

use crate::{
    AliasName, CiphertextBlob, Denial, Error, Result,
    call::{Call, Found},
    key::LoadedKey,
};

/// The members of a request that say what to decrypt.
#[derive(Debug)]
pub(super) struct Source<'a> {
    /// The member that names the key, and what it says, if anything.
    pub(super) key_id: (&'static str, Option<&'a str>),
    pub(super) ciphertext: &'a [u8],
    /// Whether only the key is asked for, in a dry run.
    pub(super) ignore_ciphertext: bool,
}

/// The key that is to decrypt, and what it is to decrypt.
#[derive(Debug)]
pub(super) struct FoundSource<'a> {
    pub(super) key: Arc<LoadedKey>,
    named: Option<Found>,
    blob: Option<CiphertextBlob<'a>>,
}

impl<'a> Source<'a> {
    /// Reads the ciphertext and finds the key: the one that the request names, or else the ciphertext.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidCiphertext`] if the ciphertext is none; [`Error::AccessDenied`] if its key is not here; those of
    /// [`Call::find`].
    pub(super) async fn find(self, call: &Call<'_>) -> Result<FoundSource<'a>> {
        let Self {
            key_id: (member, key_id),
            ciphertext,
            ignore_ciphertext,
        } = self;
        let blob = if ignore_ciphertext {
            None
        } else if !ciphertext.is_empty() {
            Some(CiphertextBlob::parse(ciphertext)?)
        } else {
            return Err(Violations::missing("ciphertextBlob").into());
        };
        match (key_id, &blob) {
            (Some(key_id), _) => {
                let named = call.find(member, key_id).await?;
                Ok(FoundSource {
                    key: Arc::clone(&named.key),
                    named: Some(named),
                    blob,
                })
            }
            (None, Some(asks_for)) => {
                let key = key_of(call, asks_for).await?;
                Ok(FoundSource {
                    key,
                    named: None,
                    blob,
                })
            }
            (None, None) => Err(Error::validation(
                member,
                "is needed where the ciphertext is ignored",
            )),
        }
    }
}

impl FoundSource<'_> {
    /// The alias by which the request names the key.
    pub(super) fn alias(&self) -> Option<&AliasName> {
        self.named.as_ref()?.alias()
    }

    /// Decrypts; also says with which material. Nothing where the ciphertext is ignored.
    ///
    /// # Errors
    ///
    /// [`Error::IncorrectKey`] if the ciphertext asks for another key; [`Error::InvalidCiphertext`].
    pub(super) fn open(&self, context: &EncryptionContext) -> Result<Option<(SecretBytes, &str)>> {
        let Some(blob) = &self.blob else {
            return Ok(None);
        };
        let scope = &self.key.scope;
        let same = (blob.partition(), blob.account(), blob.key_id())
            == (scope.partition.as_str(), scope.account, self.key.id);
        if !same || !is_here(blob, scope.region.as_str()) {
            return Err(Error::IncorrectKey);
        }
        self.key.open(blob, context).map(Some)
    }
}

/// The key that a ciphertext names.
async fn key_of(call: &Call<'_>, blob: &CiphertextBlob<'_>) -> Result<Arc<LoadedKey>> {
    let here = call.here();
    let elsewhere = || Error::AccessDenied(Denial::CiphertextKey);
    if blob.partition() != here.partition.as_str() || !is_here(blob, here.region.as_str()) {
        return Err(elsewhere());
    }
    let scope = here.with_account(blob.account());
    let key = call.kms().key(&scope, blob.key_id()).await?;
    key.ok_or_else(elsewhere)
}

/// Multi-Region keys are in many regions, others in the one that the ciphertext names.
fn is_here(blob: &CiphertextBlob<'_>, region: &str) -> bool {
    blob.region().is_none_or(|named| named == region)
}

/// Whether a dry run is to ignore the ciphertext.
///
/// Source: [DryRunModifiers](https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html#KMS-Decrypt-request-DryRunModifiers).
pub(super) fn ignore_ciphertext(modifiers: &[String], dry_run: bool) -> Result<bool> {
    match modifiers {
        [] => Ok(false),
        [modifier] if modifier == "IGNORE_CIPHERTEXT" && dry_run => Ok(true),
        [modifier] if modifier == "IGNORE_CIPHERTEXT" => {
            Err(Error::validation("DryRunModifiers", "is for dry runs"))
        }
        _ => {
            let list = format!("[{}]", modifiers.join(", "));
            let rule = "Member must satisfy constraint: [Member must satisfy enum value set: [IGNORE_CIPHERTEXT]]";
            Err(Violations::of("dryRunModifiers", Some(&list), rule).into())
        }
    }
}
