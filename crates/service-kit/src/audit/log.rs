//! The log itself: what is kept in memory, and when it is handed to the store.

use std::{
    collections::VecDeque,
    convert::Infallible,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use crypto::random::Random;
use futures_util::FutureExt;
use store::{Store, Transaction};

use super::{
    BoxedRecord,
    buffer::Buffer,
    journal::{Commit, Journal, Slot},
    lines,
};
use crate::{
    Error, Result, limits,
    sync::{lock, try_lock},
};

/// When the audit record of a call that writes nothing is on disk.
///
/// The record of a call that writes is in the same commit as what it writes, whatever the mode.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum AuditMode {
    /// Soon. What a crash of the process can lose is stated at [`AuditLog`].
    #[default]
    Buffered,
    /// Before the call answers: it waits for the store, and fails if the store does.
    Durable,
}

/// What every call leaves behind, on its way to the store and from there to the application's [`AuditSink`](crate::AuditSink).
///
/// # What a crash can lose
///
/// `Buffered`: the records that were not handed to the store yet, and those of the commits that it was working on. They are handed
/// over at the next call after there are [`limits::AUDIT_BATCH_RECORDS`] of them or the oldest is
/// [`limits::AUDIT_BATCH_AGE`] old, and by [`flush`](Self::flush). The log has no thread: without a further call and without a
/// flush they stay in memory. `strongroom` flushes when it is closed, and in its driver.
///
/// `Durable`: nothing of calls that were allowed. Of denials, those beyond [`limits::DENIALS_PER_WINDOW`] in one
/// [`limits::DENIAL_WINDOW`]: they are counted in memory, so that a flood of them cannot force a write each.
///
/// # What a failing store does
///
/// `Durable`: a call that cannot be recorded does not answer. `Buffered`: calls go on until [`limits::AUDIT_BUFFER_RECORDS`] wait in
/// memory, and from there on do not answer until the store takes them. What waits is not dropped while the process lives. Of calls that
/// did not answer for want of room, the number is kept: [`unrecorded`](Self::unrecorded).
#[derive(Debug)]
pub struct AuditLog {
    mode: AuditMode,
    journal: Journal,
    buffer: Mutex<Buffer>,
    outbound: Mutex<VecDeque<Batch>>,
    unrecorded: AtomicU64,
}

/// A batch on its way to the store, kept until it has arrived.
#[derive(Debug)]
struct Batch {
    slot: Slot,
    records: Vec<BoxedRecord>,
    commit: Commit,
}

impl AuditLog {
    /// A log that writes to this store, in a session of its own.
    ///
    /// # Errors
    ///
    /// [`Error::Crypto`] if the source of randomness fails.
    pub fn new(store: Arc<dyn Store>, random: &dyn Random, mode: AuditMode) -> Result<Self> {
        Ok(Self {
            mode,
            journal: Journal::new(store, random)?,
            buffer: Mutex::new(Buffer::new()),
            outbound: Mutex::new(VecDeque::new()),
            unrecorded: AtomicU64::new(0),
        })
    }

    /// When records are on disk.
    pub fn mode(&self) -> AuditMode {
        self.mode
    }

    /// Hands over all that waits in memory, denials that are being counted too, and waits until it is on disk.
    ///
    /// # Errors
    ///
    /// [`Error::AuditUnavailable`] if the store does not take it; it stays in memory.
    pub async fn flush(&self) -> Result<()> {
        lock(&self.buffer).end_window();
        self.write_out().await
    }

    /// Calls that left no record, because the store was down for so long that there was no more room in memory. None of them
    /// answered.
    pub fn unrecorded(&self) -> u64 {
        self.unrecorded.load(Ordering::Relaxed)
    }

    /// Records a call as the mode says.
    pub(crate) async fn record(&self, record: BoxedRecord) -> Result<()> {
        match self.mode {
            AuditMode::Buffered => self.keep(record).await,
            AuditMode::Durable => {
                let admitted = lock(&self.buffer).admit(record);
                match admitted {
                    Some(record) => self.write_one(record).await,
                    None => Ok(()),
                }
            }
        }
    }

    /// Records a call that nobody waits for: its future was dropped.
    pub(crate) fn record_unawaited(&self, record: BoxedRecord) {
        let mut buffer = lock(&self.buffer);
        if !buffer.has_room() {
            self.unrecorded.fetch_add(1, Ordering::Relaxed);
        } else {
            buffer.take_in(record);
        }
    }

    pub(crate) fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Keeps a record in memory. Waits for the store only if there is no room.
    async fn keep(&self, record: BoxedRecord) -> Result<()> {
        let now = record.time;
        let due = loop {
            {
                let mut buffer = lock(&self.buffer);
                if buffer.has_room() {
                    buffer.take_in(record);
                    break buffer.is_due(now);
                }
            }
            if let Err(error) = self.write_out().await {
                self.unrecorded.fetch_add(1, Ordering::Relaxed);
                return Err(error);
            }
        };
        // If somebody is at it already, this record is handed over by them, or with the next that are due.
        if due && let Some(mut outbound) = try_lock(&self.outbound) {
            self.move_on(&mut outbound);
        }
        Ok(())
    }

    /// Waits until this one record is on disk.
    async fn write_one(&self, record: BoxedRecord) -> Result<()> {
        let value = lines::encode_one(&record);
        let mut batch = self.begin(vec![record], value);
        for _ in 1..limits::OUTCOME_ATTEMPTS {
            match batch.commit.clone().await {
                Err(error) if error.is_retryable() => self.again(&mut batch),
                _ => break,
            }
        }
        let Err(error) = batch.commit.await else {
            return Ok(());
        };
        batch
            .records
            .into_iter()
            .for_each(|record| self.record_unawaited(record));
        Err(Error::AuditUnavailable(error))
    }

    /// Waits until all that waits in memory is on disk.
    async fn write_out(&self) -> Result<()> {
        let mut failures = 0;
        loop {
            let oldest = {
                let mut outbound = lock(&self.outbound);
                self.move_on(&mut outbound);
                outbound.front().map(|batch| batch.commit.clone())
            };
            let Some(oldest) = oldest else {
                return Ok(());
            };
            if let Err(error) = oldest.await {
                failures += 1;
                if failures == limits::OUTCOME_ATTEMPTS || !error.is_retryable() {
                    return Err(Error::AuditUnavailable(error));
                }
            }
        }
    }

    /// Lets go of the batches that have arrived, and hands over what waits in memory while not too much is on its way.
    fn move_on(&self, outbound: &mut VecDeque<Batch>) {
        while let Some(oldest) = outbound.front_mut() {
            let mut arrived = oldest.commit.clone().now_or_never();
            if let Some(Err(_)) = arrived {
                self.again(oldest);
                arrived = oldest.commit.clone().now_or_never();
            }
            match arrived {
                None => break,
                Some(Ok(_)) => drop(outbound.pop_front()),
                // Those behind it wait for it, so that they stay in order.
                Some(Err(_)) => return,
            }
        }
        while outbound.len() < BATCHES_ON_THEIR_WAY {
            let mut records = lock(&self.buffer).take();
            if records.is_empty() {
                return;
            }
            while !records.is_empty() {
                let (value, encoded) = lines::encode(records.iter().map(AsRef::as_ref));
                let rest = records.split_off(encoded);
                outbound.push_back(self.begin(records, value));
                records = rest;
            }
        }
    }

    fn begin(&self, records: Vec<BoxedRecord>, value: Vec<u8>) -> Batch {
        let Ok((slot, commit)) = self
            .journal
            .append(|slot| Ok::<_, Infallible>(create(slot, value)));
        Batch {
            slot,
            records,
            commit,
        }
    }

    /// The same transaction by the same name: if it had happened after all, it does not happen twice.
    fn again(&self, batch: &mut Batch) {
        let (value, _) = lines::encode(batch.records.iter().map(AsRef::as_ref));
        batch.commit = self.journal.hand_over(create(&batch.slot, value));
    }
}

fn create(Slot { key, id }: &Slot, value: Vec<u8>) -> Transaction {
    Transaction::new(*id).create(key.clone(), value)
}

/// Batches that are handed to the store before the first of them has arrived.
const BATCHES_ON_THEIR_WAY: usize = 4;
