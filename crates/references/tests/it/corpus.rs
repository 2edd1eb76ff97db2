//! The corpus of the fuzz target `references`, replayed without a fuzzer.

use std::{fs, path::Path};

use references::Reference;

#[test]
fn every_seed_does_what_its_name_says() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/references");
    let (mut good, mut bad) = (0, 0);
    for entry in fs::read_dir(corpus).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(path).unwrap();
        let parsed = text.parse::<Reference>();
        if let Ok(reference) = &parsed {
            assert_eq!(
                reference.to_string().parse::<Reference>().unwrap(),
                *reference
            );
        }
        match name.split_once('-') {
            Some(("one", _)) => {
                assert!(parsed.is_ok(), "{name}");
                good += 1;
            }
            Some(("text", _)) => assert!(parsed.is_err(), "{name}: it is more than one reference"),
            _ => {
                assert!(parsed.is_err(), "{name}");
                bad += 1;
            }
        }
    }
    assert!(good >= 3 && bad >= 4, "the corpus has both: {good}, {bad}");
}
