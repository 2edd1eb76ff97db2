//! A delivery that waits for its next attempt: its record, and what it is called.

use common_types::{Event, Timestamp};
use serde::{Deserialize, Serialize};
use service_kit::Error as Kit;
use store::Key;

use crate::{Result, TargetError};

/// A delivery that waits for its next attempt. Its bytes are drawn in `docs/formats.md`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct Pending {
    pub(super) event: Event,
    /// How often it was tried.
    pub(super) attempts: u32,
    /// When the bus received the event.
    pub(super) since: Timestamp,
    /// What the target said last.
    pub(super) code: String,
    pub(super) message: String,
}

/// Which delivery: the rule, the target, the event.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Name<'a> {
    pub(super) rule: &'a str,
    pub(super) target: &'a str,
    pub(super) event: &'a str,
}

impl Pending {
    /// After the first attempt.
    pub(super) fn first(event: &Event, now: Timestamp, error: &TargetError) -> Self {
        Self {
            event: event.clone(),
            attempts: 1,
            since: now,
            code: error.code().to_owned(),
            message: error.message().to_owned(),
        }
    }

    /// After one more.
    pub(super) fn again(self, error: &TargetError) -> Self {
        Self {
            attempts: self.attempts.saturating_add(1),
            code: error.code().to_owned(),
            message: error.message().to_owned(),
            ..self
        }
    }

    pub(super) fn encode(&self) -> Result<Vec<u8>> {
        let json = serde_json::to_vec(self).map_err(|_| Kit::Corrupt { what: WHAT })?;
        Ok([&[FORMAT], json.as_slice()].concat())
    }

    pub(super) fn decode(value: &[u8]) -> Result<Self> {
        match value.split_first() {
            Some((&FORMAT, json)) => {
                Ok(serde_json::from_slice(json).map_err(|_| Kit::Corrupt { what: WHAT })?)
            }
            Some((&found, _)) if found > FORMAT => Err(Kit::NewerFormat {
                what: WHAT,
                found,
                supported: FORMAT,
            }
            .into()),
            _ => Err(Kit::Corrupt { what: WHAT }.into()),
        }
    }
}

impl<'a> Name<'a> {
    /// From what it was scheduled as.
    pub(super) fn of_due(id: &'a str) -> Result<Self> {
        let parts: Vec<_> = id.splitn(3, '/').collect();
        match parts.as_slice() {
            &[rule, target, event] => Ok(Self {
                rule,
                target,
                event,
            }),
            _ => Err(Kit::Corrupt { what: WHAT }.into()),
        }
    }

    /// What it is scheduled as: neither rule nor target has a `/` in its name.
    pub(super) fn due_id(&self) -> String {
        format!("{}/{}/{}", self.rule, self.target, self.event)
    }

    pub(super) fn record(&self) -> Result<Key> {
        let Self {
            rule,
            target,
            event,
        } = self;
        Ok(Key::global(SERVICE)
            .str("pending")
            .str(rule)
            .str(target)
            .str(event)
            .build()?)
    }
}

/// An event as patterns and inputs see it.
pub(super) fn json(event: &Event) -> Result<serde_json::Value> {
    Ok(serde_json::to_value(event).map_err(|_| Kit::Corrupt { what: EVENT })?)
}

pub(super) const SERVICE: &str = "events";
const FORMAT: u8 = 1;
const EVENT: &str = "an event";
const WHAT: &str = "a delivery that waits";
