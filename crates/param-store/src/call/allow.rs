//! Asking whether a call is allowed.

use common_types::Arn;
use policy_eval::ResourcePolicyMode;
use service_kit::Target;

use crate::{
    Result,
    call::Call,
    condition::{Asked, Conditions},
    parameter::Loaded,
};

impl Call<'_> {
    /// Asks whether the caller may do this with a parameter.
    pub(crate) fn allow(&mut self, parameter: &Loaded, asked: Asked<'_>) -> Result<()> {
        self.allow_as(self.operation.declared().action(), parameter, asked)
    }

    /// Asks whether the caller may do something else with a parameter too.
    pub(crate) fn allow_as(
        &mut self,
        action: &str,
        parameter: &Loaded,
        asked: Asked<'_>,
    ) -> Result<()> {
        let tags = &parameter.record.tags;
        let keys = Conditions {
            resource_tags: Some(tags),
            asked,
        };
        let mut target = Target::new(&parameter.arn).tags(tags).keys(&keys);
        if let Some(sharing) = parameter.sharing_for(self.here) {
            target = target.policy(sharing.compiled(), ResourcePolicyMode::Standard);
        }
        Ok(self.guard.authorise_action(action, &target)?)
    }

    /// Asks whether the caller may do this with what is not there, is a path, or is a setting.
    pub(crate) fn allow_at(&mut self, arn: &Arn, asked: Asked<'_>) -> Result<()> {
        self.allow_at_as(self.operation.declared().action(), arn, asked)
    }

    /// Asks whether the caller may do something else with what is not there yet too.
    pub(crate) fn allow_at_as(&mut self, action: &str, arn: &Arn, asked: Asked<'_>) -> Result<()> {
        let keys = Conditions {
            resource_tags: None,
            asked,
        };
        // What AWS publishes has no account: whoever is allowed to may read it.
        let mut target = Target::new(arn).keys(&keys);
        if let (None, Some(account)) = (arn.account_id(), self.here.account) {
            target = target.owned_by(account);
        }
        Ok(self.guard.authorise_action(action, &target)?)
    }

    /// Asks whether the caller may do this with no parameter in particular.
    pub(crate) fn allow_anywhere(&mut self) -> Result<()> {
        let mut target = Target::any();
        if let Some(account) = self.here.account {
            target = target.owned_by(account);
        }
        Ok(self.guard.authorise(&target)?)
    }
}
