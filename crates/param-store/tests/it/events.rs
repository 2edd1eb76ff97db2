//! What is told of parameters, in EventBridge's envelope.

use param_store::{
    DeleteParameterRequest, LabelParameterVersionRequest, ParameterType, PutParameterRequest,
    UnlabelParameterVersionRequest,
};
use serde_json::json;

use crate::world::*;

#[tokio::test]
async fn every_change_is_told_once_and_in_order() {
    let world = World::new().await;
    let params = world.root();
    let request = PutParameterRequest::of_type("/a", ParameterType::StringList, "1,2")
        .description("what it is");
    params.put_parameter(request.clone()).await.unwrap();
    params.put_parameter(request.clone()).await.unwrap_err();
    params.put_parameter(request.overwrite(true)).await.unwrap();
    let label = LabelParameterVersionRequest::new("/a", ["prod"]);
    params.label_parameter_version(label).await.unwrap();
    let unlabel = UnlabelParameterVersionRequest::new("/a", 2, ["prod"]);
    params.unlabel_parameter_version(unlabel).await.unwrap();
    params
        .delete_parameter(DeleteParameterRequest::new("/a"))
        .await
        .unwrap();

    let events = world.events().await;
    let told: Vec<_> = events
        .iter()
        .map(|event| event.detail["operation"].clone())
        .collect();
    assert_eq!(
        told,
        ["Create", "Update", "LabelParameterVersion", "Delete"]
    );
    let mut first = serde_json::to_value(&events[0]).unwrap();
    first.as_object_mut().unwrap().remove("id");
    assert_eq!(
        first,
        json!({
            "version": "0",
            "detail-type": "Parameter Store Change",
            "source": "aws.ssm",
            "account": ACCOUNT,
            "time": "2026-01-01T00:00:00Z",
            "region": REGION,
            "resources": [arn("/a")],
            "detail": {
                "operation": "Create",
                "name": "/a",
                "type": "StringList",
                "description": "what it is"
            }
        })
    );
    assert!(world.events().await.is_empty());
}

#[tokio::test]
async fn a_label_that_is_none_changes_and_tells_nothing() {
    let world = World::new().await;
    world.put("/a", "1").await;
    let _ = world.events().await;
    let label = LabelParameterVersionRequest::new("/a", ["1st"]);
    world.root().label_parameter_version(label).await.unwrap();
    assert!(world.events().await.is_empty());
}
