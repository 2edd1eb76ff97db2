//! Rotation of the store key: every record is sealed anew, then the old key is dropped.

use std::fmt::Debug;

use crate::{
    Error, Generation, Key, KeyRange, Result, SealedStore, Transaction, TransactionId, Versioned,
    keys::Progress, limits, sealed::record::Sealed,
};

/// Protects anew what a record holds under keys derived from the store key, such as a wrapped key.
///
/// Whoever calls [`StoreKeys::derive`](crate::StoreKeys::derive) for something that is stored takes
/// part in a rotation through this.
pub trait Rewrap: Debug + Send + Sync {
    /// The record's new value, or nothing if there is nothing to change (any more).
    ///
    /// # Errors
    /// If what the record holds cannot be read: the rotation stops there, and keeps the old key.
    fn rewrap(&self, key: &Key, value: &[u8]) -> Result<Option<Vec<u8>>>;
}

/// What a rotation did, since it was last cut.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Rotated {
    /// The generation that is the only one now.
    pub generation: Generation,
    /// How many records were written anew.
    pub records: u64,
}

impl SealedStore {
    /// Replaces the store key: makes a new one, seals every record under it, and drops the old.
    ///
    /// A long job that may be cut at any point, also by dropping the future or by a crash: calling
    /// it again goes on where it was. Reads and writes work throughout. It goes over the store
    /// until a whole pass has found nothing left to do. Only one process may have the store open
    /// meanwhile.
    ///
    /// A service that protects something under [`StoreKeys::derive`](crate::StoreKeys::derive)
    /// passes a [`Rewrap`], and commits what is new with [`Transaction::require_generation`].
    ///
    /// # Errors
    /// [`Error::Conflict`] on the header if two rotations run at once; [`Error::Tampered`] if a
    /// record does not authenticate; those of the hooks, the store and the root key. The old key is
    /// then still there.
    pub async fn rotate_store_key(&self, hooks: &[&dyn Rewrap]) -> Result<Rotated> {
        let mut progress = self.keys().begin_rotation().await?;
        let mut records = 0;
        loop {
            while let Some(batch) = self.next_batch(&progress, hooks).await? {
                records += self.apply(&mut progress, batch).await?;
            }
            if progress.next_pass() {
                break;
            }
            self.keys().save_rotation(&progress, Ok).await?;
        }
        self.keys().end_rotation().await?;
        let generation = self.keys().generation();
        self.sessions.forget_before(generation);
        Ok(Rotated {
            generation,
            records,
        })
    }

    /// The next records after the cursor; nothing at the end of the pass.
    async fn next_batch(
        &self,
        progress: &Progress,
        hooks: &[&dyn Rewrap],
    ) -> Result<Option<Batch>> {
        let mut range = KeyRange::all().unreserved();
        if let Some(cursor) = progress.cursor() {
            range = range.after(cursor);
        }
        let found = self.beneath().scan(range, limits::OPERATIONS - 1).await?;
        let mut batch = Batch {
            to: None,
            writes: Vec::new(),
            bytes: 0,
        };
        for (key, record) in found {
            let renewed = self.renew(&key, record, hooks)?;
            if !batch.add(key, renewed) {
                break;
            }
        }
        Ok(batch.to.is_some().then_some(batch))
    }

    /// The plaintext that a record is to have, if it is not as it should be already.
    fn renew(
        &self,
        key: &Key,
        record: Versioned,
        hooks: &[&dyn Rewrap],
    ) -> Result<Option<Versioned>> {
        let generation = self.keys().generation();
        let mut stale = Sealed::parse(key, record.value.clone())?.session.generation != generation;
        let mut record = self.open(key, record)?;
        for hook in hooks {
            if let Some(value) = hook.rewrap(key, &record.value)? {
                record.value = value;
                stale = true;
            }
        }
        Ok(stale.then_some(record))
    }

    /// Writes a batch, with the progress in the same commit; says how many records it wrote.
    async fn apply(&self, progress: &mut Progress, batch: Batch) -> Result<u64> {
        let Batch {
            to: Some(to),
            writes,
            ..
        } = batch
        else {
            return Ok(0);
        };
        let changed = !writes.is_empty();
        progress.advance(to, changed);
        if !changed {
            return Ok(0);
        }
        let together = self.keys().save_rotation(progress, |tx| {
            let tx = writes.iter().fold(tx, |tx, (key, record)| {
                tx.replace(key.clone(), record.value.clone(), record.version)
            });
            self.seal(tx, self.keys().generation())
        });
        match together.await {
            Ok(()) => Ok(writes.len() as u64),
            Err(Error::Conflict { key }) if !key.is_reserved() => self.apply_singly(writes).await,
            Err(error) => Err(error),
        }
    }

    /// Writes records one by one, because others write some of them too; the next pass looks at
    /// those again.
    async fn apply_singly(&self, writes: Vec<(Key, Versioned)>) -> Result<u64> {
        let mut written = 0;
        for (key, record) in writes {
            let tx = Transaction::new(TransactionId::random(self.keys().random())?);
            let tx = self.seal(
                tx.replace(key, record.value, record.version),
                self.keys().generation(),
            )?;
            match self.beneath().commit(tx).await {
                Ok(_) => written += 1,
                Err(Error::Conflict { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(written)
    }
}

/// What one commit of a rotation does.
struct Batch {
    /// The last record that it covers.
    to: Option<Key>,
    /// Those that are to be written, still open, in the version in which they were read.
    writes: Vec<(Key, Versioned)>,
    bytes: usize,
}

impl Batch {
    /// Takes a record in, unless the commit would become too large; the first always fits.
    fn add(&mut self, key: Key, renewed: Option<Versioned>) -> bool {
        if let Some(record) = renewed {
            let bytes = key.as_bytes().len().saturating_add(record.value.len());
            self.bytes = self.bytes.saturating_add(bytes);
            if self.bytes > MAX_BYTES && self.to.is_some() {
                return false;
            }
            self.writes.push((key.clone(), record));
        }
        self.to = Some(key);
        true
    }
}

/// Leaves room for the header, whose every part has less than 64 KiB.
const MAX_BYTES: usize = limits::TRANSACTION_BYTES - 200 * 1024;
