//! Asking whether a call is allowed: by the policies, and by the key's state.

use policy_eval::ResourcePolicyMode;
use service_kit::Target;

use crate::{
    AliasName, Operation, Result,
    call::Call,
    condition::{Asked, Conditions},
    key::LoadedKey,
};

impl Call<'_> {
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
}
