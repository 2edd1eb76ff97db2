//! `DeleteAlias`.

use common_types::constraint::{Check, Constrained};
use serde::{Deserialize, Serialize};

use super::{
    alias_request::{customer_alias, stored},
    bounds,
};
use crate::{
    Error, KmsHandle, Missing, Operation, Result,
    call::{Call, Draft},
    condition::Asked,
};

/// Request of [`delete_alias`](KmsHandle::delete_alias).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct DeleteAliasRequest {
    /// The alias, its prefix `alias/` included.
    pub alias_name: String,
}

impl DeleteAliasRequest {
    /// Deletes an alias.
    pub fn new(alias_name: impl Into<String>) -> Self {
        Self {
            alias_name: alias_name.into(),
        }
    }
}

impl Constrained for DeleteAliasRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self { alias_name } = self;
        check.text("aliasName", alias_name, &bounds::ALIAS_NAME);
    }
}

impl KmsHandle {
    /// Deletes an alias. Its key stays, and what it encrypted can still be decrypted: ciphertexts name keys.
    ///
    /// # Authorisation
    ///
    /// `kms:DeleteAlias` on the alias, by identity policies, and on the key that it points to. Condition keys of the latter: those
    /// of every key.
    ///
    /// # Errors
    ///
    /// [`NotFound`](Error::NotFound), [`AccessDenied`](Error::AccessDenied), [`InvalidAliasName`](Error::InvalidAliasName), also for one that begins with
    /// `alias/aws/`.
    ///
    /// # Source
    ///
    /// [DeleteAlias](https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteAlias.html).
    pub async fn delete_alias(&self, request: DeleteAliasRequest) -> Result<()> {
        let mut call = self.call(Operation::DeleteAlias);
        call.record_request(&request);
        let answer = delete_alias(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn delete_alias(call: &mut Call<'_>, request: DeleteAliasRequest) -> Result<()> {
    request.validate()?;
    let name = customer_alias(&request.alias_name)?;
    loop {
        let (alias, stored) = stored(call, &name).await?;
        let Some(key) = call.kms().key(call.here(), alias.target).await? else {
            return Err(Error::NotFound(Missing::Alias(
                call.here().alias_arn(&name)?,
            )));
        };
        call.allow_alias(&name)?;
        call.allow(&key, Asked::default())?;
        call.check_state(&key)?;
        let mut draft = Draft::of(&key);
        draft.record.remove_alias(&name);
        let record = call.here().alias_record(&name)?;
        draft.also(|change| change.delete(record, stored.version));
        if call.commit_draft(draft).await? {
            return Ok(());
        }
    }
}
