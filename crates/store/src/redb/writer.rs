//! The one thread that writes: takes what waits, commits it together, tells everyone.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use ::redb::WriteTransaction;

use super::{
    Shared,
    batch::Batch,
    disk::{Disk, Fault, guarded},
    queue::Request,
    schema,
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
        let mut answered = 0;
        while let Some(requests) = self.shared.queue.take(answered) {
            answered = requests.len();
            if let Err(refused) = self.commit(requests) {
                self.shared.queue.refuse(&refused);
            }
        }
    }

    /// Commits one batch. An error is a failure after which nothing more is committed, and what
    /// those get who still wait.
    fn commit(&mut self, requests: Vec<Request>) -> Result<(), Error> {
        let mut batch = Batch::new(read(&self.shared.snapshot).revision(), requests);
        let write = match guarded(|| self.apply(&mut batch)) {
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
        batch.answer();
        Ok(())
    }

    /// Carries a batch out in a redb transaction that is not committed yet; none if it only
    /// checked.
    fn apply(&mut self, batch: &mut Batch) -> Disk<Option<WriteTransaction>> {
        let write = schema::begin_write(&self.shared.database)?;
        batch.apply(&write, &self.recall)?;
        if batch.changes().is_empty() {
            write.abort()?;
            return Ok(None);
        }
        self.oldest = batch.trim(&write, self.oldest)?;
        Ok(Some(write))
    }

    /// Lets everyone see what is durable now: readers, then observers and streams.
    fn publish(&mut self, batch: &Batch) -> Disk<()> {
        let (revision, oldest) = (batch.revision(), self.oldest);
        let snapshot = guarded(|| Snapshot::take(&self.shared.database, revision, oldest))?;
        *write(&self.shared.snapshot) = Arc::new(snapshot);
        for (id, revision) in batch.remembered() {
            self.recall.remember(id, revision);
        }
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
