//! The handle that calls are made through.

use service_kit::Identity;

use crate::{
    Operation, WafManager,
    call::{Authority, Call},
    scope::Home,
};

/// WAF for one caller in one region: one method an operation. Cheap to clone.
#[derive(Clone, Debug)]
pub struct WafHandle {
    waf: WafManager,
    identity: Identity,
    home: Home,
    authority: Authority,
}

impl WafHandle {
    pub(crate) fn new(
        waf: WafManager,
        identity: Identity,
        home: Home,
        authority: Authority,
    ) -> Self {
        Self {
            waf,
            identity,
            home,
            authority,
        }
    }

    /// Begins a call.
    pub(crate) fn call(&self, operation: Operation) -> Call<'_> {
        let Self {
            waf,
            identity,
            home,
            authority,
        } = self;
        Call::begin(waf.shared(), identity, home, operation, *authority)
    }
}
