//! Recorded requests, one a line.

use std::{
    error::Error,
    io::{BufRead as _, BufWriter, Write as _, stdin, stdout},
};

use serde_json::{Value, json};
use waf_rules::CompiledWebAcl;

use crate::{acl, request::Recorded};

pub(crate) fn run(arguments: lexopt::Parser) -> Result<(), Box<dyn Error>> {
    let acl = acl::load(arguments)?;
    let mut out = BufWriter::new(stdout().lock());
    for line in stdin().lock().split(b'\n') {
        let line = line?;
        if !line.trim_ascii().is_empty() {
            writeln!(out, "{}", answer(&acl, &line))?;
        }
    }
    out.flush()?;
    Ok(())
}

/// What a line is answered with: one that is no request keeps its id, if it has one.
fn answer(acl: &CompiledWebAcl, line: &[u8]) -> Value {
    let decided = serde_json::from_slice::<Recorded>(line)
        .map_err(Into::into)
        .and_then(|recorded: Recorded| {
            recorded.decide(acl, |_, _, _, verdict| {
                let labels: Vec<_> = verdict.labels().collect();
                json!({
                    "id": recorded.id,
                    "action": verdict.action(),
                    "rule": verdict.rule(),
                    "labels": labels,
                })
            })
        });
    decided.unwrap_or_else(|error: Box<dyn Error>| {
        let line: Value = serde_json::from_slice(line).unwrap_or_default();
        json!({"id": line.get("id"), "error": error.to_string()})
    })
}

#[cfg(test)]
mod tests {
    use waf_rules::{Bundle, CompileOptions, WebAclDocument};

    use super::*;

    #[test]
    fn every_line_is_answered_and_keeps_its_id() {
        let visibility = json!({"SampledRequestsEnabled": false, "CloudWatchMetricsEnabled": false, "MetricName": "edge"});
        let acl = json!({
            "Name": "edge", "Id": "a1b2c3d4-5678-90ab-cdef-111111111111",
            "ARN": "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/edge/a1b2c3d4-5678-90ab-cdef-111111111111",
            "DefaultAction": {"Allow": {}}, "Rules": [], "VisibilityConfig": visibility,
        });
        let document = WebAclDocument::from_json(&acl.to_string()).unwrap();
        let options = CompileOptions::new();
        let acl = CompiledWebAcl::compile(document.web_acl(), &Bundle::new(), &options).unwrap();
        let allowed = json!({"id": 1, "action": "ALLOW", "rule": "Default_Action", "labels": []});
        assert_eq!(answer(&acl, br#"{"id": 1, "uri": "/"}"#), allowed);
        for (line, id) in [
            (&br#"{"id": "a", "method": 5}"#[..], json!("a")),
            (br#"{"id": 2, "time": {}}"#, json!(2)),
            (br#"{"id": 3, "body_base64": "?"}"#, json!(3)),
            (b"{\"id\": 4, \"uri\": \"\xff\"}", Value::Null),
            (b"[]", Value::Null),
        ] {
            let answer = answer(&acl, line);
            assert_eq!(answer["id"], id, "{answer}");
            assert!(answer["error"].is_string(), "{answer}");
        }
    }
}
