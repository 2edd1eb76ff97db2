//! Where events go: a function, a channel, a webhook, or whatever an application makes a target.

mod call;
mod channel;
mod webhook;

use std::fmt::Debug;

use common_types::{BoxFuture, Event};

pub use call::call;
pub use channel::{Message, channel};
pub use webhook::{Webhook, WebhookClient, WebhookRequest};

/// Takes over what a rule sends it.
///
/// At least once: what was taken over just before a crash, or later than its sender waited, comes again, with the same event id.
pub trait Target: Debug + Send + Sync + 'static {
    /// Takes one event over.
    ///
    /// # Errors
    ///
    /// A [`TargetError`]: [`retryable`](TargetError::retryable) ones are tried again within the target's retry policy, others are dead letters at
    /// once.
    fn deliver<'a>(&'a self, delivery: &'a Delivery<'a>) -> BoxFuture<'a, Result<(), TargetError>>;
}

/// One attempt to hand an event to a target.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Delivery<'a> {
    /// The rule that the event matched.
    pub rule: &'a str,
    /// The target's id within the rule.
    pub target: &'a str,
    /// The event.
    pub event: &'a Event,
    /// What the target is to see of it, as text; usually JSON.
    pub input: &'a str,
    /// Which attempt this is, from 1.
    pub attempt: u32,
}

/// Why a target did not take an event over.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct TargetError {
    code: String,
    message: String,
    is_retryable: bool,
}

impl TargetError {
    /// One that may pass: the delivery is tried again.
    pub fn retryable(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
            is_retryable: true,
        }
    }

    /// One that stays: trying again does not help.
    pub fn permanent(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            is_retryable: false,
            ..Self::retryable(code, message)
        }
    }

    /// What kind of error it is: `ERROR_CODE` of a dead letter.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What happened: `ERROR_MESSAGE` of a dead letter.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Whether trying again may help.
    pub fn is_retryable(&self) -> bool {
        self.is_retryable
    }
}
