//! Web ACLs out of a few lines of JSON.

use common_types::Timestamp;
use serde_json::{Value, json};
use waf_rules::{
    Bundle, CompileOptions, CompiledWebAcl, Environment, Error, Request, WebAclDocument,
};

pub(crate) const ID: &str = "a1b2c3d4-5678-90ab-cdef-111111111111";

pub(crate) fn arn(kind: &str, name: &str) -> String {
    format!("arn:aws:wafv2:eu-west-1:111122223333:regional/{kind}/{name}/{ID}")
}

pub(crate) fn visibility(name: &str) -> Value {
    json!({"SampledRequestsEnabled": true, "CloudWatchMetricsEnabled": true, "MetricName": name})
}

/// A web ACL that allows by default, with these rules in order. `Name`, `Priority`, `VisibilityConfig` are filled in, and `Action` as
/// Block.
pub(crate) fn acl(rules: &[Value]) -> Value {
    let rules: Vec<Value> = rules
        .iter()
        .enumerate()
        .map(|(n, rule)| {
            let mut rule = rule.clone();
            let name = rule["Name"]
                .as_str()
                .map_or_else(|| format!("rule{n}"), str::to_owned);
            rule["Priority"] = json!(n);
            rule["VisibilityConfig"] = visibility(&name);
            rule["Name"] = json!(name);
            if rule.get("Action").is_none() && rule.get("OverrideAction").is_none() {
                rule["Action"] = json!({"Block": {}});
            }
            rule
        })
        .collect();
    json!({
        "Name": "edge", "Id": ID, "ARN": arn("webacl", "edge"), "DefaultAction": {"Allow": {}}, "Rules": rules,
        "VisibilityConfig": visibility("edge"),
    })
}

pub(crate) fn try_compile(acl: &Value, references: &[Value]) -> Result<CompiledWebAcl, Error> {
    let mut bundle = Bundle::new();
    for reference in references {
        bundle.add_json(&reference.to_string())?;
    }
    let document = WebAclDocument::from_json(&acl.to_string())?;
    CompiledWebAcl::compile(document.web_acl(), &bundle, &CompileOptions::new())
}

pub(crate) fn compile(acl: &Value, references: &[Value]) -> CompiledWebAcl {
    try_compile(acl, references).unwrap_or_else(|error| panic!("{error}: {acl:#}"))
}

/// A web ACL of one statement.
pub(crate) fn of(statement: &Value) -> CompiledWebAcl {
    compile(&acl(&[json!({"Statement": statement})]), &[])
}

pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_timestamp(seconds, 0).unwrap()
}

/// The rule that decides.
pub(crate) fn rule(acl: &CompiledWebAcl, request: &Request<'_>) -> String {
    acl.decide(request, at(1_000), &Environment::new())
        .rule()
        .to_owned()
}

/// Whether a web ACL of one statement blocks.
pub(crate) fn matches(acl: &CompiledWebAcl, request: &Request<'_>) -> bool {
    rule(acl, request) == "rule0"
}

pub(crate) fn none() -> Value {
    json!([{"Priority": 0, "Type": "NONE"}])
}

/// Asks whether a component contains a string.
pub(crate) fn contains(field: &Value, text: &str) -> Value {
    byte_match(field, text, "CONTAINS")
}

pub(crate) fn byte_match(field: &Value, text: &str, constraint: &str) -> Value {
    use base64::Engine as _;
    json!({"ByteMatchStatement": {
        "SearchString": base64::engine::general_purpose::STANDARD.encode(text),
        "FieldToMatch": field, "TextTransformations": none(), "PositionalConstraint": constraint,
    }})
}
