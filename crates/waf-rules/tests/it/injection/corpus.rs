//! libinjection's public corpus, `tests/data/libinjection` (BSD licence, `COPYING` there): what it has of attacks and of
//! text that was once taken for one. The C library finds the same numbers.

use std::fs;
use std::path::Path;

use waf_rules::injection::{SensitivityLevel, is_sqli, is_xss};

#[test]
fn as_many_attacks_are_found_as_by_the_c_library() {
    let attacks = inputs("sqli-");
    assert_eq!(attacks.len(), 17_149);
    assert_eq!(count(&attacks, low), 17_131);
    assert_eq!(count(&attacks, high), 17_137);

    let attacks = inputs("xss-");
    assert_eq!(attacks.len(), 1_645);
    assert_eq!(count(&attacks, is_xss), 1_640);
}

#[test]
fn no_more_text_is_taken_for_an_attack_than_by_the_c_library() {
    let text = inputs("false_positives");
    assert_eq!(text.len(), 421);
    assert_eq!(count(&text, low), 21);
    assert_eq!(count(&text, high), 21);
    assert_eq!(count(&text, is_xss), 0);
}

fn low(input: &[u8]) -> bool {
    is_sqli(input, SensitivityLevel::Low)
}

fn high(input: &[u8]) -> bool {
    is_sqli(input, SensitivityLevel::High)
}

fn count(inputs: &[Vec<u8>], detects: fn(&[u8]) -> bool) -> usize {
    inputs.iter().filter(|input| detects(input)).count()
}

/// The lines of the files whose names begin so, URL-decoded, without comments.
fn inputs(prefix: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/libinjection");
    let mut inputs = Vec::new();
    for file in fs::read_dir(folder).expect("the corpus is there") {
        let file = file.expect("its files can be listed");
        if file.file_name().to_string_lossy().starts_with(prefix) {
            let text = fs::read(file.path()).expect("its files can be read");
            inputs.extend(
                text.split(|byte| *byte == b'\n')
                    .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
                    .filter(|line| !line.is_empty() && !line.starts_with(b"#"))
                    .map(url_decode),
            );
        }
    }
    inputs
}

fn url_decode(mut text: &[u8]) -> Vec<u8> {
    let digit = |byte: u8| u8::try_from(char::from(byte).to_digit(16)?).ok();
    let mut decoded = Vec::with_capacity(text.len());
    while let [byte, rest @ ..] = text {
        text = rest;
        decoded.push(match (byte, rest) {
            (b'+', _) => b' ',
            (b'%', [high, low, rest @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    text = rest;
                    high << 4 | low
                }
                _ => b'%',
            },
            _ => *byte,
        });
    }
    decoded
}
