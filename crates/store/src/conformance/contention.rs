//! Many at once.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use super::{
    Test, block_on,
    world::{commit, key, put, read, tx},
};
use crate::{Error, Key, Store};

pub(super) const TESTS: &[(&str, Test)] = &[
    ("no update is lost", no_update_is_lost),
    ("of many creators one wins", of_many_creators_one_wins),
    (
        "reads and scans are snapshots",
        reads_and_scans_are_snapshots,
    ),
];

fn number(value: &[u8]) -> u64 {
    u64::from_be_bytes(value.try_into().unwrap())
}

fn no_update_is_lost(store: &dyn Store) {
    const THREADS: u64 = 8;
    const EACH: u64 = 20;
    let counter = key("counter");
    put(store, &counter, 0u64.to_be_bytes());
    thread::scope(|scope| {
        for _ in 0..THREADS {
            let counter = &counter;
            scope.spawn(move || (0..EACH).for_each(|_| increment(store, counter)));
        }
    });
    assert_eq!(
        number(&read(store, &counter).unwrap().value),
        THREADS * EACH
    );
}

fn increment(store: &dyn Store, counter: &Key) {
    loop {
        let record = read(store, counter).unwrap();
        let next = (number(&record.value) + 1).to_be_bytes().to_vec();
        match commit(store, tx().replace(counter.clone(), next, record.version)) {
            Ok(_) => return,
            Err(Error::Conflict { .. }) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
}

fn of_many_creators_one_wins(store: &dyn Store) {
    for round in 0..10u64 {
        let prize = key(&round.to_string());
        let winners: Vec<u64> = thread::scope(|scope| {
            let creators: Vec<_> = (0..8u64)
                .map(|t| {
                    let create = tx().create(prize.clone(), t.to_be_bytes().to_vec());
                    scope.spawn(move || commit(store, create).is_ok().then_some(t))
                })
                .collect();
            creators
                .into_iter()
                .filter_map(|creator| creator.join().unwrap())
                .collect()
        });
        assert_eq!(winners, [number(&read(store, &prize).unwrap().value)]);
    }
}

/// Money is moved between accounts; every snapshot holds all of it.
fn reads_and_scans_are_snapshots(store: &dyn Store) {
    const ACCOUNTS: u64 = 6;
    const MONEY: u64 = 100;
    let account = |n: u64| {
        Key::global("conformance")
            .str("account")
            .u64(n)
            .build()
            .unwrap()
    };
    let accounts: Vec<_> = (0..ACCOUNTS).map(account).collect();
    for account in &accounts {
        put(store, account, MONEY.to_be_bytes());
    }
    let range = Key::global("conformance").str("account").range().unwrap();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let movers: Vec<_> = (0..4u64)
            .map(|t| {
                let accounts = &accounts;
                scope.spawn(move || {
                    for n in 0..40 {
                        let at = |n: u64| accounts[usize::try_from(n % ACCOUNTS).unwrap()].clone();
                        transfer(store, [at(t + n), at(t + n * 3 + 1 + n / 5)]);
                    }
                })
            })
            .collect();
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let read = block_on(store.read(&accounts)).unwrap();
                let sum: u64 = read
                    .iter()
                    .map(|r| number(&r.as_ref().unwrap().value))
                    .sum();
                assert_eq!(sum, ACCOUNTS * MONEY, "a read is one snapshot");
                let scan = block_on(store.scan(range.clone(), 10)).unwrap();
                let sum: u64 = scan.iter().map(|(_, r)| number(&r.value)).sum();
                assert_eq!(sum, ACCOUNTS * MONEY, "a scan is one snapshot");
            }
        });
        let moved: Vec<_> = movers
            .into_iter()
            .map(thread::ScopedJoinHandle::join)
            .collect();
        done.store(true, Ordering::Relaxed);
        moved.into_iter().for_each(|moved| moved.unwrap());
    });
}

/// Moves one coin, if there is one and nobody interferes.
fn transfer(store: &dyn Store, pair: [Key; 2]) {
    if pair[0] == pair[1] {
        return;
    }
    let found = block_on(store.read(&pair)).unwrap();
    let [Some(from), Some(to)] = &found[..] else {
        panic!("the accounts are there")
    };
    let (from_money, to_money) = (number(&from.value), number(&to.value));
    if from_money == 0 {
        return;
    }
    let [from_key, to_key] = pair;
    let tx = tx()
        .replace(
            from_key,
            (from_money - 1).to_be_bytes().to_vec(),
            from.version,
        )
        .replace(to_key, (to_money + 1).to_be_bytes().to_vec(), to.version);
    match commit(store, tx) {
        Ok(_) | Err(Error::Conflict { .. }) => {}
        Err(error) => panic!("{error:?}"),
    }
}
