//! `GetParameterHistory`.

use std::time::Duration;

use param_store::{
    DeleteParameterRequest, GetParameterHistoryRequest, LabelParameterVersionRequest,
    PutParameterRequest,
};

use crate::world::*;

#[tokio::test]
async fn every_version_with_its_labels_value_and_date() {
    let world = World::new().await;
    world.put_secret("/a", "one").await;
    world.clock.advance(Duration::from_secs(60));
    world.put_secret("/a", "two").await;
    let label = LabelParameterVersionRequest::new("/a", ["prod", "x"]).parameter_version(1);
    world.root().label_parameter_version(label).await.unwrap();
    let request = GetParameterHistoryRequest::new("/a").with_decryption(true);
    let history = world.root().get_parameter_history(request).await.unwrap();
    let shown: Vec<_> = history
        .parameters
        .iter()
        .map(|v| (v.version, v.value.expose(), v.labels.clone()))
        .collect();
    assert_eq!(
        shown,
        [
            (1, "one", vec!["prod".to_owned(), "x".to_owned()]),
            (2, "two", vec![])
        ]
    );
    let seconds =
        history.parameters[1].last_modified_date - history.parameters[0].last_modified_date;
    assert_eq!(seconds.num_seconds(), 60);

    let request = GetParameterHistoryRequest::new(arn("/a"));
    let history = world.root().get_parameter_history(request).await.unwrap();
    assert_ne!(history.parameters[0].value.expose(), "one");
    for bad in ["/a:1", "/a:prod"] {
        let request = GetParameterHistoryRequest::new(bad);
        refused(
            world.root().get_parameter_history(request).await,
            "ValidationException",
        );
    }
    let request = GetParameterHistoryRequest::new("/b");
    refused(
        world.root().get_parameter_history(request).await,
        "ParameterNotFound",
    );
}

#[tokio::test]
async fn a_hundred_versions_are_kept_and_paged() {
    let world = World::new().await;
    for n in 1..=120 {
        world.put("/a", &n.to_string()).await;
    }
    for limit in [1, 7, 50] {
        let request = GetParameterHistoryRequest::new("/a").max_results(limit);
        let mut versions = Vec::new();
        let mut next = request.clone();
        loop {
            let page = world.root().get_parameter_history(next).await.unwrap();
            for version in &page.parameters {
                assert_eq!(version.value.expose(), version.version.to_string());
            }
            versions.extend(page.parameters.iter().map(|version| version.version));
            match page.next_token {
                Some(token) => next = request.clone().next_token(token),
                None => break,
            }
        }
        assert_eq!(versions, (21..=120).collect::<Vec<_>>(), "{limit}");
    }
}

#[tokio::test]
async fn an_oldest_version_with_a_label_stays_and_stops_the_next() {
    let world = World::new().await;
    for n in 1..=100 {
        world.put("/a", &n.to_string()).await;
    }
    let label = |version| {
        let request = LabelParameterVersionRequest::new("/a", ["keep"]).parameter_version(version);
        let params = world.root();
        async move { params.label_parameter_version(request).await.unwrap() }
    };
    label(1).await;
    let put = || PutParameterRequest::new("/a", "more").overwrite(true);
    refused_with(
        world.root().put_parameter(put()).await,
        "ParameterMaxVersionLimitExceeded",
        "You attempted to create a new version of /a by calling the PutParameter API with the overwrite flag. Version 1, the \
         oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the \
         parameter, and try again.",
    );
    label(2).await;
    assert_eq!(
        world.root().put_parameter(put()).await.unwrap().version,
        101
    );
}

#[tokio::test]
async fn what_is_deleted_takes_its_versions_along() {
    let world = World::new().await;
    for n in 1..=100 {
        world.put("/a", &n.to_string()).await;
    }
    world
        .root()
        .delete_parameter(DeleteParameterRequest::new("/a"))
        .await
        .unwrap();
    world.put("/a", "again").await;
    let request = GetParameterHistoryRequest::new("/a");
    let history = world.root().get_parameter_history(request).await.unwrap();
    assert_eq!(history.parameters.len(), 1);
    // All records of the hundred are gone: what is left is the parameter, counts, keys, events and audit records.
    let versions = store::Key::scope(
        &"aws".parse().unwrap(),
        &ACCOUNT.parse().unwrap(),
        &REGION.parse().unwrap(),
        "ssm",
    );
    let versions = versions.str("version").range().unwrap();
    assert!(world.store.scan(versions, 1000).await.unwrap().is_empty());
    let due = store::Key::global("due").str("entry").range().unwrap();
    assert!(world.store.scan(due, 1000).await.unwrap().is_empty());
}
