//! What a service tells the world when something has changed.

use serde::{Deserialize, Serialize};

use crate::{AccountId, Arn, Region, Timestamp};

/// An event in EventBridge's envelope.
///
/// Source: [Event structure](https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Event {
    /// Always `0`.
    pub version: String,
    /// Names this event; a second delivery has the same.
    pub id: String,
    /// What kind of event it is, such as `KMS CMK Deletion`.
    pub detail_type: String,
    /// Who tells it, such as `aws.kms`.
    pub source: String,
    /// The account it happened in.
    pub account: AccountId,
    /// When it happened.
    pub time: Timestamp,
    /// The region it happened in.
    pub region: Region,
    /// What it happened to.
    pub resources: Vec<Arn>,
    /// What happened, in the service's own members.
    pub detail: serde_json::Value,
}

impl Event {
    /// An event with empty detail and no resources.
    pub fn new(
        id: impl Into<String>,
        source: impl Into<String>,
        detail_type: impl Into<String>,
        account: AccountId,
        region: Region,
        time: Timestamp,
    ) -> Self {
        Self {
            version: "0".to_owned(),
            id: id.into(),
            detail_type: detail_type.into(),
            source: source.into(),
            account,
            time,
            region,
            resources: Vec::new(),
            detail: serde_json::Value::Object(serde_json::Map::new()),
        }
    }

    /// Adds a resource that it happened to.
    #[must_use]
    pub fn resource(mut self, arn: Arn) -> Self {
        self.resources.push(arn);
        self
    }

    /// Says what happened.
    #[must_use]
    pub fn detail(mut self, detail: serde_json::Value) -> Self {
        self.detail = detail;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_envelope_has_eventbridges_members() {
        let event = Event::new(
            "17793124",
            "aws.kms",
            "KMS CMK Deletion",
            "111122223333".parse().unwrap(),
            "eu-west-1".parse().unwrap(),
            Timestamp::UNIX_EPOCH,
        )
        .resource("arn:aws:kms:eu-west-1:111122223333:key/1".parse().unwrap())
        .detail(serde_json::json!({"key-id": "1"}));
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(
            json,
            serde_json::json!({
                "version": "0",
                "id": "17793124",
                "detail-type": "KMS CMK Deletion",
                "source": "aws.kms",
                "account": "111122223333",
                "time": "1970-01-01T00:00:00Z",
                "region": "eu-west-1",
                "resources": ["arn:aws:kms:eu-west-1:111122223333:key/1"],
                "detail": {"key-id": "1"}
            })
        );
        assert_eq!(serde_json::from_value::<Event>(json).unwrap(), event);
    }
}
