//! A store whose values only its keys can read or make.

mod record;
mod rotate;
mod session;
mod visible;

use std::{future::ready, sync::Arc};

use common_types::BoxFuture;

pub use rotate::{Rewrap, Rotated};

use record::Sealed;
use session::Sessions;
use visible::{VisibleChanges, VisibleTo};

use crate::{
    BoxStream, Change, CommitObserver, Committed, Error, Generation, Key, KeyRange, Result,
    Revision, Store, StoreKeys, Transaction, Versioned,
};

/// A [`Store`] over another: every value is sealed with AES-256-GCM on its way in and opened on its
/// way out.
///
/// A value is bound to its key and its store, so that whoever can write the file beneath cannot
/// change, swap or transplant a record: reading one fails with [`Error::Tampered`]. What stays
/// open: record names, lengths and versions are visible; deleting a record, or putting an older
/// value of the same record (or an older copy of the whole file) back, is not seen, except as far
/// as [`Anchor`](crate::Anchor) goes.
///
/// Each opening of the store seals under a key of its own, derived from the store key and a random
/// session id, with a counter for the nonce. A read adds one AEAD operation a record.
///
/// ```
/// use std::sync::Arc;
/// use crypto::random::SystemRandom;
/// use store::{BytesRootKey, Key, MemoryStore, SealedStore, Store, StoreKeys, Transaction, TransactionId};
///
/// # store::conformance::block_on(async {
/// let beneath = Arc::new(MemoryStore::new());
/// let root = Arc::new(BytesRootKey::new([1; 32])?);
/// let keys = StoreKeys::open(beneath.clone(), root, Arc::new(SystemRandom::new())).await?;
/// let store = SealedStore::new(keys);
///
/// let key = [Key::global("example").str("greeting").build()?];
/// let tx = Transaction::new(TransactionId::from_bytes([1; 16]));
/// store.commit(tx.create(key[0].clone(), b"hello".to_vec())).await?;
///
/// assert_eq!(store.read(&key).await?[0].as_ref().unwrap().value, b"hello");
/// let seen = beneath.read(&key).await?.remove(0).unwrap().value;
/// assert!(!seen.windows(5).any(|window| window == b"hello"));
/// # Ok::<(), store::Error>(())
/// # }).unwrap();
/// ```
#[derive(Debug)]
pub struct SealedStore {
    keys: StoreKeys,
    sessions: Sessions,
}

impl SealedStore {
    /// Seals the store that these keys were opened from.
    pub fn new(keys: StoreKeys) -> Self {
        Self {
            keys,
            sessions: Sessions::default(),
        }
    }

    /// The keys that it seals under.
    pub fn keys(&self) -> &StoreKeys {
        &self.keys
    }

    fn beneath(&self) -> &dyn Store {
        &**self.keys.store()
    }

    fn open(&self, key: &Key, record: Versioned) -> Result<Versioned> {
        let sealed = Sealed::parse(key, record.value)?;
        let opener = self.sessions.opener(&self.keys, sealed.session)?;
        let value = sealed.open(self.keys.store_id(), &opener, key)?;
        Ok(Versioned::new(value, record.version))
    }

    /// Seals the values of a transaction under the newest generation.
    fn seal(&self, transaction: Transaction, newest: Generation) -> Result<Transaction> {
        if transaction
            .generation()
            .is_some_and(|required| required != newest)
        {
            return Err(Error::Conflict {
                key: StoreKeys::header(),
            });
        }
        let session = self.sessions.own(&self.keys, newest)?;
        transaction.map_values(|key, value| {
            // The header is not sealed: the keys come out of it.
            if key.is_reserved() {
                return Ok(value);
            }
            record::seal(
                self.keys.store_id(),
                session.id,
                &session.sealer,
                key,
                &value,
            )
        })
    }

    async fn read_once(&self, keys: &[Key]) -> Result<Vec<Option<Versioned>>> {
        let mut found = self.beneath().read(keys).await?;
        for (key, slot) in keys.iter().zip(&mut found) {
            if let Some(record) = slot.take() {
                *slot = Some(self.open(key, record)?);
            }
        }
        Ok(found)
    }

    async fn scan_once(&self, range: KeyRange, limit: usize) -> Result<Vec<(Key, Versioned)>> {
        let found = self.beneath().scan(range.unreserved(), limit).await?;
        let open = |(key, record)| self.open(&key, record).map(|record| (key, record));
        found.into_iter().map(open).collect()
    }
}

impl Store for SealedStore {
    fn read<'a>(&'a self, keys: &'a [Key]) -> BoxFuture<'a, Result<Vec<Option<Versioned>>>> {
        Box::pin(async move {
            refuse_reserved(keys)?;
            match self.read_once(keys).await {
                // A rotation ended in between: what was read has been sealed anew.
                Err(Error::UnknownGeneration { .. }) => self.read_once(keys).await,
                result => result,
            }
        })
    }

    fn scan(&self, range: KeyRange, limit: usize) -> BoxFuture<'_, Result<Vec<(Key, Versioned)>>> {
        Box::pin(async move {
            match self.scan_once(range.clone(), limit).await {
                Err(Error::UnknownGeneration { .. }) => self.scan_once(range, limit).await,
                result => result,
            }
        })
    }

    fn commit(&self, transaction: Transaction) -> BoxFuture<'_, Result<Committed>> {
        let allowed = transaction
            .validate()
            .and_then(|()| refuse_reserved(transaction.operations().iter().map(|op| &op.key)));
        if let Err(error) = allowed {
            return Box::pin(ready(Err(error)));
        }
        self.keys
            .while_sealing(|generation| match self.seal(transaction, generation) {
                Ok(sealed) => self.beneath().commit(sealed),
                Err(error) => Box::pin(ready(Err(error))),
            })
    }

    fn revision(&self) -> BoxFuture<'_, Result<Revision>> {
        self.beneath().revision()
    }

    fn changes(&self, since: Revision) -> BoxStream<'_, Result<Change>> {
        Box::pin(VisibleChanges(self.beneath().changes(since)))
    }

    fn observe(&self, observer: Arc<dyn CommitObserver>) {
        self.beneath().observe(Arc::new(VisibleTo(observer)));
    }
}

fn refuse_reserved<'a>(keys: impl IntoIterator<Item = &'a Key>) -> Result<()> {
    match keys.into_iter().find(|key| key.is_reserved()) {
        Some(key) => Err(Error::ReservedKey { key: key.clone() }),
        None => Ok(()),
    }
}
