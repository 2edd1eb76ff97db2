//! The handle that calls are made through.

use service_kit::Identity;

use crate::{FirewallManager, Operation, manager::Shared, record::Home};

/// Firewall Manager for one caller of the administrator's account in one region: one method an operation. Cheap to clone.
#[derive(Clone, Debug)]
pub struct FirewallManagerHandle {
    firewall_manager: FirewallManager,
    identity: Identity,
    home: Home,
}

impl FirewallManagerHandle {
    pub(crate) fn new(firewall_manager: FirewallManager, identity: Identity, home: Home) -> Self {
        Self {
            firewall_manager,
            identity,
            home,
        }
    }

    /// Begins a call.
    pub(crate) fn call(&self, operation: Operation) -> service_kit::Call<'_> {
        self.shared()
            .guard
            .begin(&self.identity, operation.declared())
    }

    pub(crate) fn shared(&self) -> &Shared {
        self.firewall_manager.shared()
    }

    pub(crate) fn identity(&self) -> &Identity {
        &self.identity
    }

    pub(crate) fn home(&self) -> &Home {
        &self.home
    }
}
