//! What AWS's wire protocol costs over a direct Rust call: parse, verify the signature, authorise, act, audit, serialise.
//!
//! `kms:Encrypt` of 1 KiB by a user of the directory, on one core, bytes in and bytes out.

use std::{sync::Arc, time::Duration};

use aws_api::{Api, Authenticator, SigV4, WireRequest};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use benches_own::side_by_side::{Row, measure};
use common_types::{Clock, EncryptRequest, ManualClock, Timestamp};
use criterion::{Criterion, criterion_group, criterion_main};
use crypto::random::SystemRandom;
use directory::{AccessKeys, Credentials, Directory, sts::SessionTokens};
use kms_core::{CreateKeyRequest, Kms, KmsHandle};
use service_kit::{AuditLog, AuditMode, Guard};
use store::{BytesRootKey, MemoryStore, Store, StoreKeys, conformance::block_on};

#[path = "../../../crates/aws-api/tests/it/sigv4/signer.rs"]
mod signer;

use signer::Signer;

const PLAINTEXT: [u8; 1024] = [7; 1024];
const DIRECTORY: &str = r#"{"UserDetailList": [{
    "UserName": "alice", "UserId": "AIDAALICE", "Arn": "arn:aws:iam::111122223333:user/alice",
    "UserPolicyList": [{"PolicyName": "keys", "PolicyDocument": {"Statement": {
        "Effect": "Allow", "Action": "kms:*", "Resource": "*"}}}]
}]}"#;

fn calls(c: &mut Criterion) {
    let subject = Subject::new();
    let mut group = c.benchmark_group("Encrypt of 1 KiB");
    group.bench_function("direct", |b| b.iter(|| subject.direct()));
    group.bench_function("its signature", |b| b.iter(|| subject.verify()));
    group.bench_function("over the wire protocol", |b| b.iter(|| subject.wire()));
    group.finish();
}

/// What the wire protocol promises, measured in turns.
fn ratios(_: &mut Criterion) {
    const CALLS: usize = 100;
    let subject = Subject::new();
    let many = |call: &dyn Fn()| (0..CALLS).for_each(|_| call());
    let times = measure(
        vec![
            Row::new("direct", || many(&|| subject.direct())),
            Row::new("signature", || many(&|| subject.verify())),
            Row::new("wire", || many(&|| subject.wire())),
        ],
        Duration::from_secs(6),
    );
    let micros = |name| times.of(name).as_secs_f64() * 1e6 / CALLS as f64;
    let (direct, signature, wire) = (micros("direct"), micros("signature"), micros("wire"));
    println!(
        "kms:Encrypt of 1 KiB   direct {direct:.2} µs   its signature {signature:.2} µs   over the wire {wire:.2} µs"
    );
    println!(
        "over the direct call   {:.2} µs   (target 15)",
        wire - direct
    );
    println!("calls a second         {:.0}   (target 40000)", 1e6 / wire);
}

/// A handle, and the same behind the wire protocol, with one request that stays valid: the clock stands still.
struct Subject {
    kms: KmsHandle,
    key: String,
    api: Api,
    sigv4: Arc<SigV4>,
    now: Timestamp,
    headers: Vec<(String, String)>,
    body: String,
}

impl Subject {
    fn new() -> Self {
        block_on(async {
            let random = Arc::new(SystemRandom::new());
            let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
            let root = Arc::new(BytesRootKey::new([7; 32]).unwrap());
            let keys = StoreKeys::open(
                Arc::clone(&store),
                root,
                Arc::<SystemRandom>::clone(&random),
            )
            .await
            .unwrap();
            let audit = AuditLog::new(Arc::clone(&store), &*random, AuditMode::Buffered).unwrap();
            let clock = Arc::new(ManualClock::new("2026-01-01T00:00:00Z".parse().unwrap()));
            let directory = Directory::from_json(DIRECTORY).unwrap();
            let guard = Guard::new(
                Arc::new(directory.clone()),
                Arc::new(audit),
                Arc::<ManualClock>::clone(&clock),
            );
            let access_keys = AccessKeys::open(
                Arc::clone(&store),
                keys.clone(),
                directory.clone(),
                guard.clone(),
                Arc::<SystemRandom>::clone(&random),
            )
            .await
            .unwrap();
            let alice = "arn:aws:iam::111122223333:user/alice".parse().unwrap();
            let access_key = access_keys.create_access_key(&alice).await.unwrap();
            let tokens = SessionTokens::new(keys.clone(), Arc::<SystemRandom>::clone(&random));
            let credentials = Credentials::new(directory, access_keys, tokens);
            let now = clock.now();
            let caller = credentials
                .find(&access_key.access_key_id, None, now)
                .unwrap()
                .caller;

            let service = Kms::new(store, keys, guard, Arc::<SystemRandom>::clone(&random));
            let kms = service.caller(caller).region("eu-west-1").unwrap();
            let made = kms.create_key(CreateKeyRequest::new()).await.unwrap();
            let key = made.key_metadata.key_id.to_string();
            let sigv4 = Arc::new(SigV4::new(Arc::new(credentials)));
            let api = Api::new(
                Arc::<SigV4>::clone(&sigv4),
                clock,
                random,
                vec![Arc::new(service)],
            );
            let body = format!(
                r#"{{"KeyId":"{key}","Plaintext":"{}"}}"#,
                STANDARD.encode(PLAINTEXT)
            );
            let signer = Signer {
                access_key_id: &access_key.access_key_id,
                secret_access_key: access_key.secret_access_key.expose(),
                session_token: None,
                region: "eu-west-1",
                service: "kms",
                at: now,
            };
            let headers = signer.headers("TrentService.Encrypt", body.as_bytes());
            let subject = Self {
                kms,
                key,
                api,
                sigv4,
                now,
                headers,
                body,
            };
            let answer = subject.answer().await;
            assert_eq!(answer.status, 200, "{answer:?}");
            subject
        })
    }

    fn direct(&self) {
        let request = EncryptRequest::new(&self.key, PLAINTEXT);
        std::hint::black_box(block_on(self.kms.encrypt(request)).unwrap());
    }

    fn verify(&self) {
        let headers = self.headers();
        let request = WireRequest::post(&headers, self.body.as_bytes());
        std::hint::black_box(self.sigv4.authenticate(&request, self.now).unwrap());
    }

    fn wire(&self) {
        std::hint::black_box(block_on(self.answer()));
    }

    async fn answer(&self) -> aws_api::WireResponse {
        let headers = self.headers();
        self.api
            .respond(WireRequest::post(&headers, self.body.as_bytes()))
            .await
    }

    fn headers(&self) -> Vec<(&str, &[u8])> {
        let pairs = self.headers.iter();
        pairs
            .map(|(name, value)| (name.as_str(), value.as_bytes()))
            .collect()
    }
}

criterion_group!(benches, calls, ratios);
criterion_main!(benches);
