//! Whether a call is allowed: gather the policies that have a say, and decide.

use policy_eval::{Outcome, Policies, PolicyKind, Request, decide};

use super::{Call, Denied, Target, call::Authority, global_keys::GlobalKeys};

impl Call<'_> {
    /// Asks whether the caller may do this to the target: the operation's own action.
    ///
    /// # Errors
    ///
    /// [`Denied`], with the reason. A call that was denied once does not answer any more.
    pub fn authorise(&mut self, target: &Target<'_>) -> Result<(), Denied> {
        self.authorise_action(self.operation.action(), target)
    }

    /// Asks whether the caller may do one more thing: `kms:ReEncryptTo`, `kms:TagResource` for tags given at creation.
    ///
    /// # Errors
    ///
    /// [`Denied`], with the reason. A call that was denied once does not answer any more.
    pub fn authorise_action(&mut self, action: &str, target: &Target<'_>) -> Result<(), Denied> {
        if let Some(arn) = target.arn {
            self.resource(arn);
        }
        if let (Some(record), Some(owner)) = (&mut self.record, target.owner) {
            record.account = owner;
        }
        match (self.ask(action, target), &self.authority) {
            (Err(denied), _) => {
                self.authority = Authority::Refused {
                    reason: denied.message().to_owned(),
                    decision: denied.explanation().to_owned(),
                };
                Err(denied)
            }
            (Ok(()), Authority::Refused { .. }) => Ok(()),
            (Ok(()), Authority::None | Authority::Granted) => {
                self.authority = Authority::Granted;
                Ok(())
            }
        }
    }

    /// Whether the target's own policy permits the caller an action: by itself, or by leaving it to the identity policies of
    /// the caller's account.
    ///
    /// For checks such as AWS's, that nobody locks itself out by a new policy. It authorises nothing.
    pub fn policy_permits(&self, action: &str, target: &Target<'_>) -> bool {
        let principal = self.identity.caller().principal();
        let keys = (
            target.keys,
            GlobalKeys::new(self.identity, self.now(), target, &*self.guard.policies),
        );
        let request = Request::new(principal, action, target.resource(), &keys);
        let policies = target.policy.map_or_else(Policies::new, |(policy, mode)| {
            Policies::new().resource(policy, mode)
        });
        let decision = decide(&policies, &request);
        let left_to_identity = decision.outcome() == Outcome::ImplicitlyDenied
            && decision.denied_by() == Some(PolicyKind::Identity);
        decision.is_allowed() || left_to_identity
    }

    fn ask(&self, action: &str, target: &Target<'_>) -> Result<(), Denied> {
        let identity = self.identity;
        let principal = identity.caller().principal();
        let source = &self.guard.policies;
        let global = GlobalKeys::new(identity, self.now(), target, &**source);
        let keys = (target.keys, global);
        let request = Request::new(principal, action, target.resource(), &keys);

        let owner = target.owner.or_else(|| identity.account().copied());
        let control = owner
            .map(|owner| source.over_resources_of(owner))
            .transpose();
        let (Ok(caller), Ok(control)) = (source.of_caller(identity.caller()), control) else {
            return Err(Denied::for_want_of_policies(&request));
        };
        // A source that does not apply what limits the session must not widen it.
        let limited = identity
            .caller()
            .session()
            .is_some_and(|session| session.is_limited());
        if limited && caller.session.is_none() {
            return Err(Denied::for_want_of_policies(&request));
        }
        let policies = target.policies(&caller, control.as_deref().unwrap_or_default());
        let decision = decide(&policies, &request);
        if decision.is_allowed() {
            Ok(())
        } else {
            Err(Denied::by(&decision))
        }
    }
}
