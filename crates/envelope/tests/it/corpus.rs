//! The seeds of the fuzz target `message`, replayed without a fuzzer.

use std::fs;
use std::path::Path;

use crate::support::{decrypt, decrypt_streamed};

#[test]
fn every_seed_does_what_its_name_says() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/message");
    let mut count = 0;
    for entry in fs::read_dir(&corpus).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let message = fs::read(&path).unwrap();
        let whole = decrypt(&message);
        let (released, ended) = decrypt_streamed(message.as_slice());
        assert_eq!(whole.is_ok(), ended.is_ok(), "{name}");
        if name.starts_with("good-") {
            assert_eq!(whole.unwrap(), released, "{name}");
            count += 1;
        } else if name.starts_with("bad-") {
            assert!(whole.is_err(), "{name}");
            count += 1;
        }
    }
    assert!(count >= 20, "only {count} seeds in {}", corpus.display());
}
