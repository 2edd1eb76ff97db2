//! `DeleteParameter` and `DeleteParameters`.

use param_store::{DeleteParameterRequest, DeleteParametersRequest, GetParameterRequest};
use serde_json::{json, to_value};

use crate::world::*;

#[tokio::test]
async fn what_is_deleted_is_gone_and_its_name_is_free() {
    let world = World::new().await;
    world.put("/a", "1").await;
    let delete = || {
        let params = world.root();
        async move {
            params
                .delete_parameter(DeleteParameterRequest::new("/a"))
                .await
        }
    };
    delete().await.unwrap();
    refused(
        world
            .root()
            .get_parameter(GetParameterRequest::new("/a"))
            .await,
        "ParameterNotFound",
    );
    refused(delete().await, "ParameterNotFound");
    assert_eq!(world.put("/a", "2").await.version, 1);
    refused(
        world
            .root()
            .delete_parameter(DeleteParameterRequest::new(arn("/a")))
            .await,
        "ValidationException",
    );
}

#[tokio::test]
async fn several_are_deleted_and_the_others_answered() {
    let world = World::new().await;
    world.put("/a", "1").await;
    world.put("/b", "1").await;
    let request = DeleteParametersRequest::new(["/b", "/none", "/a", "a/b"]);
    let answer = world.root().delete_parameters(request).await.unwrap();
    assert_eq!(
        to_value(answer).unwrap(),
        json!({"DeletedParameters": ["/a", "/b"], "InvalidParameters": ["a/b", "/none"]})
    );
    let too_many = DeleteParametersRequest::new((0..11).map(|n| format!("/{n}")));
    refused(
        world.root().delete_parameters(too_many).await,
        "ValidationException",
    );
}

#[tokio::test]
async fn if_one_may_not_be_deleted_none_is() {
    let world = World::new().await;
    world.put("/mine/a", "1").await;
    world.put("/yours/a", "1").await;
    world.allow(APP, &["ssm:DeleteParameters"], &[&arn("/mine/*")]);
    let request = DeleteParametersRequest::new(["/mine/a", "/yours/a"]);
    refused(
        world.app().delete_parameters(request).await,
        "AccessDeniedException",
    );
    world.get("/mine/a").await;
    let request = DeleteParametersRequest::new(["/mine/a"]);
    world.app().delete_parameters(request).await.unwrap();
}
