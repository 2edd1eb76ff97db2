//! The handle that calls are made through.

use common_types::AccountId;
use service_kit::Identity;

use crate::{Kms, Operation, call::Call, kms::Shared, scope::Scope};

/// KMS for one caller in one region: one method an operation. Cheap to clone.
///
/// What it makes belongs to the caller's account; keys of other accounts are named by their ARN.
#[derive(Clone, Debug)]
pub struct KmsHandle {
    kms: Kms,
    identity: Identity,
    here: Scope,
}

impl KmsHandle {
    pub(crate) fn new(kms: Kms, identity: Identity, account: AccountId) -> Self {
        let here = Scope {
            partition: identity.partition().clone(),
            account,
            region: identity.region().clone(),
        };
        Self {
            kms,
            identity,
            here,
        }
    }

    /// Begins a call.
    pub(crate) fn call(&self, operation: Operation) -> Call<'_> {
        Call::begin(self.kms.shared(), &self.identity, &self.here, operation)
    }

    pub(crate) fn shared(&self) -> &Shared {
        self.kms.shared()
    }

    pub(crate) fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The caller's account, in the region that the handle is bound to.
    pub(crate) fn here(&self) -> &Scope {
        &self.here
    }
}
