//! Which key a request names, and what is said where there is none.

use std::sync::Arc;

use crate::{
    AliasName, Denial, Error, Missing, Result,
    call::Call,
    key::{KeyReference, LoadedKey},
    scope::Scope,
};

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

impl Call<'_> {
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
}
