//! A Parameter Store to test with: a manual clock, policies that a test sets, KMS beside it, and a store of its choice.

use std::{
    fmt::Debug,
    sync::{Arc, Mutex},
};

use common_types::{
    BoxFuture, BoxedServiceError, Caller, Event, ManualClock, Region, SecretReader, SecretValue,
    SecretValueRequest, ServiceError, Timestamp,
};
use crypto::random::SystemRandom;
use kms_core::{CreateKeyRequest, Kms};
use param_store::{
    Error, GetParameterRequest, ParamStore, ParamStoreHandle, Parameter, ParameterType,
    PutParameterRequest, PutParameterResponse,
};
use policy_eval::{CompiledPolicy, Policy, PolicyKind};
use serde_json::{Value, json};
use service_kit::{
    AuditLine, AuditLog, AuditMode, AuditSink, BoxedError, EventSink, Guard, Outbox,
    PrincipalPolicies, StaticPolicySource,
};
use store::{BytesRootKey, MemoryStore, SealedStore, Store, StoreKeys};

pub(crate) const ACCOUNT: &str = "111122223333";
pub(crate) const OTHER_ACCOUNT: &str = "444455556666";
pub(crate) const REGION: &str = "eu-west-1";
pub(crate) const APP: &str = "arn:aws:iam::111122223333:role/app";
pub(crate) const STRANGER: &str = "arn:aws:iam::444455556666:role/stranger";

/// All of a Parameter Store, and what it stands on.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) params: ParamStore,
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
    pub(crate) async fn sealed(beneath: Arc<dyn Store>) -> Self {
        let keys = keys(beneath).await;
        let store = Arc::new(SealedStore::new(keys.clone()));
        Self::with_keys(store, keys)
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
        let kms = Kms::new(
            Arc::clone(&store),
            keys.clone(),
            guard.clone(),
            Arc::<SystemRandom>::clone(&random),
        );
        let params = ParamStore::new(
            Arc::clone(&store),
            keys,
            guard,
            random,
            Arc::new(kms.clone()),
        );
        Self {
            params: params.with_secrets(Arc::new(Secrets)),
            kms,
            store,
            clock,
            policies,
            audit,
        }
    }

    pub(crate) fn handle(&self, caller: Caller) -> ParamStoreHandle {
        self.params.caller(caller).region(REGION).unwrap()
    }

    /// The account's root user: it may do everything.
    pub(crate) fn root(&self) -> ParamStoreHandle {
        self.handle(Caller::root(ACCOUNT).unwrap())
    }

    /// A role of the account, with whatever identity policy a test gives it.
    pub(crate) fn app(&self) -> ParamStoreHandle {
        self.handle(Caller::role(APP).unwrap())
    }

    /// A role of another account.
    pub(crate) fn stranger(&self) -> ParamStoreHandle {
        self.handle(Caller::role(STRANGER).unwrap())
    }

    /// Gives a user or role one identity policy, with these statements.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "so that tests read `json!(…)`"
    )]
    pub(crate) fn grant(&self, principal: &str, statements: Value) {
        let policy = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
        let policy = Policy::parse(&policy, PolicyKind::Identity).unwrap();
        let policies =
            PrincipalPolicies::none().identity(CompiledPolicy::compile("identity", &policy).into());
        self.policies.set(principal.parse().unwrap(), policies);
    }

    /// Lets a user or role do these actions on these resources.
    pub(crate) fn allow(&self, principal: &str, actions: &[&str], resources: &[&str]) {
        self.grant(
            principal,
            json!({"Effect": "Allow", "Action": actions, "Resource": resources}),
        );
    }

    /// Puts a value of type `String`, whether or not the parameter is there.
    pub(crate) async fn put(&self, name: &str, value: &str) -> PutParameterResponse {
        let request = PutParameterRequest::of_type(name, ParameterType::String, value);
        let request = request.overwrite(true);
        self.root().put_parameter(request).await.unwrap()
    }

    /// Puts a value of type `SecureString`.
    pub(crate) async fn put_secret(&self, name: &str, value: &str) -> PutParameterResponse {
        let request = PutParameterRequest::of_type(name, ParameterType::SecureString, value);
        let request = request.overwrite(true);
        self.root().put_parameter(request).await.unwrap()
    }

    /// Reads a parameter as the root user, decrypted.
    pub(crate) async fn get(&self, name: &str) -> Parameter {
        let request = GetParameterRequest::new(name).with_decryption(true);
        self.root().get_parameter(request).await.unwrap().parameter
    }

    /// A new customer managed KMS key of the account, by its ARN.
    pub(crate) async fn key(&self) -> String {
        self.key_of(CreateKeyRequest::new()).await
    }

    pub(crate) async fn key_of(&self, request: CreateKeyRequest) -> String {
        let root = Caller::root(ACCOUNT).unwrap();
        let kms = self.kms.caller(root).region(REGION).unwrap();
        kms.create_key(request).await.unwrap().key_metadata.arn
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

    /// All events that wait, each once.
    pub(crate) async fn events(&self) -> Vec<Event> {
        let sink = Events::default();
        let outbox = Outbox::new(Arc::clone(&self.store), Arc::new(SystemRandom::new()));
        outbox.deliver(&sink).await.unwrap();
        sink.0.into_inner().unwrap()
    }

    /// Does what is due at a time, and lets it be that time.
    pub(crate) async fn run_due_at(&self, now: Timestamp) -> (u64, u64) {
        self.clock.set(now);
        let report = self.params.run_due(now).await.unwrap();
        (report.expired_parameters, report.notifications)
    }
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

/// The ARN of a parameter of the account.
pub(crate) fn arn(name: &str) -> String {
    let name = name.trim_start_matches('/');
    format!("arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/{name}")
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

#[derive(Debug, Default)]
struct Events(Mutex<Vec<Event>>);

impl EventSink for Events {
    fn take_over<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<(), BoxedError>> {
        self.0.lock().unwrap().push(event.clone());
        Box::pin(async { Ok(()) })
    }
}

/// A Secrets Manager with one secret of two versions, which answers as AWS's does.
#[derive(Debug)]
struct Secrets;

impl SecretReader for Secrets {
    fn secret_value<'a>(
        &'a self,
        _: &'a Arc<Caller>,
        _: &'a Region,
        request: SecretValueRequest,
    ) -> BoxFuture<'a, Result<SecretValue, BoxedServiceError>> {
        Box::pin(async move {
            let stage = request.version_stage.as_deref().unwrap_or("AWSCURRENT");
            let value = match (request.secret_id.as_str(), &request.version_id, stage) {
                ("db/password", Some(id), _) if id == VERSION => "current",
                ("db/password", None, "AWSCURRENT") => "current",
                ("db/password", None, "AWSPREVIOUS") => "previous",
                _ => return Err(BoxedServiceError::new(NoSuchSecret)),
            };
            let mut secret = SecretValue::new(
                "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db/password-a1b2c3"
                    .parse()
                    .unwrap(),
                "db/password",
                VERSION,
                secret_made(),
                value.as_bytes().into(),
                true,
            );
            secret.version_stages = vec![stage.to_owned()];
            Ok(secret)
        })
    }
}

/// The id of the newest version of the one secret.
pub(crate) const VERSION: &str = "a1b2c3d4-5678-90ab-cdef-1234567890ab";

/// When it was made: before all parameters.
pub(crate) fn secret_made() -> Timestamp {
    Timestamp::from_timestamp(1_526_334_434, 743_000_000).unwrap()
}

#[derive(Debug, thiserror::Error)]
#[error("Secrets Manager can't find the specified secret.")]
struct NoSuchSecret;

impl ServiceError for NoSuchSecret {
    fn code(&self) -> &'static str {
        "ResourceNotFoundException"
    }

    fn status(&self) -> u16 {
        400
    }

    fn retryable(&self) -> bool {
        false
    }
}
