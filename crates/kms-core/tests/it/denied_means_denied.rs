//! After `PutKeyPolicy` has returned, the next call on any thread is decided by the new policy.

use std::sync::{Arc, Barrier};

use common_types::{EncryptRequest, ServiceError};
use kms_core::PutKeyPolicyRequest;
use serde_json::{Value, json};
use store::{MemoryStore, RedbStore, Store, conformance::block_on};

use crate::world::*;

const THREADS: usize = 64;

fn app_may(effect: &str) -> Value {
    json!({"Sid": "App", "Effect": effect, "Principal": {"AWS": APP}, "Action": "kms:Encrypt", "Resource": "*"})
}

#[expect(clippy::disallowed_methods, reason = "a test's own threads")]
async fn a_deny_is_in_force_on_all_threads(store: Arc<dyn Store>) {
    let (world, _) = World::sealed(store).await;
    let key = world.key_with(app_may("Allow")).await;
    let (told, done) = (
        Arc::new(Barrier::new(THREADS + 1)),
        Arc::new(Barrier::new(THREADS + 1)),
    );
    let threads: Vec<_> = (0..THREADS)
        .map(|_| {
            let (kms, key, told, done) = (
                world.app(),
                key.clone(),
                Arc::clone(&told),
                Arc::clone(&done),
            );
            std::thread::spawn(move || {
                let encrypt = || block_on(kms.encrypt(EncryptRequest::new(&key, *b"x")));
                encrypt().unwrap();
                told.wait();
                done.wait();
                encrypt().map(drop).unwrap_err().code()
            })
        })
        .collect();
    told.wait();
    let request = PutKeyPolicyRequest::new(&key, policy_with(app_may("Deny")));
    world.root().put_key_policy(request).await.unwrap();
    done.wait();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), "AccessDeniedException");
    }
}

#[test]
fn in_memory() {
    block_on(a_deny_is_in_force_on_all_threads(Arc::new(
        MemoryStore::new(),
    )));
}

#[test]
fn in_a_file() {
    let directory = tempfile::tempdir().unwrap();
    let store = RedbStore::create(directory.path().join("store")).unwrap();
    block_on(a_deny_is_in_force_on_all_threads(Arc::new(store)));
}

#[tokio::test]
async fn it_says_which_statement_denies() {
    let world = World::new().await;
    let key = world.key_with(app_may("Deny")).await;
    let error = refused(
        world.app().encrypt(EncryptRequest::new(&key, *b"x")).await,
        "AccessDeniedException",
    );
    assert_eq!(
        error.to_string(),
        format!(
            "User: arn:aws:sts::111122223333:assumed-role/app/strongroom is not authorized to perform: kms:Encrypt on \
             resource: {key} with an explicit deny in a resource-based policy"
        )
    );
    let kms_core::Error::AccessDenied(kms_core::Denial::Policies(denied)) = error else {
        panic!("{error:?}");
    };
    let statement = denied.statement().unwrap();
    assert_eq!(
        (statement.policy.as_str(), statement.sid.as_deref()),
        ("key policy", Some("App"))
    );
}
