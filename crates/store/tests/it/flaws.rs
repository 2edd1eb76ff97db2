//! The suite itself: a store that breaks one promise does not pass it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use common_types::BoxFuture;
use crypto::random::SystemRandom;
use futures_util::StreamExt;
use store::{
    BoxStream, Change, CommitObserver, Committed, Effect, Key, KeyRange, MemoryStore, Result,
    Revision, Store, Transaction, TransactionId, Versioned, conformance,
};

/// Which promise is broken.
#[derive(Clone, Copy, Debug)]
enum Flaw {
    IgnoresPreconditions,
    IgnoresThoseOfUnwrittenRecords,
    ForgetsTransactionIds,
    CommitsWhenPolled,
    ReusesVersions,
    ScansBackwards,
    ScansWithoutBounds,
    ScansBeyondTheRange,
    TellsNoObserver,
    RepeatsChanges,
    HidesTheKeysOfChanges,
}

const FLAWS: [Flaw; 11] = [
    Flaw::IgnoresPreconditions,
    Flaw::IgnoresThoseOfUnwrittenRecords,
    Flaw::ForgetsTransactionIds,
    Flaw::CommitsWhenPolled,
    Flaw::ReusesVersions,
    Flaw::ScansBackwards,
    Flaw::ScansWithoutBounds,
    Flaw::ScansBeyondTheRange,
    Flaw::TellsNoObserver,
    Flaw::RepeatsChanges,
    Flaw::HidesTheKeysOfChanges,
];

#[test]
fn each_broken_promise_is_caught() {
    for flaw in FLAWS {
        let run = || conformance::run(|| Flawed(flaw, MemoryStore::new()));
        assert!(
            catch_unwind(AssertUnwindSafe(run)).is_err(),
            "{flaw:?} passed"
        );
    }
}

/// A store in memory that breaks one promise.
#[derive(Debug)]
struct Flawed(Flaw, MemoryStore);

impl Flawed {
    fn spoil(&self, transaction: Transaction) -> Transaction {
        let id = match self.0 {
            Flaw::ForgetsTransactionIds => TransactionId::random(&SystemRandom::new()).unwrap(),
            _ => transaction.id(),
        };
        let mut spoilt = Transaction::new(id);
        for operation in transaction.into_operations() {
            spoilt = match (self.0, &operation.effect) {
                (Flaw::IgnoresPreconditions, Effect::Put(value)) => {
                    spoilt.put(operation.key, value.clone())
                }
                (Flaw::IgnoresThoseOfUnwrittenRecords, Effect::None) => spoilt,
                _ => spoilt.with_operation(operation),
            };
        }
        spoilt
    }

    fn version(&self, record: Versioned) -> Versioned {
        match self.0 {
            Flaw::ReusesVersions => Versioned::new(record.value, Revision::new(1)),
            _ => record,
        }
    }
}

impl Store for Flawed {
    fn read<'a>(&'a self, keys: &'a [Key]) -> BoxFuture<'a, Result<Vec<Option<Versioned>>>> {
        Box::pin(async move {
            let found = self.1.read(keys).await?.into_iter();
            Ok(found
                .map(|record| record.map(|record| self.version(record)))
                .collect())
        })
    }

    fn scan(&self, range: KeyRange, limit: usize) -> BoxFuture<'_, Result<Vec<(Key, Versioned)>>> {
        Box::pin(async move {
            match self.0 {
                Flaw::ScansWithoutBounds => self.1.scan(range, limit.clamp(1, 1_000)).await,
                Flaw::ScansBeyondTheRange => self.1.scan(KeyRange::all(), limit).await,
                Flaw::ScansBackwards => {
                    let mut found = self.1.scan(range, limit).await?;
                    found.reverse();
                    Ok(found)
                }
                _ => self.1.scan(range, limit).await,
            }
        })
    }

    fn commit(&self, transaction: Transaction) -> BoxFuture<'_, Result<Committed>> {
        let transaction = self.spoil(transaction);
        match self.0 {
            Flaw::CommitsWhenPolled => Box::pin(async move { self.1.commit(transaction).await }),
            _ => self.1.commit(transaction),
        }
    }

    fn revision(&self) -> BoxFuture<'_, Result<Revision>> {
        self.1.revision()
    }

    fn changes(&self, since: Revision) -> BoxStream<'_, Result<Change>> {
        let changes = self.1.changes(since);
        match self.0 {
            Flaw::RepeatsChanges => Box::pin(
                changes.flat_map(|change| futures_util::stream::iter([change.clone(), change])),
            ),
            Flaw::HidesTheKeysOfChanges => {
                Box::pin(changes.map(|change| Ok(Change::new(change?.revision, []))))
            }
            _ => changes,
        }
    }

    fn observe(&self, observer: Arc<dyn CommitObserver>) {
        match self.0 {
            Flaw::TellsNoObserver => {}
            _ => self.1.observe(observer),
        }
    }
}
