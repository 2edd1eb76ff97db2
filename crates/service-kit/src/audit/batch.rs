//! Where audit batches are in the store, and how long a record in one may be.

use common_types::{AuditOutcome, AuditRecord, EncryptionContext};
use store::Key;

use crate::{Error, Result, limits};

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

/// Shortens a record whose free texts are longer than [`limits::AUDIT_DETAIL_BYTES`] and [`limits::AUDIT_REASON_BYTES`].
pub(crate) fn bound(record: &mut AuditRecord) {
    let context = record.encryption_context.iter();
    let context = context.map(|(key, value)| key.len().saturating_add(value.len()));
    let parameters = record.parameters.iter();
    let parameters = parameters.map(|(name, value)| name.len().saturating_add(value.len()));
    let bytes = context.chain(parameters).fold(0, usize::saturating_add);
    if bytes > limits::AUDIT_DETAIL_BYTES {
        record.encryption_context = EncryptionContext::new();
        let omitted = "the request was too long to record";
        record.parameters = vec![("omitted".into(), omitted.into())];
    }
    if let AuditOutcome::Denied {
        reason, decision, ..
    } = &mut record.outcome
    {
        for text in [reason, decision] {
            text.truncate(text.floor_char_boundary(limits::AUDIT_REASON_BYTES));
        }
    }
}

const SERVICE: &str = "audit";
const BATCH: &str = "batch";
pub(super) const WHAT: &str = "an audit batch";
