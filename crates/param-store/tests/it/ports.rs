//! What others read through the port.

use common_types::ParameterReader;
use param_store::{ParameterType, PutParameterRequest};

use crate::world::World;

#[tokio::test]
async fn names_are_answered_in_their_order_with_versions_and_gaps() {
    let world = World::new().await;
    let params = world.root();
    for value in ["one", "two"] {
        let request = PutParameterRequest::of_type("/app/host", ParameterType::String, value);
        params.put_parameter(request.overwrite(true)).await.unwrap();
    }
    let secret = PutParameterRequest::of_type("password", ParameterType::SecureString, "marker");
    params.put_parameter(secret).await.unwrap();

    let names = [
        "/app/host:1",
        "/none",
        "/password",
        "/app/host",
        "/app/host:1",
    ]
    .map(str::to_owned);
    let found = params.parameters(&names, true).await.unwrap();
    let values: Vec<_> = found
        .iter()
        .map(|found| found.as_ref().map(|found| found.value.expose()))
        .collect();
    assert_eq!(
        values,
        [Some("one"), None, Some("marker"), Some("two"), Some("one")]
    );

    let below = params.parameters_by_path("/app", false).await.unwrap();
    assert_eq!(
        (below.len(), below[0].name.as_str(), below[0].version),
        (1, "/app/host", 2)
    );
}
