//! One attempt to deliver, and what becomes of it.

use std::time::Duration;

use chrono::SecondsFormat;
use common_types::{Arn, Event, Timestamp};
use serde_json::Value;

use super::pending::Pending;
use crate::{
    Rule, TargetError,
    input::Surroundings,
    limits,
    rule::{Exhausted, RuleTarget},
    target::Delivery,
};

/// One attempt to deliver.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attempt<'a> {
    pub(super) rule: &'a Rule,
    pub(super) target: &'a RuleTarget,
    pub(super) event: &'a Event,
    pub(super) json: &'a Value,
    pub(super) number: u32,
    /// When the bus received the event.
    pub(super) received: Timestamp,
}

impl Attempt<'_> {
    pub(super) async fn make(self) -> Result<(), TargetError> {
        let Self {
            rule,
            target,
            event,
            json,
            number,
            received,
        } = self;
        let Event {
            region,
            account,
            resources,
            ..
        } = event;
        let partition = resources.first().map_or("aws", Arn::partition);
        let surroundings = Surroundings {
            rule_name: &rule.name,
            rule_arn: &format!(
                "arn:{partition}:events:{region}:{account}:rule/{}",
                rule.name
            ),
            ingestion_time: &received.to_rfc3339_opts(SecondsFormat::Secs, true),
        };
        let delivery = Delivery {
            rule: &rule.name,
            target: &target.id,
            event,
            input: &target.input.of(json, surroundings),
            attempt: number,
        };
        target.target.deliver(&delivery).await
    }
}

/// What becomes of a delivery that has failed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Fate {
    /// It is tried again after this pause.
    Again(Duration),
    /// It is a dead letter.
    Dead(Option<Exhausted>),
}

impl Fate {
    pub(super) fn of(
        pending: &Pending,
        target: &RuleTarget,
        error: &TargetError,
        now: Timestamp,
    ) -> Self {
        let age = now
            .signed_duration_since(pending.since)
            .to_std()
            .unwrap_or_default();
        if !error.is_retryable() {
            Self::Dead(None)
        } else if pending.attempts > target.retries.attempts {
            Self::Dead(Some(Exhausted::MaximumRetryAttempts))
        } else if age >= target.retries.age {
            Self::Dead(Some(Exhausted::MaximumEventAgeInSeconds))
        } else {
            Self::Again(pause(pending.attempts))
        }
    }
}

/// The pause after so many attempts: each is twice as long as the one before it.
pub(super) fn pause(attempts: u32) -> Duration {
    let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
    limits::PAUSE_FIRST
        .saturating_mul(doubled)
        .min(limits::PAUSE_MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_bound() {
        let seconds = [1, 2, 3, 10, 11, 185, u32::MAX].map(|attempts| pause(attempts).as_secs());
        assert_eq!(seconds, [1, 2, 4, 512, 900, 900, 900]);
    }
}
