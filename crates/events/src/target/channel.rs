//! A target that puts events into a channel.

use std::sync::{Arc, Mutex, PoisonError};

use common_types::{BoxFuture, Event};
use futures_channel::mpsc;

use super::{Delivery, Target, TargetError};

/// What comes out of a [`channel`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Message {
    /// The rule that the event matched.
    pub rule: String,
    /// The event.
    pub event: Event,
    /// What the target's input made of it.
    pub input: String,
}

/// A target that puts events into a channel which holds `capacity` of them.
///
/// While it is full, deliveries are tried again later; once the receiver is gone, they are dead letters. A message that has been put into
/// the channel counts as delivered: what is still in it at a crash is lost.
pub fn channel(capacity: usize) -> (Arc<dyn Target>, mpsc::Receiver<Message>) {
    let (sender, receiver) = mpsc::channel(capacity);
    (Arc::new(Channel(Mutex::new(sender))), receiver)
}

/// One sender for all: each clone of it would have a place in the channel of its own.
#[derive(Debug)]
struct Channel(Mutex<mpsc::Sender<Message>>);

impl Channel {
    fn send(&self, delivery: &Delivery<'_>) -> Result<(), TargetError> {
        let message = Message {
            rule: delivery.rule.to_owned(),
            event: delivery.event.clone(),
            input: delivery.input.to_owned(),
        };
        let mut sender = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sender.try_send(message).map_err(|error| {
            if error.is_full() {
                TargetError::retryable("CHANNEL_FULL", "the channel is full")
            } else {
                TargetError::permanent("NO_RESOURCE", "nobody receives from the channel")
            }
        })
    }
}

impl Target for Channel {
    fn deliver<'a>(&'a self, delivery: &'a Delivery<'a>) -> BoxFuture<'a, Result<(), TargetError>> {
        Box::pin(async move { self.send(delivery) })
    }
}
