//! One call: what every operation does the same way.

mod find;
mod life;
mod page;
mod refer;

use common_types::{Arn, Tags};
use policy_eval::{ConditionKey, ConditionKeys, Values};
use service_kit::{Change, Identity, RequestTagKeys, RequestTags, Target};

use crate::{Operation, Result, manager::Shared, scope::Home};

pub(crate) use find::Found;
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
        match self.authority {
            Authority::Policies => {
                let target = Target::new(arn).tags(tags).keys(&asked);
                Ok(self.guard.authorise(&target)?)
            }
            Authority::ServiceLinkedRole => {
                self.guard.resource(arn);
                Ok(())
            }
        }
    }

    /// Asks whether the caller may do this with nothing in particular.
    pub(crate) fn allow_anywhere(&mut self) -> Result<()> {
        match self.authority {
            Authority::Policies => {
                let target = Target::any().owned_by(self.home.account);
                Ok(self.guard.authorise(&target)?)
            }
            Authority::ServiceLinkedRole => Ok(()),
        }
    }

    /// Commits a change; whether nobody else was faster.
    pub(crate) async fn commit(&mut self, change: Change) -> Result<bool> {
        Ok(self.guard.commit(change).await?.is_some())
    }
}

impl ConditionKeys for Asked<'_> {
    fn lookup(&self, key: &ConditionKey) -> Option<Values<'_>> {
        match (self.tags, self.tag_keys) {
            (Some(tags), _) => tags.lookup(key),
            (None, Some(keys)) => keys.lookup(key),
            (None, None) => None,
        }
    }
}
