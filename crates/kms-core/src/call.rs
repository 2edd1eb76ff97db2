//! One call: what every operation does the same way. It finds the key, asks the guard, commits.

use std::sync::Arc;

use common_types::{Arn, EncryptionContext, Timestamp};
use crypto::random::Random;
use policy_eval::ResourcePolicyMode;
use service_kit::{Change, Identity, Target};

use crate::{
    AliasName, Denial, Error, Missing, Operation, Result,
    condition::{Asked, Conditions},
    draft::Draft,
    key::{KeyReference, LoadedKey},
    kms::Shared,
    scope::Scope,
};

/// A call that has begun.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    kms: &'a Shared,
    identity: &'a Identity,
    here: &'a Scope,
    operation: Operation,
    guard: service_kit::Call<'a>,
}

/// A key that was asked for, and found.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) key: Arc<LoadedKey>,
    reference: KeyReference,
}

impl Found {
    /// The alias by which it was asked for.
    pub(crate) fn alias(&self) -> Option<&AliasName> {
        self.reference.alias()
    }
}

impl<'a> Call<'a> {
    pub(crate) fn begin(
        kms: &'a Shared,
        identity: &'a Identity,
        here: &'a Scope,
        operation: Operation,
    ) -> Self {
        let guard = kms.guard.begin(identity, operation.declared());
        Self {
            kms,
            identity,
            here,
            operation,
            guard,
        }
    }

    /// Ends the call, and records how.
    pub(crate) async fn answer<T>(self, answer: Result<T>) -> Result<T> {
        self.guard.finish(answer).await
    }

    // What the call goes by.

    pub(crate) fn kms(&self) -> &'a Shared {
        self.kms
    }

    /// The caller's account, in the region that is called.
    pub(crate) fn here(&self) -> &'a Scope {
        self.here
    }

    pub(crate) fn identity(&self) -> &'a Identity {
        self.identity
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.guard.now()
    }

    pub(crate) fn random(&self) -> &'a dyn Random {
        &*self.kms.random
    }

    // What is recorded of it.

    /// Records the encryption context of the request.
    pub(crate) fn record_context(&mut self, context: EncryptionContext) {
        self.guard.encryption_context(context);
    }

    /// Records a resource that the call is about, where no policy is asked for it.
    pub(crate) fn record_resource(&mut self, arn: &Arn) {
        self.guard.resource(arn);
    }

    // Finding keys.

    /// The key that a member of the request names.
    ///
    /// # Errors
    ///
    /// Those of [`KeyReference::parse`]; [`Error::NotFound`] if there is no such key or alias in the caller's account,
    /// [`Error::AccessDenied`] if there is none in another's, or the operation cannot be asked of that.
    pub(crate) async fn find(&self, member: &'static str, text: &str) -> Result<Found> {
        let reference = KeyReference::parse(member, text, self.operation, self.here)?;
        let account = reference.account();
        if account == self.here.account {
            return self.find_in(self.here, reference).await;
        }
        let scope = self.here.with_account(account);
        if !self.operation.uses_keys() {
            return Err(self.foreign(&scope, &reference)?);
        }
        self.find_in(&scope, reference).await
    }

    async fn find_in(&self, scope: &Scope, reference: KeyReference) -> Result<Found> {
        let id = match &reference {
            KeyReference::Key { id, .. } => Some(*id),
            KeyReference::Alias { name, .. } => self.kms.target(scope, name).await?,
        };
        let key = match id {
            Some(id) => self.kms.key(scope, id).await?,
            None => None,
        };
        match key {
            Some(key) => Ok(Found { key, reference }),
            None if scope.account == self.here.account => Err(Error::NotFound(match &reference {
                KeyReference::Key { id, .. } => Missing::Key(scope.key_arn(id)?),
                KeyReference::Alias { name, .. } => Missing::Alias(scope.alias_arn(name)?),
            })),
            None => Err(self.foreign(scope, &reference)?),
        }
    }

    /// What is said of a key of another account, whether it exists or not.
    fn foreign(&self, scope: &Scope, reference: &KeyReference) -> Result<Error> {
        let resource = match reference {
            KeyReference::Key { id, .. } => scope.key_arn(id)?,
            KeyReference::Alias { name, .. } => scope.alias_arn(name)?,
        };
        Ok(Error::AccessDenied(Denial::ForeignKey {
            principal: self.identity.caller().principal().to_string(),
            action: self.operation.declared().action(),
            resource,
        }))
    }

    // Asking whether it is allowed.

    /// Asks whether the caller may do this with the key.
    pub(crate) fn allow(&mut self, key: &LoadedKey, asked: Asked<'_>) -> Result<()> {
        self.allow_as(self.operation.declared().action(), key, asked)
    }

    /// Asks whether the caller may do something else with the key too.
    pub(crate) fn allow_as(
        &mut self,
        action: &str,
        key: &LoadedKey,
        asked: Asked<'_>,
    ) -> Result<()> {
        let keys = Conditions {
            identity: self.identity,
            key: Some(key.facts()),
            asked,
        };
        let target = Target::new(&key.arn)
            .policy(&key.policy, ResourcePolicyMode::Mandatory)
            .tags(&key.record.tags)
            .keys(&keys);
        Ok(self.guard.authorise_action(action, &target)?)
    }

    /// Asks whether the caller may do this with an alias: aliases have no policy of their own.
    pub(crate) fn allow_alias(&mut self, name: &AliasName) -> Result<()> {
        let keys = Conditions {
            identity: self.identity,
            key: None,
            asked: Asked::default(),
        };
        let arn = self.here.alias_arn(name)?;
        Ok(self.guard.authorise(&Target::new(&arn).keys(&keys))?)
    }

    /// Asks whether the caller may do this with no key in particular.
    pub(crate) fn allow_anywhere(&mut self, asked: Asked<'_>) -> Result<()> {
        self.allow_anywhere_as(self.operation, asked)
    }

    /// Asks whether the caller may do something else with no key in particular too.
    pub(crate) fn allow_anywhere_as(
        &mut self,
        operation: Operation,
        asked: Asked<'_>,
    ) -> Result<()> {
        let keys = Conditions {
            identity: self.identity,
            key: None,
            asked,
        };
        let target = Target::any().owned_by(self.here.account).keys(&keys);
        Ok(self
            .guard
            .authorise_action(operation.declared().action(), &target)?)
    }

    /// Whether the target's own policy would permit the caller an operation. Nothing is decided by that.
    pub(crate) fn policy_permits(&self, operation: Operation, target: &Target<'_>) -> bool {
        self.guard
            .policy_permits(operation.declared().action(), target)
    }

    /// Asks whether the key's state allows this.
    pub(crate) fn check_state(&self, key: &LoadedKey) -> Result<()> {
        key.state().check(self.operation, &key.arn)
    }

    // Changing what is stored.

    /// Changes a key of the caller's account: asks whether that is allowed, has it decided, and commits it; all of it anew if
    /// somebody else was faster.
    pub(crate) async fn update<T>(
        &mut self,
        key_id: &str,
        asked: Asked<'_>,
        mut decide: impl FnMut(&mut Draft<'_>) -> Result<T>,
    ) -> Result<T> {
        loop {
            let key = self.find("KeyId", key_id).await?.key;
            self.allow(&key, asked)?;
            self.check_state(&key)?;
            let mut draft = Draft::of(&key);
            let answer = decide(&mut draft)?;
            if self.commit_draft(draft).await? {
                return Ok(answer);
            }
        }
    }

    /// Commits a key as it is to be; whether nobody else was faster. If somebody was, the key is read anew next time.
    pub(crate) async fn commit_draft(&mut self, draft: Draft<'_>) -> Result<bool> {
        let key = draft.key;
        let committed = self.commit(draft.into_change()?).await?;
        if !committed {
            self.kms.forget(&key.scope, key.id);
        }
        Ok(committed)
    }

    /// Commits a change; whether nobody else was faster.
    pub(crate) async fn commit(&mut self, change: Change) -> Result<bool> {
        Ok(self.guard.commit(change).await?.is_some())
    }
}
