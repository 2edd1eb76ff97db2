//! Recorded requests, one a line.

use std::{
    error::Error,
    io::{BufRead as _, BufWriter, Write as _, stdin, stdout},
};

use serde_json::json;

use crate::{acl, request::Recorded};

pub(crate) fn run(arguments: lexopt::Parser) -> Result<(), Box<dyn Error>> {
    let acl = acl::load(arguments)?;
    let mut out = BufWriter::new(stdout().lock());
    for line in stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let answer = match serde_json::from_str::<Recorded>(&line) {
            Ok(recorded) => recorded
                .decide(&acl, |_, _, _, verdict| {
                    let labels: Vec<_> = verdict.labels().collect();
                    json!({
                        "id": recorded.id,
                        "action": verdict.action(),
                        "rule": verdict.rule(),
                        "labels": labels,
                    })
                })
                .unwrap_or_else(|error| json!({"id": recorded.id, "error": error.to_string()})),
            Err(error) => json!({"id": null, "error": error.to_string()}),
        };
        writeln!(out, "{answer}")?;
    }
    out.flush()?;
    Ok(())
}
