//! The bytes of audit records in the store, drawn in `docs/formats.md`: JSON, one record a line.

use std::ops::Range;

use common_types::{AuditOutcome, AuditRecord, EncryptionContext};
use serde::Serialize;
use store::Key;

use crate::{Error, Result, format, limits};

/// The record under which a session keeps its batch with this number.
#[expect(
    clippy::expect_used,
    reason = "two names, 16 bytes and a number are far shorter than a key may be"
)]
pub(super) fn key(session: &[u8; 16], number: u64) -> Key {
    let key = Key::global(SERVICE).str(BATCH).bytes(session).u64(number);
    key.build().expect("a short key")
}

/// Where all sessions keep their batches.
pub(super) fn all() -> Result<store::KeyRange, store::Error> {
    Key::global(SERVICE).str(BATCH).range()
}

/// The record that holds how far the log was drained.
pub(super) fn cursor() -> Result<Key, store::Error> {
    Key::global(SERVICE).str("drained").build()
}

/// The session that wrote a batch, by its key.
pub(super) fn session(key: &Key) -> Result<[u8; 16]> {
    let elements = key.elements()?;
    let session = match elements.as_slice() {
        [.., session, _number] => session.as_bytes().and_then(|bytes| bytes.try_into().ok()),
        _ => None,
    };
    session.ok_or(Error::Corrupt { what: WHAT })
}

/// One record as the value of a batch of its own.
pub(crate) fn encode_one(record: &AuditRecord) -> Vec<u8> {
    encode(std::slice::from_ref(record)).0
}

/// The first records as the value of a batch, and how many they are: all, unless they are longer than
/// [`limits::AUDIT_BATCH_BYTES`].
pub(super) fn encode(records: &[AuditRecord]) -> (Vec<u8>, usize) {
    let typical = records.len().saturating_mul(TYPICAL_LINE_BYTES);
    let mut value = Vec::with_capacity(typical.min(limits::AUDIT_BATCH_BYTES));
    value.push(format::FORMAT);
    let mut before: Option<Line<'_>> = None;
    let mut encoded = 0_usize;
    for record in records {
        if value.len() >= limits::AUDIT_BATCH_BYTES {
            break;
        }
        before = Some(push_line(&mut value, record, before.as_ref()));
        encoded = encoded.saturating_add(1);
    }
    (value, encoded)
}

/// The lines of a batch, without their ends.
pub(super) fn lines(value: &[u8]) -> Result<impl Iterator<Item = &str>> {
    let text = std::str::from_utf8(format::body(WHAT, value)?);
    let text = text.map_err(|_| Error::Corrupt { what: WHAT })?;
    Ok(text.split_terminator('\n'))
}

/// Shortens a record whose free texts are longer than [`limits::AUDIT_DETAIL_BYTES`] and [`limits::AUDIT_REASON_BYTES`].
pub(crate) fn bound(record: &mut AuditRecord) {
    let context = record.encryption_context.iter();
    let context = context.map(|(key, value)| key.len().saturating_add(value.len()));
    let parameters = record.parameters.iter().map(|(_, value)| value.len());
    let bytes = context.chain(parameters).fold(0, usize::saturating_add);
    if bytes > limits::AUDIT_DETAIL_BYTES {
        record.encryption_context = EncryptionContext::new();
        record.parameters = vec![("omitted", "the request was too long to record".into())];
    }
    if let AuditOutcome::Denied { reason, .. } = &mut record.outcome
        && reason.len() > limits::AUDIT_REASON_BYTES
    {
        let end = reason.floor_char_boundary(limits::AUDIT_REASON_BYTES);
        reason.truncate(end);
    }
}

/// A record, and where the two halves of its line are in the batch.
struct Line<'a> {
    record: &'a AuditRecord,
    head: Range<usize>,
    tail: Range<usize>,
}

/// Adds a line. Calls in a row have much in common: a half that is that of the line before is copied from there.
fn push_line<'a>(
    value: &mut Vec<u8>,
    record: &'a AuditRecord,
    before: Option<&Line<'a>>,
) -> Line<'a> {
    let start = value.len();
    match before {
        Some(line) if line.record.has_same_head(record) => {
            value.extend_from_within(line.head.clone());
        }
        _ => {
            push_object(value, &record.head());
            value.pop();
        }
    }
    // The head is an object that was not closed: the tail goes on in it, and closes it.
    let middle = value.len();
    match before {
        Some(line) if line.record.has_same_tail(record) => {
            value.extend_from_within(line.tail.clone());
        }
        _ => {
            push_object(value, &record.tail());
            match value.get_mut(middle..) {
                Some([_, b'}']) => drop(value.remove(middle)),
                Some([brace, ..]) => *brace = b',',
                _ => {}
            }
        }
    }
    let (head, tail) = (start..middle, middle..value.len());
    value.push(b'\n');
    Line { record, head, tail }
}

/// Adds a JSON object.
fn push_object(value: &mut Vec<u8>, object: &impl Serialize) {
    let start = value.len();
    // Writing to memory does not fail and every member of a record has a JSON form. Should that change, the call is
    // still recorded.
    if serde_json::to_writer(&mut *value, object).is_err() {
        value.truncate(start);
        value.extend_from_slice(br#"{"unreadable":true}"#);
    }
}

const SERVICE: &str = "audit";
const BATCH: &str = "batch";
const WHAT: &str = "an audit batch";
const TYPICAL_LINE_BYTES: usize = 512;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use common_types::{Caller, Timestamp};
    use proptest::prelude::*;

    use super::*;

    /// Records that differ in one half, in the other, in both or in none.
    fn records() -> impl Strategy<Value = Vec<AuditRecord>> {
        let callers =
            ["111122223333", "444455556666"].map(|id| Arc::new(Caller::root(id).unwrap()));
        let record = (0..2_usize, 0..3_i64, 0..3_usize, 0..2_usize, 0..4_u8).prop_map(
            move |(caller, seconds, resources, context, outcome)| {
                let time = Timestamp::from_timestamp(seconds, 7).unwrap();
                let (account, region) = ("111122223333".parse(), "eu-west-1".parse());
                let caller = Arc::clone(&callers[caller]);
                let (account, region) = (account.unwrap(), region.unwrap());
                let mut record =
                    AuditRecord::new(time, caller, None, "kms", "Encrypt", account, region, true);
                let arn = "arn:aws:kms:eu-west-1:111122223333:key/\\\"1";
                record.resources = vec![arn.parse().unwrap(); resources];
                let pairs = (0..context).map(|key| (key.to_string(), "\n}"));
                record.encryption_context = EncryptionContext::try_from_iter(pairs).unwrap();
                record.outcome = match outcome {
                    0 | 1 => AuditOutcome::Done,
                    2 => AuditOutcome::Failed { code: "Other" },
                    _ => AuditOutcome::Denied {
                        reason: "{no}".to_owned(),
                        count: 2,
                    },
                };
                record
            },
        );
        prop::collection::vec(record, 0..12)
    }

    proptest! {
        #[test]
        fn a_line_is_the_json_of_its_record(records in records()) {
            let (value, encoded) = encode(&records);
            prop_assert_eq!(encoded, records.len());
            let lines: Vec<_> = lines(&value).unwrap().collect();
            let whole: Vec<_> =
                records.iter().map(|record| serde_json::to_string(record).unwrap()).collect();
            prop_assert_eq!(lines, whole);
        }
    }
}
