//! One call: what every operation does the same way.

mod allow;
mod change;
mod draft;
mod find;

use common_types::{Arn, AuditValue, EncryptionContext, Timestamp};
use crypto::random::Random;
use serde::Serialize;
use service_kit::Identity;

pub(crate) use draft::Draft;
pub(crate) use find::Found;

use crate::{Operation, Result, kms::Shared, scope::Scope};

/// A call that has begun.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    kms: &'a Shared,
    identity: &'a Identity,
    here: &'a Scope,
    operation: Operation,
    guard: service_kit::Call<'a>,
}

impl<'a> Call<'a> {
    pub(crate) fn begin(
        kms: &'a Shared,
        identity: &'a Identity,
        here: &'a Scope,
        operation: Operation,
    ) -> Self {
        let guard = kms.guard.begin(identity, operation.declared());
        Self {
            kms,
            identity,
            here,
            operation,
            guard,
        }
    }

    /// Ends the call, and records how. No future of its own around the guard's: what the call has gathered is moved once less.
    pub(crate) fn answer<T>(self, answer: Result<T>) -> impl Future<Output = Result<T>> {
        self.guard.finish(answer)
    }

    pub(crate) fn kms(&self) -> &'a Shared {
        self.kms
    }

    /// The caller's account, in the region that is called.
    pub(crate) fn here(&self) -> &'a Scope {
        self.here
    }

    pub(crate) fn identity(&self) -> &'a Identity {
        self.identity
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.guard.now()
    }

    pub(crate) fn random(&self) -> &'a dyn Random {
        &*self.kms.random
    }

    /// Records the encryption context of the request.
    pub(crate) fn record_context(&mut self, context: EncryptionContext) {
        self.guard.encryption_context(context);
    }

    /// Records a member of the request, by CloudTrail's name. Never plaintext, key material or a token.
    pub(crate) fn record_parameter(&mut self, name: &'static str, value: impl Into<AuditValue>) {
        self.guard.parameter(name, value);
    }

    /// Records all members of a request that has no secret.
    pub(crate) fn record_request(&mut self, request: &impl Serialize) {
        self.guard.parameters(request, &["Marker", "GrantTokens"]);
    }

    /// Records a resource that the call is about, where no policy is asked for it.
    pub(crate) fn record_resource(&mut self, arn: &Arn) {
        self.guard.resource(arn);
    }
}
