//! `CreateAlias`.

use common_types::constraint::{Check, Constrained};
use serde::{Deserialize, Serialize};

use super::{alias_request, bounds};
use crate::{
    Error, KmsHandle, Operation, Result,
    alias::AliasRecord,
    call::{Call, Draft},
    condition::Asked,
};

/// Request of [`create_alias`](KmsHandle::create_alias).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct CreateAliasRequest {
    /// The alias, its prefix `alias/` included.
    pub alias_name: String,
    /// The key that it is to point to: key id or key ARN.
    pub target_key_id: String,
}

impl CreateAliasRequest {
    /// Has an alias point to a key.
    pub fn new(alias_name: impl Into<String>, target_key_id: impl Into<String>) -> Self {
        Self {
            alias_name: alias_name.into(),
            target_key_id: target_key_id.into(),
        }
    }
}

impl Constrained for CreateAliasRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            alias_name,
            target_key_id,
        } = self;
        check.text("aliasName", alias_name, &bounds::ALIAS_NAME);
        check.text("targetKeyId", target_key_id, &bounds::KEY_ID);
    }
}

impl KmsHandle {
    /// Makes an alias: a name for a key, that can be pointed to another one later.
    ///
    /// On `Ok` it is durable, and stands in the key's `kms:ResourceAliases`.
    ///
    /// # Limits
    ///
    /// The name: [`ALIAS_CHARS`](crate::limits::ALIAS_CHARS). A key: [`ALIASES_PER_KEY`](crate::limits::ALIASES_PER_KEY).
    ///
    /// # Authorisation
    ///
    /// `kms:CreateAlias` on the alias, by identity policies, and on the key, which is of the caller's account. Condition keys of the
    /// latter: those of every key.
    ///
    /// # Errors
    ///
    /// [`InvalidAliasName`](Error::InvalidAliasName), also for one that begins with `alias/aws/`. [`AlreadyExists`](Error::AlreadyExists).
    /// [`LimitExceeded`](Error::LimitExceeded). [`AccessDenied`](Error::AccessDenied), [`NotFound`](Error::NotFound), [`InvalidArn`](Error::InvalidArn),
    /// [`InvalidState`](Error::InvalidState) for a key that is pending deletion.
    ///
    /// # Source
    ///
    /// [CreateAlias](https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html).
    pub async fn create_alias(&self, request: CreateAliasRequest) -> Result<()> {
        let mut call = self.call(Operation::CreateAlias);
        call.record_request(&request);
        let answer = create_alias(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn create_alias(call: &mut Call<'_>, request: CreateAliasRequest) -> Result<()> {
    request.validate()?;
    let CreateAliasRequest {
        alias_name,
        target_key_id,
    } = request;
    let name = alias_request::customer_alias(&alias_name)?;
    loop {
        let key = call.find("TargetKeyId", &target_key_id).await?.key;
        call.allow_alias(&name)?;
        call.allow(&key, Asked::default())?;
        call.check_state(&key)?;
        let alias = call.here().alias_record(&name)?;
        if call.kms().read(alias.clone()).await?.is_some() {
            return Err(Error::AlreadyExists {
                alias: call.here().alias_arn(&name)?,
            });
        }
        let now = call.now();
        let record = AliasRecord {
            target: key.id,
            created: now,
            updated: now,
        }
        .encode()?;
        let mut draft = Draft::of(&key);
        draft.record.add_alias(name.clone())?;
        // The key's own record is replaced as it was read, so the alias never points to one that is gone.
        draft.also(|change| change.create(alias, record));
        if call.commit_draft(draft).await? {
            return Ok(());
        }
    }
}
