//! The handle that calls are made through.

use common_types::AccountId;
use service_kit::Identity;

use crate::{Operation, ParamStore, call::Call, scope::Scope};

/// Parameter Store for one caller in one region: one method an operation. Cheap to clone.
///
/// What it makes belongs to the caller's account; parameters of other accounts are named by their ARN.
#[derive(Clone, Debug)]
pub struct ParamStoreHandle {
    params: ParamStore,
    identity: Identity,
    here: Scope,
}

impl ParamStoreHandle {
    pub(crate) fn new(params: ParamStore, identity: Identity, account: AccountId) -> Self {
        let here = Scope {
            partition: identity.partition().clone(),
            account: Some(account),
            region: identity.region().clone(),
        };
        Self {
            params,
            identity,
            here,
        }
    }

    /// Begins a call.
    pub(crate) fn call(&self, operation: Operation) -> Call<'_> {
        Call::begin(self.params.shared(), &self.identity, &self.here, operation)
    }
}
