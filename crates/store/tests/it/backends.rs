//! Every backend and every wrapper keeps the contract.

use std::cell::RefCell;

use store::{FaultyStore, MemoryStore, MeteredStore, RedbStore, conformance};

use crate::world::{Place, sealed};

/// Gives each test of the suite a file of its own, all in one directory.
fn fresh(place: &Place) -> impl Fn() -> RedbStore + '_ {
    let count = RefCell::new(0);
    move || {
        let n = count.replace_with(|n| *n + 1);
        RedbStore::create(place.path().with_file_name(format!("{n}.redb"))).unwrap()
    }
}

#[test]
fn memory() {
    conformance::run(MemoryStore::new);
}

#[test]
fn redb() {
    conformance::run(fresh(&Place::new()));
}

#[test]
fn redb_reopened() {
    let place = Place::new();
    conformance::run_reopened(|| place.open());
}

#[test]
fn sealed_memory() {
    conformance::run(|| sealed(MemoryStore::new()));
}

#[test]
fn sealed_redb() {
    let place = Place::new();
    let new = fresh(&place);
    conformance::run(|| sealed(new()));
}

#[test]
fn sealed_redb_reopened() {
    let place = Place::new();
    conformance::run_reopened(|| sealed(place.open()));
}

#[test]
fn metered() {
    conformance::run(|| MeteredStore::new(MemoryStore::new()));
}

#[test]
fn faulty_without_faults() {
    conformance::run(|| FaultyStore::new(MemoryStore::new()));
}

#[test]
fn all_wrappers_at_once() {
    conformance::run(|| FaultyStore::new(MeteredStore::new(sealed(MemoryStore::new()))));
}
