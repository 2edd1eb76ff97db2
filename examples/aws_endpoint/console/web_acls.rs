//! Web ACLs, and samples of the requests that they decided.

use chrono::{DateTime, TimeDelta};
use serde_json::Value;
use strongroom::{
    Caller, Clock, Strongroom, SystemClock,
    waf::{
        GetSampledRequestsRequest, GetWebAclRequest, ListWebAclsRequest, Scope, TimeWindow,
        WafHandle,
    },
    waf_rules::model::WebAcl,
};

use super::{USER_AGENT, page::Place};
use crate::Result;

pub const COLUMNS: [&str; 6] = ["Web ACL", "Id", "Scope", "Description", "Rules", "Default"];
pub const SAMPLE_COLUMNS: [&str; 6] = ["Time", "Web ACL", "Rule", "Action", "From", "Request"];

/// The web ACLs of a place.
#[derive(Debug)]
pub struct WebAcls {
    pub rows: Vec<Vec<String>>,
    pub samples: Vec<Vec<String>>,
}

/// The web ACLs of a place, as its root user sees them.
pub async fn read(strongroom: &Strongroom, place: &Place) -> Result<WebAcls> {
    let root = Caller::root(place.account.as_str())?.with_user_agent(USER_AGENT);
    let waf = strongroom
        .waf()
        .caller(root)
        .region(place.region.as_str())?;
    let (mut rows, mut samples) = (Vec::new(), Vec::new());
    for scope in Scope::ALL.iter().copied() {
        // CloudFront's are in one region alone.
        if scope == Scope::Cloudfront && place.region.as_str() != "us-east-1" {
            continue;
        }
        let listed = waf
            .list_web_acls(ListWebAclsRequest::new(scope).limit(SHOWN))
            .await?;
        for summary in listed.web_acls {
            let request = GetWebAclRequest::new(&summary.name, scope, &summary.id);
            let acl = waf.get_web_acl(request).await?.web_acl;
            let rules = acl.rules.iter().flatten();
            rows.push(vec![
                summary.name,
                summary.id,
                scope.to_string(),
                summary.description.unwrap_or_default(),
                rules
                    .map(|rule| rule.name.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
                default_action(&acl)?,
            ]);
            samples.extend(samples_of(&waf, scope, &acl).await?);
        }
    }
    samples.sort_by(|one, other| other.cmp(one));
    samples.truncate(SHOWN_SAMPLES);
    Ok(WebAcls { rows, samples })
}

/// The newest samples of each of its metrics.
async fn samples_of(waf: &WafHandle, scope: Scope, acl: &WebAcl) -> Result<Vec<Vec<String>>> {
    let now = SystemClock::new().now();
    let window = TimeWindow::new(now - TimeDelta::hours(3), now);
    let rules = acl.rules.iter().flatten();
    let metrics = rules.map(|rule| (rule.name.as_str(), &rule.visibility_config.metric_name));
    let default = ("Default action", &acl.visibility_config.metric_name);
    let mut rows = Vec::new();
    for (rule, metric) in metrics.chain([default]) {
        let request = GetSampledRequestsRequest::new(&acl.arn, metric, scope, window, MOST_SAMPLES);
        let sampled = waf.get_sampled_requests(request).await?;
        let samples = serde_json::to_value(sampled.sampled_requests)?;
        let samples = samples.as_array().into_iter().flatten();
        rows.extend(samples.map(|sample| row(&acl.name, rule, sample)));
    }
    Ok(rows)
}

/// A sample, as AWS writes it.
fn row(web_acl: &str, rule: &str, sample: &Value) -> Vec<String> {
    let request = &sample["Request"];
    let text = |name: &str| request[name].as_str().unwrap_or_default();
    let seconds = sample["Timestamp"].as_f64().unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, reason = "a date of these years")]
    let at = DateTime::from_timestamp_millis((seconds * 1000.0) as i64);
    let at = at.map(|at| at.format("%Y-%m-%dT%H:%M:%SZ").to_string());
    let within = sample["RuleNameWithinRuleGroup"].as_str();
    let weight = match sample["Weight"].as_u64() {
        Some(weight) if weight > 1 => format!(", for {weight} requests"),
        Some(_) | None => String::new(),
    };
    vec![
        at.unwrap_or_default(),
        web_acl.to_owned(),
        within.map_or_else(|| rule.to_owned(), |within| format!("{rule} / {within}")),
        format!("{}{weight}", sample["Action"].as_str().unwrap_or_default()),
        format!("{} {}", text("ClientIP"), text("Country").trim_matches('-')),
        format!("{} {}", text("Method"), text("URI")),
    ]
}

fn default_action(acl: &WebAcl) -> Result<String> {
    let action = serde_json::to_value(&acl.default_action)?;
    let word = action.as_object().and_then(|action| action.keys().next());
    Ok(word.cloned().unwrap_or_default())
}

/// How many web ACLs the page shows.
const SHOWN: u32 = 100;
/// How many samples of a metric are asked for.
const MOST_SAMPLES: i64 = 100;
/// How many samples the page shows.
const SHOWN_SAMPLES: usize = 50;
