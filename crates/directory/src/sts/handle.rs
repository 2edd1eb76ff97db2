//! The service, and the handle that calls are made through.

use std::sync::Arc;

use common_types::{Caller, ParseError};
use service_kit::{Call, Guard, Identity};

use super::{Error, Operation, Result, SessionTokens};
use crate::Directory;

/// AWS STS over a directory: shared, cheap to clone.
///
/// Bind it to a [`caller`](Self::caller) and a [`region`](CallerBound::region) to call it. The guard's policies should be the
/// same directory's.
#[derive(Clone, Debug)]
pub struct Sts(Arc<Shared>);

#[derive(Debug)]
pub(super) struct Shared {
    pub(super) directory: Directory,
    pub(super) tokens: SessionTokens,
    /// Whether every role trusts everybody.
    pub(super) trusting: bool,
    guard: Guard,
}

impl Sts {
    /// STS for the roles of a directory. Who may take which, and what is recorded of it, is the guard's.
    pub fn new(directory: Directory, guard: Guard, tokens: SessionTokens) -> Self {
        Self(Arc::new(Shared {
            directory,
            tokens,
            trusting: false,
            guard,
        }))
    }

    /// **For development only:** every role is there and trusts everybody, root users too. A role that the directory does not
    /// have gets a unique id out of its ARN. What requests must look like stays as it is.
    pub fn dangerous_trusting_everybody(
        directory: Directory,
        guard: Guard,
        tokens: SessionTokens,
    ) -> Self {
        Self(Arc::new(Shared {
            directory,
            tokens,
            trusting: true,
            guard,
        }))
    }

    /// Says who calls. Say next where: [`CallerBound::region`].
    pub fn caller(&self, caller: impl Into<Arc<Caller>>) -> CallerBound {
        CallerBound {
            sts: self.clone(),
            caller: caller.into(),
        }
    }
}

/// [`Sts`] for one caller, not bound to a region yet.
#[derive(Clone, Debug)]
#[must_use = "say in which region"]
pub struct CallerBound {
    sts: Sts,
    caller: Arc<Caller>,
}

impl CallerBound {
    /// Binds the handle to a region. Credentials are the same in each.
    ///
    /// # Errors
    ///
    /// [`Error::Validation`] if that is no region, or the caller belongs to no account.
    pub fn region(self, region: &str) -> Result<StsHandle> {
        let region = region
            .parse()
            .map_err(|error: ParseError| Error::validation(error.to_string()))?;
        if self.caller.account().is_none() {
            return Err(Error::validation("the caller belongs to no account"));
        }
        Ok(StsHandle {
            sts: self.sts,
            identity: Identity::new(self.caller, region),
        })
    }
}

/// STS for one caller in one region: one method an operation. Cheap to clone.
#[derive(Clone, Debug)]
pub struct StsHandle {
    sts: Sts,
    identity: Identity,
}

impl StsHandle {
    pub(super) fn begin(&self, operation: Operation) -> Call<'_> {
        const TRUSTING: service_kit::Operation =
            service_kit::Operation::unrestricted("sts", "AssumeRole", "sts:AssumeRole");
        let declared = match operation {
            Operation::AssumeRole if self.shared().trusting => &TRUSTING,
            _ => operation.declared(),
        };
        self.shared().guard.begin(&self.identity, declared)
    }

    pub(super) fn shared(&self) -> &Shared {
        &self.sts.0
    }

    pub(super) fn identity(&self) -> &Identity {
        &self.identity
    }
}
