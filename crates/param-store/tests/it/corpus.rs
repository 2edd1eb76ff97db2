//! The corpora of the fuzz targets `parameter_record` and `parameter_policies`, replayed without a fuzzer.

use std::{fs, path::Path, sync::Arc};

use param_store::{
    DeleteParameterRequest, DescribeParametersRequest, GetParameterRequest,
    GetParametersByPathRequest, ParamStoreHandle, ParameterTier, ParameterType,
    PutParameterRequest,
};
use store::{Key, MemoryStore, Store, Transaction, TransactionId};

use crate::world::*;

/// Each seed, with its name.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    let entries = fs::read_dir(corpus.join(target)).unwrap();
    let seeds: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(path).unwrap())
        })
        .collect();
    assert!(
        seeds
            .iter()
            .filter(|(name, _)| name.starts_with("good-"))
            .count()
            >= 4
    );
    assert!(
        seeds
            .iter()
            .filter(|(name, _)| name.starts_with("bad-"))
            .count()
            >= 4
    );
    seeds
}

#[tokio::test]
async fn a_record_is_a_parameter_or_is_refused() {
    for (name, bytes) in corpus("parameter_record") {
        let store = Arc::new(MemoryStore::new());
        let world = World::over(Arc::clone(&store) as Arc<dyn Store>).await;
        let key = Key::scope(
            &"aws".parse().unwrap(),
            &ACCOUNT.parse().unwrap(),
            &REGION.parse().unwrap(),
            "ssm",
        );
        let key = key.str("parameter").str("a").bytes(b"b").build().unwrap();
        let write = Transaction::new(TransactionId::from_bytes([1; 16])).put(key, bytes);
        store.commit(write).await.unwrap();

        let params = world.root();
        let request = GetParametersByPathRequest::new("/a");
        let listed = params.get_parameters_by_path(request).await;
        let request = GetParameterRequest::new("/a/b");
        match params.get_parameter(request).await {
            Ok(read) => {
                assert!(name.starts_with("good-"), "{name}");
                assert_eq!(listed.unwrap().parameters, [read.parameter], "{name}");
                let update = PutParameterRequest::new("/a/b", "new").overwrite(true);
                params.put_parameter(update).await.unwrap();
            }
            Err(error) => {
                assert!(name.starts_with("bad-"), "{name}: {error}");
                refused(listed, "InternalServerError");
            }
        }
    }
}

#[tokio::test]
async fn policies_are_shown_as_they_were_put_or_are_refused() {
    let world = World::new().await;
    let params = world.root();
    for (name, bytes) in corpus("parameter_policies") {
        let text = String::from_utf8(bytes).unwrap();
        let Some(shown) = put(&params, &text).await else {
            assert!(name.starts_with("bad-"), "{name}");
            continue;
        };
        assert!(name.starts_with("good-"), "{name}");
        let again = put(&params, &format!("[{}]", shown.join(","))).await;
        assert_eq!(again, Some(shown), "{name}");
    }
}

/// Puts policies on a parameter that has none, and gives those that it has then.
async fn put(params: &ParamStoreHandle, policies: &str) -> Option<Vec<String>> {
    let request = PutParameterRequest::of_type("/a", ParameterType::String, "v")
        .tier(ParameterTier::Advanced)
        .policies(policies);
    params.put_parameter(request).await.ok()?;
    let request = DescribeParametersRequest::new();
    let described = params.describe_parameters(request).await.unwrap();
    let policies = described.parameters.iter().flat_map(|p| &p.policies);
    let texts = policies.map(|policy| policy.policy_text.clone()).collect();
    let request = DeleteParameterRequest::new("/a");
    params.delete_parameter(request).await.unwrap();
    Some(texts)
}
