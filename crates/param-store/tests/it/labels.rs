//! `LabelParameterVersion` and `UnlabelParameterVersion`.

use param_store::{
    GetParameterRequest, LabelParameterVersionRequest, UnlabelParameterVersionRequest,
};
use serde_json::{json, to_value};

use crate::world::*;

#[tokio::test]
async fn a_label_is_on_one_version_and_moves() {
    let world = World::new().await;
    world.put("/a", "1").await;
    world.put("/a", "2").await;
    let label = |version| {
        let request = LabelParameterVersionRequest::new("/a", ["prod"]).parameter_version(version);
        let params = world.root();
        async move { params.label_parameter_version(request).await }
    };
    label(1).await.unwrap();
    assert_eq!(world.get("/a:prod").await.version, 1);
    label(2).await.unwrap();
    assert_eq!(world.get("/a:prod").await.version, 2);
    refused(label(3).await, "ParameterVersionNotFound");
}

#[tokio::test]
async fn without_a_version_it_is_the_newest_and_what_is_no_label_is_answered() {
    let world = World::new().await;
    world.put("/a", "1").await;
    world.put("/a", "2").await;
    let labels = ["prod", "1st", "awsome", "SSM", "a b"];
    let request = LabelParameterVersionRequest::new("/a", labels);
    let answer = world.root().label_parameter_version(request).await.unwrap();
    assert_eq!(
        to_value(answer).unwrap(),
        json!({"InvalidLabels": ["1st", "awsome", "SSM", "a b"], "ParameterVersion": 2})
    );
    let request = LabelParameterVersionRequest::new("/none", ["prod"]);
    refused(
        world.root().label_parameter_version(request).await,
        "ParameterNotFound",
    );
    for bad in [vec![], vec!["l".to_owned(); 11], vec!["l".repeat(101)]] {
        let request = LabelParameterVersionRequest::new("/a", bad);
        refused(
            world.root().label_parameter_version(request).await,
            "ValidationException",
        );
    }
}

#[tokio::test]
async fn a_version_has_ten_labels() {
    let world = World::new().await;
    world.put("/a", "1").await;
    let label = |labels: Vec<String>| {
        let request = LabelParameterVersionRequest::new("/a", labels);
        let params = world.root();
        async move { params.label_parameter_version(request).await }
    };
    label((0..10).map(|n| format!("l{n}")).collect())
        .await
        .unwrap();
    refused(
        label(vec!["one-more".to_owned()]).await,
        "ParameterVersionLabelLimitExceeded",
    );
    label(vec!["l3".to_owned()]).await.unwrap();
}

#[tokio::test]
async fn labels_are_taken_off_the_version_that_has_them() {
    let world = World::new().await;
    world.put("/a", "1").await;
    world.put("/a", "2").await;
    for (version, label) in [(1, "old"), (2, "new")] {
        let request = LabelParameterVersionRequest::new("/a", [label]).parameter_version(version);
        world.root().label_parameter_version(request).await.unwrap();
    }
    let unlabel = |version, labels: &[&str]| {
        let labels = labels.iter().copied();
        let request = UnlabelParameterVersionRequest::new("/a", version, labels);
        let params = world.root();
        async move { params.unlabel_parameter_version(request).await }
    };
    let answer = unlabel(1, &["old", "new", "none"]).await.unwrap();
    assert_eq!(
        to_value(answer).unwrap(),
        json!({"RemovedLabels": ["old"], "InvalidLabels": ["new", "none"]})
    );
    refused(
        world
            .root()
            .get_parameter(GetParameterRequest::new("/a:old"))
            .await,
        "ParameterVersionNotFound",
    );
    assert_eq!(world.get("/a:new").await.version, 2);
    refused(unlabel(3, &["x"]).await, "ParameterVersionNotFound");
}
