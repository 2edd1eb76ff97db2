//! Any bytes as a web ACL: refused, or read, written as it was, compiled and decided by.
#![no_main]

use common_types::Timestamp;
use libfuzzer_sys::fuzz_target;
use waf_rules::{BuiltInRuleGroups, Bundle, CompileOptions, CompiledWebAcl, Environment, Header, Request, Unresolved, WebAclDocument};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = Bundle::new().add_json(text);
    let Ok(document) = WebAclDocument::from_json(text) else { return };
    assert_eq!(WebAclDocument::from_json(&document.to_json()).as_ref(), Ok(&document));
    let groups = BuiltInRuleGroups::new();
    let options = CompileOptions::new().managed(&groups).unresolved(Unresolved::NeverMatch);
    let Ok(acl) = CompiledWebAcl::compile(document.web_acl(), &Bundle::new(), &options) else { return };
    let headers = [Header::new("Host", "example.com"), Header::new("X-Forwarded-For", "10.0.0.1, junk"), Header::new("Cookie", "a=b; c")];
    let request = Request::new("POST", "/a/b?c=d&e#f", [192, 0, 2, 1]).headers(&headers).body(r#"{"a": ["b", 1]}"#);
    let verdict = acl.decide(&request, Timestamp::default(), &Environment::new());
    assert_eq!(verdict.is_allowed(), verdict.response().is_none());
    let explained = acl.explain(&request, Timestamp::default(), &Environment::new());
    let _ = explained.to_string();
});
