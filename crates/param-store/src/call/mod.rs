//! One call: what every operation does the same way.

mod allow;
mod change;
mod level;
mod page;
mod read;
mod secret;
mod shared;

pub(crate) use read::value;

use common_types::Timestamp;
use crypto::random::Random;
use service_kit::Identity;

pub(crate) use level::Level;
pub(crate) use page::PageOf;

use crate::{
    Operation, Result, cipher::Cipher, param_store::Shared, scope::Scope, throughput::Metered,
};

/// A call that has begun.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    params: &'a Shared,
    identity: &'a Identity,
    here: &'a Scope,
    operation: Operation,
    guard: service_kit::Call<'a>,
}

impl<'a> Call<'a> {
    pub(crate) fn begin(
        params: &'a Shared,
        identity: &'a Identity,
        here: &'a Scope,
        operation: Operation,
    ) -> Self {
        Self {
            params,
            identity,
            here,
            operation,
            guard: params.guard.begin(identity, operation.declared()),
        }
    }

    /// Ends the call, and records how.
    pub(crate) fn answer<T>(self, answer: Result<T>) -> impl Future<Output = Result<T>> {
        self.guard.finish(answer)
    }

    /// Counts the call against the throughput quotas of the caller's account, if there are any.
    ///
    /// # Errors
    ///
    /// [`Error::Throttling`](crate::Error::Throttling).
    pub(crate) async fn admit(&self, operation: Metered) -> Result<()> {
        match &self.params.throttle {
            None => Ok(()),
            Some(throttle) => {
                let (params, here, now) = (self.params, self.here, self.now());
                throttle.admit(params, here, operation, now).await
            }
        }
    }

    pub(crate) fn params(&self) -> &'a Shared {
        self.params
    }

    /// The caller's account, in the region that is called.
    pub(crate) fn here(&self) -> &'a Scope {
        self.here
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.guard.now()
    }

    pub(crate) fn random(&self) -> &'a dyn Random {
        &*self.params.random
    }

    /// Encrypts and decrypts for the caller.
    pub(crate) fn cipher(&self) -> Cipher {
        let Shared {
            keys,
            service,
            envelopes,
            ..
        } = self.params;
        Cipher {
            keys: keys.on_behalf_of(self.identity.caller(), self.identity.region(), service),
            client: envelopes.clone(),
        }
    }

    /// The ARN of whoever calls, as parameters show who changed them last.
    pub(crate) fn caller_arn(&self) -> String {
        self.identity.caller().principal().to_string()
    }
}
