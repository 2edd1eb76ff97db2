//! Audit records that wait in memory.

use common_types::{AuditOutcome, AuditRecord};

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

    /// Keeps a record, or counts it; whether it is time to hand over what is here.
    pub(super) fn push(&mut self, record: AuditRecord) -> bool {
        let now = record.time;
        if let Some(record) = self.admit(record) {
            self.records.push(record);
        }
        let full = self.records.len() >= limits::AUDIT_BATCH_RECORDS;
        let oldest = self.records.first().map(|record| record.time);
        full || oldest.is_some_and(|oldest| super::is_past(oldest, limits::AUDIT_BATCH_AGE, now))
    }

    /// Records what was counted, though its window is not over.
    pub(super) fn end_window(&mut self) {
        self.records.extend(self.denials.end_window());
    }

    /// Takes the records out.
    pub(super) fn take(&mut self) -> Vec<AuditRecord> {
        if self.records.is_empty() {
            return Vec::new();
        }
        let empty = Vec::with_capacity(limits::AUDIT_BATCH_RECORDS);
        std::mem::replace(&mut self.records, empty)
    }

    pub(super) fn len(&self) -> usize {
        self.records.len()
    }
}
