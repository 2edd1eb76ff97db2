//! 100,000 parameters of 4 KiB: loaded, listed by path, and paged.

use std::sync::Arc;

use param_store::{
    DescribeParametersRequest, GetParametersByPathRequest, ParameterStringFilter, ParameterTier,
    ParameterType, PutParameterRequest,
};
use store::RedbStore;

use crate::world::*;

const PATHS: usize = 1_000;
const UNDER_PATH: usize = 100;

fn name(path: usize, n: usize) -> String {
    format!("/load/{path:03}/{n:03}")
}

/// Debug builds take minutes for all of it: they load a hundredth unless `STRONGROOM_LOAD` is set.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn are_loaded_listed_and_paged() {
    let paths = if variable("STRONGROOM_LOAD").is_some() {
        PATHS
    } else {
        PATHS / 100
    };
    let directory = tempfile::tempdir().unwrap();
    let store = RedbStore::create(directory.path().join("store.redb")).unwrap();
    let world = Arc::new(World::sealed(Arc::new(store)).await);
    load(&world, paths).await;

    // A whole path, page by page, whichever it is.
    for path in [0, paths / 2, paths - 1] {
        let mut request = GetParametersByPathRequest::new(format!("/load/{path:03}"));
        let mut found = Vec::new();
        loop {
            let page = world
                .root()
                .get_parameters_by_path(request.clone())
                .await
                .unwrap();
            assert!(
                page.parameters
                    .iter()
                    .all(|p| p.value.expose().len() == 4096)
            );
            found.extend(page.parameters.into_iter().map(|p| p.name));
            match page.next_token {
                Some(token) => request = request.next_token(token),
                None => break,
            }
        }
        assert_eq!(
            found,
            (0..UNDER_PATH).map(|n| name(path, n)).collect::<Vec<_>>()
        );
    }
    // All of them, once each, in order.
    let mut request = DescribeParametersRequest::new();
    let mut count = 0;
    let mut last = String::new();
    loop {
        let page = world
            .root()
            .describe_parameters(request.clone())
            .await
            .unwrap();
        for parameter in &page.parameters {
            assert!(parameter.name > last, "{} after {last}", parameter.name);
            last.clone_from(&parameter.name);
        }
        count += page.parameters.len();
        match page.next_token {
            Some(token) => request = request.next_token(token),
            None => break,
        }
    }
    assert_eq!(count, paths * UNDER_PATH);
    // A filter that nothing passes looks at a bounded number of them a page.
    let none = ParameterStringFilter::new("tag:none", ["x"]);
    let request = DescribeParametersRequest::new().filter(none);
    let page = world.root().describe_parameters(request).await.unwrap();
    assert!(page.parameters.is_empty());
    assert_eq!(
        page.next_token.is_some(),
        count > param_store::limits::LOOKED_AT
    );
}

#[expect(clippy::disallowed_methods, reason = "a test's own tasks")]
async fn load(world: &World, paths: usize) {
    const LOADERS: usize = 64;
    let loaders: Vec<_> = (0..LOADERS)
        .map(|loader| {
            let params = world.root();
            tokio::spawn(async move {
                let value = "v".repeat(4096);
                for path in (loader..paths).step_by(LOADERS) {
                    for n in 0..UNDER_PATH {
                        let name = name(path, n);
                        let kind = ParameterType::String;
                        let request = PutParameterRequest::of_type(name, kind, value.as_str());
                        let request = request.tier(ParameterTier::Advanced);
                        params.put_parameter(request).await.unwrap();
                    }
                }
            })
        })
        .collect();
    for loader in loaders {
        loader.await.unwrap();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long CI runs is told by the environment"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
