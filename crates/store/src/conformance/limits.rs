//! What is large, and what is too large.

use super::{
    Test,
    world::{commit, key, tx, value},
};
use crate::{Error, Key, Store, limits};

pub(super) const TESTS: &[(&str, Test)] = &[
    ("the largest value", the_largest_value),
    ("the largest transaction", the_largest_transaction),
    ("the longest key", the_longest_key),
    (
        "what is too large is refused and changes nothing",
        what_is_too_large_is_refused,
    ),
    ("a record is named once", a_record_is_named_once),
];

fn the_largest_value(store: &dyn Store) {
    let large: Vec<u8> = (0..limits::VALUE_BYTES)
        .map(|n| n.to_le_bytes()[0])
        .collect();
    commit(store, tx().create(key("large"), large.clone())).unwrap();
    assert!(
        value(store, &key("large")) == Some(large),
        "a large value comes back as it was"
    );
}

fn the_largest_transaction(store: &dyn Store) {
    let keys: Vec<_> = (10..10 + limits::OPERATIONS)
        .map(|n| key(&n.to_string()))
        .collect();
    let bytes = limits::TRANSACTION_BYTES / limits::OPERATIONS - keys[0].as_bytes().len();
    let full = keys
        .iter()
        .fold(tx(), |tx, key| tx.create(key.clone(), vec![7; bytes]));
    commit(store, full).unwrap();
    assert!(
        keys.iter()
            .all(|key| value(store, key).is_some_and(|value| value.len() == bytes))
    );
}

fn the_longest_key(store: &dyn Store) {
    let room = limits::KEY_BYTES - key("").as_bytes().len();
    let longest = key(&"k".repeat(room));
    assert_eq!(longest.as_bytes().len(), limits::KEY_BYTES);
    commit(store, tx().create(longest.clone(), b"x".to_vec())).unwrap();
    assert_eq!(value(store, &longest), Some(b"x".to_vec()));
    let longer = Key::global("conformance")
        .str(&"k".repeat(room + 1))
        .build();
    assert!(matches!(longer, Err(Error::InvalidKey { .. })));
}

fn what_is_too_large_is_refused(store: &dyn Store) {
    let value_too_large = tx()
        .put(key("a"), vec![])
        .put(key("b"), vec![0; limits::VALUE_BYTES + 1]);
    assert!(matches!(
        commit(store, value_too_large),
        Err(Error::ValueTooLarge { .. })
    ));

    let half = vec![0; limits::TRANSACTION_BYTES / 2];
    let too_large = tx()
        .put(key("a"), half.clone())
        .put(key("b"), half)
        .put(key("c"), vec![]);
    assert!(matches!(
        commit(store, too_large),
        Err(Error::TransactionTooLarge { .. })
    ));

    let too_many = (0..=limits::OPERATIONS).fold(tx(), |tx, n| tx.put(key(&n.to_string()), vec![]));
    assert!(matches!(
        commit(store, too_many),
        Err(Error::TooManyOperations { .. })
    ));

    assert_eq!(value(store, &key("a")), None);
}

fn a_record_is_named_once(store: &dyn Store) {
    let twice = tx().put(key("a"), vec![1]).put(key("a"), vec![2]);
    assert!(matches!(
        commit(store, twice),
        Err(Error::DuplicateKey { .. })
    ));
    assert_eq!(value(store, &key("a")), None);
}
