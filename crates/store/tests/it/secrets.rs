//! A planted marker is looked for in whatever can be printed.

use std::sync::Arc;

use store::{
    BytesRootKey, Error, MemoryStore, PassphraseCost, PassphraseRootKey, RootKey, SealedStore,
    Store, conformance::block_on,
};

use crate::world::{key, open_keys, put, tx};

const MARKER: &str = "planted-marker-of-32-bytes-here!";

fn assert_unmarked(shown: &str) {
    let as_numbers = format!("{:?}", MARKER.as_bytes());
    assert!(
        !shown.contains(MARKER) && !shown.contains(as_numbers.trim_matches(['[', ']'])),
        "{shown}"
    );
}

#[test]
fn nothing_that_is_printed_shows_a_secret() {
    let bytes: Arc<dyn RootKey> = Arc::new(BytesRootKey::new(MARKER.as_bytes()).unwrap());
    let cost = PassphraseCost::new(8, 1, 1).unwrap();
    let passphrase: Arc<dyn RootKey> = Arc::new(PassphraseRootKey::new(MARKER).unwrap().cost(cost));
    for root in [bytes, passphrase] {
        assert_unmarked(&format!("{root:?} {root:#?} {}", root.id()));
        let beneath = Arc::new(MemoryStore::new());
        let store = SealedStore::new(open_keys(&beneath, root).unwrap());
        put(&store, &key("a"), MARKER.as_bytes());
        assert_unmarked(&format!("{store:?} {store:#?} {:?}", store.keys()));

        let doomed = tx().create(key("a"), MARKER.as_bytes().to_vec());
        assert_unmarked(&format!("{doomed:?} {doomed:#?}"));
        let error: Error = block_on(store.commit(doomed)).unwrap_err();
        assert_unmarked(&format!("{error:?} {error}"));
        let read = block_on(store.read(&[key("a")])).unwrap();
        assert_unmarked(&format!("{read:?} {read:#?}"));
    }
}
