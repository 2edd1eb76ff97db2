//! `DescribeParameters`.

use common_types::ServiceError;
use param_store::{
    DescribeParametersRequest, GetParametersByPathRequest, ParameterStringFilter, ParameterTier,
    ParameterType, ParametersFilter, ParametersFilterKey, PutParameterRequest,
};
use serde_json::{json, to_value};

use crate::world::*;

async fn world() -> World {
    let world = World::new().await;
    world.put("plain", "1").await;
    world.put("/app/db/url", "1").await;
    world.put("/app/list", "1").await;
    world.put_secret("/app/db/password", "1").await;
    let request = PutParameterRequest::of_type("/app/big", ParameterType::String, "1")
        .tier(ParameterTier::Advanced)
        .tag("team", "orders");
    world.root().put_parameter(request).await.unwrap();
    world
}

async fn names(world: &World, request: DescribeParametersRequest) -> Vec<String> {
    let answer = world.root().describe_parameters(request).await.unwrap();
    let mut names: Vec<_> = answer.parameters.into_iter().map(|p| p.name).collect();
    names.sort();
    names
}

fn filter(key: &str, values: &[&str]) -> ParameterStringFilter {
    ParameterStringFilter::new(key, values.iter().copied())
}

#[tokio::test]
async fn every_filter_with_its_options() {
    let world = world().await;
    let contains = filter("Name", &["db"]).option("Contains");
    let begins = filter("Name", &["/app/db"]).option("BeginsWith");
    for (filter, wanted) in [
        (
            filter("Name", &["/app/list", "plain"]),
            &["/app/list", "plain"][..],
        ),
        (filter("Name", &["/plain"]), &["plain"]),
        (begins, &["/app/db/password", "/app/db/url"]),
        (contains, &["/app/db/password", "/app/db/url"]),
        (filter("Type", &["SecureString"]), &["/app/db/password"]),
        (filter("KeyId", &["alias/aws/ssm"]), &["/app/db/password"]),
        (filter("Path", &["/app"]), &["/app/big", "/app/list"]),
        (
            filter("Path", &["/app"]).option("OneLevel"),
            &["/app/big", "/app/list"],
        ),
        (
            filter("Path", &["/app"]).option("Recursive"),
            &["/app/big", "/app/db/password", "/app/db/url", "/app/list"],
        ),
        (
            filter("Path", &["/app/db", "/"]),
            &["/app/db/password", "/app/db/url", "plain"],
        ),
        (filter("Tier", &["Advanced"]), &["/app/big"]),
        (
            filter("DataType", &["text"]),
            &[
                "/app/big",
                "/app/db/password",
                "/app/db/url",
                "/app/list",
                "plain",
            ],
        ),
        (filter("tag:team", &["orders"]), &["/app/big"]),
        (
            filter("tag:team", &["or"]).option("BeginsWith"),
            &["/app/big"],
        ),
        (filter("tag:team", &[]), &["/app/big"]),
        (filter("tag:team", &["x"]), &[]),
    ] {
        let request = DescribeParametersRequest::new().filter(filter.clone());
        assert_eq!(names(&world, request).await, wanted, "{filter:?}");
    }
    let both = DescribeParametersRequest::new()
        .filter(filter("Type", &["String"]))
        .filter(filter("Path", &["/app"]).option("Recursive"));
    assert_eq!(
        names(&world, both).await,
        ["/app/big", "/app/db/url", "/app/list"]
    );
}

/// Every key and option that the model allows, in both listings: which go together is what its documentation says.
#[tokio::test]
async fn every_key_with_every_option() {
    let world = world().await;
    let texts = [None, Some("Equals"), Some("BeginsWith")];
    let levels = [None, Some("OneLevel"), Some("Recursive")];
    for (key, value) in [
        ("Name", "/app"),
        ("Type", "String"),
        ("KeyId", "alias/aws/ssm"),
        ("Path", "/app"),
        ("Label", "live"),
        ("Tier", "Standard"),
        ("DataType", "text"),
        ("tag:team", "orders"),
    ] {
        let options = [
            "Equals",
            "BeginsWith",
            "Contains",
            "OneLevel",
            "Recursive",
            "x",
        ];
        for option in [None].into_iter().chain(options.map(Some)) {
            let mut filter = filter(key, &[value]);
            filter.option = option.map(str::to_owned);
            let describe = DescribeParametersRequest::new().filter(filter.clone());
            let described = world.root().describe_parameters(describe).await;
            let described = described.map_or_else(|error| error.code(), |_| "");
            let expected = match key {
                "Label" => "InvalidFilterKey",
                "Path" if levels.contains(&option) => "",
                "Name" if option == Some("Contains") => "",
                "Path" => "InvalidFilterOption",
                _ if texts.contains(&option) => "",
                _ => "InvalidFilterOption",
            };
            assert_eq!(described, expected, "{key} {option:?}");

            let by_path = GetParametersByPathRequest::new("/app").filter(filter);
            let listed = world.root().get_parameters_by_path(by_path).await;
            let listed = listed.map_or_else(|error| error.code(), |_| "");
            let expected = match key {
                "Type" | "KeyId" if texts.contains(&option) => "",
                "Label" if matches!(option, None | Some("Equals")) => "",
                "Type" | "KeyId" | "Label" => "InvalidFilterOption",
                _ => "InvalidFilterKey",
            };
            assert_eq!(listed, expected, "{key} {option:?}");
        }
    }
}

#[tokio::test]
async fn what_is_no_filter_is_refused() {
    let world = world().await;
    // Without values a tag's key is enough; none of them is no list of values.
    let mut no_list = filter("tag:team", &[]);
    let any_value = DescribeParametersRequest::new().filter(no_list.clone());
    assert!(!names(&world, any_value).await.is_empty());
    no_list.values = Some(Vec::new());
    for (bad, code) in [
        (no_list, "ValidationException"),
        (filter("Label", &["x"]), "InvalidFilterKey"),
        (filter("name", &["x"]), "ValidationException"),
        (filter("tag:", &["x"]), "ValidationException"),
        (filter("Type", &["x"]), "InvalidFilterValue"),
        (filter("Name", &[]), "InvalidFilterValue"),
        (filter("Path", &["app"]), "InvalidFilterValue"),
        (
            filter("Path", &["/app"]).option("Equals"),
            "InvalidFilterOption",
        ),
        (
            filter("KeyId", &["x"]).option("Contains"),
            "InvalidFilterOption",
        ),
        (
            filter("Name", &["x"]).option("Recursive"),
            "InvalidFilterOption",
        ),
    ] {
        let request = DescribeParametersRequest::new().filter(bad);
        refused(world.root().describe_parameters(request).await, code);
    }
    let twice = DescribeParametersRequest::new()
        .filter(filter("Type", &["String"]))
        .filter(filter("Type", &["SecureString"]));
    refused(
        world.root().describe_parameters(twice).await,
        "InvalidFilterKey",
    );
}

#[tokio::test]
async fn the_older_filters_work_but_not_beside_the_newer() {
    let world = world().await;
    let mut request = DescribeParametersRequest::new();
    request.filters = vec![ParametersFilter::new(
        ParametersFilterKey::Name,
        ["/app/list"],
    )];
    assert_eq!(names(&world, request.clone()).await, ["/app/list"]);
    let both = request.filter(filter("Type", &["String"]));
    refused(
        world.root().describe_parameters(both).await,
        "InvalidFilterKey",
    );
}

#[tokio::test]
async fn an_entry_has_all_but_the_value() {
    let world = World::new().await;
    let request = PutParameterRequest::of_type("/a", ParameterType::SecureString, "marker")
        .description("what it is")
        .allowed_pattern("[a-z]+");
    world.root().put_parameter(request).await.unwrap();
    let answer = world
        .root()
        .describe_parameters(DescribeParametersRequest::new())
        .await;
    assert_eq!(
        to_value(answer.unwrap()).unwrap(),
        json!({"Parameters": [{
            "Name": "/a",
            "ARN": arn("/a"),
            "Type": "SecureString",
            "KeyId": "alias/aws/ssm",
            "LastModifiedDate": 1_767_225_600,
            "LastModifiedUser": "arn:aws:iam::111122223333:root",
            "Description": "what it is",
            "AllowedPattern": "[a-z]+",
            "Version": 1,
            "Tier": "Standard",
            "Policies": [],
            "DataType": "text"
        }]})
    );
}

#[tokio::test]
async fn pages_hold_up_to_fifty() {
    let world = World::new().await;
    for n in 0..120 {
        world.put(&format!("/p/{n:03}"), "1").await;
    }
    for request in [
        DescribeParametersRequest::new(),
        DescribeParametersRequest::new().filter(filter("Type", &["String"])),
    ] {
        let mut sizes = Vec::new();
        let mut all = std::collections::BTreeSet::new();
        let mut next = request.clone();
        loop {
            let page = world.root().describe_parameters(next).await.unwrap();
            sizes.push(page.parameters.len());
            all.extend(page.parameters.into_iter().map(|p| p.name));
            match page.next_token {
                Some(token) => next = request.clone().next_token(token),
                None => break,
            }
        }
        assert_eq!((sizes, all.len()), (vec![50, 50, 20], 120));
    }
    let request = DescribeParametersRequest::new().max_results(51);
    refused(
        world.root().describe_parameters(request).await,
        "ValidationException",
    );
}
