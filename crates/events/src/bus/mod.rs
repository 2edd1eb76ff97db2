//! The bus: events in, deliveries out.

mod attempt;
mod pending;
mod retry;

use std::sync::{Arc, PoisonError, RwLock};

use common_types::{BoxFuture, Clock, Event};
use crypto::random::Random;
use service_kit::{BoxedError, DueIndex, EventSink};
use store::Store;

use crate::{Error, Result, Rule, limits};
use attempt::Attempt;
use pending::Pending;

pub use retry::Redelivered;

/// Events in, deliveries out: rules send each event to the targets whose pattern it matches.
///
/// A delivery is first tried at once. One that fails is kept in the store, and tried again by [`run_due`](Self::run_due) after a pause that grows,
/// until its target takes it, its retry policy ends, or it is a dead letter. [`EventSink::take_over`] answers `Ok` only when every delivery of the
/// event is made or kept: at least once, also over a crash.
///
/// Rules live in memory, since their targets are code: set them when the application starts, before the first event.
#[derive(Debug)]
pub struct EventBus {
    store: Arc<dyn Store>,
    random: Arc<dyn Random>,
    clock: Arc<dyn Clock>,
    due: DueIndex,
    rules: RwLock<Arc<[Rule]>>,
}

impl EventBus {
    /// A bus without rules, which keeps in this store what has to be tried again.
    pub fn new(store: Arc<dyn Store>, random: Arc<dyn Random>, clock: Arc<dyn Clock>) -> Self {
        let due = DueIndex::new(Arc::clone(&store), Arc::clone(&random), pending::SERVICE);
        Self {
            store,
            random,
            clock,
            due,
            rules: RwLock::new(Arc::new([])),
        }
    }

    /// Sets a rule; one of the same name is replaced.
    ///
    /// # Errors
    ///
    /// [`Error::LimitExceeded`] beyond [`limits::RULES`].
    pub fn put_rule(&self, rule: Rule) -> Result<()> {
        let mut rules = self.rules.write().unwrap_or_else(PoisonError::into_inner);
        let others = rules.iter().filter(|other| other.name != rule.name);
        let mut new: Vec<_> = others.cloned().collect();
        if new.len() >= limits::RULES {
            return Err(Error::LimitExceeded);
        }
        new.push(rule);
        *rules = new.into();
        Ok(())
    }

    /// Removes a rule; whether there was one. What its targets have not taken yet waits for a rule of the same name.
    pub fn delete_rule(&self, name: &str) -> bool {
        let mut rules = self.rules.write().unwrap_or_else(PoisonError::into_inner);
        let before = rules.len();
        *rules = rules
            .iter()
            .filter(|rule| rule.name != name)
            .cloned()
            .collect();
        rules.len() < before
    }

    /// Whether any rule is set.
    pub fn has_rules(&self) -> bool {
        !self.rules().is_empty()
    }

    /// Sends an event to the targets of all rules that it matches. What fails is kept and tried again later.
    ///
    /// # Errors
    ///
    /// [`Error::Records`] if a failed delivery could not be kept: put the event again then.
    pub async fn put_event(&self, event: &Event) -> Result<()> {
        let json = pending::json(event)?;
        let received = self.clock.now();
        let rules = self.rules();
        for rule in rules.iter().filter(|rule| rule.pattern.matches_json(&json)) {
            for target in &rule.targets {
                let attempt = Attempt {
                    rule,
                    target,
                    event,
                    json: &json,
                    number: 1,
                    received,
                };
                if let Err(error) = attempt.make().await {
                    let pending = Pending::first(event, received, &error);
                    self.keep(pending, rule, target, error).await?;
                }
            }
        }
        Ok(())
    }

    fn rules(&self) -> Arc<[Rule]> {
        Arc::clone(&self.rules.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl EventSink for EventBus {
    fn take_over<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<(), BoxedError>> {
        Box::pin(async move { Ok(self.put_event(event).await?) })
    }
}
