//! The handle that calls are made through.

use service_kit::{Call, Identity};

use crate::{Operation, ShieldManager, manager::Shared};

/// Shield for one caller in one region: one method an operation. Cheap to clone.
#[derive(Clone, Debug)]
pub struct ShieldHandle {
    shield: ShieldManager,
    identity: Identity,
}

impl ShieldHandle {
    pub(crate) fn new(shield: ShieldManager, identity: Identity) -> Self {
        Self { shield, identity }
    }

    /// Begins a call.
    pub(crate) fn call(&self, operation: Operation) -> Call<'_> {
        self.shared()
            .guard
            .begin(&self.identity, operation.declared())
    }

    pub(crate) fn shared(&self) -> &Shared {
        self.shield.shared()
    }

    pub(crate) fn identity(&self) -> &Identity {
        &self.identity
    }
}
