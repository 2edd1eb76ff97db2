//! Doing what is due.

use std::sync::Arc;

use common_types::{Caller, Timestamp};
use service_kit::{Change, Due, Identity, Operation};

use super::{
    entry::{Entry, Work},
    sweep::{self, Leftover},
};
use crate::{
    Error, ParamStore, Result, event,
    op::{Removal, removal},
    param_store::Shared,
    parameter::Loaded,
    policy::{Attached, PolicyStatus, Rule},
    record::Record,
    scope::SERVICE,
};

/// What [`ParamStore::run_due`] did.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct DueReport {
    /// Parameters that had expired, and were deleted.
    pub expired_parameters: u64,
    /// Notifications of parameters that will expire, or were not changed.
    pub notifications: u64,
}

impl ParamStore {
    /// Does all that is due: deletes the parameters that have expired, and tells of those that will expire or were not changed, each by an
    /// event `Parameter Store Policy Action`.
    ///
    /// It finds them without looking at the others. Several nodes may do it at once: each policy is applied once. A clock that was set back
    /// does not undo: what was due once stays due.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if the store fails; what was done stays done, the rest waits for the next time.
    pub async fn run_due(&self, now: Timestamp) -> Result<DueReport> {
        let mut report = DueReport::default();
        loop {
            let ready = self.shared().due.ready(now, BATCH).await?;
            let found = ready.len();
            for due in ready {
                let done = self.shared().settle(&due).await?;
                let count = match done {
                    Some(Done::Expired) => &mut report.expired_parameters,
                    Some(Done::Notified) => &mut report.notifications,
                    None => continue,
                };
                *count = count.saturating_add(1);
            }
            if found < BATCH {
                return Ok(report);
            }
        }
    }
}

/// What became of one entry.
#[derive(Clone, Copy, Debug)]
enum Done {
    Expired,
    Notified,
}

/// A policy whose time has come, and the parameter that it is of.
struct Ripe {
    parameter: Arc<Loaded>,
    index: usize,
    policy: Attached,
}

impl Shared {
    /// Does what one entry of the index is about.
    async fn settle(&self, due: &Due) -> Result<Option<Done>> {
        let entry = Entry::of_id(&due.id)?;
        let (scope, name) = entry.parameter()?;
        let Work::Policy { version, index } = entry.work else {
            let leftover = Leftover::new(&scope, &name, &entry, due.key.clone())?;
            return sweep::sweep(self, &leftover).await.map(|()| None);
        };
        loop {
            let found = self.parameter(&scope, &name).await?;
            // A policy that was replaced, or whose parameter was deleted, has left its entry behind.
            let policy = found.as_ref().and_then(|parameter| {
                let is_meant = parameter.record.incarnation == entry.incarnation;
                let policy = parameter.record.current.policies.get(index);
                policy.filter(|policy| is_meant && policy.version == version)
            });
            let at = found.as_ref().zip(policy).and_then(|(parameter, policy)| {
                let current = &parameter.record.current;
                policy.due(&current.policies, current.modified)
            });
            let (Some(parameter), Some(policy), Some(at)) = (&found, policy, at) else {
                let entry = [(due.key.clone(), due.version)];
                return sweep::delete(self, entry).await.map(|()| None);
            };
            let ripe = Ripe {
                parameter: Arc::clone(parameter),
                index,
                policy: policy.clone(),
            };
            let applied = if at > due.at {
                self.postpone(due, at).await.map(|()| None)
            } else {
                self.apply(&ripe, due).await.map(Some)
            };
            match applied {
                // Somebody changed the parameter meanwhile, or another node has applied the policy: look again.
                Err(Error::TooManyUpdates) => self.forget(&ripe.parameter.key),
                done => return done,
            }
        }
    }

    /// Looks again later, because the parameter was changed since.
    async fn postpone(&self, due: &Due, at: Timestamp) -> Result<()> {
        let transaction = store::Transaction::new(store::TransactionId::random(&*self.random)?)
            .delete(due.key.clone(), due.version)
            .put(self.due.key(at, &due.id)?, Vec::new());
        match self.store.commit(transaction).await {
            Ok(_) | Err(store::Error::Conflict { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Applies a policy whose time has come.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyUpdates`] if the parameter is not any more what was read.
    async fn apply(&self, ripe: &Ripe, due: &Due) -> Result<Done> {
        let Ripe {
            parameter, policy, ..
        } = ripe;
        let expires = matches!(policy.rule, Rule::Expiration { .. });
        let operation = if expires { &DELETE } else { &NOTIFY };
        let identity = Identity::new(
            Arc::new(Caller::service(self.service.clone())),
            parameter.scope.region.clone(),
        );
        let mut call = self.guard.begin_unattended(&identity, operation);
        call.resource(&parameter.arn);
        let now = call.now();
        let (change, leftover) = if expires {
            let Removal { change, leftover } = removal(self, parameter, now).await?;
            (change, leftover)
        } else {
            (finish(ripe)?, None)
        };
        let change = change.delete(due.key.clone(), due.version);
        let Loaded {
            scope, arn, record, ..
        } = &**parameter;
        let change = event::policy_applied(change, scope, arn, record, policy, now);
        let outcome = match call.commit(change).await {
            Ok(Some(_)) => Ok(()),
            Ok(None) => Err(Error::TooManyUpdates),
            Err(error) => Err(error.into()),
        };
        call.finish(outcome).await?;
        if let Some(leftover) = leftover {
            sweep::sweep(self, &leftover).await?;
        }
        Ok(if expires {
            Done::Expired
        } else {
            Done::Notified
        })
    }
}

/// The parameter with a policy that was applied.
fn finish(ripe: &Ripe) -> Result<Change> {
    let Ripe {
        parameter, index, ..
    } = ripe;
    let mut record = parameter.record.clone();
    if let Some(policy) = record.current.policies.get_mut(*index) {
        policy.status = PolicyStatus::Finished;
    }
    Ok(Change::new().replace(parameter.key.clone(), record.encode(), parameter.revision))
}

/// What is recorded when a parameter has expired.
const DELETE: Operation = Operation::writing(SERVICE, "DeleteParameter", "ssm:DeleteParameter");
/// What is recorded when a policy has told something.
const NOTIFY: Operation = Operation::writing(
    SERVICE,
    "ParameterPolicyAction",
    "ssm:ParameterPolicyAction",
);
/// Entries that are looked at together.
const BATCH: usize = 100;
