//! The one thread that writes: takes what waits, commits it together, tells everyone.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Instant,
};

use ::redb::WriteTransaction;

use super::{
    Shared,
    batch::Batch,
    disk::{Disk, Fault, guarded},
    pace::{self, Pace},
    schema::{self, RECORDS},
    snapshot::Snapshot,
};
use crate::{
    Error, Revision,
    recall::Recall,
    sync::{read, write},
};

/// The writer's own memory.
#[derive(Debug)]
pub(super) struct Writer {
    shared: Arc<Shared>,
    recall: Recall,
    /// The revision from which on the log is complete.
    oldest: Revision,
}

impl Writer {
    pub(super) fn new(shared: Arc<Shared>, recall: Recall, oldest: Revision) -> Self {
        Self {
            shared,
            recall,
            oldest,
        }
    }

    /// Commits until the queue is closed and empty, or something fails.
    pub(super) fn run(mut self) {
        let mut pace = Pace::START;
        loop {
            let idle = pace::now();
            let mut batch = Batch::new(read(&self.shared.snapshot).revision());
            let Some(first) = self.shared.queue.take(batch.room(), pace.awake()) else {
                return;
            };
            batch.take_in(first);
            match self.commit(batch, pace, idle) {
                Ok(next) => pace = next,
                Err(refused) => self.shared.queue.refuse(&refused),
            }
        }
    }

    /// Commits one batch, for which it waited since `idle`. An error is a failure after which nothing more
    /// is committed, and what those get who still wait.
    fn commit(&mut self, mut batch: Batch, pace: Pace, idle: Instant) -> Result<Pace, Error> {
        let begun = pace::now();
        let write = match guarded(|| self.apply(&mut batch, pace)) {
            Ok(write) => write,
            Err(fault) => {
                // redb's transaction was dropped: nothing of it reached the file.
                let refused = self.fail(fault);
                batch.fail(&refused);
                return Err(refused);
            }
        };
        let committed = match write {
            Some(write) => guarded(|| Ok(write.commit()?)).and_then(|()| self.publish(&batch)),
            None => Ok(()),
        };
        if let Err(fault) = committed {
            let refused = self.fail(fault);
            batch.fail(&Error::OutcomeUnknown {
                cause: self.shared.cause(),
            });
            return Err(refused);
        }
        let next = Pace::after(idle, begun, batch.len(), self.shared.queue.len());
        batch.answer();
        // Nobody but the writer asks: those who were answered are on their way already.
        for (id, revision) in batch.remembered() {
            self.recall.remember(id, revision);
        }
        Ok(next)
    }

    /// Carries a batch out, and what comes meanwhile, in a redb transaction that is not committed yet;
    /// none if it only checked.
    fn apply(&mut self, batch: &mut Batch, pace: Pace) -> Disk<Option<WriteTransaction>> {
        let write = schema::begin_write(&self.shared.database)?;
        let mut records = write.open_table(RECORDS)?;
        loop {
            batch.apply(&mut records, &self.recall)?;
            let missing = pace.expected.saturating_sub(batch.len());
            let queue = &self.shared.queue;
            let more = queue.take_more(batch.room(), missing, pace.patience);
            if more.is_empty() {
                break;
            }
            batch.take_in(more);
        }
        if batch.changes().is_empty() {
            drop(records);
            write.abort()?;
            return Ok(None);
        }
        batch.end(&mut records)?;
        self.oldest = batch.trim(&mut records, self.oldest)?;
        drop(records);
        Ok(Some(write))
    }

    /// Lets everyone see what is durable now: readers, then observers and streams.
    fn publish(&self, batch: &Batch) -> Disk<()> {
        let (revision, oldest) = (batch.revision(), self.oldest);
        let snapshot = guarded(|| Snapshot::take(&self.shared.database, revision, oldest))?;
        *write(&self.shared.snapshot) = Arc::new(snapshot);
        // A cache that panicked may hold what it should have dropped.
        let feed = || self.shared.feed.publish(batch.changes());
        catch_unwind(AssertUnwindSafe(feed))
            .map_err(|_| Fault::Corrupt("a commit observer panicked"))
    }

    fn fail(&self, fault: Fault) -> Error {
        self.shared.fail(fault.into_cause());
        Error::Poisoned {
            cause: self.shared.cause(),
        }
    }
}
