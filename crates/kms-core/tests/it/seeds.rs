//! The seeds of the fuzz target `ciphertext_blob`, replayed without a fuzzer.

use std::{fs, path::Path};

use common_types::DecryptRequest;
use kms_core::CiphertextBlob;

use crate::world::*;

#[tokio::test]
async fn every_seed_does_what_its_name_says() {
    let world = World::new().await;
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/ciphertext_blob");
    let mut count = 0;
    for entry in fs::read_dir(&corpus).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let blob = fs::read(&path).unwrap();
        assert_eq!(
            CiphertextBlob::parse(&blob).is_ok(),
            name.starts_with("good-"),
            "{name}"
        );
        // Whatever they say, none is a ciphertext of a key that is here.
        assert!(
            world
                .root()
                .decrypt(DecryptRequest::new(blob))
                .await
                .is_err(),
            "{name}"
        );
        count += 1;
    }
    assert!(count >= 8, "only {count} seeds in {}", corpus.display());
}
