//! Audit records that wait in memory.

use common_types::{AuditOutcome, Timestamp};

use super::{BoxedRecord, denials::Denials};
use crate::limits;

/// Records in the order in which their calls ended, with the denials that are being counted.
#[derive(Debug)]
pub(super) struct Buffer {
    records: Vec<BoxedRecord>,
    denials: Denials,
    /// How many records there are when it is time to hand them over, and since when the oldest waits: both begin anew
    /// each time that it is said, so that a store that is down is not asked at every call.
    due_at: usize,
    since: Option<Timestamp>,
}

impl Buffer {
    pub(super) fn new() -> Self {
        Self {
            records: Vec::with_capacity(limits::AUDIT_BATCH_RECORDS),
            denials: Denials::default(),
            due_at: limits::AUDIT_BATCH_RECORDS,
            since: None,
        }
    }

    /// Counts a denial if there are many; gives back what is to be recorded for itself.
    pub(super) fn admit(&mut self, record: BoxedRecord) -> Option<BoxedRecord> {
        self.records.extend(self.denials.due(record.time));
        match record.outcome {
            AuditOutcome::Denied { .. } => self.denials.admit(record),
            _ => Some(record),
        }
    }

    /// Keeps a record, or counts it if it is one denial of many.
    pub(super) fn take_in(&mut self, record: BoxedRecord) {
        self.records.extend(self.denials.due(record.time));
        if !matches!(record.outcome, AuditOutcome::Denied { .. }) {
            self.keep(record);
        } else if let Some(record) = self.denials.admit(record) {
            self.keep(record);
        }
    }

    fn keep(&mut self, record: BoxedRecord) {
        self.since.get_or_insert(record.time);
        self.records.push(record);
    }

    /// Whether one more may be kept.
    pub(super) fn has_room(&self) -> bool {
        self.records.len() < limits::AUDIT_BUFFER_RECORDS
    }

    /// Whether it is time to hand over what is here.
    pub(super) fn is_due(&mut self, now: Timestamp) -> bool {
        let old = |since| super::is_past(since, limits::AUDIT_BATCH_AGE, now);
        let due = self.records.len() >= self.due_at || self.since.is_some_and(old);
        if due {
            self.due_at = self
                .records
                .len()
                .saturating_add(limits::AUDIT_BATCH_RECORDS);
            self.since = Some(now);
        }
        due
    }

    /// Records what was counted, though its window is not over.
    pub(super) fn end_window(&mut self) {
        self.records.extend(self.denials.end_window());
    }

    /// Takes the oldest records out: as many as one batch has at most.
    pub(super) fn take(&mut self) -> Vec<BoxedRecord> {
        if self.records.is_empty() {
            return Vec::new();
        }
        let batch = self.records.len().min(limits::AUDIT_BATCH_RECORDS);
        let mut rest = Vec::with_capacity(limits::AUDIT_BATCH_RECORDS);
        rest.extend(self.records.drain(batch..));
        self.due_at = limits::AUDIT_BATCH_RECORDS;
        self.since = rest.first().map(|record| record.time);
        std::mem::replace(&mut self.records, rest)
    }
}
