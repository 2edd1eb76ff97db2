//! Development mode: whoever asks is believed, and the access key names the account.

use crate::world::*;

#[tokio::test]
async fn an_access_key_of_twelve_digits_names_the_account() {
    let world = World::new().await;
    for (access_key, account) in [("111122223333", "111122223333"), ("test", ACCOUNT)] {
        let made = world
            .send(
                "TrentService.CreateKey",
                &authorization(access_key, "kms"),
                "{}",
            )
            .await
            .ok();
        assert_eq!(made["KeyMetadata"]["AWSAccountId"], account);
    }
}

#[tokio::test]
async fn a_request_names_somebody_in_a_well_formed_way() {
    let world = World::new().await;
    for (authorization, code) in [
        (
            "AWS4-HMAC-SHA256 Signature=0",
            "IncompleteSignatureException",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/b",
            "IncompleteSignatureException",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/20260101/nowhere/kms/aws4_request",
            "InvalidSignatureException",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/20260101/eu-west-1/s3/aws4_request",
            "InvalidSignatureException",
        ),
    ] {
        world
            .send("TrentService.ListKeys", authorization, "{}")
            .await
            .refused(400, code);
    }
}
