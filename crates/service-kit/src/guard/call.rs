//! One call, from its beginning to its record.

use std::sync::Arc;

use common_types::{
    AccountId, Arn, AuditOutcome, AuditRecord, AuditValue, EncryptionContext, ServiceError,
    Timestamp,
};
use serde::Serialize;
use serde_json::Value;

use super::{Guard, Identity, Operation};
use crate::{
    Error, Result,
    audit::{self, BoxedRecord},
};

/// A call that has begun: it gathers what is to be recorded of it, and leaves a record whatever becomes of it.
#[derive(Debug)]
#[must_use = "a call ends with `finish`"]
pub struct Call<'a> {
    pub(super) guard: &'a Guard,
    pub(super) identity: &'a Identity,
    pub(super) operation: &'a Operation,
    pub(super) authority: Authority,
    /// What will be recorded; nothing once it was.
    pub(super) record: Option<BoxedRecord>,
    /// Whether a commit has recorded it as done.
    pub(super) committed: bool,
    /// How often in a row others were faster.
    pub(super) conflicts: u32,
}

/// Whether the call may answer.
#[derive(Debug, Default)]
pub(super) enum Authority {
    /// Nobody was asked.
    #[default]
    None,
    /// Each time that they were asked, the policies allowed it.
    Granted,
    /// The policies did not allow it, and said this.
    Refused { reason: String, decision: String },
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
            authority: if operation.is_unrestricted() {
                Authority::Granted
            } else {
                Authority::None
            },
            record: Some(Box::new(record)),
            committed: false,
            conflicts: 0,
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
            // Most calls have one resource: room for no more.
            if record.resources.is_empty() {
                record.resources.reserve_exact(1);
            }
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
    pub fn parameter(&mut self, name: &'static str, value: impl Into<AuditValue>) {
        if let Some(record) = &mut self.record {
            record.parameters.push((name.into(), value.into()));
        }
    }

    /// Records all members of a request by the names that CloudTrail gives them, which begin with a small letter. Never of
    /// one that holds plaintext, key material or a token, unless `but` names the members that do.
    pub fn parameters(&mut self, request: &impl Serialize, but: &[&str]) {
        if let Some(record) = &mut self.record
            && let Ok(Value::Object(members)) = serde_json::to_value(request)
        {
            let members = members.into_iter();
            let members =
                members.filter(|(name, value)| !but.contains(&name.as_str()) && !value.is_null());
            record
                .parameters
                .extend(members.map(|(name, value)| (small(name).into(), renamed(value).into())));
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

    /// How a call is recorded that does not answer.
    fn failed(&mut self, code: &'static str) -> AuditOutcome {
        match std::mem::take(&mut self.authority) {
            Authority::Refused { reason, decision } => AuditOutcome::Denied {
                reason,
                decision,
                count: 1,
            },
            Authority::None | Authority::Granted => AuditOutcome::Failed { code },
        }
    }

    /// Whether the policies were asked, and allowed it each time.
    pub(super) fn may_answer(&self) -> Result<()> {
        match self.authority {
            Authority::Granted => Ok(()),
            Authority::None | Authority::Refused { .. } => Err(Error::Unauthorised {
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

/// The members of structures in a list by CloudTrail's names. What else is in it is left alone: the keys of a map are the
/// caller's own.
fn renamed(value: Value) -> Value {
    let structure = |value| match value {
        Value::Object(members) => {
            let members = members.into_iter();
            members.map(|(name, value)| (small(name), value)).collect()
        }
        value => value,
    };
    match value {
        Value::Array(values) => values.into_iter().map(structure).collect(),
        value => value,
    }
}

/// `keyId` for `KeyId`.
fn small(mut name: String) -> String {
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    name
}

/// What stands in the record of a call that was dropped before it ended.
const UNFINISHED: &str = "Unfinished";

/// The account in the record of a caller who has none and names no resource.
#[expect(clippy::expect_used, reason = "twelve digits are an account id")]
fn no_account() -> AccountId {
    "000000000000".parse().expect("twelve digits")
}
