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
        let signature = text.split("Signature=").nth(1).and_then(|rest| rest.get(..64));
        assert!(signature.is_some_and(|signature| SUITE.contains(signature)), "a signature was forged");
    }
});
