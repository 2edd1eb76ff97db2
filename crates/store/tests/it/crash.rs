//! A process that writes under load is killed (SIGKILL) at random moments; whatever it had reported
//! is there.
//!
//! The child is this very test binary, told by an environment variable which store to write to. It
//! reports each commit that returned `Ok` over its standard output. Rounds: 20, or as many as
//! `STRONGROOM_CRASH_ROUNDS` says.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
    thread,
};

use crypto::random::{self, SystemRandom};
use store::{Key, RedbStore, Store, conformance::block_on};

use crate::world::{Place, tx, value};

const THREADS: u64 = 4;
const SLOTS: u64 = 8;
const STORE: &str = "STRONGROOM_CRASH_STORE";

#[test]
fn what_was_acknowledged_survives_the_kill() {
    let rounds = variable("STRONGROOM_CRASH_ROUNDS").map_or(20, |rounds| rounds.parse().unwrap());
    let place = Place::new();
    drop(place.open());
    let mut acknowledged = BTreeMap::new();
    for _ in 0..rounds {
        for (thread, count) in killed_after(&place, below(120)) {
            acknowledged.insert(thread, count);
        }
        check(&place.open(), &acknowledged);
    }
    assert!(
        acknowledged.values().any(|count| *count > 0),
        "the child has written nothing"
    );
}

/// The child: writes until it is killed. Without the variable it is a test of its own: a bounded
/// load, no kill.
#[test]
fn a_load_that_is_not_killed_is_there() {
    if let Some(path) = variable(STORE) {
        let store = RedbStore::open(path).unwrap();
        write(&store, u64::MAX, &|thread, count| {
            let mut out = std::io::stdout().lock();
            writeln!(out, "ack {thread} {count}")
                .and_then(|()| out.flush())
                .unwrap();
        });
        return;
    }
    let place = Place::new();
    write(&place.open(), 20, &|_, _| {});
    check(
        &place.open(),
        &(0..THREADS).map(|thread| (thread, 20)).collect(),
    );
}

/// Each thread counts, in three records of one transaction: two that are always equal, and one slot
/// of eight.
fn write(store: &RedbStore, most: u64, acknowledge: &(dyn Fn(u64, u64) + Sync)) {
    thread::scope(|scope| {
        for thread in 0..THREADS {
            scope.spawn(move || {
                let mut count = counted(store, &twin(thread, "a"));
                while count < most {
                    count += 1;
                    // Some values span many pages, some fit into one.
                    let mut value = count.to_be_bytes().to_vec();
                    value.resize(8 + usize::try_from(count % 7).unwrap() * 1_500, 7);
                    let tx = tx()
                        .put(twin(thread, "a"), value.clone())
                        .put(twin(thread, "b"), value.clone())
                        .put(slot(thread, count % SLOTS), value);
                    block_on(store.commit(tx)).unwrap();
                    acknowledge(thread, count);
                }
            });
        }
    });
}

/// Starts the child, kills it once it has reported so many commits, and returns the last that each
/// of its threads reported.
fn killed_after(place: &Place, reports: usize) -> BTreeMap<u64, u64> {
    let mut child = spawn(place);
    let mut lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let mut last = BTreeMap::new();
    let mut note = |line: String| {
        // A line that the kill cut short reports nothing.
        let mut words = line
            .split(' ')
            .skip_while(|word| !word.ends_with("ack"))
            .skip(1);
        if let (Some(thread), Some(count)) = (words.next(), words.next()) {
            last.insert(thread.parse().unwrap(), count.parse().unwrap());
            return true;
        }
        false
    };
    let mut seen = 0;
    while seen < reports {
        let line = lines.next().expect("the child reports until it is killed");
        seen += usize::from(note(line));
    }
    thread::sleep(std::time::Duration::from_micros(below(5_000) as u64));
    child.kill().unwrap();
    child.wait().unwrap();
    // What it reported before the kill is still in the pipe.
    let rest: Vec<_> = lines.collect();
    let whole = rest.len().saturating_sub(1);
    for line in rest.into_iter().take(whole) {
        note(line);
    }
    last
}

fn spawn(place: &Place) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "crash::a_load_that_is_not_killed_is_there",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(STORE, place.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Fails unless each thread's records are whole and at least as new as what it reported.
fn check(store: &RedbStore, acknowledged: &BTreeMap<u64, u64>) {
    for thread in 0..THREADS {
        let count = counted(store, &twin(thread, "a"));
        let reported = acknowledged.get(&thread).copied().unwrap_or(0);
        assert!(
            count >= reported,
            "thread {thread} reported {reported}, and {count} is there"
        );
        assert_eq!(
            value(store, &twin(thread, "a")).unwrap(),
            value(store, &twin(thread, "b")).unwrap()
        );
        for n in (count.saturating_sub(SLOTS - 1).max(1))..=count {
            assert_eq!(
                counted(store, &slot(thread, n % SLOTS)),
                n,
                "a half commit of thread {thread}"
            );
        }
    }
}

fn counted(store: &RedbStore, key: &Key) -> u64 {
    let found = value(store, key).unwrap();
    found.map_or(0, |value| {
        u64::from_be_bytes(value[..8].try_into().unwrap())
    })
}

fn twin(thread: u64, name: &str) -> Key {
    Key::global("test").u64(thread).str(name).build().unwrap()
}

fn slot(thread: u64, n: u64) -> Key {
    Key::global("test")
        .u64(thread)
        .str("slot")
        .u64(n)
        .build()
        .unwrap()
}

fn below(bound: usize) -> usize {
    let number = u32::from_be_bytes(random::bytes(&SystemRandom::new()).unwrap());
    usize::try_from(number).unwrap() % bound
}

#[expect(
    clippy::disallowed_methods,
    reason = "a child process, and how long CI runs, are told by the environment"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
