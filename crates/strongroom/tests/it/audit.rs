//! What calls leave behind, and what must not be in it.

use std::sync::Mutex;

use strongroom::{
    AuditLine, AuditSink, BoxFuture, BoxedError, Caller, DecryptRequest, EncryptRequest,
};

use crate::world::{World, create_key, kms};

/// Keeps what it is given.
#[derive(Debug, Default)]
struct Ledger(Mutex<Vec<AuditLine>>);

impl AuditSink for Ledger {
    fn take_over<'a>(&'a self, lines: &'a [AuditLine]) -> BoxFuture<'a, Result<(), BoxedError>> {
        self.0.lock().unwrap().extend_from_slice(lines);
        Box::pin(std::future::ready(Ok(())))
    }
}

#[tokio::test]
async fn allowed_denied_and_failed_calls_are_all_recorded_without_a_secret() {
    let world = World::new();
    let strongroom = world.open().await;
    let kms = kms(&strongroom);
    create_key(&kms, "alias/orders").await;
    let request = EncryptRequest::new("alias/orders", *b"planted marker");
    let request = request.context([("tenant", "42")]).unwrap();
    let sealed = kms.encrypt(request).await.unwrap();
    kms.decrypt(DecryptRequest::new(sealed.ciphertext_blob.as_slice()))
        .await
        .unwrap_err();
    let stranger = Caller::user("arn:aws:iam::444455556666:user/mallory").unwrap();
    let stranger = strongroom
        .kms()
        .caller(stranger)
        .region("eu-west-1")
        .unwrap();
    stranger
        .decrypt(DecryptRequest::new(sealed.ciphertext_blob))
        .await
        .unwrap_err();

    let ledger = Ledger::default();
    strongroom.drain_audit(&ledger).await.unwrap();
    let lines = ledger.0.lock().unwrap();
    let said: Vec<(String, String)> = lines
        .iter()
        .map(|line| {
            let record: serde_json::Value = serde_json::from_str(&line.json).unwrap();
            let text = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
            (text("eventName"), text("errorCode"))
        })
        .collect();
    for expected in [
        ("CreateKey", ""),
        ("CreateAlias", ""),
        ("Encrypt", ""),
        ("Decrypt", "InvalidCiphertextException"),
        ("Decrypt", "AccessDenied"),
    ] {
        let found = said
            .iter()
            .any(|(name, code)| (name.as_str(), code.as_str()) == expected);
        assert!(found, "{expected:?} in {said:?}");
    }
    assert!(
        lines
            .iter()
            .any(|line| line.json.contains(r#""tenant":"42""#))
    );
    let base64_of_marker = "cGxhbnRlZCBtYXJrZXI";
    for line in lines.iter() {
        assert!(!line.json.contains("planted") && !line.json.contains(base64_of_marker));
    }
}
