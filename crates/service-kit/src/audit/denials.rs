//! Denials, counted when there are many: a flood of them cannot force a write each.

use std::collections::HashMap;

use common_types::{Arn, AuditOutcome, Timestamp};

use super::BoxedRecord;
use crate::limits;

/// The denials of the present window.
///
/// The first [`limits::DENIALS_PER_WINDOW`] are recorded each for itself. Those after them are counted by kind, and
/// recorded when the window is over or when there are too many kinds. None is lost, and the cost of a flood is one record
/// a second, or one for each [`limits::DENIAL_KINDS`] different ones.
#[derive(Debug, Default)]
pub(super) struct Denials {
    since: Option<Timestamp>,
    recorded: u32,
    counted: HashMap<Kind, BoxedRecord>,
}

/// What makes two denials the same to who reads of them.
#[derive(Debug, Eq, Hash, PartialEq)]
struct Kind {
    principal: String,
    service: &'static str,
    operation: &'static str,
    resource: Option<Arn>,
}

impl Denials {
    /// Takes a denial in; gives it back if it is to be recorded for itself.
    pub(super) fn admit(&mut self, record: BoxedRecord) -> Option<BoxedRecord> {
        self.since.get_or_insert(record.time);
        if self.recorded < limits::DENIALS_PER_WINDOW {
            self.recorded = self.recorded.saturating_add(1);
            return Some(record);
        }
        let kind = Kind {
            principal: record.caller.principal().to_string(),
            service: record.service,
            operation: record.operation,
            resource: record.resources.first().cloned(),
        };
        let counted = self.counted.get_mut(&kind);
        if let Some(AuditOutcome::Denied { count, .. }) = counted.map(|record| &mut record.outcome)
        {
            *count = count.saturating_add(1);
        } else {
            self.counted.insert(kind, record);
        }
        None
    }

    /// What was counted, oldest first, if it is to be recorded now: the window is over, or there are too many kinds.
    pub(super) fn due(&mut self, now: Timestamp) -> Vec<BoxedRecord> {
        let over = |since| super::is_past(since, limits::DENIAL_WINDOW, now);
        if self.since.is_some_and(over) {
            return self.end_window();
        }
        match self.counted.len() {
            limits::DENIAL_KINDS.. => self.take_counted(),
            _ => Vec::new(),
        }
    }

    /// What was counted, oldest first; the next denial begins a new window.
    pub(super) fn end_window(&mut self) -> Vec<BoxedRecord> {
        (self.since, self.recorded) = (None, 0);
        self.take_counted()
    }

    fn take_counted(&mut self) -> Vec<BoxedRecord> {
        let mut records: Vec<_> = self.counted.drain().map(|(_, record)| record).collect();
        records.sort_by_key(|record| record.time);
        records
    }
}
