//! The handle that calls are made through.

use service_kit::Identity;

use crate::{Operation, WafManager, call::Call, scope::Home};

/// WAF for one caller in one region: one method an operation. Cheap to clone.
#[derive(Clone, Debug)]
pub struct WafHandle {
    waf: WafManager,
    identity: Identity,
    home: Home,
}

impl WafHandle {
    pub(crate) fn new(waf: WafManager, identity: Identity, home: Home) -> Self {
        Self {
            waf,
            identity,
            home,
        }
    }

    /// Begins a call.
    pub(crate) fn call(&self, operation: Operation) -> Call<'_> {
        Call::begin(self.waf.shared(), &self.identity, &self.home, operation)
    }
}
