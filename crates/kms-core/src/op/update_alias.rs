//! `UpdateAlias`.

use common_types::constraint::{Check, Constrained};
use serde::{Deserialize, Serialize};

use super::{
    alias_request::{customer_alias, stored},
    bounds,
};
use crate::{
    Error, KmsHandle, Missing, Operation, Result,
    alias::AliasRecord,
    call::{Call, Draft},
    condition::Asked,
};

/// Request of [`update_alias`](KmsHandle::update_alias).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct UpdateAliasRequest {
    /// The alias, its prefix `alias/` included.
    pub alias_name: String,
    /// The key that it is to point to from now on: key id or key ARN.
    pub target_key_id: String,
}

impl UpdateAliasRequest {
    /// Has an alias point to another key.
    pub fn new(alias_name: impl Into<String>, target_key_id: impl Into<String>) -> Self {
        Self {
            alias_name: alias_name.into(),
            target_key_id: target_key_id.into(),
        }
    }
}

impl Constrained for UpdateAliasRequest {
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
    /// Points an alias to another key of the same account and region, at once.
    ///
    /// On `Ok` it is durable, and the next call on any thread finds the new key under the alias.
    ///
    /// # Limits
    ///
    /// [`ALIASES_PER_KEY`](crate::limits::ALIASES_PER_KEY).
    ///
    /// # Authorisation
    ///
    /// `kms:UpdateAlias` on the alias, by identity policies, on the key that it leaves, and on the key that it goes to. Condition keys of
    /// the latter two: those of every key.
    ///
    /// # Errors
    ///
    /// [`NotFound`](Error::NotFound), [`AccessDenied`](Error::AccessDenied), [`InvalidArn`](Error::InvalidArn),
    /// [`InvalidAliasName`](Error::InvalidAliasName), also for one that begins with `alias/aws/`. [`InvalidState`](Error::InvalidState) if the
    /// new key is pending deletion; the old one may be in any state. [`LimitExceeded`](Error::LimitExceeded).
    ///
    /// # Source
    ///
    /// [UpdateAlias](https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html).
    pub async fn update_alias(&self, request: UpdateAliasRequest) -> Result<()> {
        let mut call = self.call(Operation::UpdateAlias);
        call.record_request(&request);
        let answer = update_alias(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn update_alias(call: &mut Call<'_>, request: UpdateAliasRequest) -> Result<()> {
    request.validate()?;
    let UpdateAliasRequest {
        alias_name,
        target_key_id,
    } = request;
    let name = customer_alias(&alias_name)?;
    loop {
        let (alias, stored) = stored(call, &name).await?;
        let Some(from) = call.kms().key(call.here(), alias.target).await? else {
            return Err(Error::NotFound(Missing::Alias(
                call.here().alias_arn(&name)?,
            )));
        };
        let to = call.find("TargetKeyId", &target_key_id).await?.key;
        call.allow_alias(&name)?;
        call.allow(&from, Asked::default())?;
        call.allow(&to, Asked::default())?;
        call.check_state(&to)?;

        let moved = AliasRecord {
            target: to.id,
            updated: call.now(),
            ..alias
        }
        .encode()?;
        let mut draft = Draft::of(&to);
        draft.record.add_alias(name.clone())?;
        let record = call.here().alias_record(&name)?;
        draft.also(|change| change.replace(record, moved, stored.version));
        if from.id != to.id {
            let mut left = from.record.clone();
            left.remove_alias(&name);
            let (left, record) = (left.encode()?, from.scope.key_record(&from.id)?);
            draft.also(|change| change.replace(record, left, from.version));
        }
        if call.commit_draft(draft).await? {
            return Ok(());
        }
        call.kms().forget(&from.scope, from.id);
    }
}
