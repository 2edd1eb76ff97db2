//! Listings page by page, and tokens that nobody else can use.

use std::{fs, path::Path, sync::Arc};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use common_types::{Caller, PageToken};
use crypto::random::{DangerousSeededRandom, Random};
use proptest::prelude::*;
use service_kit::{Error, Identity, Listing, Operation, PageTokens, Paginator, limits};
use store::{
    BytesRootKey, Key, KeyRange, MemoryStore, Store, StoreKeys, Transaction, TransactionId,
    conformance::block_on,
};

use crate::world::*;

const LIST: Operation = Operation::reading("notes", "ListNotes", "notes:ListNotes");

/// The tokens of the store that is made from this seed.
fn tokens(seed: u64) -> PageTokens {
    let random: Arc<dyn Random> = Arc::new(DangerousSeededRandom::new(seed));
    let root = Arc::new(BytesRootKey::new([7; 32]).unwrap());
    let keys = block_on(StoreKeys::open(
        Arc::new(MemoryStore::new()),
        root,
        Arc::clone(&random),
    ));
    PageTokens::new(keys.unwrap(), random)
}

fn listing() -> Listing {
    Listing::new(&role(), &LIST).filter("Folder", "inbox")
}

fn key(number: u64) -> Key {
    Key::global("notes").u64(number).build().unwrap()
}

fn notes() -> KeyRange {
    Key::global("notes").range().unwrap()
}

fn paginator(records: u64) -> Paginator {
    let store = Arc::new(MemoryStore::new());
    for number in 0..records {
        let id = TransactionId::from_bytes(u128::from(number + 1).to_be_bytes());
        block_on(store.commit(Transaction::new(id).create(key(number), Vec::new()))).unwrap();
    }
    let before_and_behind = Transaction::new(TransactionId::from_bytes([255; 16]))
        .create(Key::global("a").build().unwrap(), Vec::new())
        .create(Key::global("z").build().unwrap(), Vec::new());
    block_on(store.commit(before_and_behind)).unwrap();
    Paginator::new(store, tokens(1))
}

/// All pages of a listing: how many records each has, and all records.
fn pages(paginator: &Paginator, limit: usize) -> (Vec<usize>, Vec<Key>) {
    let (mut sizes, mut keys, mut token) = (Vec::new(), Vec::new(), None);
    loop {
        let page = block_on(paginator.page(&listing(), notes(), limit, token.as_ref())).unwrap();
        sizes.push(page.records.len());
        keys.extend(page.records.into_iter().map(|(key, _)| key));
        token = page.next;
        if token.is_none() {
            return (sizes, keys);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_record_is_listed_once_in_order(records in 0..60_u64, limit in 1..70_usize) {
        let (sizes, keys) = pages(&paginator(records), limit);
        prop_assert_eq!(keys, (0..records).map(key).collect::<Vec<_>>());
        // All pages but the last are full, and none is empty but that of an empty listing.
        let (last, full) = sizes.split_last().unwrap();
        prop_assert!(full.iter().all(|size| *size == limit));
        prop_assert!(*last > 0 || records == 0);
    }

    #[test]
    fn no_text_is_a_token(text in "[A-Za-z0-9_-]{0,120}") {
        if let Ok(token) = text.parse::<PageToken>() {
            let opened = tokens(1).open(&listing(), &token);
            prop_assert!(matches!(opened, Err(Error::InvalidPageToken)));
        }
    }

    #[test]
    fn a_position_comes_back(
        first in 0..u8::MAX,
        rest in prop::collection::vec(any::<u8>(), 0..2_047),
    ) {
        let (tokens, position) = (tokens(1), Key::from_bytes([vec![first], rest].concat()).unwrap());
        let token = tokens.seal(&listing(), &position).unwrap();
        prop_assert_eq!(tokens.open(&listing(), &token).unwrap(), position);
    }
}

#[test]
fn the_largest_page_is_as_large_as_a_scan() {
    let limit = limits::PAGE_RECORDS;
    for (records, expected) in [(1_000, vec![1_000]), (1_001, vec![1_000, 1])] {
        assert_eq!(pages(&paginator(records), limit).0, expected);
    }
    for limit in [0, limit + 1] {
        let page = block_on(paginator(0).page(&listing(), notes(), limit, None));
        assert!(matches!(page, Err(Error::InvalidPageLimit { .. })));
    }
}

#[test]
fn any_flipped_bit_is_refused() {
    let tokens = tokens(1);
    let token = tokens.seal(&listing(), &key(7)).unwrap();
    assert_eq!(tokens.open(&listing(), &token).unwrap(), key(7));
    let bytes = URL_SAFE_NO_PAD.decode(token.as_str()).unwrap();
    assert_eq!(
        bytes.len(),
        key(7).as_bytes().len() + limits::PAGE_TOKEN_OVERHEAD_BYTES
    );
    for bit in 0..bytes.len() * 8 {
        let mut forged = bytes.clone();
        forged[bit / 8] ^= 1 << (bit % 8);
        assert_refused(&tokens, &URL_SAFE_NO_PAD.encode(forged));
    }
    for length in 0..bytes.len() {
        assert_refused(&tokens, &URL_SAFE_NO_PAD.encode(&bytes[..length]));
    }
    assert_refused(&tokens, &format!("{token}A"));
    assert_refused(&tokens, &format!("{token}="));
}

fn assert_refused(tokens: &PageTokens, text: &str) {
    if let Ok(token) = text.parse() {
        let opened = tokens.open(&listing(), &token);
        assert!(
            matches!(opened, Err(Error::InvalidPageToken)),
            "{text}: {opened:?}"
        );
    }
}

#[test]
fn a_token_is_bound_to_its_caller_and_request() {
    const OTHER: Operation = Operation::reading("notes", "ListFolders", "notes:ListFolders");
    let tokens = tokens(1);
    let token = tokens.seal(&listing(), &key(7)).unwrap();
    let elsewhere = Identity::new(Arc::clone(role().caller()), "eu-north-1".parse().unwrap());
    for other in [
        Listing::new(&stranger(), &LIST).filter("Folder", "inbox"),
        Listing::new(&root(), &LIST).filter("Folder", "inbox"),
        Listing::new(&elsewhere, &LIST).filter("Folder", "inbox"),
        Listing::new(&role(), &OTHER).filter("Folder", "inbox"),
        Listing::new(&role(), &LIST).filter("Folder", "sent"),
        Listing::new(&role(), &LIST).filter("Folderi", "nbox"),
        Listing::new(&role(), &LIST),
        listing().filter("More", ""),
    ] {
        assert!(matches!(
            tokens.open(&other, &token),
            Err(Error::InvalidPageToken)
        ));
    }
    assert!(tokens.open(&listing(), &token).is_ok());
    // Another session of the same role goes on where the first one stopped.
    let session = Caller::role("arn:aws:sts::111122223333:assumed-role/app/renewed").unwrap();
    let renewed = Listing::new(&caller(session), &LIST).filter("Folder", "inbox");
    assert!(tokens.open(&renewed, &token).is_ok());
}

#[test]
fn a_token_of_another_store_is_refused() {
    let token = tokens(2).seal(&listing(), &key(7)).unwrap();
    assert!(matches!(
        tokens(1).open(&listing(), &token),
        Err(Error::InvalidPageToken)
    ));
}

/// The fuzz corpus: what is called `valid` (sealed here, by [`tokens`] of 1) opens, and nothing else.
#[test]
fn the_corpus_of_page_tokens() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/page_token");
    let (tokens, mut valid, mut refused) = (tokens(1), 0, 0);
    for entry in fs::read_dir(corpus).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
        let opens = text
            .parse()
            .is_ok_and(|token| tokens.open(&listing(), &token).is_ok());
        assert_eq!(opens, name.starts_with("valid"), "{name}");
        if opens { valid += 1 } else { refused += 1 }
    }
    assert!(
        valid >= 2 && refused >= 5,
        "the corpus has both: {valid}, {refused}"
    );
}
