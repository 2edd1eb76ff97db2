//! Whoever is in the directory calls with its access keys, or with a session's, and is decided by its policies.

use std::{sync::Arc, time::Duration};

use aws_api::{Api, SigV4, WireRequest, WireResponse};
use common_types::{Clock, ManualClock};
use crypto::random::SystemRandom;
use directory::{
    AccessKey, AccessKeyStatus, AccessKeys, Credentials, Directory,
    sts::{AssumeRoleRequest, SessionCredentials, SessionTokens, Sts},
};
use kms_core::Kms;
use service_kit::{AuditLog, AuditMode, Guard};
use store::{BytesRootKey, MemoryStore, SealedStore, Store, StoreKeys};

use super::signer::Signer;

const DIRECTORY: &str = r#"{
    "UserDetailList": [{
        "UserName": "alice", "UserId": "AIDAALICE", "Arn": "arn:aws:iam::111122223333:user/alice",
        "UserPolicyList": [{"PolicyName": "keys", "PolicyDocument": {"Statement": {
            "Effect": "Allow", "Action": ["kms:CreateKey", "kms:ListKeys"], "Resource": "*"}}}]
    }],
    "RoleDetailList": [{
        "RoleName": "lister", "RoleId": "AROALISTER", "Arn": "arn:aws:iam::111122223333:role/lister",
        "AssumeRolePolicyDocument": {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": {"AWS": "arn:aws:iam::111122223333:user/alice"}}},
        "RolePolicyList": [{"PolicyName": "keys", "PolicyDocument": {"Statement": {
            "Effect": "Allow", "Action": "kms:*", "Resource": "*"}}}]
    }]
}"#;
const ALICE: &str = "arn:aws:iam::111122223333:user/alice";
const LISTER: &str = "arn:aws:iam::111122223333:role/lister";

struct World {
    api: Api,
    clock: Arc<ManualClock>,
    access_keys: AccessKeys,
    credentials: Credentials,
    sts: Sts,
}

impl World {
    async fn new() -> Self {
        let random = Arc::new(SystemRandom::new());
        let root = Arc::new(BytesRootKey::new([7; 32]).unwrap());
        let beneath = Arc::new(MemoryStore::new());
        let keys = StoreKeys::open(beneath, root, Arc::<SystemRandom>::clone(&random))
            .await
            .unwrap();
        let store: Arc<dyn Store> = Arc::new(SealedStore::new(keys.clone()));
        let audit = AuditLog::new(Arc::clone(&store), &*random, AuditMode::Buffered).unwrap();
        let clock = Arc::new(ManualClock::new("2026-01-01T00:00:00Z".parse().unwrap()));
        let directory = Directory::from_json(DIRECTORY).unwrap();
        let guard = Guard::new(
            Arc::new(directory.clone()),
            Arc::new(audit),
            Arc::<ManualClock>::clone(&clock),
        );
        let tokens = SessionTokens::new(keys.clone(), Arc::<SystemRandom>::clone(&random));
        let access_keys = AccessKeys::open(
            Arc::clone(&store),
            keys.clone(),
            directory.clone(),
            guard.clone(),
            Arc::<SystemRandom>::clone(&random),
        )
        .await
        .unwrap();
        let credentials = Credentials::new(directory.clone(), access_keys.clone(), tokens.clone());
        let kms = Kms::new(
            store,
            keys,
            guard.clone(),
            Arc::<SystemRandom>::clone(&random),
        );
        let api = Api::new(
            Arc::new(SigV4::new(Arc::new(credentials.clone()))),
            Arc::<ManualClock>::clone(&clock),
            random,
            vec![Arc::new(kms)],
        );
        let sts = Sts::new(directory, guard, tokens);
        Self {
            api,
            clock,
            access_keys,
            credentials,
            sts,
        }
    }

    async fn alices_key(&self) -> AccessKey {
        self.access_keys
            .create_access_key(&ALICE.parse().unwrap())
            .await
            .unwrap()
    }

    /// A session of the role, by whoever holds the key.
    async fn session(&self, key: &AccessKey, request: AssumeRoleRequest) -> SessionCredentials {
        let found = self
            .credentials
            .find(&key.access_key_id, None, self.clock.now());
        let sts = self
            .sts
            .caller(found.unwrap().caller)
            .region("eu-west-1")
            .unwrap();
        sts.assume_role(request).await.unwrap().credentials
    }

    async fn send(&self, signer: &Signer<'_>, operation: &str) -> WireResponse {
        let headers = signer.headers(&format!("TrentService.{operation}"), b"{}");
        let headers: Vec<(&str, &[u8])> = headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_bytes()))
            .collect();
        self.api.respond(WireRequest::post(&headers, b"{}")).await
    }
}

fn with_key<'a>(key: &'a AccessKey, world: &World) -> Signer<'a> {
    Signer {
        access_key_id: &key.access_key_id,
        secret_access_key: key.secret_access_key.expose(),
        session_token: None,
        region: "eu-west-1",
        service: "kms",
        at: world.clock.now(),
    }
}

fn with_session<'a>(session: &'a SessionCredentials, world: &World) -> Signer<'a> {
    Signer {
        access_key_id: &session.access_key_id,
        secret_access_key: session.secret_access_key.expose(),
        session_token: Some(session.session_token.expose()),
        region: "eu-west-1",
        service: "kms",
        at: world.clock.now(),
    }
}

#[track_caller]
fn refused(response: &WireResponse, code: &str) {
    assert_eq!(response.status, 400);
    assert_eq!(
        response.error.as_deref(),
        Some(code),
        "{}",
        String::from_utf8_lossy(&response.body)
    );
}

#[tokio::test]
async fn a_user_calls_with_its_access_key() {
    let world = World::new().await;
    let key = world.alices_key().await;
    let answer = world.send(&with_key(&key, &world), "ListKeys").await;
    assert_eq!(
        answer.status,
        200,
        "{}",
        String::from_utf8_lossy(&answer.body)
    );
    let denied = world.send(&with_key(&key, &world), "ListAliases").await;
    refused(&denied, "AccessDeniedException");
}

#[tokio::test]
async fn a_key_that_is_off_and_one_that_is_none() {
    let world = World::new().await;
    let key = world.alices_key().await;
    let off = world
        .access_keys
        .update_access_key(&key.access_key_id, AccessKeyStatus::Inactive);
    off.await.unwrap();
    let answer = world.send(&with_key(&key, &world), "ListKeys").await;
    refused(&answer, "UnrecognizedClientException");
    let unknown = Signer {
        access_key_id: "AKIAIOSFODNN7EXAMPLE",
        ..with_key(&key, &world)
    };
    refused(
        &world.send(&unknown, "ListKeys").await,
        "UnrecognizedClientException",
    );
}

#[tokio::test]
async fn a_wrong_secret_and_a_wrong_scope() {
    let world = World::new().await;
    let key = world.alices_key().await;
    let good = with_key(&key, &world);
    for signer in [
        Signer {
            secret_access_key: "wrong",
            ..good.clone()
        },
        Signer {
            service: "ssm",
            ..good.clone()
        },
        Signer {
            region: "nowhere",
            ..good.clone()
        },
        Signer {
            at: world.clock.now() - Duration::from_secs(301),
            ..good.clone()
        },
    ] {
        refused(
            &world.send(&signer, "ListKeys").await,
            "InvalidSignatureException",
        );
    }
    // The signing key of the right secret is kept, and does not stand for a wrong one.
    assert_eq!(world.send(&good, "ListKeys").await.status, 200);
    let wrong = Signer {
        secret_access_key: "wrong",
        ..good
    };
    refused(
        &world.send(&wrong, "ListKeys").await,
        "InvalidSignatureException",
    );
}

#[tokio::test]
async fn a_session_calls_until_it_is_over() {
    let world = World::new().await;
    let key = world.alices_key().await;
    let session = world
        .session(
            &key,
            AssumeRoleRequest::new(LISTER, "work").duration_seconds(900),
        )
        .await;
    for operation in ["ListKeys", "CreateKey"] {
        let answer = world.send(&with_session(&session, &world), operation).await;
        assert_eq!(
            answer.status,
            200,
            "{}",
            String::from_utf8_lossy(&answer.body)
        );
    }
    let without_token = Signer {
        session_token: None,
        ..with_session(&session, &world)
    };
    refused(
        &world.send(&without_token, "ListKeys").await,
        "UnrecognizedClientException",
    );
    world.clock.advance(Duration::from_secs(900));
    let over = world
        .send(&with_session(&session, &world), "ListKeys")
        .await;
    refused(&over, "ExpiredTokenException");
}

#[tokio::test]
async fn a_session_is_limited_by_its_policy() {
    let world = World::new().await;
    let key = world.alices_key().await;
    let policy = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "kms:ListKeys", "Resource": "*"}}"#;
    let request = AssumeRoleRequest::new(LISTER, "work").policy(policy);
    let session = world.session(&key, request).await;
    let signer = with_session(&session, &world);
    assert_eq!(world.send(&signer, "ListKeys").await.status, 200);
    let denied = world.send(&signer, "CreateKey").await;
    refused(&denied, "AccessDeniedException");
    let body = String::from_utf8_lossy(&denied.body).into_owned();
    assert!(
        body.contains("because no session policy allows the kms:CreateKey action"),
        "{body}"
    );
}
