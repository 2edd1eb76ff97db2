//! Watching the requests of a resource.

use std::sync::Arc;

use common_types::{Clock, Timestamp};
use shield::{Condition, Observation, Shield};
use waf_rules::{GeoLookup, Request};

/// Takes notice of the requests of one resource: cheap, and shared between threads.
///
/// Show it every request, blocked ones too. With the feature `waf-layer` it is an observer of that layer, which shows it every request.
#[derive(Clone, Debug)]
pub struct Watch {
    shield: Arc<Shield>,
    clock: Arc<dyn Clock>,
    geo: Option<Arc<dyn GeoLookup + Send + Sync>>,
}

impl Watch {
    pub(crate) fn new(shield: Arc<Shield>, clock: Arc<dyn Clock>) -> Self {
        Self {
            shield,
            clock,
            geo: None,
        }
    }

    /// Knows where addresses are: then floods from one country are told by it.
    #[must_use]
    pub fn geo(self, lookup: Arc<dyn GeoLookup + Send + Sync>) -> Self {
        Self {
            geo: Some(lookup),
            ..self
        }
    }

    /// Takes notice of a request that arrives now.
    pub fn observe(&self, request: &Request<'_>) {
        self.observe_at(self.clock.now(), request);
    }

    /// Takes notice of a request that arrived then.
    pub fn observe_at(&self, now: Timestamp, request: &Request<'_>) {
        let known = request.known_location();
        let location = match &self.geo {
            Some(geo) => known.or(geo.locate(request.client_ip())),
            None => known,
        };
        let observation = Observation::of(request);
        match location.country_code() {
            Some(country) => self.shield.observe(now, &observation.country(country)),
            None => self.shield.observe(now, &observation),
        }
    }

    /// What happens to the resource, as far as this process sees it.
    pub fn condition(&self, now: Timestamp) -> Condition {
        self.shield.condition(now)
    }
}

#[cfg(feature = "waf-layer")]
impl waf_layer::Observer for Watch {
    fn decided(&self, request: &Request<'_>, _: &waf_rules::Verdict<'_>) {
        self.observe(request);
    }
}
