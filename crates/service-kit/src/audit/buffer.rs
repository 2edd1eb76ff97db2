//! Audit records that wait in memory.

use common_types::{AuditOutcome, AuditRecord, Timestamp};

use super::denials::Denials;
use crate::limits;

/// Records in the order in which their calls ended, with the denials that are being counted.
#[derive(Debug)]
pub(super) struct Buffer {
    records: Vec<AuditRecord>,
    denials: Denials,
}

impl Buffer {
    pub(super) fn new() -> Self {
        Self {
            records: Vec::with_capacity(limits::AUDIT_BATCH_RECORDS),
            denials: Denials::default(),
        }
    }

    /// Counts a denial if there are many; gives back what is to be recorded for itself.
    pub(super) fn admit(&mut self, record: AuditRecord) -> Option<AuditRecord> {
        self.records.extend(self.denials.due(record.time));
        match record.outcome {
            AuditOutcome::Denied { .. } => self.denials.admit(record),
            _ => Some(record),
        }
    }

    /// Keeps a record.
    pub(super) fn keep(&mut self, record: AuditRecord) {
        self.records.push(record);
    }

    /// Whether one more may be kept.
    pub(super) fn has_room(&self) -> bool {
        self.records.len() < limits::AUDIT_BUFFER_RECORDS
    }

    /// Whether it is time to hand over what is here.
    pub(super) fn is_due(&self, now: Timestamp) -> bool {
        let full = self.records.len() >= limits::AUDIT_BATCH_RECORDS;
        let oldest = self.records.first().map(|record| record.time);
        full || oldest.is_some_and(|oldest| super::is_past(oldest, limits::AUDIT_BATCH_AGE, now))
    }

    /// Records what was counted, though its window is not over.
    pub(super) fn end_window(&mut self) {
        self.records.extend(self.denials.end_window());
    }

    /// Takes the oldest records out: as many as one batch has.
    pub(super) fn take(&mut self) -> Vec<AuditRecord> {
        if self.records.is_empty() {
            return Vec::new();
        }
        let behind = self.records.len().min(limits::AUDIT_BATCH_RECORDS);
        let mut rest = Vec::with_capacity(limits::AUDIT_BATCH_RECORDS);
        rest.extend(self.records.drain(behind..));
        std::mem::replace(&mut self.records, rest)
    }
}
