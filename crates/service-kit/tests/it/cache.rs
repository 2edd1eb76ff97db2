//! Denied means denied on the next call: what a commit has replaced is found no more.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use policy_eval::{CompiledPolicy, Policy, PolicyKind, ResourcePolicyMode};
use proptest::prelude::*;
use service_kit::{AuditMode, Cache, Lookup, Reading, Target, Ticket};
use store::{
    Element, Key, MemoryStore, Revision, Store, Transaction, TransactionId, conformance::block_on,
};

use crate::world::*;

type Numbers = Cache<u64, u64>;

fn key(entry: u64) -> Key {
    Key::global("numbers").u64(entry).build().unwrap()
}

fn entry_of(key: &Key) -> Option<u64> {
    key.elements().ok()?.last().and_then(Element::as_u64)
}

/// What one thread does next, in the interleavings that the model goes through.
#[derive(Clone, Debug)]
enum Step {
    /// Looks up, and keeps the ticket of a miss with what it then read.
    LookUp(u64),
    /// Puts in what it had read.
    Fill(usize),
    /// Begins to read, and keeps what it then reads of an entry.
    Read(u64),
    /// Puts in what it had read so.
    FillRead(usize),
    /// Commits a new value.
    Write(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..6_u64).prop_map(Step::LookUp),
        3 => any::<usize>().prop_map(Step::Fill),
        2 => (0..6_u64).prop_map(Step::Read),
        2 => any::<usize>().prop_map(Step::FillRead),
        2 => (0..6_u64).prop_map(Step::Write),
    ];
    prop::collection::vec(step, 1..120)
}

proptest! {
    /// Fills and commits in any order: a hit is always the newest value.
    #[test]
    fn a_hit_is_what_was_committed_last(steps in steps(), capacity in 1..40_usize) {
        let store = MemoryStore::new();
        let cache: Arc<Numbers> = Cache::observing(&store, capacity, entry_of);
        let mut model = BTreeMap::new();
        let mut read: Vec<(u64, u64, Ticket<'_, u64, u64>)> = Vec::new();
        let mut ranges: Vec<(u64, u64, Reading<'_, u64, u64>)> = Vec::new();
        for (number, step) in (1_u64..).zip(steps) {
            match step {
                Step::LookUp(entry) => match cache.look_up(&entry) {
                    Lookup::Hit(value) => prop_assert_eq!(Some(&value), model.get(&entry)),
                    Lookup::Miss(ticket) => {
                        if let Some(value) = model.get(&entry) {
                            read.push((entry, *value, ticket));
                        }
                    }
                },
                Step::Fill(which) if !read.is_empty() => {
                    let (entry, value, ticket) = read.swap_remove(which % read.len());
                    ticket.fill(entry, value);
                }
                Step::Read(entry) => {
                    let reading = cache.reading();
                    if let Some(value) = model.get(&entry) {
                        ranges.push((entry, *value, reading));
                    }
                }
                Step::FillRead(which) if !ranges.is_empty() => {
                    let (entry, value, reading) = ranges.swap_remove(which % ranges.len());
                    reading.fill(entry, value);
                }
                Step::Fill(_) | Step::FillRead(_) => {}
                Step::Write(entry) => {
                    block_on(store.commit(put(number, entry, number))).unwrap();
                    model.insert(entry, number);
                }
            }
        }
    }
}

fn put(transaction: u64, entry: u64, value: u64) -> Transaction {
    let id = TransactionId::from_bytes(u128::from(transaction).to_be_bytes());
    Transaction::new(id).put(key(entry), value.to_be_bytes().to_vec())
}

#[test]
fn a_cache_stays_within_its_bound_and_keeps_what_is_used() {
    let cache = Numbers::new(160, entry_of);
    let fill = |entry| match cache.look_up(&entry) {
        Lookup::Hit(_) => true,
        Lookup::Miss(ticket) => {
            ticket.fill(entry, entry);
            false
        }
    };
    fill(0);
    for entry in 1..10_000 {
        fill(entry);
        assert!(
            fill(0),
            "the entry that is used all the time was evicted at {entry}"
        );
    }
    let kept = (0..10_000)
        .filter(|entry| matches!(cache.look_up(entry), Lookup::Hit(_)))
        .count();
    assert!((100..=160).contains(&kept), "{kept}");
    cache.clear();
    assert!(matches!(cache.look_up(&0), Lookup::Miss(_)));
}

/// Who goes through everything once leaves what others read where it is, and what is read again and again comes in.
#[test]
fn what_is_read_once_pushes_nothing_out_of_a_full_cache() {
    let cache = Numbers::new(1_600, |_| None);
    let fill = |entry: u64| match cache.look_up(&entry) {
        Lookup::Miss(ticket) => ticket.fill(entry, entry),
        Lookup::Hit(_) => {}
    };
    let held = |entries: std::ops::Range<u64>| {
        let hit = |entry: &u64| matches!(cache.look_up(entry), Lookup::Hit(_));
        entries.filter(hit).count()
    };
    (0..1_600).for_each(fill);
    let before = held(0..1_600);
    assert!(before > 1_300, "{before}");
    (10_000..16_000).for_each(fill);
    let after = held(0..1_600);
    assert!(after * 10 > before * 8, "{after} of {before}");
    (100_000..100_100).for_each(|entry| (0..3).for_each(|_| fill(entry)));
    assert_eq!(held(100_000..100_100), 100);
}

#[test]
fn what_is_weighed_stays_within_its_bound_and_what_is_too_heavy_is_not_kept() {
    let cache =
        Numbers::new(16_000, entry_of).weighing(|_, value| usize::try_from(*value).unwrap());
    let is_there = |entry| matches!(cache.look_up(&entry), Lookup::Hit(_));
    for entry in 0..10_000 {
        cache.reading().fill(entry, entry % 7 * 10);
    }
    let kept = (0..10_000).filter(|entry| is_there(*entry));
    let weight: u64 = kept.map(|entry| entry % 7 * 10).sum();
    assert!((12_000..=16_000).contains(&weight), "{weight}");
    // A part of the cache may weigh 1,000.
    cache.reading().fill(10_000, 1_001);
    assert!(!is_there(10_000));
    // What is put in again weighs once.
    (0..1_000).for_each(|_| cache.reading().fill(10_001, 900));
    assert!(is_there(10_001));
    cache.set_capacity(0);
    assert!((0..=10_001).all(|entry| entry % 7 == 0 || !is_there(entry)));
}

#[test]
fn a_ticket_is_good_for_its_own_entry_alone() {
    let cache = Numbers::new(160, entry_of);
    let Lookup::Miss(ticket) = cache.look_up(&1) else {
        panic!("it is empty")
    };
    ticket.fill(2, 2);
    assert!(matches!(cache.look_up(&1), Lookup::Miss(_)));
    assert!(matches!(cache.look_up(&2), Lookup::Miss(_)));
}

/// Readers on many threads never see a value older than the last commit that had returned `Ok` before they began.
#[test]
fn no_thread_sees_what_was_replaced_before_it_began() {
    let store = MemoryStore::new();
    let cache: Arc<Numbers> = Cache::observing(&store, 100, entry_of);
    let committed = AtomicU64::new(0);
    block_on(store.commit(put(1, 0, 0))).unwrap();
    thread::scope(|scope| {
        for _ in 0..63 {
            scope.spawn(|| {
                for _ in 0..100 {
                    let at_least = committed.load(Ordering::SeqCst);
                    let value = match cache.look_up(&0) {
                        Lookup::Hit(value) => value,
                        Lookup::Miss(ticket) => {
                            let found = block_on(store.read(&[key(0)])).unwrap().remove(0).unwrap();
                            let value = u64::from_be_bytes(found.value.try_into().unwrap());
                            ticket.fill(0, value);
                            value
                        }
                    };
                    assert!(
                        value >= at_least,
                        "{value} was replaced before, by {at_least}"
                    );
                }
            });
        }
        for value in 1..=100 {
            block_on(store.commit(put(value + 1, 0, value))).unwrap();
            committed.store(value, Ordering::SeqCst);
            thread::yield_now();
        }
    });
    assert!(block_on(store.revision()).unwrap() >= Revision::new(100));
}

/// `PutKeyPolicy` with a denial, and the next call on 64 threads is denied: the guarantee, through the guard.
#[test]
fn denied_means_denied_on_the_next_call_on_every_thread() {
    let world = World::new(AuditMode::Buffered);
    let policies: Arc<Cache<u64, CompiledPolicy>> = Cache::observing(&*world.store, 100, entry_of);
    let (role, note) = (role(), note());

    let put_policy = |effect: &str, number: u64| {
        let json = format!(
            r#"{{"Statement": {{"Effect": "{effect}", "Principal": {{"AWS": "{ROLE}"}}, "Action": "*", "Resource": "*"}}}}"#
        );
        let id = TransactionId::from_bytes(u128::from(number).to_be_bytes());
        let put = Transaction::new(id).put(key(7), json.into_bytes());
        block_on(world.store.commit(put)).unwrap();
    };
    let call = || {
        let policy = match policies.look_up(&7) {
            Lookup::Hit(policy) => policy,
            Lookup::Miss(ticket) => {
                let found = block_on(world.store.read(&[key(7)]))
                    .unwrap()
                    .remove(0)
                    .unwrap();
                let json = String::from_utf8(found.value).unwrap();
                let policy = Policy::parse(&json, PolicyKind::Resource).unwrap();
                let policy = CompiledPolicy::compile("the note's", &policy);
                ticket.fill(7, policy.clone());
                policy
            }
        };
        let target = Target::new(&note).policy(&policy, ResourcePolicyMode::Mandatory);
        block_on(world.read(&role, &target)).is_ok()
    };
    for round in 0..10 {
        for (effect, allowed) in [("Allow", true), ("Deny", false)] {
            put_policy(effect, 2 * round + 1_000 + u64::from(allowed));
            thread::scope(|scope| {
                for _ in 0..64 {
                    scope.spawn(|| assert_eq!(call(), allowed, "round {round}, {effect}"));
                }
            });
        }
    }
}
