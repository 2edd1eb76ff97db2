//! A bus to test with: a manual clock, and targets that fail when told.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use common_types::{BoxFuture, Event, ManualClock, Timestamp};
use crypto::random::SystemRandom;
use events::{DeadLetter, DeadLetters, Delivery, EventBus, Rule, RuleTarget, Target, TargetError};
use service_kit::BoxedError;
use store::{MemoryStore, Store};

pub(crate) fn start() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

pub(crate) fn bus_over(store: &Arc<MemoryStore>, clock: &Arc<ManualClock>) -> EventBus {
    let store: Arc<dyn Store> = Arc::<MemoryStore>::clone(store);
    EventBus::new(
        store,
        Arc::new(SystemRandom::new()),
        Arc::<ManualClock>::clone(clock),
    )
}

pub(crate) fn event(id: &str) -> Event {
    let (account, region) = (
        "111122223333".parse().unwrap(),
        "eu-west-1".parse().unwrap(),
    );
    Event::new(
        id,
        "aws.ssm",
        "Parameter Store Change",
        account,
        region,
        start(),
    )
}

/// Everything from Parameter Store, to one target.
pub(crate) fn rule(target: RuleTarget) -> Rule {
    let pattern = r#"{"source": ["aws.ssm"]}"#.parse().unwrap();
    Rule::new("changes", pattern)
        .unwrap()
        .target(target)
        .unwrap()
}

pub(crate) fn target(target: Arc<dyn Target>) -> RuleTarget {
    RuleTarget::new("one", target).unwrap()
}

/// A target that remembers what it took, and fails while it is told to.
#[derive(Debug, Default)]
pub(crate) struct Moody {
    pub(crate) fails: AtomicBool,
    pub(crate) fails_for_good: AtomicBool,
    pub(crate) taken: Mutex<Vec<(String, u32)>>,
}

impl Moody {
    pub(crate) fn failing() -> Arc<Self> {
        let moody = Self::default();
        moody.fails.store(true, Ordering::Relaxed);
        Arc::new(moody)
    }

    pub(crate) fn taken(&self) -> Vec<(String, u32)> {
        self.taken.lock().unwrap().clone()
    }
}

impl Target for Moody {
    fn deliver<'a>(&'a self, delivery: &'a Delivery<'a>) -> BoxFuture<'a, Result<(), TargetError>> {
        Box::pin(async move {
            if self.fails_for_good.load(Ordering::Relaxed) {
                return Err(TargetError::permanent("NO_PERMISSIONS", "go away"));
            }
            if self.fails.load(Ordering::Relaxed) {
                return Err(TargetError::retryable("THROTTLING", "not now"));
            }
            let taken = (delivery.event.id.clone(), delivery.attempt);
            self.taken.lock().unwrap().push(taken);
            Ok(())
        })
    }
}

/// Dead letters as lines of text.
#[derive(Debug, Default)]
pub(crate) struct Letters(pub(crate) Mutex<Vec<String>>);

impl DeadLetters for Letters {
    fn take_over<'a>(
        &'a self,
        letter: &'a DeadLetter<'a>,
    ) -> BoxFuture<'a, Result<(), BoxedError>> {
        Box::pin(async move {
            let exhausted = letter.exhausted.map_or("-", |exhausted| exhausted.as_str());
            self.0.lock().unwrap().push(format!(
                "{} {} {} {} {} {exhausted}",
                letter.rule,
                letter.target,
                letter.event.id,
                letter.error_code,
                letter.retry_attempts
            ));
            Ok(())
        })
    }
}
