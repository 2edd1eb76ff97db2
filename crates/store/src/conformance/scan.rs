//! Ranges, their order, their limits.

use super::{
    Test, block_on,
    world::{commit, key, put, tx},
};
use crate::{Error, Key, KeyRange, Store, limits};

pub(super) const TESTS: &[(&str, Test)] = &[
    ("a scan is in key order", a_scan_is_in_key_order),
    ("a scan keeps to its range", a_scan_keeps_to_its_range),
    (
        "a listing goes on after the last key",
        a_listing_goes_on_after_the_last_key,
    ),
    ("a scan has bounds", a_scan_has_bounds),
    (
        "keys and values are any bytes",
        keys_and_values_are_any_bytes,
    ),
];

fn scan(store: &dyn Store, range: KeyRange, limit: usize) -> Vec<Key> {
    block_on(store.scan(range, limit))
        .unwrap()
        .into_iter()
        .map(|(key, _)| key)
        .collect()
}

fn numbered(n: u64) -> Key {
    Key::global("conformance")
        .str("scan")
        .u64(n)
        .build()
        .unwrap()
}

fn a_scan_is_in_key_order(store: &dyn Store) {
    // A permutation, so that the order is not that of writing; numbers whose text would sort
    // otherwise.
    for n in 0..101u64 {
        put(store, &numbered(n * 37 % 101), n.to_be_bytes());
    }
    let range = Key::global("conformance").str("scan").range().unwrap();
    let expected: Vec<_> = (0..101).map(numbered).collect();
    assert_eq!(scan(store, range.clone(), 1_000), expected);
    assert_eq!(scan(store, range.clone(), 7), expected[..7]);
    let found = block_on(store.scan(range, 1)).unwrap();
    assert_eq!(found[0].1.value, 0u64.to_be_bytes());
}

fn a_scan_keeps_to_its_range(store: &dyn Store) {
    let builder = |name: &str| Key::global("conformance").str(name);
    for name in ["a", "ab", "b"] {
        put(store, &builder(name).build().unwrap(), "");
        put(store, &builder(name).u64(1).build().unwrap(), "");
    }
    let a = builder("a").build().unwrap();
    let below = scan(store, KeyRange::prefix(&a), 10);
    assert_eq!(
        below,
        [a.clone(), builder("a").u64(1).build().unwrap()],
        "`ab` does not begin with `a`"
    );
    let b = builder("b").build().unwrap();
    assert_eq!(
        scan(store, KeyRange::between(&a, &b), 10).len(),
        4,
        "the end is excluded"
    );
    assert_eq!(scan(store, KeyRange::all(), 10).len(), 6);
    assert!(scan(store, KeyRange::between(&b, &a), 10).is_empty());
    assert!(scan(store, builder("none").range().unwrap(), 10).is_empty());
}

fn a_listing_goes_on_after_the_last_key(store: &dyn Store) {
    for n in 0..25 {
        put(store, &numbered(n), "");
    }
    let range = Key::global("conformance").str("scan").range().unwrap();
    let mut seen = scan(store, range.clone(), 10);
    while let Some(last) = seen.last() {
        let page = scan(store, range.clone().after(last), 10);
        if page.is_empty() {
            break;
        }
        seen.extend(page);
    }
    assert_eq!(seen, (0..25).map(numbered).collect::<Vec<_>>());
}

fn a_scan_has_bounds(store: &dyn Store) {
    for limit in [0, limits::SCAN_RECORDS + 1, usize::MAX] {
        let refused = block_on(store.scan(KeyRange::all(), limit));
        assert!(
            matches!(refused, Err(Error::ScanLimit { .. })),
            "a limit of {limit}"
        );
    }
    assert!(
        block_on(store.scan(KeyRange::all(), limits::SCAN_RECORDS))
            .unwrap()
            .is_empty()
    );
}

fn keys_and_values_are_any_bytes(store: &dyn Store) {
    let all: Vec<u8> = (0..=u8::MAX).collect();
    let contents = [
        &[][..],
        &[0],
        &[0, 0],
        &[0, 1],
        &[0, 0xff],
        &[1],
        &[0xff],
        &[0xff, 0],
        &all,
    ];
    let binary = |bytes: &[u8]| {
        Key::global("conformance")
            .str("binary")
            .bytes(bytes)
            .build()
            .unwrap()
    };
    for bytes in contents {
        commit(store, tx().create(binary(bytes), bytes.to_vec())).unwrap();
    }
    let mut expected = contents.to_vec();
    expected.sort_unstable();
    let range = Key::global("conformance").str("binary").range().unwrap();
    let found = block_on(store.scan(range, 100)).unwrap();
    let found: Vec<_> = found
        .iter()
        .map(|(key, record)| (key, record.value.as_slice()))
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|bytes| (binary(bytes), *bytes))
        .collect();
    assert_eq!(
        found,
        expected
            .iter()
            .map(|(key, bytes)| (key, *bytes))
            .collect::<Vec<_>>()
    );
    assert!(key("binary").elements().is_ok());
}
