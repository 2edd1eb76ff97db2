//! Random histories, and what the store must hold after each of their commits.

use std::{collections::BTreeMap, path::Path};

use crypto::random::SystemRandom;
use proptest::{prelude::*, test_runner::Config};

use super::disk::Disk;
use crate::{
    Error, Key, KeyRange, RedbOptions, RedbStore, Result, Revision, Store, Transaction,
    TransactionId, conformance::block_on, redb::open,
};

/// Groups of transactions; those of a group are handed over together.
pub(super) type History = Vec<Vec<Vec<Step>>>;

/// A record, and its new value's byte and length; deleted if there is none.
pub(super) type Step = (u8, Option<(u8, usize)>);

/// What a store holds.
pub(super) type Contents = BTreeMap<Key, Vec<u8>>;

pub(super) fn histories() -> impl Strategy<Value = History> {
    let length = prop_oneof![4 => 0usize..100, 1 => 3_000usize..9_000];
    let value = prop::option::weighted(0.8, (any::<u8>(), length));
    let transaction = prop::collection::vec((0u8..12, value), 1..5);
    prop::collection::vec(prop::collection::vec(transaction, 1..4), 1..8)
}

/// How many histories: fewer in a quick run than where `STRONGROOM_CRASH_ROUNDS` asks for more.
/// Each is cut at dozens of places, so a quarter of those rounds are plenty.
#[expect(
    clippy::disallowed_methods,
    reason = "how long CI runs is told by the environment"
)]
pub(super) fn cases(quick: u32) -> Config {
    let rounds = std::env::var("STRONGROOM_CRASH_ROUNDS").ok();
    Config::with_cases(rounds.map_or(quick, |rounds| {
        quick.max(rounds.parse::<u32>().unwrap() / 4)
    }))
}

pub(super) fn make(disk: &Disk) {
    open::make_in(disk.clone(), |_| Ok(())).unwrap();
}

pub(super) fn open(disk: &Disk) -> Result<RedbStore> {
    open::start(&RedbOptions::new(), disk.clone(), Path::new("simulated"))
}

/// What a store holds, with the revision that wrote it.
type Versions = BTreeMap<Key, (Vec<u8>, Revision)>;

/// Runs a history and returns what the store must hold after each revision, from 0; stops at the
/// first failure.
pub(super) fn run(
    store: &RedbStore,
    disk: &Disk,
    history: &History,
) -> (Vec<Contents>, Option<Error>) {
    let (mut states, mut model) = (vec![Contents::new()], Versions::new());
    for group in history {
        let mut handed_over = Vec::new();
        for steps in group {
            let tx = transaction(&mut model, Revision::new(states.len() as u64), steps);
            if tx.writes() {
                states.push(
                    model
                        .iter()
                        .map(|(key, (value, _))| (key.clone(), value.clone()))
                        .collect(),
                );
            }
            handed_over.push(store.commit(tx));
        }
        for commit in handed_over {
            match block_on(commit) {
                Ok(committed) => disk.acknowledge(committed.revision.number()),
                Err(error) => return (states, Some(error)),
            }
        }
    }
    (states, None)
}

/// The transaction that takes this revision, carried out in the model. It knows every version, so
/// that it can be handed over before those before it are answered.
fn transaction(model: &mut Versions, revision: Revision, steps: &[Step]) -> Transaction {
    let id = TransactionId::random(&SystemRandom::new()).unwrap();
    // The last step for a record counts: a transaction names it once.
    let steps: BTreeMap<_, _> = steps
        .iter()
        .map(|(record, value)| (key(*record), *value))
        .collect();
    let mut tx = Transaction::new(id);
    for (key, value) in steps {
        let version = model.get(&key).map(|(_, version)| *version);
        tx = match (value, version) {
            (None, None) => tx.require_absent(key),
            (None, Some(version)) => {
                model.remove(&key);
                tx.delete(key, version)
            }
            (Some((byte, length)), version) => {
                let value = vec![byte; length];
                model.insert(key.clone(), (value.clone(), revision));
                match version {
                    None => tx.create(key, value),
                    Some(version) => tx.replace(key, value, version),
                }
            }
        };
    }
    tx
}

fn key(record: u8) -> Key {
    Key::global("crash").u64(record.into()).build().unwrap()
}

/// Fails unless the store is whole: what it holds is the state after some revision, at least the
/// acknowledged one, and its log says the same. It must also go on working.
pub(super) fn check(disk: &Disk, states: &[Contents], acknowledged: u64) {
    let store = open(disk).unwrap();
    let revision = block_on(store.revision()).unwrap().number();
    assert!(
        revision >= acknowledged,
        "{acknowledged} was acknowledged, {revision} is there"
    );
    let found = block_on(store.scan(KeyRange::all(), 1_000)).unwrap();
    let found: Contents = found
        .into_iter()
        .map(|(key, record)| (key, record.value))
        .collect();
    assert!(
        states[usize::try_from(revision).unwrap()] == found,
        "revision {revision} is not whole"
    );
    assert_eq!(
        store
            .shared
            .snapshot()
            .unwrap()
            .changes(Revision::ZERO)
            .unwrap()
            .len() as u64,
        revision
    );

    let id = TransactionId::random(&SystemRandom::new()).unwrap();
    let more = Transaction::new(id).create(Key::global("more").build().unwrap(), vec![]);
    assert_eq!(
        block_on(store.commit(more)).unwrap().revision.number(),
        revision + 1
    );
    store.close().unwrap();
    assert_eq!(
        block_on(open(disk).unwrap().revision()).unwrap().number(),
        revision + 1
    );
}
