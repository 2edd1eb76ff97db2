//! One call, from its beginning to its record.

use std::{borrow::Cow, sync::Arc};

use common_types::{
    AccountId, Arn, AuditOutcome, AuditRecord, EncryptionContext, ServiceError, Timestamp,
};
use policy_eval::{Outcome, Policies, PolicyKind, Request, decide};
use store::{Committed, Revision};

use super::{Denied, Guard, Identity, Operation, Target, global_keys::GlobalKeys};
use crate::{Change, Error, Result, audit, limits};

/// A call that has begun: it gathers what is to be recorded of it, and leaves a record whatever becomes of it.
#[derive(Debug)]
#[must_use = "a call ends with `finish`"]
pub struct Call<'a> {
    guard: &'a Guard,
    identity: &'a Identity,
    operation: &'a Operation,
    authority: Authority,
    conflicts: u32,
    /// What will be recorded; nothing once it was.
    record: Option<AuditRecord>,
    /// Whether a commit has recorded it as done.
    committed: bool,
}

/// Whether the call may answer.
#[derive(Debug, Default)]
enum Authority {
    /// Nobody was asked.
    #[default]
    None,
    /// Each time that they were asked, the policies allowed it.
    Granted,
    /// The policies did not allow it, and said this.
    Refused(String),
}

impl<'a> Call<'a> {
    pub(super) fn begin(
        guard: &'a Guard,
        identity: &'a Identity,
        operation: &'a Operation,
    ) -> Self {
        let record = AuditRecord::new(
            guard.clock.now(),
            Arc::clone(identity.caller()),
            identity.via().cloned(),
            operation.service(),
            operation.name(),
            identity.account().copied().unwrap_or_else(no_account),
            identity.region().clone(),
            operation.is_read_only(),
        );
        Self {
            guard,
            identity,
            operation,
            authority: Authority::None,
            conflicts: 0,
            record: Some(record),
            committed: false,
        }
    }

    pub(super) fn of_the_service_itself(mut self) -> Self {
        self.authority = Authority::Granted;
        self
    }

    /// When it began: the one time that all of the call goes by.
    pub fn now(&self) -> Timestamp {
        self.record
            .as_ref()
            .map_or_else(|| self.guard.clock.now(), |record| record.time)
    }

    /// Who is calling.
    pub fn identity(&self) -> &'a Identity {
        self.identity
    }

    /// Records a resource that the call is about. [`authorise`](Self::authorise) does that for its target.
    pub fn resource(&mut self, arn: &Arn) {
        if let Some(record) = &mut self.record
            && !record.resources.contains(arn)
        {
            record.resources.push(arn.clone());
        }
    }

    /// Records the encryption context of the request.
    pub fn encryption_context(&mut self, context: EncryptionContext) {
        if let Some(record) = &mut self.record {
            record.encryption_context = context;
        }
    }

    /// Records a member of the request that may be known: never plaintext, key material or a token.
    pub fn parameter(&mut self, name: &'static str, value: impl Into<Cow<'static, str>>) {
        if let Some(record) = &mut self.record {
            record.parameters.push((name, value.into()));
        }
    }

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
                self.authority = Authority::Refused(denied.message().to_owned());
                Err(denied)
            }
            (Ok(()), Authority::Refused(_)) => Ok(()),
            (Ok(()), Authority::None | Authority::Granted) => {
                self.authority = Authority::Granted;
                Ok(())
            }
        }
    }

    /// Commits a change, its events and, once for all commits of the call, its audit record as done: all of it or nothing.
    ///
    /// `None` if somebody else was faster: read again, decide again, and commit what comes of that.
    ///
    /// # Errors
    ///
    /// [`Error::Contention`] after [`limits::TRANSACTION_ATTEMPTS`] in a row; [`Error::Unauthorised`] without
    /// authorisation; [`Error::Store`]. Nothing was changed then, unless the store says
    /// [`OutcomeUnknown`](store::Error::OutcomeUnknown).
    pub async fn commit(&mut self, change: Change) -> Result<Option<Committed>> {
        self.may_answer()?;
        let journal = self.guard.audit.journal();
        let seen = if change.has_events() {
            journal.store().revision().await?
        } else {
            Revision::ZERO
        };
        let line = match &mut self.record {
            Some(record) if !self.committed => {
                audit::bound(record);
                Some(audit::encode_one(record))
            }
            _ => None,
        };
        let (transaction, mut commit) = journal.append(|slot| {
            let transaction = change.into_transaction(slot.id, seen)?;
            Ok::<_, Error>(match line {
                Some(line) => transaction.create(slot.key.clone(), line),
                None => transaction,
            })
        })?;
        for _ in 1..limits::OUTCOME_ATTEMPTS {
            if !matches!(
                commit.clone().await,
                Err(store::Error::OutcomeUnknown { .. })
            ) {
                break;
            }
            commit = journal.hand_over(transaction.clone());
        }
        match commit.await {
            Ok(committed) => {
                self.committed = true;
                self.conflicts = 0;
                Ok(Some(committed))
            }
            Err(store::Error::Conflict { .. }) => {
                self.conflicts = self.conflicts.saturating_add(1);
                match self.conflicts {
                    limits::TRANSACTION_ATTEMPTS.. => Err(Error::Contention {
                        attempts: self.conflicts,
                    }),
                    _ => Ok(None),
                }
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Ends the call: records how it ended, unless a commit has done that, and gives the outcome on.
    ///
    /// # Errors
    ///
    /// The outcome's own. [`Error::AuditUnavailable`] if it cannot be recorded; [`Error::Unauthorised`] if it would answer without
    /// authorisation. An outcome that is an error stays the error that it is.
    pub async fn finish<T, E>(mut self, outcome: Result<T, E>) -> Result<T, E>
    where
        E: From<Error> + ServiceError,
    {
        let outcome = outcome.and_then(|answer| {
            self.may_answer()?;
            Ok(answer)
        });
        let Some(mut record) = self.record.take() else {
            return outcome;
        };
        record.outcome = match &outcome {
            Ok(_) if self.committed => return outcome,
            Ok(_) => AuditOutcome::Done,
            Err(error) => self.failed(error.code()),
        };
        audit::bound(&mut record);
        let recorded = self.guard.audit.record(record).await;
        match (outcome, recorded) {
            (Ok(_), Err(error)) => Err(error.into()),
            (outcome, _) => outcome,
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
            GlobalKeys::new(self.identity, self.now(), target),
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
        let global = GlobalKeys::new(identity, self.now(), target);
        let keys = (target.keys, global);
        let request = Request::new(principal, action, target.resource(), &keys);

        let source = &self.guard.policies;
        let owner = target.owner.or_else(|| identity.account().copied());
        let control = owner
            .map(|owner| source.over_resources_of(owner))
            .transpose();
        let (Ok(caller), Ok(control)) = (source.of_principal(principal), control) else {
            return Err(Denied::for_want_of_policies(&request));
        };
        let policies = target.policies(&caller, control.as_deref().unwrap_or_default());
        let decision = decide(&policies, &request);
        if decision.is_allowed() {
            Ok(())
        } else {
            Err(Denied::by(&decision))
        }
    }

    /// How a call is recorded that does not answer.
    fn failed(&mut self, code: &'static str) -> AuditOutcome {
        match std::mem::take(&mut self.authority) {
            Authority::Refused(reason) => AuditOutcome::Denied { reason, count: 1 },
            Authority::None | Authority::Granted => AuditOutcome::Failed { code },
        }
    }

    /// Whether the policies were asked, and allowed it each time.
    fn may_answer(&self) -> Result<()> {
        match self.authority {
            Authority::Granted => Ok(()),
            Authority::None | Authority::Refused(_) => Err(Error::Unauthorised {
                operation: self.operation.name(),
            }),
        }
    }
}

/// A call whose future was dropped, or that returned early, is recorded too.
impl Drop for Call<'_> {
    fn drop(&mut self) {
        if let Some(mut record) = self.record.take()
            && !self.committed
        {
            record.outcome = self.failed(UNFINISHED);
            audit::bound(&mut record);
            self.guard.audit.record_unawaited(record);
        }
    }
}

/// What stands in the record of a call that was dropped before it ended.
const UNFINISHED: &str = "Unfinished";

/// The account in the record of a caller who has none and names no resource.
#[expect(clippy::expect_used, reason = "twelve digits are an account id")]
fn no_account() -> AccountId {
    "000000000000".parse().expect("twelve digits")
}
