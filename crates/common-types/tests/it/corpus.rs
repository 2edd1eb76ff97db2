//! The fuzz corpus of ARNs, replayed without a fuzzer.

use std::{fs, path::Path};

use common_types::{Arn, ArnPattern};

#[test]
fn every_arn_of_the_corpus_keeps_its_parts() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/arn");
    let (mut arns, mut others) = (0, 0);
    for entry in fs::read_dir(corpus).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        let Ok(text) = std::str::from_utf8(&bytes) else {
            continue;
        };
        let Ok(arn) = text.parse::<Arn>() else {
            others += 1;
            continue;
        };
        arns += 1;
        let parts = [
            arn.partition(),
            arn.service(),
            arn.region(),
            arn.account(),
            arn.resource(),
        ];
        assert_eq!(format!("arn:{}", parts.join(":")), text);
        assert!(text.parse::<ArnPattern>().unwrap().matches(&arn), "{text}");
    }
    assert!(
        arns >= 4 && others >= 2,
        "the corpus has both: {arns} ARNs, {others} others"
    );
}
