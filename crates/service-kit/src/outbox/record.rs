//! The bytes of an event in the store, drawn in `docs/formats.md`.

use common_types::{Arn, Event};
use store::{Key, KeyRange, Revision, TransactionId};

use crate::{Error, Result, format};

/// The record of an event: behind all earlier ones of the same resource.
///
/// `seen` is the store's revision when its commit had been decided. A later commit that builds on this one has read what
/// it wrote, and has seen a later revision; `number` orders the events of one commit.
pub(crate) fn record(
    resource: &Arn,
    mut event: Event,
    seen: Revision,
    transaction: TransactionId,
    number: u8,
) -> Result<(Key, Vec<u8>)> {
    event.id = event_id(transaction, number);
    let key = Key::global(SERVICE)
        .str(resource.as_str())
        .u64(seen.number())
        .u64(u64::from(number))
        .build()?;
    let json = serde_json::to_vec(&event).map_err(|_| Error::Corrupt { what: WHAT })?;
    Ok((key, format::versioned(&json)))
}

/// Where all events wait, those of one resource together and in order.
pub(super) fn all() -> Result<KeyRange, store::Error> {
    Key::global(SERVICE).range()
}

/// The resource that an event belongs to, by its record's key.
pub(super) fn resource(key: &Key) -> Result<String> {
    let elements = key.elements()?;
    let resource = match elements.as_slice() {
        [.., resource, _seen, _number] => resource.as_str().map(str::to_owned),
        _ => None,
    };
    resource.ok_or(Error::Corrupt { what: WHAT })
}

pub(super) fn decode(value: &[u8]) -> Result<Event> {
    serde_json::from_slice(format::body(WHAT, value)?).map_err(|_| Error::Corrupt { what: WHAT })
}

/// A UUID that names one event of one commit, whenever and however often it is delivered.
fn event_id(transaction: TransactionId, number: u8) -> String {
    let mut bytes = *transaction.as_bytes();
    // Transactions of one session are counted at the other end.
    let [first, ..] = &mut bytes;
    *first ^= number;
    uuid::Builder::from_custom_bytes(bytes)
        .into_uuid()
        .to_string()
}

const SERVICE: &str = "outbox";
const WHAT: &str = "an event in the outbox";
