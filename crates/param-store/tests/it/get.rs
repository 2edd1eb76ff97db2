//! `GetParameter` and `GetParameters`.

use param_store::{
    DeleteParameterRequest, GetParameterHistoryRequest, GetParameterRequest,
    GetParametersByPathRequest, GetParametersRequest, GetResourcePoliciesRequest,
    LabelParameterVersionRequest, ListTagsForResourceRequest, ParameterType, PutParameterRequest,
    UnlabelParameterVersionRequest,
};

use crate::world::*;

#[tokio::test]
async fn a_version_by_its_number_or_label() {
    let world = World::new().await;
    for value in ["one", "two", "three"] {
        world.put("/a", value).await;
    }
    let label = LabelParameterVersionRequest::new("/a", ["prod"]).parameter_version(2);
    world.root().label_parameter_version(label).await.unwrap();
    for (name, version, value, selector) in [
        ("/a", 3, "three", None),
        ("/a:3", 3, "three", Some(":3")),
        ("/a:1", 1, "one", Some(":1")),
        ("/a:prod", 2, "two", Some(":prod")),
        (&format!("{}:prod", arn("/a")), 2, "two", Some(":prod")),
    ] {
        let found = world.get(name).await;
        assert_eq!(
            (found.version, found.value.expose()),
            (version, value),
            "{name}"
        );
        assert_eq!(
            (found.selector.as_deref(), found.name.as_str()),
            (selector, "/a")
        );
    }
    let get = |name: &str| {
        let (params, request) = (world.root(), GetParameterRequest::new(name));
        async move { params.get_parameter(request).await }
    };
    refused_with(
        get("/a:4").await,
        "ParameterVersionNotFound",
        "Systems Manager could not find version 4 of /a. Verify the version and try again.",
    );
    refused(get("/a:0").await, "ParameterVersionNotFound");
    refused(get("/a:test").await, "ParameterVersionNotFound");
    refused_with(
        get("/b").await,
        "ParameterNotFound",
        "Parameter /b not found.",
    );
    for bad in ["/a:", "/a:1:2", "/a b", "a/b", "arn:aws:s3:::a"] {
        refused(get(bad).await, "ValidationException");
    }
}

#[tokio::test]
async fn several_are_read_in_the_order_of_their_names() {
    let world = World::new().await;
    for name in ["/c", "/a", "/b"] {
        world.put(name, name).await;
    }
    let names = ["/c", "/b", "/none", "/a:1", "/b:7", "/b"];
    let answer = world
        .root()
        .get_parameters(GetParametersRequest::new(names))
        .await
        .unwrap();
    let found: Vec<_> = answer.parameters.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(found, ["/a", "/b", "/c"]);
    assert_eq!(answer.invalid_parameters, ["/b:7", "/none"]);
}

#[tokio::test]
async fn ten_can_be_read_at_once_and_more_by_what_resolves_documents() {
    let world = World::new().await;
    let names: Vec<_> = (0..200).map(|n| format!("/p/{n:03}")).collect();
    for name in &names {
        world.put(name, name).await;
    }
    let params = world.root();
    refused(
        params
            .get_parameters(GetParametersRequest::new(&names[..11]))
            .await,
        "ValidationException",
    );
    refused(
        params
            .get_parameters(GetParametersRequest::new([""; 0]))
            .await,
        "ValidationException",
    );
    let answer = params
        .read_parameters(GetParametersRequest::new(&names))
        .await
        .unwrap();
    assert_eq!(answer.parameters.len(), 200);
    let too_many = vec!["/a"; 1001];
    refused(
        params
            .read_parameters(GetParametersRequest::new(too_many))
            .await,
        "ValidationException",
    );
}

#[tokio::test]
async fn names_that_cannot_be_are_answered_but_not_with_spaces() {
    let world = World::new().await;
    world.put("/a", "1").await;
    let get = |names: &[&str]| {
        let (params, request) = (
            world.root(),
            GetParametersRequest::new(names.iter().copied()),
        );
        async move { params.get_parameters(request).await }
    };
    let answer = get(&["/a", "a/b", "/x:"]).await.unwrap();
    assert_eq!(answer.invalid_parameters, ["/x:", "a/b"]);
    refused(get(&["/a", "/a b"]).await, "ValidationException");
}

/// Only where a parameter is made does AWS's model have the error of a hierarchy that is too deep.
#[tokio::test]
async fn a_name_with_too_many_levels_is_no_parameters() {
    let world = World::new().await;
    let params = world.root();
    let deep = "/l".repeat(16);
    let missing = "ParameterNotFound";
    for name in [deep.clone(), format!("{deep}:1"), arn(&deep)] {
        let request = GetParameterRequest::new(&name);
        refused(params.get_parameter(request).await, missing);
        let answer = params
            .get_parameters(GetParametersRequest::new([&name]))
            .await;
        assert_eq!(answer.unwrap().invalid_parameters, [name]);
    }
    let history = GetParameterHistoryRequest::new(&deep);
    refused(params.get_parameter_history(history).await, missing);
    let label = LabelParameterVersionRequest::new(&deep, ["a"]);
    refused(params.label_parameter_version(label).await, missing);
    let unlabel = UnlabelParameterVersionRequest::new(&deep, 1, ["a"]);
    refused(params.unlabel_parameter_version(unlabel).await, missing);
    let delete = DeleteParameterRequest::new(&deep);
    refused(params.delete_parameter(delete).await, missing);
    let policies = GetResourcePoliciesRequest::new(arn(&deep));
    refused(
        params.get_resource_policies(policies).await,
        "ResourceNotFoundException",
    );
    let tags = ListTagsForResourceRequest::new(&deep);
    refused(
        params.list_tags_for_resource(tags).await,
        "InvalidResourceId",
    );
    let by_path = GetParametersByPathRequest::new(&deep);
    refused(
        params.get_parameters_by_path(by_path).await,
        "ValidationException",
    );
    let put = PutParameterRequest::of_type(&deep, ParameterType::String, "1");
    refused(
        params.put_parameter(put).await,
        "HierarchyLevelLimitExceededException",
    );
}
