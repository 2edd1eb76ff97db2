//! No plaintext and no key material shows in `Debug`, errors or audit records.

use std::sync::Arc;

use base64::{Engine, prelude::BASE64_STANDARD};
use common_types::{DataKeySpec, DecryptRequest, EncryptRequest, GenerateDataKeyRequest};
use kms_core::{CiphertextBlob, GenerateRandomRequest, ReEncryptRequest};
use store::{Key, KeyRange, MemoryStore, Store};

use crate::world::*;

/// All forms in which secret bytes could show.
fn forms(secret: &[u8]) -> Vec<String> {
    let list = format!("{secret:?}");
    let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    vec![
        String::from_utf8_lossy(secret).into_owned(),
        list.trim_matches(['[', ']']).to_owned(),
        hex.to_uppercase(),
        hex,
        BASE64_STANDARD
            .encode(secret)
            .trim_end_matches('=')
            .to_owned(),
    ]
}

#[track_caller]
fn shows_nothing(shown: &str, secret: &[u8]) {
    for form in forms(secret) {
        assert!(!shown.contains(&form), "{form} in {shown}");
    }
}

#[tokio::test]
async fn nothing_secret_is_printed_or_recorded() {
    const MARKER: &[u8; 24] = b"planted-marker-012345678";
    let world = World::new().await;
    let kms = world.root();
    let key = world.key().await;
    let mut shown = format!("{world:?} {kms:?}");

    let request = EncryptRequest::new(&key, *MARKER);
    shown += &format!("{request:?}");
    let encrypted = kms.encrypt(request.clone()).await.unwrap();
    shown += &format!(
        "{encrypted:?} {:?}",
        CiphertextBlob::parse(&encrypted.ciphertext_blob).unwrap()
    );
    let decrypted = kms
        .decrypt(DecryptRequest::new(encrypted.ciphertext_blob.clone()))
        .await
        .unwrap();
    assert_eq!(decrypted.plaintext.expose(), MARKER);
    shown += &format!("{decrypted:?}");
    let again = kms
        .re_encrypt(ReEncryptRequest::new(encrypted.ciphertext_blob, &key))
        .await
        .unwrap();
    shown += &format!("{again:?}");
    for error in [
        world.app().encrypt(request.clone()).await.unwrap_err(),
        kms.encrypt(request.clone().dry_run(true))
            .await
            .unwrap_err(),
        kms.encrypt(EncryptRequest::new("nothing", *MARKER))
            .await
            .unwrap_err(),
        kms.encrypt(EncryptRequest::new(&key, MARKER.repeat(200)))
            .await
            .unwrap_err(),
    ] {
        shown += &format!("{error} {error:?}");
    }
    shown += &format!("{world:?}");
    shown += &world
        .audited()
        .await
        .iter()
        .map(ToString::to_string)
        .collect::<String>();
    shows_nothing(&shown, MARKER);
}

#[tokio::test]
async fn what_is_made_is_not_printed_or_recorded_either() {
    let world = World::new().await;
    let kms = world.root();
    let key = world.key().await;
    let data_key = kms
        .generate_data_key(GenerateDataKeyRequest::new(&key, DataKeySpec::Aes256))
        .await
        .unwrap();
    let random = kms
        .generate_random(GenerateRandomRequest::new(32))
        .await
        .unwrap();
    let shown = format!(
        "{data_key:?} {random:?} {:?} {:?}",
        world,
        world.audited().await
    );
    shows_nothing(&shown, data_key.plaintext.expose());
    shows_nothing(&shown, random.plaintext.expose());
}

#[tokio::test]
async fn key_material_is_wrapped_in_the_store() {
    // Without a seal, one can see that a record holds nothing but wrapped keys.
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let world = World::over(Arc::clone(&store)).await;
    let key = world.key().await;
    let range = KeyRange::prefix(
        &Key::scope(
            &"aws".parse().unwrap(),
            &ACCOUNT.parse().unwrap(),
            &REGION.parse().unwrap(),
            "kms",
        )
        .str("key")
        .build()
        .unwrap(),
    );
    let records = store.scan(range, 10).await.unwrap();
    assert_eq!(records.len(), 1);
    let record = &records[0].1.value;
    assert_eq!(record[0], 1, "the format");
    let record: serde_json::Value = serde_json::from_slice(&record[1..]).unwrap();
    let wrapped = record["backing_keys"]
        .as_object()
        .unwrap()
        .values()
        .next()
        .unwrap()
        .as_str()
        .unwrap();
    let wrapped = BASE64_STANDARD.decode(wrapped).unwrap();
    assert_eq!(wrapped.len(), 1 + 4 + 32 + 32 + 16);

    // A wrapped key that was moved to another key's record does not open there.
    let other = world.key().await;
    let name = |arn: &str| {
        let id = id_of(arn);
        Key::scope(
            &"aws".parse().unwrap(),
            &ACCOUNT.parse().unwrap(),
            &REGION.parse().unwrap(),
            "kms",
        )
        .str("key")
        .str(&id)
        .build()
        .unwrap()
    };
    let tx = store::Transaction::new(store::TransactionId::from_bytes([9; 16]));
    let moved = store.read(&[name(&key)]).await.unwrap()[0]
        .clone()
        .unwrap()
        .value;
    store.commit(tx.put(name(&other), moved)).await.unwrap();
    refused(
        world
            .root()
            .encrypt(EncryptRequest::new(&other, *b"x"))
            .await,
        "KMSInternalException",
    );
}
