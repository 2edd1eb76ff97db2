//! A KMS to test with: a manual clock, policies that a test sets, and a store of its choice.

use std::{
    fmt::Debug,
    sync::{Arc, Mutex},
};

use common_types::{Arn, BoxFuture, Caller, ManualClock, ServiceError, Timestamp};
use crypto::random::SystemRandom;
use kms_core::{CreateAliasRequest, CreateKeyRequest, Error, Kms, KmsHandle};
use policy_eval::{CompiledPolicy, Policy, PolicyKind};
use serde_json::{Value, json};
use service_kit::{
    AuditLine, AuditLog, AuditMode, AuditSink, BoxedError, Guard, PrincipalPolicies,
    StaticPolicySource,
};
use store::{BytesRootKey, MemoryStore, SealedStore, Store, StoreKeys};

pub(crate) const ACCOUNT: &str = "111122223333";
pub(crate) const OTHER_ACCOUNT: &str = "444455556666";
pub(crate) const REGION: &str = "eu-west-1";
pub(crate) const APP: &str = "arn:aws:iam::111122223333:role/app";
pub(crate) const STRANGER: &str = "arn:aws:iam::444455556666:role/stranger";

/// All of a KMS, and what it stands on.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) kms: Kms,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) policies: Arc<StaticPolicySource>,
    pub(crate) audit: Arc<AuditLog>,
}

impl World {
    /// In memory.
    pub(crate) async fn new() -> Self {
        Self::over(Arc::new(MemoryStore::new())).await
    }

    /// Over a store, whose keys it makes or opens.
    pub(crate) async fn over(store: Arc<dyn Store>) -> Self {
        let keys = keys(Arc::clone(&store)).await;
        Self::with_keys(store, keys)
    }

    /// Over a store that is sealed under its keys.
    pub(crate) async fn sealed(beneath: Arc<dyn Store>) -> (Self, Arc<SealedStore>) {
        let keys = keys(beneath).await;
        let sealed = Arc::new(SealedStore::new(keys.clone()));
        let store = Arc::<SealedStore>::clone(&sealed);
        (Self::with_keys(store, keys), sealed)
    }

    fn with_keys(store: Arc<dyn Store>, keys: StoreKeys) -> Self {
        let random = Arc::new(SystemRandom::new());
        let clock = Arc::new(ManualClock::new(start()));
        let policies = Arc::new(StaticPolicySource::new());
        let audit =
            Arc::new(AuditLog::new(Arc::clone(&store), &*random, AuditMode::Buffered).unwrap());
        let guard = Guard::new(
            Arc::<StaticPolicySource>::clone(&policies),
            Arc::clone(&audit),
            Arc::<ManualClock>::clone(&clock),
        );
        let kms = Kms::new(Arc::clone(&store), keys, guard, random);
        Self {
            kms,
            store,
            clock,
            policies,
            audit,
        }
    }

    pub(crate) fn handle(&self, caller: Caller) -> KmsHandle {
        self.kms.caller(caller).region(REGION).unwrap()
    }

    /// The account's root user: with the default key policy it may do everything.
    pub(crate) fn root(&self) -> KmsHandle {
        self.handle(root())
    }

    /// A role of the account, with whatever identity policy a test gives it.
    pub(crate) fn app(&self) -> KmsHandle {
        self.handle(app())
    }

    /// A role of another account.
    pub(crate) fn stranger(&self) -> KmsHandle {
        self.handle(stranger())
    }

    /// Gives a user or role one identity policy, with this statement.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "so that tests read `json!(…)`"
    )]
    pub(crate) fn grant(&self, principal: &str, statement: Value) {
        let policy = json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
        let policy = Policy::parse(&policy, PolicyKind::Identity).unwrap();
        let policies =
            PrincipalPolicies::none().identity(CompiledPolicy::compile("identity", &policy).into());
        self.policies.set(principal.parse().unwrap(), policies);
    }

    /// Lets a user or role do all of KMS, as far as identity policies go.
    pub(crate) fn grant_all(&self, principal: &str) {
        self.grant(
            principal,
            json!({"Effect": "Allow", "Action": "kms:*", "Resource": "*"}),
        );
    }

    /// A new key of the account, by its ARN.
    pub(crate) async fn key(&self) -> String {
        self.key_of(CreateKeyRequest::new()).await
    }

    pub(crate) async fn key_of(&self, request: CreateKeyRequest) -> String {
        self.root()
            .create_key(request)
            .await
            .unwrap()
            .key_metadata
            .arn
    }

    /// A new key with one statement beside that of the default policy.
    pub(crate) async fn key_with(&self, statement: Value) -> String {
        self.key_of(CreateKeyRequest::new().policy(policy_with(statement)))
            .await
    }

    pub(crate) async fn alias(&self, name: &str, key: &str) {
        self.root()
            .create_alias(CreateAliasRequest::new(name, key))
            .await
            .unwrap();
    }

    /// All audit records so far, each once.
    pub(crate) async fn audited(&self) -> Vec<Value> {
        let sink = Collected::default();
        self.audit.drain(&sink).await.unwrap();
        let lines = sink.0.lock().unwrap();
        lines
            .iter()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// The default key policy of [`ACCOUNT`], with one more statement.
#[expect(
    clippy::needless_pass_by_value,
    reason = "so that tests read `json!(…)`"
)]
pub(crate) fn policy_with(statement: Value) -> String {
    json!({
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Root",
                "Effect": "Allow",
                "Principal": {"AWS": format!("arn:aws:iam::{ACCOUNT}:root")},
                "Action": "kms:*",
                "Resource": "*"
            },
            statement
        ]
    })
    .to_string()
}

pub(crate) fn root() -> Caller {
    Caller::root(ACCOUNT).unwrap()
}

pub(crate) fn app() -> Caller {
    Caller::role(APP).unwrap()
}

pub(crate) fn stranger() -> Caller {
    Caller::role(STRANGER).unwrap()
}

pub(crate) fn start() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

/// The root key that all test worlds share, so that a store can be opened again.
pub(crate) async fn keys(store: Arc<dyn Store>) -> StoreKeys {
    let root = Arc::new(BytesRootKey::new([7; 32]).unwrap());
    StoreKeys::open(store, root, Arc::new(SystemRandom::new()))
        .await
        .unwrap()
}

/// The key id in an ARN.
pub(crate) fn id_of(arn: &str) -> String {
    arn.parse::<Arn>().unwrap().resource_id().to_owned()
}

/// Requires an error by its AWS code.
#[track_caller]
pub(crate) fn refused<T: Debug>(answer: Result<T, Error>, code: &str) -> Error {
    let error = answer.unwrap_err();
    assert_eq!(error.code(), code, "{error}");
    error
}

/// Requires an error by its AWS code and its message.
#[track_caller]
pub(crate) fn refused_with<T: Debug>(answer: Result<T, Error>, code: &str, message: &str) {
    assert_eq!(refused(answer, code).to_string(), message);
}

#[derive(Debug, Default)]
struct Collected(Mutex<Vec<String>>);

impl AuditSink for Collected {
    fn take_over<'a>(&'a self, lines: &'a [AuditLine]) -> BoxFuture<'a, Result<(), BoxedError>> {
        self.0
            .lock()
            .unwrap()
            .extend(lines.iter().map(|line| line.json.clone()));
        Box::pin(async { Ok(()) })
    }
}
