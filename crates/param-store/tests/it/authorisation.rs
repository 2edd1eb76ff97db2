//! Who may do what: decided as AWS decides.

use param_store::{
    AddTagsToResourceRequest, DeleteParameterRequest, DescribeParametersRequest,
    GetParameterHistoryRequest, GetParameterRequest, GetParametersByPathRequest,
    GetParametersRequest, ParameterTier, ParameterType, PutParameterRequest,
};
use serde_json::json;

use crate::world::*;

#[tokio::test]
async fn nobody_is_allowed_anything_by_default() {
    let world = World::new().await;
    world.put("/a", "1").await;
    let app = world.app();
    let error = refused(
        app.get_parameter(GetParameterRequest::new("/a")).await,
        "AccessDeniedException",
    );
    assert_eq!(
        error.to_string(),
        "User: arn:aws:sts::111122223333:assumed-role/app/strongroom is not authorized to perform: ssm:GetParameter on resource: \
         arn:aws:ssm:eu-west-1:111122223333:parameter/a because no identity-based policy allows the ssm:GetParameter action"
    );
    // Whether a parameter is there is told to nobody else.
    refused(
        app.get_parameter(GetParameterRequest::new("/none")).await,
        "AccessDeniedException",
    );
    refused(
        app.describe_parameters(DescribeParametersRequest::new())
            .await,
        "AccessDeniedException",
    );
    refused(
        app.get_parameters(GetParametersRequest::new(["a/b"])).await,
        "AccessDeniedException",
    );
}

#[tokio::test]
async fn each_reading_operation_is_an_action_of_its_own() {
    let world = World::new().await;
    world.put("/a", "1").await;
    world.allow(APP, &["ssm:GetParameter"], &[&arn("/a")]);
    let app = world.app();
    app.get_parameter(GetParameterRequest::new("/a"))
        .await
        .unwrap();
    app.get_parameter(GetParameterRequest::new("/a:1"))
        .await
        .unwrap();
    refused(
        app.get_parameters(GetParametersRequest::new(["/a"])).await,
        "AccessDeniedException",
    );
    refused(
        app.get_parameter_history(GetParameterHistoryRequest::new("/a"))
            .await,
        "AccessDeniedException",
    );
    refused(
        app.get_parameters_by_path(GetParametersByPathRequest::new("/"))
            .await,
        "AccessDeniedException",
    );
}

#[tokio::test]
async fn several_names_are_each_decided_and_one_denial_denies() {
    let world = World::new().await;
    world.put("/mine", "1").await;
    world.put("/yours", "1").await;
    world.allow(APP, &["ssm:GetParameters"], &[&arn("/mine")]);
    let get = |names: &[&str]| {
        let request = GetParametersRequest::new(names.iter().copied());
        let app = world.app();
        async move { app.get_parameters(request).await }
    };
    assert_eq!(get(&["/mine"]).await.unwrap().parameters.len(), 1);
    refused(get(&["/mine", "/yours"]).await, "AccessDeniedException");
    refused(get(&["/mine", "/none"]).await, "AccessDeniedException");
}

/// AWS's rule, and its documentation's example.
#[tokio::test]
async fn a_path_is_decided_alone_and_a_denial_further_down_hides_nothing() {
    let world = World::new().await;
    world.put("/a/b/secret", "1").await;
    world.grant(
        APP,
        json!([
            {"Effect": "Allow", "Action": "ssm:*", "Resource": arn("/a*")},
            {"Effect": "Deny", "Action": "ssm:*", "Resource": [arn("/a/b"), arn("/a/b/*")]}
        ]),
    );
    let app = world.app();
    refused(
        app.get_parameter(GetParameterRequest::new("/a/b/secret"))
            .await,
        "AccessDeniedException",
    );
    let by_path = GetParametersByPathRequest::new("/a").recursive(true);
    let found = app
        .get_parameters_by_path(by_path)
        .await
        .unwrap()
        .parameters;
    assert_eq!(found[0].name, "/a/b/secret");
    let by_path = GetParametersByPathRequest::new("/a/b");
    refused(
        app.get_parameters_by_path(by_path).await,
        "AccessDeniedException",
    );
}

#[tokio::test]
async fn the_condition_keys_of_a_request() {
    let world = World::new().await;
    world.put("/a/b", "1").await;
    let statement = |action: &str, key: &str, value: &str| json!({"Effect": "Allow", "Action": action, "Resource": "*", "Condition": {"StringEquals": {key: value}}});
    let app = world.app();

    world.grant(
        APP,
        statement("ssm:GetParametersByPath", "ssm:Recursive", "false"),
    );
    let by_path = GetParametersByPathRequest::new("/a");
    app.get_parameters_by_path(by_path.clone()).await.unwrap();
    refused(
        app.get_parameters_by_path(by_path.recursive(true)).await,
        "AccessDeniedException",
    );

    world.grant(APP, statement("ssm:PutParameter", "ssm:Overwrite", "false"));
    let put = || PutParameterRequest::of_type("/new", ParameterType::String, "1");
    app.put_parameter(put()).await.unwrap();
    refused(
        app.put_parameter(put().overwrite(true)).await,
        "AccessDeniedException",
    );

    world.grant(APP, statement("ssm:PutParameter", "ssm:Policies", "false"));
    app.put_parameter(put().overwrite(true)).await.unwrap();
    let with_policies = put()
        .overwrite(true)
        .tier(ParameterTier::Advanced)
        .policies(r#"[{"Type":"NoChangeNotification","Version":"1.0","Attributes":{"After":"1","Unit":"Days"}}]"#);
    refused(
        app.put_parameter(with_policies).await,
        "AccessDeniedException",
    );

    world.grant(
        APP,
        json!([
            statement("ssm:PutParameter", "aws:RequestTag/team", "orders"),
            {"Effect": "Allow", "Action": "ssm:AddTagsToResource", "Resource": "*"}
        ]),
    );
    let tagged = |name: &str, team: &str| {
        PutParameterRequest::of_type(name, ParameterType::String, "1").tag("team", team)
    };
    app.put_parameter(tagged("/t1", "orders")).await.unwrap();
    refused(
        app.put_parameter(tagged("/t2", "other")).await,
        "AccessDeniedException",
    );
}

#[tokio::test]
async fn tags_at_creation_need_their_own_permission() {
    let world = World::new().await;
    world.allow(APP, &["ssm:PutParameter"], &["*"]);
    let put = PutParameterRequest::of_type("/a", ParameterType::String, "1");
    refused(
        world
            .app()
            .put_parameter(put.clone().tag("team", "x"))
            .await,
        "AccessDeniedException",
    );
    world.app().put_parameter(put).await.unwrap();
}

#[tokio::test]
async fn the_tags_of_a_parameter_decide_by_both_of_their_names() {
    let world = World::new().await;
    for (name, team) in [("/mine", "orders"), ("/yours", "other")] {
        let put = PutParameterRequest::of_type(name, ParameterType::String, "1").tag("team", team);
        world.root().put_parameter(put).await.unwrap();
    }
    for key in ["aws:ResourceTag/team", "ssm:resourceTag/team"] {
        world.grant(
            APP,
            json!({"Effect": "Allow", "Action": "ssm:*", "Resource": "*", "Condition": {"StringEquals": {key: "orders"}}}),
        );
        let app = world.app();
        app.get_parameter(GetParameterRequest::new("/mine"))
            .await
            .unwrap();
        refused(
            app.get_parameter(GetParameterRequest::new("/yours")).await,
            "AccessDeniedException",
        );
    }
    // Denied means denied on the next call.
    let retag = AddTagsToResourceRequest::new("/mine").tag("team", "other");
    world.root().add_tags_to_resource(retag).await.unwrap();
    refused(
        world
            .app()
            .get_parameter(GetParameterRequest::new("/mine"))
            .await,
        "AccessDeniedException",
    );
}

#[tokio::test]
async fn accounts_and_regions_are_worlds_of_their_own() {
    let world = World::new().await;
    world.put("/a", "1").await;
    let root = |account: &str| common_types::Caller::root(account).unwrap();
    for (account, region) in [(OTHER_ACCOUNT, REGION), (ACCOUNT, "eu-west-2")] {
        let params = world.params.caller(root(account)).region(region).unwrap();
        refused(
            params.get_parameter(GetParameterRequest::new("/a")).await,
            "ParameterNotFound",
        );
        refused(
            params
                .delete_parameter(DeleteParameterRequest::new("/a"))
                .await,
            "ParameterNotFound",
        );
        let put = PutParameterRequest::of_type("/a", ParameterType::String, "other");
        params.put_parameter(put).await.unwrap();
    }
    assert_eq!(world.get("/a").await.value.expose(), "1");
}
