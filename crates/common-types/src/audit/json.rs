//! A record as CloudTrail's JSON.

use std::borrow::Cow;

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{AuditOutcome, AuditRecord, AuditValue};
use crate::{Arn, EncryptionContext, Principal, Timestamp};

/// All of it in one object: the head, then the tail.
impl Serialize for AuditRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        Head(self).entries(&mut map)?;
        Tail(self).entries(&mut map)?;
        map.end()
    }
}

/// When, who, where, which operation.
pub(super) struct Head<'a>(pub(super) &'a AuditRecord);

impl Head<'_> {
    fn entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let Self(record) = self;
        let (caller, service) = (&record.caller, record.service);
        map.serialize_entry("eventVersion", "1.11")?;
        map.serialize_entry("eventTime", &Seconds(record.time))?;
        map.serialize_entry("eventSource", &format_args!("{service}.amazonaws.com"))?;
        map.serialize_entry("eventName", record.operation)?;
        map.serialize_entry("awsRegion", &record.region)?;
        map.serialize_entry("recipientAccountId", &record.account)?;
        map.serialize_entry("userIdentity", &UserIdentity(caller.principal()))?;
        if let Some(ip) = caller.source_ip() {
            map.serialize_entry("sourceIPAddress", &ip)?;
        }
        if let Some(agent) = caller.user_agent() {
            map.serialize_entry("userAgent", agent)?;
        }
        if let Some(via) = &record.via {
            map.serialize_entry("invokedBy", via)?;
        }
        map.serialize_entry("readOnly", &record.read_only)
    }
}

impl Serialize for Head<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.entries(&mut map)?;
        map.end()
    }
}

/// What was asked for, and what came of it.
pub(super) struct Tail<'a>(pub(super) &'a AuditRecord);

impl Tail<'_> {
    fn entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let Self(AuditRecord {
            parameters,
            encryption_context,
            resources,
            outcome,
            ..
        }) = self;
        if !parameters.is_empty() || !encryption_context.is_empty() {
            map.serialize_entry(
                "requestParameters",
                &Parameters {
                    parameters,
                    encryption_context,
                },
            )?;
        }
        if !resources.is_empty() {
            map.serialize_entry("resources", &Resources(resources))?;
        }
        match outcome {
            AuditOutcome::Done => {}
            AuditOutcome::Denied {
                reason,
                decision,
                count,
            } => {
                map.serialize_entry("errorCode", "AccessDenied")?;
                map.serialize_entry("errorMessage", reason)?;
                if !decision.is_empty() {
                    map.serialize_entry("additionalEventData", &Decision { decision })?;
                }
                if *count > 1 {
                    map.serialize_entry("count", count)?;
                }
            }
            AuditOutcome::Failed { code } => map.serialize_entry("errorCode", code)?,
        }
        Ok(())
    }
}

impl Serialize for Tail<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.entries(&mut map)?;
        map.end()
    }
}

/// What decided a denial.
#[derive(Serialize)]
struct Decision<'a> {
    decision: &'a str,
}

/// A time as CloudTrail writes it, without parts of a second.
struct Seconds(Timestamp);

impl Serialize for Seconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(time) = self;
        serializer.collect_str(&time.format("%Y-%m-%dT%H:%M:%SZ"))
    }
}

struct UserIdentity<'a>(&'a Principal);

impl Serialize for UserIdentity<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(principal) = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(
            "type",
            match principal {
                Principal::Root { .. } => "Root",
                Principal::User { .. } => "IAMUser",
                Principal::AssumedRole { .. } => "AssumedRole",
                Principal::FederatedUser { .. } => "FederatedUser",
                Principal::Service { .. } => "AWSService",
                Principal::Federated { provider } if provider.is_saml() => "SAMLUser",
                Principal::Federated { .. } => "WebIdentityUser",
                Principal::Anonymous => "Unknown",
            },
        )?;
        if let Principal::Federated { provider } = principal {
            map.serialize_entry("identityProvider", provider.as_str())?;
        }
        if let Principal::Service { name } = principal {
            map.serialize_entry("invokedBy", name)?;
        }
        if let Some(id) = principal.unique_id() {
            map.serialize_entry("principalId", id)?;
        }
        if let Some(arn) = principal.arn() {
            map.serialize_entry("arn", arn)?;
        }
        if let Some(account) = principal.account() {
            map.serialize_entry("accountId", &account)?;
        }
        if let Some(name) = principal.user_name() {
            map.serialize_entry("userName", name)?;
        }
        map.end()
    }
}

struct Parameters<'a> {
    parameters: &'a [(Cow<'static, str>, AuditValue)],
    encryption_context: &'a EncryptionContext,
}

impl Serialize for Parameters<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in self.parameters {
            map.serialize_entry(name, value)?;
        }
        if !self.encryption_context.is_empty() {
            map.serialize_entry("encryptionContext", self.encryption_context)?;
        }
        map.end()
    }
}

struct Resources<'a>(&'a [Arn]);

impl Serialize for Resources<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Resource<'a> {
            #[serde(rename = "ARN")]
            arn: &'a Arn,
            #[serde(rename = "accountId", skip_serializing_if = "str::is_empty")]
            account_id: &'a str,
        }

        serializer.collect_seq(self.0.iter().map(|arn| Resource {
            arn,
            account_id: arn.account(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Caller;

    #[test]
    fn a_denied_call_as_json() {
        let caller = Caller::user("arn:aws:iam::111122223333:user/mallory").unwrap();
        let mut record = AuditRecord::new(
            Timestamp::UNIX_EPOCH,
            Arc::new(caller),
            None,
            "kms",
            "Decrypt",
            "111122223333".parse().unwrap(),
            "eu-west-1".parse().unwrap(),
            true,
        );
        record
            .resources
            .push("arn:aws:kms:eu-west-1:111122223333:key/1".parse().unwrap());
        record.encryption_context = EncryptionContext::try_from_iter([("tenant", "42")]).unwrap();
        record.outcome = AuditOutcome::Denied {
            reason: "no".to_owned(),
            decision: "statement `Deny` of policy `p`".to_owned(),
            count: 3,
        };
        assert_eq!(
            serde_json::to_value(&record).unwrap(),
            serde_json::json!({
                "eventVersion": "1.11",
                "eventTime": "1970-01-01T00:00:00Z",
                "eventSource": "kms.amazonaws.com",
                "eventName": "Decrypt",
                "awsRegion": "eu-west-1",
                "recipientAccountId": "111122223333",
                "userIdentity": {
                    "type": "IAMUser",
                    "arn": "arn:aws:iam::111122223333:user/mallory",
                    "accountId": "111122223333",
                    "userName": "mallory"
                },
                "readOnly": true,
                "requestParameters": {"encryptionContext": {"tenant": "42"}},
                "resources": [{
                    "ARN": "arn:aws:kms:eu-west-1:111122223333:key/1",
                    "accountId": "111122223333"
                }],
                "errorCode": "AccessDenied",
                "errorMessage": "no",
                "additionalEventData": {"decision": "statement `Deny` of policy `p`"},
                "count": 3
            })
        );
    }
}
