//! Any bytes as a request, under a web ACL that looks at everything.
#![no_main]

use std::sync::LazyLock;

use common_types::Timestamp;
use libfuzzer_sys::fuzz_target;
use waf_rules::{BuiltInRuleGroups, Bundle, CompileOptions, CompiledWebAcl, Environment, Header, LogContext, LogRecord, Request, Unresolved, WebAclDocument};

static ACL: LazyLock<CompiledWebAcl> = LazyLock::new(|| {
    let document = WebAclDocument::from_json(include_str!("../../crates/waf-rules/tests/data/web_acl.json")).expect("a web ACL");
    let groups = BuiltInRuleGroups::new();
    let options = CompileOptions::new().managed(&groups).unresolved(Unresolved::NeverMatch);
    CompiledWebAcl::compile(document.web_acl(), &Bundle::new(), &options).expect("a web ACL")
});

fuzz_target!(|bytes: &[u8]| {
    // Lines: target, headers as `name:value`, an empty one, the body.
    let mut parts = bytes.splitn(2, |&b| b == b'\n');
    let (uri, rest) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let (head, body) = match rest.windows(2).position(|pair| pair == b"\n\n") {
        Some(at) => (&rest[..at], &rest[at + 2..]),
        None => (rest, &rest[..0]),
    };
    let headers: Vec<Header<'_>> = head
        .split(|&b| b == b'\n')
        .filter_map(|line| {
            let at = line.iter().position(|&b| b == b':')?;
            Some(Header::new(&line[..at], &line[at + 1..]))
        })
        .collect();
    let request = Request::new("POST", "", [192, 0, 2, 1]).uri_bytes(uri).headers(&headers).body(body);
    let verdict = ACL.decide(&request, Timestamp::default(), &Environment::new());
    let again = ACL.explain(&request, Timestamp::default(), &Environment::new());
    assert_eq!(verdict.labels().collect::<Vec<_>>(), again.labels);
    let _ = shown(&LogRecord::new(&LogContext::new(&request, &verdict, Timestamp::default()), &[]));
});

fn shown(record: &LogRecord) -> usize {
    format!("{record:?}").len()
}
