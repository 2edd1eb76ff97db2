//! `GetCallerIdentity`: who calls, whatever policies say.

use common_types::Caller;
use directory::sts::GetCallerIdentityRequest;
use serde_json::json;

use crate::world::*;

#[tokio::test]
async fn everybody_may_ask() {
    let world = World::new().await;
    // Not even a denial forbids it.
    world.change(|contents| {
        contents["Accounts"][0]["UserDetailList"][0]["UserPolicyList"] = json!([{
            "PolicyName": "deny", "PolicyDocument": {"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}}]);
    });
    let session = world.alice().assume_role(app()).await;
    refused(session, "AccessDenied", "User: ");
    for (caller, user_id, arn) in [
        (Caller::user(ALICE).unwrap(), "AIDAALICE", ALICE),
        (
            Caller::root("111122223333").unwrap(),
            "111122223333",
            "arn:aws:iam::111122223333:root",
        ),
        (
            Caller::role("arn:aws:sts::111122223333:assumed-role/app/x1").unwrap(),
            "AROAAPP:x1",
            "arn:aws:sts::111122223333:assumed-role/app/x1",
        ),
    ] {
        let answer = world
            .sts(caller)
            .get_caller_identity(GetCallerIdentityRequest::new())
            .await
            .unwrap();
        assert_eq!(answer.user_id, user_id);
        assert_eq!(answer.account, "111122223333");
        assert_eq!(answer.arn, arn);
    }
    let names: Vec<_> = crate::secrets::audited(&world)
        .await
        .iter()
        .map(|record| record["eventName"].clone())
        .collect();
    assert_eq!(
        names,
        [
            "AssumeRole",
            "GetCallerIdentity",
            "GetCallerIdentity",
            "GetCallerIdentity"
        ]
    );
}

#[tokio::test]
async fn temporary_credentials_tell_their_session() {
    let world = World::new().await;
    let session = world.alice().assume_role(app()).await.unwrap();
    let caller = world.caller_with(&session).unwrap();
    let answer = world
        .sts(caller)
        .get_caller_identity(GetCallerIdentityRequest::new())
        .await
        .unwrap();
    assert_eq!(answer.user_id, "AROAAPP:work");
    assert_eq!(answer.arn, session.assumed_role_user.arn);
}
