//! AWS JSON 1.1: targets, bodies, errors.

use serde_json::json;

use crate::world::*;

#[tokio::test]
async fn a_key_encrypts_over_the_wire() {
    let world = World::new().await;
    let key = world.kms("CreateKey", "{}").await.ok()["KeyMetadata"]["KeyId"].clone();
    let request = json!({"KeyId": key, "Plaintext": "aGk="}).to_string();
    let encrypted = world.kms("Encrypt", &request).await.ok();
    let request = json!({"CiphertextBlob": encrypted["CiphertextBlob"]}).to_string();
    let decrypted = world.kms("Decrypt", &request).await.ok();
    assert_eq!(decrypted["Plaintext"], "aGk=");
    assert_eq!(decrypted["KeyId"], encrypted["KeyId"]);
}

#[tokio::test]
async fn an_operation_that_answers_nothing_has_an_empty_body() {
    let world = World::new().await;
    let key = world.kms("CreateKey", "").await.ok()["KeyMetadata"]["KeyId"].clone();
    let answer = world
        .kms("DisableKey", &json!({"KeyId": key}).to_string())
        .await;
    answer.ok();
    assert_eq!(answer.raw.body, b"");
}

#[tokio::test]
async fn a_target_that_nobody_has_is_told() {
    let world = World::new().await;
    for target in ["", "TrentService", "TrentService.Encript", "Nobody.Encrypt"] {
        world
            .send(target, &authorization("test", "kms"), "{}")
            .await
            .refused(400, "UnknownOperationException");
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_is_told() {
    let world = World::new().await;
    for body in ["{", "no", "\u{0}"] {
        world
            .kms("ListKeys", body)
            .await
            .refused(400, "SerializationException");
    }
}

#[tokio::test]
async fn an_error_of_the_service_is_its_own() {
    let world = World::new().await;
    let message = world
        .kms("DescribeKey", r#"{"KeyId":"alias/none"}"#)
        .await
        .refused(400, "NotFoundException");
    assert!(message.contains("alias/none"), "{message}");
}
