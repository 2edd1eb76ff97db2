//! Every call leaves a record.

use param_store::{GetParameterRequest, GetParametersRequest};

use crate::world::*;

#[tokio::test]
async fn a_call_is_recorded_with_what_it_was_about() {
    let world = World::new().await;
    world.put("/a", "1").await;
    world.put("/b", "1").await;
    let request = GetParametersRequest::new(["/a", "/b"]);
    world.root().get_parameters(request).await.unwrap();
    let denied = world
        .app()
        .get_parameter(GetParameterRequest::new("/a"))
        .await;
    refused(denied, "AccessDeniedException");
    let missing = world
        .root()
        .get_parameter(GetParameterRequest::new("/none"))
        .await;
    refused(missing, "ParameterNotFound");

    let records = world.audited().await;
    let summary: Vec<_> = records
        .iter()
        .map(|record| {
            let name = record["eventName"].as_str().unwrap();
            let code = record.get("errorCode").and_then(|code| code.as_str());
            let resources = record["resources"].to_string();
            (
                name,
                code,
                resources.contains("/a"),
                resources.contains("/b"),
            )
        })
        .collect();
    assert_eq!(
        summary,
        [
            ("PutParameter", None, true, false),
            ("PutParameter", None, false, true),
            ("GetParameters", None, true, true),
            ("GetParameter", Some("AccessDenied"), true, false),
            ("GetParameter", Some("ParameterNotFound"), false, false),
        ],
        "{records:#?}"
    );
}
