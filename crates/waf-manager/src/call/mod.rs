//! One call: what every operation does the same way.

mod find;
mod life;
mod page;
mod refer;

use common_types::{Arn, Tags, Timestamp};
use policy_eval::{ConditionKey, ConditionKeys, ResourcePolicyMode, Values};
use service_kit::{Change, Identity, RequestTagKeys, RequestTags, Target};
use waf_rules::model::LogScope;

use crate::{
    Operation, Result,
    entity::{Entity, Record},
    manager::Shared,
    scope::Home,
};

pub(crate) use find::{Found, Which};
pub(crate) use page::PageOf;

/// A call that has begun.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) waf: &'a Shared,
    identity: &'a Identity,
    /// The caller's account, in the region that is called.
    pub(crate) home: &'a Home,
    operation: Operation,
    authority: Authority,
    guard: service_kit::Call<'a>,
}

/// By what right a handle calls.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Authority {
    /// Policies decide each call.
    Policies,
    /// The account has let a service in by a service-linked role: no policy is asked.
    ServiceLinkedRole,
}

/// What a decision can be asked of the request.
#[derive(Clone, Copy, Default)]
pub(crate) struct Asked<'a> {
    pub(crate) tags: Option<&'a RequestTags>,
    pub(crate) tag_keys: Option<&'a RequestTagKeys>,
    pub(crate) log_scope: Option<LogScope>,
    pub(crate) log_destinations: Option<&'a Vec<String>>,
}

impl<'a> Call<'a> {
    pub(crate) fn begin(
        waf: &'a Shared,
        identity: &'a Identity,
        home: &'a Home,
        operation: Operation,
        authority: Authority,
    ) -> Self {
        let declared = operation.declared();
        Self {
            waf,
            identity,
            home,
            operation,
            authority,
            guard: match authority {
                Authority::Policies => waf.guard.begin(identity, declared),
                Authority::ServiceLinkedRole => waf.guard.begin_unattended(identity, declared),
            },
        }
    }

    /// Ends the call, and records how.
    pub(crate) fn answer<T>(self, answer: Result<T>) -> impl Future<Output = Result<T>> {
        self.guard.finish(answer)
    }

    /// Asks whether the caller may do this with something that has these tags.
    pub(crate) fn allow(&mut self, arn: &Arn, tags: &Tags, asked: Asked<'_>) -> Result<()> {
        let action = self.operation.declared().action();
        let target = Target::new(arn).tags(tags).keys(&asked);
        self.authorise(action, &target, Some(arn))
    }

    /// Asks whether the caller may do this with something that was found, which may be shared with the caller's account.
    pub(crate) fn allow_found<E: Entity>(
        &mut self,
        record: &Record<E>,
        asked: Asked<'_>,
    ) -> Result<()> {
        self.allow_action(self.operation.declared().action(), record, asked)
    }

    /// The same for another action than the operation's own.
    fn allow_action<E: Entity>(
        &mut self,
        action: &str,
        record: &Record<E>,
        asked: Asked<'_>,
    ) -> Result<()> {
        let arn = record.entity.identity().parsed_arn()?;
        let policy = record.permission_policy.as_ref();
        let policy = policy.map(|policy| policy.compiled()).transpose()?;
        let mut target = Target::new(&arn).tags(&record.tags).keys(&asked);
        if let Some(policy) = &policy {
            target = target.policy(policy, ResourcePolicyMode::Standard);
        }
        self.authorise(action, &target, Some(&arn))
    }

    /// Asks whether the caller may do this with nothing in particular.
    pub(crate) fn allow_anywhere(&mut self) -> Result<()> {
        self.allow_anything(Asked::default())
    }

    /// The same for what a policy may ask of the request.
    pub(crate) fn allow_anything(&mut self, asked: Asked<'_>) -> Result<()> {
        let action = self.operation.declared().action();
        let target = Target::any().owned_by(self.home.account).keys(&asked);
        self.authorise(action, &target, None)
    }

    fn authorise(&mut self, action: &str, target: &Target<'_>, arn: Option<&Arn>) -> Result<()> {
        match self.authority {
            Authority::Policies => Ok(self.guard.authorise_action(action, target)?),
            Authority::ServiceLinkedRole => {
                if let Some(arn) = arn {
                    self.guard.resource(arn);
                }
                Ok(())
            }
        }
    }

    /// Whether a service of ours calls, as the account's service-linked role.
    pub(crate) fn is_of_a_service(&self) -> bool {
        self.authority == Authority::ServiceLinkedRole
    }

    /// When the call began.
    pub(crate) fn now(&self) -> Timestamp {
        self.guard.now()
    }

    /// Commits a change; whether nobody else was faster.
    pub(crate) async fn commit(&mut self, change: Change) -> Result<bool> {
        Ok(self.guard.commit(change).await?.is_some())
    }
}

impl ConditionKeys for Asked<'_> {
    fn lookup(&self, key: &ConditionKey) -> Option<Values<'_>> {
        let Self {
            tags,
            tag_keys,
            log_scope,
            log_destinations,
        } = self;
        match (key.name(), tags, tag_keys) {
            ("wafv2:logscope", ..) => log_scope.map(|scope| scope.as_str().into()),
            ("wafv2:logdestinationresource", ..) => {
                log_destinations.map(|destinations| Values::Many(destinations))
            }
            (_, Some(tags), _) => tags.lookup(key),
            (_, None, Some(keys)) => keys.lookup(key),
            (_, None, None) => None,
        }
    }
}
