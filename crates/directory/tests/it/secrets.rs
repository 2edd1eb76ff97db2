//! Secrets are seen once and nowhere else.

use std::sync::Mutex;

use common_types::BoxFuture;
use serde_json::Value;
use service_kit::{AuditLine, AuditSink, BoxedError};
use store::{KeyRange, Store};

use crate::world::*;

/// All audit records so far.
pub(crate) async fn audited(world: &World) -> Vec<Value> {
    let sink = Collected::default();
    world.guard.audit().drain(&sink).await.unwrap();
    let lines = sink.0.lock().unwrap();
    lines
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
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

#[tokio::test]
async fn no_debug_and_no_record_shows_one() {
    let world = World::new().await;
    let key = world.key(ALICE).await;
    let session = world.alice().assume_role(app()).await.unwrap();
    world.caller_with(&session).unwrap();
    let found = world
        .credentials
        .find(&key.access_key_id, None, start())
        .unwrap();
    let debug = format!("{key:?} {session:?} {found:?} {world:?}");
    let records = Value::from(audited(&world).await).to_string();
    for secret in [
        &key.secret_access_key,
        &session.credentials.secret_access_key,
        &session.credentials.session_token,
    ] {
        assert!(!debug.contains(secret.expose()));
        assert!(!records.contains(secret.expose()));
    }
}

#[tokio::test]
async fn a_stored_secret_is_wrapped_even_under_the_seal() {
    let world = World::new().await;
    let key = world.key(ALICE).await;
    let stored = world.sealed.scan(KeyRange::all(), 100).await.unwrap();
    let found = stored
        .iter()
        .any(|(_, record)| contains(&record.value, &key.access_key_id));
    assert!(found, "the record is there");
    let secret = key.secret_access_key.expose();
    assert!(
        !stored
            .iter()
            .any(|(_, record)| contains(&record.value, secret))
    );
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn the_answer_is_written_out_with_its_secrets() {
    let world = World::new().await;
    let session = world.alice().assume_role(app()).await.unwrap();
    let json = serde_json::to_value(&session).unwrap();
    let credentials = &json["Credentials"];
    assert_eq!(
        credentials["SecretAccessKey"],
        session.credentials.secret_access_key.expose()
    );
    assert_eq!(credentials["Expiration"], "2026-01-01T01:00:00Z");
    assert_eq!(json.get("PackedPolicySize"), None);
}
