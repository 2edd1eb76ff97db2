//! `aws_sdk_ssm::Client`, unchanged.

use aws_sdk_ssm::{
    error::ProvideErrorMetadata,
    types::{ParameterTier, ParameterType},
};

use crate::world::*;

#[tokio::test]
async fn a_secure_string_is_put_read_and_deleted() {
    let world = World::new().await;
    let ssm = world.ssm(ALICE).await;
    let name = "/test_application/dev/TEST_PARAM";
    let put = ssm
        .put_parameter()
        .name(name)
        .r#type(ParameterType::SecureString)
        .value("a secret")
        .description("for a test")
        .send()
        .await
        .unwrap();
    assert_eq!(
        (put.version(), put.tier()),
        (1, Some(&ParameterTier::Standard))
    );

    let read = ssm
        .get_parameter()
        .name(name)
        .with_decryption(true)
        .send()
        .await
        .unwrap();
    assert_eq!(read.parameter().unwrap().value(), Some("a secret"));
    let sealed = ssm.get_parameter().name(name).send().await.unwrap();
    assert_ne!(sealed.parameter().unwrap().value(), Some("a secret"));
    let all = ssm
        .get_parameters_by_path()
        .path("/test_application")
        .recursive(true)
        .with_decryption(true)
        .send()
        .await
        .unwrap();
    assert_eq!(all.parameters().len(), 1);

    let again = ssm
        .put_parameter()
        .name(name)
        .value("another")
        .send()
        .await
        .unwrap_err();
    assert!(again.into_service_error().is_parameter_already_exists());
    ssm.delete_parameter().name(name).send().await.unwrap();
    let gone = ssm.get_parameter().name(name).send().await.unwrap_err();
    assert!(gone.into_service_error().is_parameter_not_found());
}

#[tokio::test]
async fn who_may_not_is_denied() {
    let world = World::new().await;
    let denied = world
        .ssm(BOB)
        .await
        .get_parameter()
        .name("a")
        .send()
        .await
        .unwrap_err();
    assert_eq!(denied.code(), Some("AccessDeniedException"));
}
