//! Managed rule groups: what they consist of, what they find, and what they leave alone.

mod addresses;
mod attacks;
mod false_positives;
mod groups;
mod traffic;

use common_types::Timestamp;
use serde_json::{Value, json};
use waf_rules::managed::{version, versions};
use waf_rules::{
    BuiltInRuleGroups, Bundle, CompileOptions, CompiledWebAcl, Environment, Header, Request,
    WebAclDocument,
};

use self::traffic::Traffic;

/// A web ACL of these groups that counts what each of their rules finds.
fn counting(groups: &[&str], bundle: &Bundle) -> CompiledWebAcl {
    let rules: Vec<Value> = groups
        .iter()
        .enumerate()
        .map(|(priority, name)| {
            let group = version(name, None).expect("the group");
            let overrides: Vec<Value> = group
                .rules
                .iter()
                .map(|rule| json!({ "Name": rule.name, "ActionToUse": { "Count": {} } }))
                .collect();
            json!({
                "Name": name,
                "Priority": priority,
                "Statement": { "ManagedRuleGroupStatement": {
                    "VendorName": "AWS", "Name": name, "RuleActionOverrides": overrides,
                }},
                "OverrideAction": { "None": {} },
                "VisibilityConfig": visibility(name),
            })
        })
        .collect();
    let document = json!({
        "Name": "managed",
        "Id": "11111111-2222-3333-4444-555555555555",
        "ARN": "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/managed/11111111-2222-3333-4444-555555555555",
        "DefaultAction": { "Allow": {} },
        "VisibilityConfig": visibility("managed"),
        "Rules": rules,
    });
    let document = WebAclDocument::from_json(&document.to_string()).expect("a web ACL");
    let provider = BuiltInRuleGroups::new();
    let options = CompileOptions::new().managed(&provider);
    CompiledWebAcl::compile(document.web_acl(), bundle, &options).expect("a web ACL that compiles")
}

fn visibility(name: &str) -> Value {
    json!({ "SampledRequestsEnabled": true, "CloudWatchMetricsEnabled": true, "MetricName": name })
}

/// The groups that need no lists of addresses.
fn groups_of_patterns() -> Vec<&'static str> {
    versions()
        .filter(|group| !group.versions.is_empty())
        .map(|group| group.name)
        .collect()
}

/// The labels that a request gets.
fn labels(acl: &CompiledWebAcl, traffic: &Traffic) -> Vec<String> {
    let headers: Vec<Header<'_>> = traffic
        .headers
        .iter()
        .map(|(name, value)| Header::new(name, value))
        .collect();
    let request = Request::new(traffic.method, &traffic.uri, traffic.client)
        .headers(&headers)
        .body(&traffic.body);
    let verdict = acl.decide(&request, Timestamp::UNIX_EPOCH, &Environment::new());
    verdict.labels().map(|label| label.into_owned()).collect()
}
