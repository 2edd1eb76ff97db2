//! No value shows in `Debug`, errors, events or audit records, and none is in the clear in a store that is sealed.

use std::sync::Arc;

use base64::{Engine, prelude::BASE64_STANDARD};
use param_store::{
    GetParameterHistoryRequest, GetParameterRequest, GetParametersByPathRequest,
    GetParametersRequest, ParameterTier, ParameterType, PutParameterRequest,
};
use store::{KeyRange, MemoryStore, Store};

use crate::world::*;

const MARKER: &str = "planted-marker-012345678";

fn forms() -> [String; 4] {
    let bytes = MARKER.as_bytes();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let list = format!("{bytes:?}");
    [
        MARKER.to_owned(),
        hex,
        list.trim_matches(['[', ']']).to_owned(),
        BASE64_STANDARD.encode(bytes),
    ]
}

#[track_caller]
fn shows_nothing(shown: &str) {
    for form in forms() {
        assert!(!shown.contains(&form), "{form} in {shown}");
    }
}

#[tokio::test]
async fn no_value_is_printed_recorded_or_told() {
    let world = World::new().await;
    let params = world.root();
    let mut shown = String::new();
    for (name, kind, tier) in [
        ("/p/string", ParameterType::String, ParameterTier::Standard),
        (
            "/p/list",
            ParameterType::StringList,
            ParameterTier::Advanced,
        ),
        (
            "/p/secure",
            ParameterType::SecureString,
            ParameterTier::Standard,
        ),
        (
            "/p/large",
            ParameterType::SecureString,
            ParameterTier::Advanced,
        ),
    ] {
        let request = PutParameterRequest::of_type(name, kind, MARKER).tier(tier);
        shown += &format!(
            "{request:?} {:?}",
            params.put_parameter(request.clone()).await
        );
        shown += &format!("{:?}", params.put_parameter(request.clone()).await);
        let request = request.allowed_pattern("[0-9]").overwrite(true);
        shown += &format!("{:?}", params.put_parameter(request).await.unwrap_err());
        let request = GetParameterRequest::new(name).with_decryption(true);
        let found = params.get_parameter(request).await.unwrap();
        assert_eq!(found.parameter.value.expose(), MARKER);
        shown += &format!("{found:?}");
        let request = GetParameterHistoryRequest::new(name).with_decryption(true);
        shown += &format!("{:?}", params.get_parameter_history(request).await.unwrap());
    }
    let nested =
        PutParameterRequest::of_type("/n", ParameterType::String, format!("{{{{{MARKER}}}}}"));
    let long = format!("{MARKER}{}", "x".repeat(9000));
    let long = PutParameterRequest::of_type("/n", ParameterType::String, long);
    let image = PutParameterRequest::of_type("/n", ParameterType::String, MARKER);
    for bad in [nested, long, image.data_type("aws:ec2:image")] {
        let error = params.put_parameter(bad).await.unwrap_err();
        shown += &format!("{error} {error:?}");
    }
    let request = GetParametersRequest::new(["/p/string", "/p/secure"]).with_decryption(true);
    shown += &format!("{:?}", params.get_parameters(request).await.unwrap());
    let request = GetParametersByPathRequest::new("/p").with_decryption(true);
    shown += &format!(
        "{:?}",
        params.get_parameters_by_path(request).await.unwrap()
    );
    shown += &format!("{world:?} {params:?}");
    shown += &format!("{:?} {:?}", world.audited().await, world.events().await);
    shows_nothing(&shown);
}

#[tokio::test]
async fn a_secure_string_is_encrypted_beneath_the_stores_own_seal() {
    let world = World::new().await;
    world.put("/plain", MARKER).await;
    world.put_secret("/secure", MARKER).await;
    world.put_secret("/secure", MARKER).await;
    // This store is not sealed: what is in it in the clear is what only the seal protects.
    let records = world.store.scan(KeyRange::all(), 1000).await.unwrap();
    let clear = |key: &store::Key, value: &[u8]| {
        let text = format!("{key} {}", String::from_utf8_lossy(value));
        text.contains(MARKER).then(|| key.to_string())
    };
    let clear: Vec<_> = records
        .iter()
        .filter_map(|(key, found)| clear(key, &found.value))
        .collect();
    assert_eq!(clear.len(), 1, "{clear:?}");
}

#[tokio::test]
async fn in_a_sealed_store_nothing_is_in_the_clear() {
    let beneath: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let world = World::sealed(Arc::clone(&beneath)).await;
    world.put("/plain", MARKER).await;
    world.put_secret("/secure", MARKER).await;
    let _ = world.audited().await;
    for (key, found) in beneath.scan(KeyRange::all(), 1000).await.unwrap() {
        shows_nothing(&format!("{key} {}", String::from_utf8_lossy(&found.value)));
    }
}
