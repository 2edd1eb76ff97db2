//! The one door for authorisation and audit.

mod authorise;
mod call;
mod commit;
mod denied;
mod global_keys;
mod identity;
mod operation;
mod operations;
mod policy_source;
mod target;

use std::sync::Arc;

use common_types::Clock;

pub use call::Call;
pub use denied::{DecidingStatement, Denied};
pub use identity::Identity;
pub use operation::Operation;
pub use policy_source::{
    Membership, PolicySource, PrincipalPolicies, StaticPolicySource, Unavailable,
};
pub use target::Target;

use crate::AuditLog;

/// The one door for authorisation and audit: every call of every service goes through it.
///
/// A call is one straight line: [`begin`](Self::begin), [`authorise`](Call::authorise), act, perhaps
/// [`commit`](Call::commit), [`finish`](Call::finish). What cannot happen:
///
/// - an answer without authorisation: `finish` refuses it;
/// - an answer after a denial: likewise;
/// - a call that leaves no record: one that is dropped before it is finished is recorded as unfinished;
/// - a change without its record: they are one commit.
#[derive(Clone, Debug)]
pub struct Guard {
    policies: Arc<dyn PolicySource>,
    audit: Arc<AuditLog>,
    clock: Arc<dyn Clock>,
}

impl Guard {
    /// A door that asks these policies, and writes to this log.
    pub fn new(
        policies: Arc<dyn PolicySource>,
        audit: Arc<AuditLog>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            policies,
            audit,
            clock,
        }
    }

    /// Begins a call. Do this first, so that a request that is not valid is recorded too.
    pub fn begin<'a>(&'a self, identity: &'a Identity, operation: &'a Operation) -> Call<'a> {
        Call::begin(self, identity, operation)
    }

    /// Begins work that a service does by itself, such as deleting what is due. No policy is asked.
    ///
    /// Never for a caller: `identity` is the service's own, of [`Caller::service`](common_types::Caller::service).
    pub fn begin_unattended<'a>(
        &'a self,
        identity: &'a Identity,
        operation: &'a Operation,
    ) -> Call<'a> {
        self.begin(identity, operation).of_the_service_itself()
    }

    /// Where calls are recorded.
    pub fn audit(&self) -> &Arc<AuditLog> {
        &self.audit
    }

    /// The time that calls go by.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }
}
