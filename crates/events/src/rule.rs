//! Rules: which events go to which targets, and how often that is tried.

use std::{sync::Arc, time::Duration};

use crate::{Error, EventPattern, Input, Result, Target, limits};

/// Sends the events that match a pattern to its targets.
#[derive(Clone, Debug)]
pub struct Rule {
    pub(crate) name: String,
    pub(crate) pattern: EventPattern,
    pub(crate) targets: Vec<RuleTarget>,
}

/// A target as a rule uses it.
#[derive(Clone, Debug)]
pub struct RuleTarget {
    pub(crate) id: String,
    pub(crate) target: Arc<dyn Target>,
    pub(crate) input: Input,
    pub(crate) retries: RetryPolicy,
    pub(crate) dead_letters: Option<Arc<dyn DeadLetters>>,
}

/// How often and how long a delivery is tried again.
///
/// Source: [RetryPolicy](https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RetryPolicy {
    pub(crate) attempts: u32,
    pub(crate) age: Duration,
}

/// Takes over what could not be delivered.
pub trait DeadLetters: std::fmt::Debug + Send + Sync + 'static {
    /// Takes one over. After an error it comes again.
    fn take_over<'a>(
        &'a self,
        letter: &'a DeadLetter<'a>,
    ) -> common_types::BoxFuture<'a, Result<(), service_kit::BoxedError>>;
}

/// What could not be delivered, with the attributes that EventBridge gives a dead letter.
///
/// Source: [Dead-letter queues](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html).
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct DeadLetter<'a> {
    /// The rule: the name in `RULE_ARN`.
    pub rule: &'a str,
    /// The target's id: `TARGET_ARN`.
    pub target: &'a str,
    /// The event.
    pub event: &'a common_types::Event,
    /// What kind of error came last: `ERROR_CODE`.
    pub error_code: &'a str,
    /// What it said: `ERROR_MESSAGE`.
    pub error_message: &'a str,
    /// Why there are no more attempts: `EXHAUSTED_RETRY_CONDITION`; none for an error that stays.
    pub exhausted: Option<Exhausted>,
    /// How often it was tried again: `RETRY_ATTEMPTS`.
    pub retry_attempts: u32,
}

common_types::wire_enum! {
    /// Why a delivery is not tried again.
    pub enum Exhausted {
        /// It was tried as often as the policy allows.
        MaximumRetryAttempts = "MaximumRetryAttempts",
        /// The event is as old as the policy allows.
        MaximumEventAgeInSeconds = "MaximumEventAgeInSeconds",
    }
}

impl Rule {
    /// A rule without targets.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidName`].
    pub fn new(name: impl Into<String>, pattern: EventPattern) -> Result<Self> {
        Ok(Self {
            name: valid(name.into())?,
            pattern,
            targets: Vec::new(),
        })
    }

    /// Adds a target.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidTargets`] if the rule has one of this id already, or [`limits::TARGETS_PER_RULE`].
    pub fn target(mut self, target: RuleTarget) -> Result<Self> {
        let reason = if self.targets.iter().any(|other| other.id == target.id) {
            "has a target of this id already"
        } else if self.targets.len() >= limits::TARGETS_PER_RULE {
            "has 5 targets already"
        } else {
            self.targets.push(target);
            return Ok(self);
        };
        Err(Error::InvalidTargets {
            rule: self.name,
            reason,
        })
    }
}

impl RuleTarget {
    /// A target under an id, which sees the whole event and is tried again as often as AWS allows.
    ///
    /// The id and the rule's name are what a delivery that waits for its next attempt is kept under: keep them over restarts.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidName`].
    pub fn new(id: impl Into<String>, target: Arc<dyn Target>) -> Result<Self> {
        Ok(Self {
            id: valid(id.into())?,
            target,
            input: Input::event(),
            retries: RetryPolicy::default(),
            dead_letters: None,
        })
    }

    /// What it sees of an event.
    #[must_use]
    pub fn input(self, input: Input) -> Self {
        Self { input, ..self }
    }

    /// How often it is tried again.
    #[must_use]
    pub fn retries(self, retries: RetryPolicy) -> Self {
        Self { retries, ..self }
    }

    /// Where what could not be delivered goes. Without it, that is dropped, as on AWS; [`run_due`](crate::EventBus::run_due) counts what it drops.
    #[must_use]
    pub fn dead_letters(self, dead_letters: Arc<dyn DeadLetters>) -> Self {
        Self {
            dead_letters: Some(dead_letters),
            ..self
        }
    }
}

impl RetryPolicy {
    /// At most so many retries, and none of an event older than this.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRetryPolicy`] outside of 0 to [`limits::RETRY_ATTEMPTS`], [`limits::EVENT_AGE_LEAST`] to [`limits::EVENT_AGE`].
    pub fn new(maximum_retry_attempts: u32, maximum_event_age: Duration) -> Result<Self> {
        let is_valid = maximum_retry_attempts <= limits::RETRY_ATTEMPTS
            && (limits::EVENT_AGE_LEAST..=limits::EVENT_AGE).contains(&maximum_event_age);
        if !is_valid {
            return Err(Error::InvalidRetryPolicy);
        }
        Ok(Self {
            attempts: maximum_retry_attempts,
            age: maximum_event_age,
        })
    }
}

impl Default for RetryPolicy {
    /// [`limits::RETRY_ATTEMPTS`], [`limits::EVENT_AGE`].
    fn default() -> Self {
        Self {
            attempts: limits::RETRY_ATTEMPTS,
            age: limits::EVENT_AGE,
        }
    }
}

fn valid(name: String) -> Result<String> {
    let is_valid = (1..=limits::NAME_CHARS).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
    if is_valid {
        Ok(name)
    } else {
        Err(Error::InvalidName { name })
    }
}
