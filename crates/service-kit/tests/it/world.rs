//! One deterministic world: a clock that is moved by hand, seeded randomness, a store that fails when it is told to.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use chrono::DateTime;
use common_types::{AccountId, Arn, BoxFuture, Caller, ManualClock, Region};
use crypto::random::DangerousSeededRandom;
use policy_eval::{CompiledPolicy, Policy, PolicyKind};
use service_kit::{
    AuditLine, AuditLog, AuditMode, AuditSink, BoxedError, Error, Guard, Identity, Operation,
    PolicySource, PrincipalPolicies, StaticPolicySource, Target,
};
use store::{FaultyStore, Key, KeyRange, MemoryStore, MeteredStore, Store};

pub(crate) const READ: Operation = Operation::reading("notes", "ReadNote", "notes:ReadNote");
pub(crate) const WRITE: Operation = Operation::writing("notes", "WriteNote", "notes:WriteNote");

pub(crate) const ROLE: &str = "arn:aws:iam::111122223333:role/app";
pub(crate) const STRANGER: &str = "arn:aws:iam::444455556666:role/other";
pub(crate) const NOTE: &str = "arn:aws:notes:eu-west-1:111122223333:note/1";

/// Counts what it is asked, and fails when it is told to.
type Storage = FaultyStore<Arc<MeteredStore<MemoryStore>>>;

pub(crate) struct World {
    pub(crate) store: Arc<Storage>,
    meters: Arc<MeteredStore<MemoryStore>>,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) policies: Arc<StaticPolicySource>,
    pub(crate) guard: Guard,
}

impl World {
    pub(crate) fn new(mode: AuditMode) -> Self {
        let policies = Arc::new(StaticPolicySource::new());
        Self::with_source(mode, Arc::clone(&policies), policies)
    }

    pub(crate) fn with_source(
        mode: AuditMode,
        policies: Arc<StaticPolicySource>,
        source: Arc<dyn PolicySource>,
    ) -> Self {
        let meters = Arc::new(MeteredStore::new(MemoryStore::new()));
        let store = Arc::new(FaultyStore::new(Arc::clone(&meters)));
        let start = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let clock = Arc::new(ManualClock::new(start));
        let random = DangerousSeededRandom::new(1);
        let audit = Arc::new(AuditLog::new(Arc::<Storage>::clone(&store), &random, mode).unwrap());
        let guard = Guard::new(source, audit, Arc::<ManualClock>::clone(&clock));
        Self {
            store,
            meters,
            clock,
            policies,
            guard,
        }
    }

    pub(crate) fn shared_store(&self) -> Arc<dyn Store> {
        Arc::<Storage>::clone(&self.store)
    }

    /// One call that reads a note, from beginning to end.
    pub(crate) async fn read(&self, caller: &Identity, target: &Target<'_>) -> Result<(), Error> {
        let mut call = self.guard.begin(caller, &READ);
        let outcome = call.authorise(target).map_err(Error::from);
        call.finish(outcome).await
    }

    /// Lets a principal do what an identity policy with this statement allows.
    pub(crate) fn allow(&self, principal: &str, statement: &str) {
        let policies = PrincipalPolicies::none().identity(identity_policy(statement).into());
        self.policies.set(principal.parse().unwrap(), policies);
    }

    /// All audit records that are in the store, as JSON; they stay there.
    pub(crate) async fn stored_lines(&self) -> Vec<serde_json::Value> {
        let batches = Key::global("audit").str("batch").build().unwrap();
        let batches = self
            .store
            .scan(KeyRange::prefix(&batches), 1_000)
            .await
            .unwrap();
        let lines = batches
            .iter()
            .flat_map(|(_, batch)| lines_of(&batch.value[1..]));
        lines
            .map(|line| serde_json::from_slice(&line).unwrap())
            .collect()
    }

    /// Flushes and drains the log, and gives the records as JSON.
    pub(crate) async fn drained(&self) -> Vec<serde_json::Value> {
        let sink = Lines::default();
        self.guard.audit().drain(&sink).await.unwrap();
        sink.json()
    }

    pub(crate) fn commits(&self) -> u64 {
        self.meters.meters().commits
    }
}

/// Keeps the audit lines that it is given.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    pub(crate) lines: Mutex<Vec<AuditLine>>,
    pub(crate) refuses: AtomicBool,
}

impl Lines {
    pub(crate) fn json(&self) -> Vec<serde_json::Value> {
        let lines = self.lines.lock().unwrap();
        lines
            .iter()
            .map(|line| serde_json::from_str(&line.json).unwrap())
            .collect()
    }
}

impl AuditSink for Lines {
    fn take_over<'a>(&'a self, lines: &'a [AuditLine]) -> BoxFuture<'a, Result<(), BoxedError>> {
        self.lines.lock().unwrap().extend_from_slice(lines);
        let refuses = self.refuses.load(Ordering::SeqCst);
        Box::pin(async move {
            if refuses {
                Err("the sink is full".into())
            } else {
                Ok(())
            }
        })
    }
}

pub(crate) fn role() -> Identity {
    caller(Caller::role(ROLE).unwrap())
}

pub(crate) fn stranger() -> Identity {
    caller(Caller::role(STRANGER).unwrap())
}

pub(crate) fn root() -> Identity {
    caller(Caller::root("111122223333").unwrap())
}

pub(crate) fn caller(caller: Caller) -> Identity {
    Identity::new(Arc::new(caller), region())
}

pub(crate) fn region() -> Region {
    "eu-west-1".parse().unwrap()
}

pub(crate) fn account() -> AccountId {
    "111122223333".parse().unwrap()
}

pub(crate) fn note() -> Arn {
    NOTE.parse().unwrap()
}

pub(crate) fn identity_policy(statement: &str) -> CompiledPolicy {
    compile(statement, PolicyKind::Identity)
}

pub(crate) fn resource_policy(statement: &str) -> CompiledPolicy {
    compile(statement, PolicyKind::Resource)
}

fn compile(statement: &str, kind: PolicyKind) -> CompiledPolicy {
    let json = format!(r#"{{"Version": "2012-10-17", "Statement": {statement}}}"#);
    CompiledPolicy::compile("test policy", &Policy::parse(&json, kind).unwrap())
}

/// The lines of a batch behind its format, read as `docs/formats.md` draws it.
fn lines_of(mut batch: &[u8]) -> Vec<Vec<u8>> {
    let mut halves: Vec<&[u8]> = Vec::new();
    let mut half = || {
        let (number, rest) = batch.split_first_chunk()?;
        let number = usize::from(u16::from_be_bytes(*number));
        batch = rest;
        if number == halves.len() {
            let (len, rest) = batch.split_first_chunk()?;
            let (half, rest) = rest.split_at(u32::from_be_bytes(*len) as usize);
            halves.push(half);
            batch = rest;
        }
        Some(halves[number])
    };
    std::iter::from_fn(|| Some([half()?, half()?].concat())).collect()
}
