//! Trying again what failed.

use common_types::Timestamp;
use service_kit::Due;
use store::{Transaction, TransactionId, Versioned};

use super::{
    EventBus,
    attempt::{Attempt, Fate, pause},
    pending::{Name, Pending, json},
};
use crate::{
    Result, Rule, TargetError, limits,
    rule::{DeadLetter, Exhausted, RuleTarget},
};

/// What [`EventBus::run_due`] did.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Redelivered {
    /// Deliveries that their targets took over.
    pub delivered: u64,
    /// Deliveries that failed again, and wait.
    pub failed: u64,
    /// Deliveries that were given to dead letters.
    pub dead: u64,
    /// Deliveries that were given up where there are no dead letters.
    pub dropped: u64,
}

impl EventBus {
    /// Tries all deliveries again whose pause has ended.
    ///
    /// Several nodes may do it at once; a target may then get an event more than once, as it may in any case.
    ///
    /// # Errors
    ///
    /// [`Error::Records`](crate::Error::Records) if the store fails: what was not settled waits for the next time.
    pub async fn run_due(&self, now: Timestamp) -> Result<Redelivered> {
        let mut report = Redelivered::default();
        loop {
            let ready = self.due.ready(now, BATCH).await?;
            for due in &ready {
                self.retry(due, now, &mut report).await?;
            }
            if ready.len() < BATCH {
                return Ok(report);
            }
        }
    }

    /// Keeps a delivery that has failed for the first time, or gives it to dead letters at once.
    pub(super) async fn keep(
        &self,
        pending: Pending,
        rule: &Rule,
        target: &RuleTarget,
        error: TargetError,
    ) -> Result<()> {
        let now = pending.since;
        let pause = match Fate::of(&pending, target, &error, now) {
            Fate::Again(pause) => pause,
            // Dead letters that do not take it are tried again as a target is.
            Fate::Dead(exhausted) => match bury(&pending, rule, target, exhausted).await {
                Buried::Taken | Buried::Dropped => return Ok(()),
                Buried::Refused => limits::PAUSE_FIRST,
            },
        };
        let name = Name {
            rule: &rule.name,
            target: &target.id,
            event: &pending.event.id,
        };
        let transaction = Transaction::new(
            TransactionId::random(&*self.random).map_err(service_kit::Error::from)?,
        )
        .create(name.record()?, pending.encode()?)
        .create(self.due.key(now + pause, &name.due_id())?, Vec::new());
        match self.store.commit(transaction).await {
            // An event that came a second time waits already.
            Ok(_) | Err(store::Error::Conflict { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn retry(&self, due: &Due, now: Timestamp, report: &mut Redelivered) -> Result<()> {
        let name = Name::of_due(&due.id)?;
        let Some(found) = self.store.read(&[name.record()?]).await?.pop().flatten() else {
            return self.settle(due, None, Outcome::Done).await;
        };
        let pending = Pending::decode(&found.value)?;
        let rules = self.rules();
        let target = rules
            .iter()
            .find(|rule| rule.name == name.rule)
            .and_then(|rule| {
                let target = rule.targets.iter().find(|target| target.id == name.target);
                target.map(|target| (rule, target))
            });
        let Some((rule, target)) = target else {
            let outcome = waiting_for_its_target(pending, now, report);
            return self.settle(due, Some((&name, &found)), outcome).await;
        };
        let json = json(&pending.event)?;
        let attempt = Attempt {
            rule,
            target,
            event: &pending.event,
            json: &json,
            number: pending.attempts.saturating_add(1),
            received: pending.since,
        };
        let outcome = match attempt.make().await {
            Ok(()) => {
                report.delivered += 1;
                Outcome::Done
            }
            Err(error) => {
                failed_again(pending.again(&error), rule, target, &error, now, report).await
            }
        };
        self.settle(due, Some((&name, &found)), outcome).await
    }

    /// Writes what became of a delivery; if another node was faster, what that wrote stands.
    async fn settle(
        &self,
        due: &Due,
        record: Option<(&Name<'_>, &Versioned)>,
        outcome: Outcome,
    ) -> Result<()> {
        let id = TransactionId::random(&*self.random).map_err(service_kit::Error::from)?;
        let mut transaction = Transaction::new(id).delete(due.key.clone(), due.version);
        if let Some((name, found)) = record {
            let key = name.record()?;
            transaction = match outcome {
                Outcome::Done => transaction.delete(key, found.version),
                Outcome::Again(pending, at) => transaction
                    .replace(key, pending.encode()?, found.version)
                    .create(
                        self.due.key(at.max(due.at + MOMENT), &name.due_id())?,
                        Vec::new(),
                    ),
            };
        }
        match self.store.commit(transaction).await {
            Ok(_) | Err(store::Error::Conflict { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// What becomes of a delivery.
#[derive(Debug)]
enum Outcome {
    Done,
    Again(Box<Pending>, Timestamp),
}

/// What became of a dead letter.
#[derive(Debug)]
enum Buried {
    Taken,
    /// There are no dead letters.
    Dropped,
    Refused,
}

async fn bury(
    pending: &Pending,
    rule: &Rule,
    target: &RuleTarget,
    exhausted: Option<Exhausted>,
) -> Buried {
    let Some(dead_letters) = &target.dead_letters else {
        return Buried::Dropped;
    };
    let letter = DeadLetter {
        rule: &rule.name,
        target: &target.id,
        event: &pending.event,
        error_code: &pending.code,
        error_message: &pending.message,
        exhausted,
        retry_attempts: pending.attempts.saturating_sub(1),
    };
    match dead_letters.take_over(&letter).await {
        Ok(()) => Buried::Taken,
        Err(_) => Buried::Refused,
    }
}

/// What becomes of a delivery that has failed once more.
async fn failed_again(
    pending: Pending,
    rule: &Rule,
    target: &RuleTarget,
    error: &TargetError,
    now: Timestamp,
    report: &mut Redelivered,
) -> Outcome {
    let pause = match Fate::of(&pending, target, error, now) {
        Fate::Again(pause) => pause,
        Fate::Dead(exhausted) => match bury(&pending, rule, target, exhausted).await {
            Buried::Taken => {
                report.dead += 1;
                return Outcome::Done;
            }
            Buried::Dropped => {
                report.dropped += 1;
                return Outcome::Done;
            }
            // Dead letters that do not take it are tried again as a target is.
            Buried::Refused => pause(pending.attempts),
        },
    };
    report.failed += 1;
    Outcome::Again(Box::new(pending), now + pause)
}

/// A delivery to a target that this process has not set, or not yet: that is no attempt, but it does not wait for ever.
fn waiting_for_its_target(pending: Pending, now: Timestamp, report: &mut Redelivered) -> Outcome {
    let age = now
        .signed_duration_since(pending.since)
        .to_std()
        .unwrap_or_default();
    if age >= limits::EVENT_AGE {
        report.dropped += 1;
        return Outcome::Done;
    }
    report.failed += 1;
    Outcome::Again(Box::new(pending), now + limits::PAUSE_MOST)
}

/// Deliveries that are looked at together.
const BATCH: usize = 100;
/// An entry that is made anew is another one, also where the clock was set back.
const MOMENT: std::time::Duration = std::time::Duration::from_micros(1);
