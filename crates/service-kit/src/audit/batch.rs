//! The bytes of audit records in the store, drawn in `docs/formats.md`: JSON, one record a line.

use std::io::Write;

use common_types::{AuditOutcome, AuditRecord, EncryptionContext};
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
    let mut value = vec![format::FORMAT];
    push_line(&mut value, record);
    value
}

/// Records as the values of batches, none of them longer than [`limits::AUDIT_BATCH_BYTES`] by more than one record.
pub(super) fn encode(records: &[AuditRecord]) -> Vec<Vec<u8>> {
    let mut values: Vec<Vec<u8>> = Vec::new();
    for record in records {
        match values.last_mut() {
            Some(value) if value.len() < limits::AUDIT_BATCH_BYTES => push_line(value, record),
            _ => {
                let mut value = Vec::with_capacity(limits::AUDIT_BATCH_BYTES);
                value.push(format::FORMAT);
                push_line(&mut value, record);
                values.push(value);
            }
        }
    }
    values
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

fn push_line(value: &mut Vec<u8>, record: &AuditRecord) {
    let start = value.len();
    // Writing to memory does not fail and every member of a record has a JSON form. Should that change, the call is
    // still recorded.
    if serde_json::to_writer(&mut *value, record).is_err() {
        value.truncate(start);
        let _ = write!(
            value,
            r#"{{"eventName":"{}","unreadable":true}}"#,
            record.operation
        );
    }
    value.push(b'\n');
}

const SERVICE: &str = "audit";
const BATCH: &str = "batch";
const WHAT: &str = "an audit batch";
