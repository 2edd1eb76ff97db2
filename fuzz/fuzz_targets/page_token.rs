//! Any text as a page token: refused, unless the service sealed it for this very listing.
#![no_main]

use std::sync::{Arc, LazyLock};

use common_types::{Caller, PageToken};
use crypto::random::DangerousSeededRandom;
use libfuzzer_sys::fuzz_target;
use service_kit::{Identity, Listing, Operation, PageTokens};
use store::{BytesRootKey, MemoryStore, StoreKeys, conformance::block_on};

const LIST: Operation = Operation::reading("notes", "ListNotes", "notes:ListNotes");

/// The tokens under which the seeds called `valid` were sealed.
static TOKENS: LazyLock<PageTokens> = LazyLock::new(|| {
    let random = Arc::new(DangerousSeededRandom::new(1));
    let root = Arc::new(BytesRootKey::new([7; 32]).expect("32 bytes"));
    let keys = block_on(StoreKeys::open(Arc::new(MemoryStore::new()), root, random.clone()));
    PageTokens::new(keys.expect("an empty store"), random)
});

static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    let caller = Caller::role("arn:aws:iam::111122223333:role/app").expect("a role");
    let identity = Identity::new(Arc::new(caller), "eu-west-1".parse().expect("a region"));
    Listing::new(&identity, &LIST).filter("Folder", "inbox")
});

const SEALED: [&str; 2] =
    [include_str!("../corpus/page_token/valid_short"), include_str!("../corpus/page_token/valid_longest")];

fuzz_target!(|text: &str| {
    if let Ok(token) = text.parse::<PageToken>()
        && TOKENS.open(&LISTING, &token).is_ok()
    {
        assert!(SEALED.contains(&text), "a token was forged");
    }
});
