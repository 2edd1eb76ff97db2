//! Where audit records go in the store: one session's numbered batches.

use std::sync::{Arc, Mutex};

use common_types::BoxFuture;
use crypto::random::{self, Random};
use futures_util::future::{FutureExt, Shared};
use store::{Committed, Key, Store, Transaction, TransactionId};

use super::batch;
use crate::{Result, sync::lock};

/// A commit that was handed over. Whoever wants to know how it ended awaits a clone of it.
pub(crate) type Commit = Shared<BoxFuture<'static, Result<Committed, store::Error>>>;

/// The audit batches that this process writes: a session of its own, so that no two writers meet at one record.
///
/// Numbers grow in the order of commits. Some are skipped: a commit that failed leaves its number unused.
#[derive(Debug)]
pub(crate) struct Journal {
    store: Arc<dyn Store>,
    session: [u8; 16],
    next: Mutex<u64>,
}

/// The next place in a session: the record to write, and a name for the transaction that writes it.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub(crate) key: Key,
    pub(crate) id: TransactionId,
}

impl Journal {
    pub(super) fn new(store: Arc<dyn Store>, random: &dyn Random) -> Result<Self> {
        let session = random::bytes(random)?;
        let next = Mutex::new(0);
        Ok(Self {
            store,
            session,
            next,
        })
    }

    /// The store that it writes to.
    pub(crate) fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// Hands over the transaction that `make` makes for the next slot: what is handed over first is committed first.
    pub(crate) fn append<E>(
        &self,
        make: impl FnOnce(&Slot) -> Result<Transaction, E>,
    ) -> Result<(Slot, Commit), E> {
        let mut next = lock(&self.next);
        let slot = self.slot(*next);
        let transaction = make(&slot)?;
        *next = next.saturating_add(1);
        let commit = self.hand_over(transaction);
        Ok((slot, commit))
    }

    /// Hands a transaction over, or hands it over again.
    pub(crate) fn hand_over(&self, transaction: Transaction) -> Commit {
        let store = Arc::clone(&self.store);
        let commit = async move { store.commit(transaction).await };
        let commit = commit.boxed().shared();
        // A store is handed the transaction when its `commit` is called: at the first poll.
        let _ = commit.clone().now_or_never();
        commit
    }

    /// The session is random and its numbers are used once, so what is counted from it is as good as random names.
    fn slot(&self, number: u64) -> Slot {
        let id = u128::from_be_bytes(self.session).wrapping_add(u128::from(number));
        Slot {
            key: batch::key(&self.session, number),
            id: TransactionId::from_bytes(id.to_be_bytes()),
        }
    }
}
