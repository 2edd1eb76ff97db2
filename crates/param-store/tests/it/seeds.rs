//! The commands of the AWS CLI that users write down, as the JSON that it sends and shows.

use param_store::{GetParametersByPathRequest, GetParametersRequest, PutParameterRequest};
use serde_json::{Value, from_value, json, to_value};

use crate::world::*;

fn put(json: Value) -> PutParameterRequest {
    from_value(json).unwrap()
}

#[tokio::test]
async fn put_parameter() {
    let world = World::new().await;
    let request = put(json!({
        "Name": "/test_application/dev/TEST_PARAM",
        "Description": "This is a Test parameter",
        "Type": "SecureString",
        "Value": "TestParameterValue"
    }));
    let answer = world.root().put_parameter(request).await.unwrap();
    assert_eq!(
        to_value(answer).unwrap(),
        json!({"Version": 1, "Tier": "Standard"})
    );
}

#[tokio::test]
async fn get_parameters_with_decryption() {
    let world = World::new().await;
    world.put_secret("/app/dev/password", "hunter2").await;
    world.put("/app/dev/url", "db.example.com").await;
    let request: GetParametersRequest = from_value(json!({
        "Names": ["/app/dev/url", "/app/dev/password", "/app/dev/other"],
        "WithDecryption": true
    }))
    .unwrap();
    let answer = to_value(world.root().get_parameters(request).await.unwrap()).unwrap();
    assert_eq!(
        answer,
        json!({
            "Parameters": [
                {
                    "Name": "/app/dev/password",
                    "Type": "SecureString",
                    "Value": "hunter2",
                    "Version": 1,
                    "LastModifiedDate": 1_767_225_600,
                    "ARN": arn("/app/dev/password"),
                    "DataType": "text"
                },
                {
                    "Name": "/app/dev/url",
                    "Type": "String",
                    "Value": "db.example.com",
                    "Version": 1,
                    "LastModifiedDate": 1_767_225_600,
                    "ARN": arn("/app/dev/url"),
                    "DataType": "text"
                }
            ],
            "InvalidParameters": ["/app/dev/other"]
        })
    );
}

#[tokio::test]
async fn get_parameters_by_path_recursive_with_decryption() {
    let world = World::new().await;
    for name in [
        "/my-app/dev/db-url",
        "/my-app/dev/db-password",
        "/my-app/prod/db-url",
    ] {
        world.put_secret(name, name).await;
    }
    let request: GetParametersByPathRequest = from_value(json!({
        "Path": "/my-app/", "Recursive": true, "WithDecryption": true
    }))
    .unwrap();
    let answer = world.root().get_parameters_by_path(request).await.unwrap();
    let values: Vec<_> = answer.parameters.iter().map(|p| p.value.expose()).collect();
    assert_eq!(
        values,
        [
            "/my-app/dev/db-password",
            "/my-app/dev/db-url",
            "/my-app/prod/db-url"
        ]
    );
    assert_eq!(answer.next_token, None);
}

#[tokio::test]
async fn put_parameter_with_everything() {
    let world = World::new().await;
    let policies = r#"[{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2028-12-02T21:34:33.000Z"}},{"Type":"ExpirationNotification","Version":"1.0","Attributes":{"Before":"15","Unit":"Days"}},{"Type":"NoChangeNotification","Version":"1.0","Attributes":{"After":"20","Unit":"Days"}}]"#;
    let request = put(json!({
        "Name": "/app/port",
        "Type": "String",
        "Value": "8080",
        "Tier": "Intelligent-Tiering",
        "Policies": policies,
        "AllowedPattern": "^\\d+$",
        "Tags": [{"Key": "team", "Value": "orders"}]
    }));
    let answer = world.root().put_parameter(request).await.unwrap();
    assert_eq!(
        to_value(answer).unwrap(),
        json!({"Version": 1, "Tier": "Advanced"})
    );
}

/// IAM on a path prefix, with decryption through the one key.
#[tokio::test]
async fn an_application_reads_its_own_path_and_nothing_else() {
    let world = World::new().await;
    world.put("/my-department/my-app/dev/db-url", "dev").await;
    world.put("/my-department/my-app/prod/db-url", "prod").await;
    let dev = arn("/my-department/my-app/dev");
    world.allow(
        APP,
        &["ssm:GetParameters", "ssm:GetParametersByPath"],
        &[&dev, &format!("{dev}/*")],
    );
    let read = |path: &str| {
        let request = GetParametersByPathRequest::new(path).recursive(true);
        let app = world.app();
        async move { app.get_parameters_by_path(request).await }
    };
    let found = read("/my-department/my-app/dev").await.unwrap();
    assert_eq!(found.parameters[0].value.expose(), "dev");
    refused(
        read("/my-department/my-app/prod").await,
        "AccessDeniedException",
    );
    refused(read("/my-department").await, "AccessDeniedException");
}
