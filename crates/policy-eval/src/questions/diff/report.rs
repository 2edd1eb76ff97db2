//! A diff as a text, and as JSON.

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::{Change, PolicyDiff, Verdict};
use crate::decide::Outcome;

impl fmt::Display for PolicyDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut part = |title: &str, changes: &mut dyn Iterator<Item = &Change>| {
            changes.enumerate().try_for_each(|(at, change)| {
                if at == 0 {
                    writeln!(f, "{title}:")?;
                }
                let Change {
                    request,
                    old,
                    new,
                    action_exists,
                } = change;
                let note = match action_exists {
                    Some(false) => " (there is no such action today)",
                    Some(true) | None => "",
                };
                writeln!(f, "  {request}{note}\n    old: {old}; new: {new}")
            })
        };
        part("newly allowed", &mut self.newly_allowed())?;
        part("newly denied", &mut self.newly_denied())?;
        part("no longer denied", &mut self.no_longer_denied())?;
        match (self.changes.is_empty(), self.exhaustive) {
            (true, true) => writeln!(f, "no difference"),
            (true, false) => writeln!(f, "no difference was found; the search was not exhaustive"),
            (false, true) => writeln!(f, "there are no other differences"),
            (false, false) => writeln!(
                f,
                "the search was not exhaustive: there may be other differences"
            ),
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let says = match self.outcome {
            Outcome::Allowed if self.to_account => "allowed to the account",
            Outcome::Allowed => "allowed",
            Outcome::ExplicitlyDenied => "denied",
            Outcome::ImplicitlyDenied => return f.write_str("not allowed"),
        };
        match (&self.sid, self.statement) {
            (Some(sid), _) => write!(f, "{says} by statement `{sid}`"),
            (None, Some(at)) => write!(f, "{says} by statement {at}"),
            (None, None) => f.write_str(says),
        }
    }
}

impl Serialize for PolicyDiff {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut diff = serializer.serialize_struct("PolicyDiff", 4)?;
        diff.serialize_field("newly_allowed", &self.newly_allowed().collect::<Vec<_>>())?;
        diff.serialize_field("newly_denied", &self.newly_denied().collect::<Vec<_>>())?;
        diff.serialize_field(
            "no_longer_denied",
            &self.no_longer_denied().collect::<Vec<_>>(),
        )?;
        diff.serialize_field("exhaustive", &self.exhaustive)?;
        diff.end()
    }
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self {
            request,
            old,
            new,
            action_exists,
        } = self;
        let mut change = serializer.serialize_struct("Change", 4)?;
        change.serialize_field("request", request)?;
        change.serialize_field("old", old)?;
        change.serialize_field("new", new)?;
        change.serialize_field("action_exists", action_exists)?;
        change.end()
    }
}

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self {
            outcome,
            to_account,
            statement,
            sid,
        } = self;
        let mut verdict = serializer.serialize_struct("Verdict", 4)?;
        verdict.serialize_field("outcome", outcome.as_str())?;
        verdict.serialize_field("to_account", to_account)?;
        verdict.serialize_field("statement", statement)?;
        verdict.serialize_field("sid", sid)?;
        verdict.end()
    }
}
