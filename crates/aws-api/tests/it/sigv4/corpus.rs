//! The fuzz corpus of signed requests, replayed without a fuzzer.

use std::{fs, path::Path};

use super::{authenticate, sigv4, suite::Request, then};

#[test]
fn what_is_called_valid_is_believed_and_nothing_else() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/signature");
    let (mut believed, mut refused) = (0, 0);
    for entry in fs::read_dir(corpus).unwrap() {
        let path = entry.unwrap().path();
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        let valid = path
            .file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .starts_with("valid");
        let outcome = authenticate(&sigv4(None), &request(&text), then());
        assert_eq!(outcome.is_ok(), valid, "{}: {outcome:?}", path.display());
        *(if valid { &mut believed } else { &mut refused }) += 1;
    }
    assert!(
        believed >= 5 && refused >= 4,
        "the corpus has both: {believed}, {refused}"
    );
}

/// A request as it stands on the wire.
fn request(text: &str) -> Request {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let mut first = lines.next().unwrap_or_default().split(' ');
    let mut word = || first.next().unwrap_or_default().to_owned();
    Request {
        method: word(),
        target: word(),
        headers: lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: body.to_owned(),
    }
}
