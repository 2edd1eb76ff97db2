//! What every call leaves behind, allowed and denied alike.

mod json;
mod value;

use std::{borrow::Cow, sync::Arc};

use serde::Serialize;

pub use value::AuditValue;

use json::{Head, Tail};

use crate::{AccountId, Arn, Caller, EncryptionContext, Region, ServiceName, Timestamp};

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
