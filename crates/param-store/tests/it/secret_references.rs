//! Secrets of Secrets Manager, read through Parameter Store.

use param_store::{GetParameterRequest, GetParametersRequest, ParameterType};
use serde_json::{Value, json};

use crate::world::*;

const NAME: &str = "/aws/reference/secretsmanager/db/password";

#[tokio::test]
async fn a_secret_is_read_as_a_secure_string_with_its_source() {
    let world = World::new().await;
    for (selector, value, stage) in [
        ("", "current", "AWSCURRENT"),
        (":AWSCURRENT", "current", "AWSCURRENT"),
        (":AWSPREVIOUS", "previous", "AWSPREVIOUS"),
        (&format!(":{VERSION}"), "current", "AWSCURRENT"),
    ] {
        let found = world.get(&format!("{NAME}{selector}")).await;
        assert_eq!(found.name, NAME);
        assert_eq!(
            (found.r#type, found.version),
            (ParameterType::SecureString, 0)
        );
        assert_eq!(found.value.expose(), value);
        assert_eq!(found.last_modified_date, secret_made());
        let source: Value = serde_json::from_str(found.source_result.unwrap().expose()).unwrap();
        assert_eq!(
            source,
            json!({
                "ARN": found.arn,
                "Name": "db/password",
                "VersionId": VERSION,
                "SecretString": value,
                "VersionStages": [stage],
                "CreatedDate": 1_526_334_434.743
            })
        );
    }
}

#[tokio::test]
async fn it_needs_decryption_and_a_secret() {
    let world = World::new().await;
    refused_with(
        world
            .root()
            .get_parameter(GetParameterRequest::new(NAME))
            .await,
        "ValidationException",
        "WithDecryption flag must be True for retrieving a Secret Manager secret.",
    );
    let request =
        GetParameterRequest::new("/aws/reference/secretsmanager/none").with_decryption(true);
    refused(
        world.root().get_parameter(request).await,
        "ParameterNotFound",
    );
}

#[tokio::test]
async fn among_several_parameters() {
    let world = World::new().await;
    world.put("/b", "plain").await;
    let names = ["/b", NAME, "/aws/reference/secretsmanager/none"];
    let request = GetParametersRequest::new(names).with_decryption(true);
    let answer = world.root().get_parameters(request).await.unwrap();
    let values: Vec<_> = answer.parameters.iter().map(|p| p.value.expose()).collect();
    assert_eq!(values, ["current", "plain"]);
    assert_eq!(
        answer.invalid_parameters,
        ["/aws/reference/secretsmanager/none"]
    );
}

#[tokio::test]
async fn parameter_store_asks_for_its_own_permission_first() {
    let world = World::new().await;
    let request = || GetParameterRequest::new(NAME).with_decryption(true);
    refused(
        world.app().get_parameter(request()).await,
        "AccessDeniedException",
    );
    world.allow(
        APP,
        &["ssm:GetParameter"],
        &[&arn("/aws/reference/secretsmanager/*")],
    );
    world.app().get_parameter(request()).await.unwrap();
}
