//! Any request: refused without a panic, unless its signature is one that AWS's test suite has for the only access key.
#![no_main]

use std::sync::{Arc, LazyLock};

use aws_api::{AccessKey, AccessKeys, AuthError, Authenticator, SigV4, WireRequest};
use common_types::{Caller, SecretString, Timestamp};
use libfuzzer_sys::fuzz_target;

/// The access key of the suite.
#[derive(Debug)]
struct Keys(AccessKey);

impl AccessKeys for Keys {
    fn find(&self, id: &str, token: Option<&str>, _: Timestamp) -> Result<AccessKey, AuthError> {
        match (id, token) {
            ("AKIDEXAMPLE", None) => Ok(self.0.clone()),
            _ => Err(AuthError::UnrecognizedClient),
        }
    }
}

static SIGV4: LazyLock<SigV4> = LazyLock::new(|| {
    let caller = Caller::root("111122223333").expect("an account");
    let secret = SecretString::from("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    SigV4::new(Arc::new(Keys(AccessKey::new(Arc::new(caller), Arc::new(secret)))))
});

const SUITE: &str = include_str!("../../crates/aws-api/tests/data/sigv4-test-suite.json");

fuzz_target!(|text: &str| {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let mut first = lines.next().unwrap_or_default().split(' ');
    let (method, target) = (first.next().unwrap_or_default(), first.next().unwrap_or_default());
    let headers: Vec<(&str, &[u8])> =
        lines.filter_map(|line| line.split_once(':')).map(|(name, value)| (name, value.as_bytes())).collect();
    let mut request = WireRequest::post(&headers, body.as_bytes());
    request.method = method;
    (request.path, request.query) = target.split_once('?').unwrap_or((target, ""));
    let now = "2015-08-30T12:36:00Z".parse().expect("a time");
    if SIGV4.authenticate(&request, now).is_ok() {
        // Nobody here knows the secret, so a signature that holds is one of the suite's, however it is written.
        let plain = plain(text);
        assert!(SIGNATURES.iter().any(|signature| plain.contains(signature)), "a signature was forged");
    }
});

/// Every run of 64 hexadecimal digits in the suite: its signatures among them.
static SIGNATURES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    SUITE.split(|char: char| !char.is_ascii_hexdigit()).filter(|run| run.len() == 64).collect()
});

/// A text without what may be written in several ways: white space is left out, `%xx` is what it stands for.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        let escaped = rest.strip_prefix('%').and_then(|hex| u8::from_str_radix(hex.get(..2)?, 16).ok());
        let (char, len) = escaped.map_or((char, char.len_utf8()), |byte| (char::from(byte), 3));
        if !char.is_whitespace() {
            plain.push(char);
        }
        rest = rest.get(len..).unwrap_or_default();
    }
    plain
}
