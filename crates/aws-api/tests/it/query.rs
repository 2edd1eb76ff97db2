//! AWS Query: several services speak it, and an action is found by its name and version.

use std::sync::Arc;

use aws_api::{Answer, Call, Protocol, WireService};

use crate::world::*;

/// A service of an application's own.
#[derive(Debug)]
struct Iam;

impl WireService for Iam {
    fn protocol(&self) -> Protocol {
        Protocol::Query {
            version: "2010-05-08",
            namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
        }
    }

    fn signing_name(&self) -> &'static str {
        "iam"
    }

    fn operations(&self) -> &'static [&'static str] {
        &["GetCallerIdentity", "GetUser"]
    }

    fn call<'a>(&'a self, operation: &str, call: Call<'a>) -> Option<Answer<'a>> {
        let result = format!("<Called>{operation} in {}</Called>", call.region);
        Some(Box::pin(async move { Ok(result.into_bytes()) }))
    }
}

async fn world() -> World {
    World::with(vec![Arc::new(Iam)]).await
}

#[tokio::test]
async fn each_service_has_its_own_actions() {
    let world = world().await;
    let form = "Action=GetUser&Version=2010-05-08";
    let body = world.form(form, ACCOUNT, "iam", None).await.xml(200);
    assert_eq!(
        element(&body, "GetUserResult"),
        "<Called>GetUser in eu-west-1</Called>"
    );
    let form = "Action=GetCallerIdentity&Version=2011-06-15";
    let body = world.sts(form, ACCOUNT, None).await.xml(200);
    assert_eq!(element(&body, "Account"), ACCOUNT);
}

#[tokio::test]
async fn the_version_tells_actions_of_one_name_apart() {
    let world = world().await;
    let form = "Action=GetCallerIdentity&Version=2010-05-08";
    let body = world.form(form, ACCOUNT, "iam", None).await.xml(200);
    assert!(body.contains("<Called>GetCallerIdentity"), "{body}");
    // The one who is asked is the one who must have been signed for.
    let body = world.sts(form, ACCOUNT, None).await.xml(403);
    assert_eq!(element(&body, "Code"), "SignatureDoesNotMatch");
}

#[tokio::test]
async fn an_action_that_none_of_them_has_is_told() {
    let world = world().await;
    for form in [
        "Action=Nothing&Version=2010-05-08",
        "Action=Nothing&Version=2011-06-15",
        "Action=GetUser&Version=2011-06-15",
        "Action=GetUser",
    ] {
        let body = world.sts(form, ACCOUNT, None).await.xml(400);
        assert_eq!(element(&body, "Code"), "InvalidAction", "{form}");
    }
}
