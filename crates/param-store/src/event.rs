//! What is told of parameters: EventBridge events, from the outbox.
//!
//! Source: [Parameter Store events](https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-cwe.html),
//! [event examples](https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html).

use chrono::SecondsFormat;
use common_types::{AccountId, Arn, Event, Timestamp};
use serde_json::{Value, json};
use service_kit::Change;

use crate::{
    parameter::ParameterRecord,
    policy::{Attached, Rule},
    scope::Scope,
};

/// What happened to a parameter.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Happened {
    Create,
    Update,
    Delete,
    LabelParameterVersion,
}

/// Adds `Parameter Store Change` to what is committed.
pub(crate) fn changed(
    change: Change,
    scope: &Scope,
    arn: &Arn,
    record: &ParameterRecord,
    happened: Happened,
    now: Timestamp,
) -> Change {
    let operation = match happened {
        Happened::Create => "Create",
        Happened::Update => "Update",
        Happened::Delete => "Delete",
        Happened::LabelParameterVersion => "LabelParameterVersion",
    };
    let mut detail = json!({
        "operation": operation,
        "name": record.name,
        "type": record.kind,
    });
    if let (Some(description), Some(detail)) = (&record.current.description, detail.as_object_mut())
    {
        detail.insert("description".to_owned(), Value::from(description.as_str()));
    }
    told(change, scope, arn, "Parameter Store Change", detail, now)
}

/// Adds `Parameter Store Policy Action` to what is committed.
pub(crate) fn policy_applied(
    change: Change,
    scope: &Scope,
    arn: &Arn,
    record: &ParameterRecord,
    policy: &Attached,
    now: Timestamp,
) -> Change {
    let since = policy.since.to_rfc3339_opts(SecondsFormat::Millis, true);
    let reason = match policy.rule {
        Rule::Expiration { .. } => format!(
            "The parameter has expired and was deleted. It was deleted based on the policy created at {since}."
        ),
        Rule::ExpirationNotification { before } => format!(
            "The parameter will expire in {before}. This notification was generated based on the policy created at {since}."
        ),
        Rule::NoChangeNotification { after } => format!(
            "The parameter has not been changed for {after}. This notification was generated based on the policy created at {since}."
        ),
    };
    let detail = json!({
        "policy-type": policy.rule.kind(),
        "parameter-name": record.name,
        "parameter-type": record.kind,
        "policy-content": policy.rule.text(),
        "action-status": "Success",
        "action-reason": reason,
    });
    told(
        change,
        scope,
        arn,
        "Parameter Store Policy Action",
        detail,
        now,
    )
}

fn told(
    change: Change,
    scope: &Scope,
    arn: &Arn,
    detail_type: &str,
    detail: Value,
    now: Timestamp,
) -> Change {
    // What AWS publishes belongs to no account, and nobody is told of it.
    let account: Option<AccountId> = scope.account;
    let Some(account) = account else {
        return change;
    };
    let event = Event::new(
        "",
        "aws.ssm",
        detail_type,
        account,
        scope.region.clone(),
        now,
    );
    change.event(arn.clone(), event.resource(arn.clone()).detail(detail))
}
