//! What every call leaves behind, allowed and denied alike.

use std::{borrow::Cow, sync::Arc};

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{AccountId, Arn, Caller, EncryptionContext, Principal, Region, ServiceName, Timestamp};

/// One call, as AWS CloudTrail records it. Cheap to make: JSON comes into being when the record is written out.
///
/// It never holds plaintext, key material or tokens. The encryption context is not secret and is recorded.
///
/// Source: [CloudTrail record contents](https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AuditRecord {
    /// When the call was decided.
    pub time: Timestamp,
    /// Who called.
    pub caller: Arc<Caller>,
    /// The service that called on the caller's behalf, if one did.
    pub via: Option<ServiceName>,
    /// The service's prefix, such as `kms`.
    pub service: &'static str,
    /// The operation, such as `Encrypt`.
    pub operation: &'static str,
    /// The account whose resources were called for.
    pub account: AccountId,
    /// The region that was called.
    pub region: Region,
    /// What was called for.
    pub resources: Vec<Arn>,
    /// The encryption context of the request.
    pub encryption_context: EncryptionContext,
    /// Further members of the request that may be known, by CloudTrail's names: `keyId`.
    pub parameters: Vec<(Cow<'static, str>, AuditValue)>,
    /// Whether the operation changes nothing.
    pub read_only: bool,
    /// How it ended.
    pub outcome: AuditOutcome,
}

/// What a member of a request says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum AuditValue {
    /// A text; one of our own is not copied.
    Text(Cow<'static, str>),
    /// Anything else.
    Json(serde_json::Value),
}

impl AuditValue {
    /// Bytes of text in it, and some for what else it holds.
    pub fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Json(value) => json_len(value),
        }
    }

    /// Whether it is a text without a character.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The length of all texts in it, and a few bytes for all else.
fn json_len(value: &serde_json::Value) -> usize {
    use serde_json::Value;
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 8,
        Value::String(text) => text.len(),
        Value::Array(values) => values.iter().map(json_len).fold(0, usize::saturating_add),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| name.len().saturating_add(json_len(value)))
            .fold(0, usize::saturating_add),
    }
}

impl From<&'static str> for AuditValue {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for AuditValue {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<serde_json::Value> for AuditValue {
    fn from(value: serde_json::Value) -> Self {
        Self::Json(value)
    }
}

/// How a call ended.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum AuditOutcome {
    /// It was allowed, and done.
    Done,
    /// It was not allowed.
    Denied {
        /// The reason, as the caller was told.
        reason: String,
        /// What decided, for the people who keep the policies: which statement of which policy. The caller is not told it.
        decision: String,
        /// How many denials of the same caller, operation and resource this record stands for.
        count: u64,
    },
    /// It was allowed, and failed.
    Failed {
        /// AWS's name of the error.
        code: &'static str,
    },
}

impl AuditRecord {
    /// A call that was allowed and done, without further detail.
    #[expect(
        clippy::too_many_arguments,
        reason = "who, what, where and when: no record is without one"
    )]
    pub fn new(
        time: Timestamp,
        caller: Arc<Caller>,
        via: Option<ServiceName>,
        service: &'static str,
        operation: &'static str,
        account: AccountId,
        region: Region,
        read_only: bool,
    ) -> Self {
        Self {
            time,
            caller,
            via,
            service,
            operation,
            account,
            region,
            resources: Vec::new(),
            encryption_context: EncryptionContext::new(),
            parameters: Vec::new(),
            read_only,
            outcome: AuditOutcome::Done,
        }
    }
}

impl AuditRecord {
    /// The first half of its JSON, an object of its own: when, who, where, which operation.
    ///
    /// Many records in a row have the same: who writes them all can write it once.
    pub fn head(&self) -> impl Serialize {
        Head(self)
    }

    /// Whether both have the same [`head`](Self::head).
    pub fn has_same_head(&self, other: &Self) -> bool {
        let Self {
            time,
            caller,
            via,
            service,
            operation,
            account,
            region,
            resources: _,
            encryption_context: _,
            parameters: _,
            read_only,
            outcome: _,
        } = self;
        time.timestamp() == other.time.timestamp()
            && (Arc::ptr_eq(caller, &other.caller) || *caller == other.caller)
            && *via == other.via
            && *service == other.service
            && *operation == other.operation
            && *account == other.account
            && *region == other.region
            && *read_only == other.read_only
    }

    /// The second half of its JSON, an object of its own: what was asked for, and what came of it.
    pub fn tail(&self) -> impl Serialize {
        Tail(self)
    }

    /// Whether both have the same [`tail`](Self::tail).
    pub fn has_same_tail(&self, other: &Self) -> bool {
        self.resources == other.resources
            && self.encryption_context == other.encryption_context
            && self.parameters == other.parameters
            && self.outcome == other.outcome
    }
}

/// All of it in one object: the head, then the tail.
impl Serialize for AuditRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        Head(self).entries(&mut map)?;
        Tail(self).entries(&mut map)?;
        map.end()
    }
}

struct Head<'a>(&'a AuditRecord);

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

struct Tail<'a>(&'a AuditRecord);

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
    use super::*;

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
