//! `GetParametersByPath`.

use std::collections::BTreeSet;

use param_store::{
    GetParametersByPathRequest, LabelParameterVersionRequest, ParameterStringFilter,
};

use crate::world::*;

const NAMES: [&str; 9] = [
    "top", "/a/1", "/a/2", "/a/b", "/a/b/3", "/a/b/c/4", "/a/bb/5", "/a.b/6", "/z/7",
];

async fn world() -> World {
    let world = World::new().await;
    for name in NAMES {
        world.put(name, name).await;
    }
    world
}

async fn names(world: &World, request: GetParametersByPathRequest) -> Vec<String> {
    let answer = world.root().get_parameters_by_path(request).await.unwrap();
    answer.parameters.into_iter().map(|p| p.name).collect()
}

#[tokio::test]
async fn one_level_or_the_whole_hierarchy() {
    let world = world().await;
    let under = |path| GetParametersByPathRequest::new(path);
    for (request, wanted) in [
        (under("/a"), &["/a/1", "/a/2", "/a/b"][..]),
        (under("/a/"), &["/a/1", "/a/2", "/a/b"]),
        (under("/a/b"), &["/a/b/3"]),
        (under("/"), &["top"]),
        (
            under("/a").recursive(true),
            &["/a/1", "/a/2", "/a/b", "/a/b/3", "/a/b/c/4", "/a/bb/5"],
        ),
        (under("/a/b").recursive(true), &["/a/b/3", "/a/b/c/4"]),
        (under("/none").recursive(true), &[]),
        (under("/a/1"), &[]),
    ] {
        assert_eq!(names(&world, request.clone()).await, wanted, "{request:?}");
    }
    let all: BTreeSet<_> = names(&world, under("/").recursive(true))
        .await
        .into_iter()
        .collect();
    assert_eq!(all, NAMES.iter().map(|name| (*name).to_owned()).collect());
    for bad in ["a", "//", "/a//", "/a b", "/a:1"] {
        refused(
            world.root().get_parameters_by_path(under(bad)).await,
            "ValidationException",
        );
    }
}

#[tokio::test]
async fn pages_follow_each_other_and_belong_to_their_request() {
    let world = world().await;
    let request = GetParametersByPathRequest::new("/a")
        .recursive(true)
        .max_results(2);
    let mut all = Vec::new();
    let mut next = request.clone();
    loop {
        let page = world
            .root()
            .get_parameters_by_path(next.clone())
            .await
            .unwrap();
        assert!(page.parameters.len() <= 2);
        all.extend(page.parameters.into_iter().map(|p| p.name));
        match page.next_token {
            Some(token) => next = request.clone().next_token(token),
            None => break,
        }
    }
    assert_eq!(
        all,
        ["/a/1", "/a/2", "/a/b", "/a/b/3", "/a/b/c/4", "/a/bb/5"]
    );

    let token = world
        .root()
        .get_parameters_by_path(request)
        .await
        .unwrap()
        .next_token
        .unwrap();
    for other in [
        GetParametersByPathRequest::new("/a"),
        GetParametersByPathRequest::new("/z").recursive(true),
    ] {
        let other = other.next_token(&token);
        refused(
            world.root().get_parameters_by_path(other).await,
            "InvalidNextToken",
        );
    }
    for bad in [0, 11] {
        let request = GetParametersByPathRequest::new("/a").max_results(bad);
        refused(
            world.root().get_parameters_by_path(request).await,
            "ValidationException",
        );
    }
}

fn filter(key: &str, values: &[&str]) -> ParameterStringFilter {
    ParameterStringFilter::new(key, values.iter().copied())
}

#[tokio::test]
async fn filters_are_by_type_key_and_label() {
    let world = world().await;
    world.put_secret("/a/secret", "x").await;
    world.put("/a/1", "second").await;
    let label = LabelParameterVersionRequest::new("/a/1", ["prod"]).parameter_version(1);
    world.root().label_parameter_version(label).await.unwrap();
    let under = |filter| GetParametersByPathRequest::new("/a").filter(filter);
    let secure = under(filter("Type", &["SecureString"]));
    assert_eq!(names(&world, secure).await, ["/a/secret"]);
    let by_key = under(filter("KeyId", &["alias/aws"]).option("BeginsWith"));
    assert_eq!(names(&world, by_key).await, ["/a/secret"]);

    let labelled = under(filter("Label", &["test", "prod"]));
    let found = world
        .root()
        .get_parameters_by_path(labelled)
        .await
        .unwrap()
        .parameters;
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].version, found[0].value.expose()), (1, "/a/1"));
    assert_eq!(found[0].selector.as_deref(), Some(":prod"));

    for (bad, code) in [
        (filter("Name", &["x"]), "InvalidFilterKey"),
        (filter("Path", &["/x"]), "InvalidFilterKey"),
        (filter("Tier", &["Standard"]), "InvalidFilterKey"),
        (filter("tag:team", &["x"]), "InvalidFilterKey"),
        (filter("Other", &["x"]), "ValidationException"),
        (
            filter("Label", &["x"]).option("BeginsWith"),
            "InvalidFilterOption",
        ),
        (
            filter("Type", &["String"]).option("Contains"),
            "InvalidFilterOption",
        ),
        (filter("Type", &["Other"]), "InvalidFilterValue"),
        (filter("Type", &[]), "InvalidFilterValue"),
    ] {
        refused(world.root().get_parameters_by_path(under(bad)).await, code);
    }
}

#[tokio::test]
async fn a_path_that_was_read_is_read_as_it_is_now() {
    let world = World::new().await;
    let read = || async {
        let request = GetParametersByPathRequest::new("/a");
        let found = world.root().get_parameters_by_path(request).await.unwrap();
        let found = found.parameters.into_iter();
        found
            .map(|p| format!("{}={}", p.name, p.value.expose()))
            .collect::<Vec<_>>()
    };
    assert!(read().await.is_empty());
    world.put("/a/1", "x").await;
    assert_eq!(read().await, ["/a/1=x"]);
    world.put("/a/1", "y").await;
    world.put("/a/0", "x").await;
    world.put("/a/b/deeper", "x").await;
    assert_eq!(read().await, ["/a/0=x", "/a/1=y"]);
    let delete = param_store::DeleteParameterRequest::new("/a/1");
    world.root().delete_parameter(delete).await.unwrap();
    assert_eq!(read().await, ["/a/0=x"]);
    // A page of another size is the same listing.
    for n in 1..12 {
        world.put(&format!("/a/{n:02}"), "x").await;
    }
    assert_eq!(read().await.len(), 10);
    let request = GetParametersByPathRequest::new("/a").max_results(3);
    let page = world
        .root()
        .get_parameters_by_path(request.clone())
        .await
        .unwrap();
    assert_eq!(page.parameters.len(), 3);
    let request = request.max_results(10).next_token(page.next_token.unwrap());
    let page = world.root().get_parameters_by_path(request).await.unwrap();
    assert_eq!((page.parameters.len(), page.next_token), (9, None));
}
