//! The last audit records, as rows.

use serde_json::Value;

use super::{USER_AGENT, page::Place};

pub const COLUMNS: [&str; 6] = ["Time", "Call", "By", "From", "On", "Outcome"];

/// One record.
#[derive(Debug)]
pub struct Entry {
    pub cells: Vec<String>,
    /// Where it was called.
    pub place: Option<Place>,
}

/// Reads audit lines, the newest first; leaves out what this page asked for itself.
pub fn read(lines: &[String]) -> Vec<Entry> {
    let records = lines
        .iter()
        .filter_map(|line| serde_json::from_str(line).ok());
    let mut records: Vec<Value> = records
        .filter(|record: &Value| record["userAgent"] != USER_AGENT)
        .collect();
    // Records of calls that wrote nothing are handed over a little later.
    records.sort_by(|one, other| time(other).cmp(time(one)));
    records
        .into_iter()
        .map(|record| Entry {
            cells: cells(&record),
            place: place(&record),
        })
        .collect()
}

fn time(record: &Value) -> &str {
    record["eventTime"].as_str().unwrap_or_default()
}

fn cells(record: &Value) -> Vec<String> {
    let text = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
    let service = text("eventSource");
    let service = service.trim_end_matches(".amazonaws.com");
    let identity = &record["userIdentity"];
    let by = ["arn", "invokedBy", "type"]
        .into_iter()
        .find_map(|name| identity[name].as_str());
    let on: Vec<_> = record["resources"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|resource| resource["ARN"].as_str())
        .collect();
    vec![
        time(record).to_owned(),
        format!("{service}:{}", text("eventName")),
        by.unwrap_or_default().to_owned(),
        text("sourceIPAddress"),
        on.join(", "),
        outcome(record),
    ]
}

/// How it ended: of a denial, with the statement that decided.
fn outcome(record: &Value) -> String {
    let Some(code) = record["errorCode"].as_str() else {
        return "done".to_owned();
    };
    let decision = &record["additionalEventData"]["decision"];
    let reason = decision
        .as_str()
        .or_else(|| record["errorMessage"].as_str());
    match (reason, record["count"].as_u64()) {
        (Some(reason), Some(count)) => format!("{code}, {count} times: {reason}"),
        (Some(reason), None) => format!("{code}: {reason}"),
        (None, _) => code.to_owned(),
    }
}

fn place(record: &Value) -> Option<Place> {
    Some(Place {
        account: record["recipientAccountId"].as_str()?.parse().ok()?,
        region: record["awsRegion"].as_str()?.parse().ok()?,
    })
}
