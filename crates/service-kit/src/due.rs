//! Work that falls due: an index by time, so that it is found without looking at the rest.

use std::sync::Arc;

use chrono::DateTime;
use common_types::Timestamp;
use crypto::random::Random;
use store::{Element, Key, KeyBuilder, KeyRange, Revision, Store, Transaction, TransactionId};

use crate::{Error, Result, format};

/// What a service has to do and when, in the order of time.
///
/// An entry is written in the same commit as the record that it belongs to, and deleted in the commit that does the work: its
/// version is the claim, so of several nodes that do the same work at once one commits and the others conflict.
///
/// ```
/// use std::sync::Arc;
/// use crypto::random::SystemRandom;
/// use service_kit::{Change, DueIndex};
///
/// # store::conformance::block_on(async {
/// let store = Arc::new(store::MemoryStore::new());
/// let index = DueIndex::new(store, Arc::new(SystemRandom::new()), "kms");
/// # let at = chrono::DateTime::from_timestamp(1_700_000_000, 0).unwrap();
/// let scheduled = Change::new().create(index.key(at, "key/1234abcd")?, Vec::new());
/// assert!(index.ready(at, 10).await?.is_empty(), "nobody has committed it yet");
/// # Ok::<(), service_kit::Error>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Debug)]
pub struct DueIndex {
    store: Arc<dyn Store>,
    random: Arc<dyn Random>,
    service: &'static str,
}

/// An entry whose time has come.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Due {
    /// Its record: delete it in the commit that does the work.
    pub key: Key,
    /// The version to delete it in.
    pub version: Revision,
    /// When it fell due.
    pub at: Timestamp,
    /// What it was scheduled as.
    pub id: String,
}

impl DueIndex {
    /// The index of one service.
    pub fn new(store: Arc<dyn Store>, random: Arc<dyn Random>, service: &'static str) -> Self {
        Self {
            store,
            random,
            service,
        }
    }

    /// The record of an entry: create it without a value. Who knows both can delete it without a search.
    ///
    /// # Errors
    ///
    /// [`Error::Store`] if the id is too long for a key.
    pub fn key(&self, at: Timestamp, id: &str) -> Result<Key> {
        Ok(self.entries().u64(ordered(at)).str(id).build()?)
    }

    /// The first entries that are due, oldest first, at most `limit` of them.
    ///
    /// A clock that was set back does not undo: what was due once is due, though `now` is before it.
    ///
    /// # Errors
    ///
    /// [`Error::Store`].
    pub async fn ready(&self, now: Timestamp, limit: usize) -> Result<Vec<Due>> {
        let seen = self.last_seen().await?;
        let time = seen.map_or(now, |(seen, _)| seen.max(now));
        let range = KeyRange::between(
            &self.entries().build()?,
            &self
                .entries()
                .u64(ordered(time).saturating_add(1))
                .build()?,
        );
        let found = self.store.scan(range, limit).await?;
        if !found.is_empty() && seen.is_none_or(|(seen, _)| seen < now) {
            self.remember(now, seen.map(|(_, version)| version)).await?;
        }
        let due = |(key, found): (Key, store::Versioned)| Due::new(key, found.version);
        found.into_iter().map(due).collect()
    }

    /// The latest time at which something was due.
    async fn last_seen(&self) -> Result<Option<(Timestamp, Revision)>> {
        let key = self.last_seen_key()?;
        let Some(found) = self.store.read(&[key]).await?.pop().flatten() else {
            return Ok(None);
        };
        let time = format::body(WHAT, &found.value)?.try_into().ok();
        let time = time.and_then(|bytes| time_of(u64::from_be_bytes(bytes)));
        let time = time.ok_or(Error::Corrupt { what: WHAT })?;
        Ok(Some((time, found.version)))
    }

    async fn remember(&self, now: Timestamp, version: Option<Revision>) -> Result<()> {
        let (key, value) = (
            self.last_seen_key()?,
            format::versioned(&ordered(now).to_be_bytes()),
        );
        let transaction = Transaction::new(TransactionId::random(&*self.random)?);
        let transaction = match version {
            Some(version) => transaction.replace(key, value, version),
            None => transaction.create(key, value),
        };
        match self.store.commit(transaction).await {
            // Another node remembers too: what it saw is as good.
            Ok(_) | Err(store::Error::Conflict { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn entries(&self) -> KeyBuilder {
        Key::global("due").str("entry").str(self.service)
    }

    fn last_seen_key(&self) -> Result<Key, store::Error> {
        Key::global("due").str("seen").str(self.service).build()
    }
}

impl Due {
    fn new(key: Key, version: Revision) -> Result<Self> {
        let elements = key.elements()?;
        let parts = match elements.as_slice() {
            [.., Element::U64(at), Element::Str(id)] => time_of(*at).zip(Some(id.to_string())),
            _ => None,
        };
        let (at, id) = parts.ok_or(Error::Corrupt { what: WHAT })?;
        Ok(Self {
            key,
            version,
            at,
            id,
        })
    }
}

/// Microseconds since the epoch, moved so that earlier times are smaller numbers.
fn ordered(at: Timestamp) -> u64 {
    at.timestamp_micros().cast_unsigned() ^ SIGN
}

fn time_of(ordered: u64) -> Option<Timestamp> {
    DateTime::from_timestamp_micros((ordered ^ SIGN).cast_signed())
}

const SIGN: u64 = 1 << 63;
const WHAT: &str = "an entry of due work";
