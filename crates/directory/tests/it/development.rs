//! Development: every role trusts everybody, and a token is enough.

use std::{sync::Arc, time::Duration};

use common_types::Caller;
use crypto::random::SystemRandom;
use directory::{
    InvalidCredential,
    sts::{AssumeRoleRequest, SessionTokens, Sts},
};

use crate::world::*;

#[tokio::test]
async fn every_role_trusts_everybody() {
    let world = World::new().await;
    let keys = world.sealed.keys().clone();
    let tokens = SessionTokens::new(keys, Arc::new(SystemRandom::new()));
    let sts = Sts::dangerous_trusting_everybody(
        world.directory.clone(),
        world.guard.clone(),
        tokens.clone(),
    );
    let root = sts
        .caller(Caller::root("111122223333").unwrap())
        .region(REGION)
        .unwrap();
    for (role, id) in [
        (APP, "AROAAPP"),
        ("arn:aws:iam::111122223333:role/made-up", "AROA"),
    ] {
        let answer = root
            .assume_role(AssumeRoleRequest::new(role, "work"))
            .await
            .unwrap();
        assert!(answer.assumed_role_user.assumed_role_id.starts_with(id));
        let bearer = |now| tokens.dangerous_bearer(answer.credentials.session_token.expose(), now);
        let caller = bearer(start()).unwrap();
        assert_eq!(caller.principal().principal_arn().unwrap().as_str(), role);
        let over = bearer(start() + Duration::from_secs(3600));
        assert_eq!(over.unwrap_err(), InvalidCredential::Expired);
        // Outside of development the role has to be there.
        assert_eq!(world.caller_with(&answer).is_ok(), role == APP);
    }
    // What requests must look like stays as it is.
    refused(
        root.assume_role(AssumeRoleRequest::new(APP, "a b")).await,
        "ValidationError",
        "1 validation error detected",
    );
    let records = crate::secrets::audited(&world).await;
    assert_eq!(records[0]["resources"][0]["ARN"], APP);
    assert_eq!(
        tokens.dangerous_bearer("forged", start()).unwrap_err(),
        InvalidCredential::Unrecognized
    );
}
