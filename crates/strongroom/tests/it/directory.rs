//! A directory: who is in it may do what its policies allow, with access keys and sessions that survive a restart.

use std::sync::Arc;

use strongroom::{
    Arn, Caller, Clock, Strongroom,
    directory::{Directory, sts::AssumeRoleRequest},
    kms::CreateKeyRequest,
};

use crate::world::{World, root_key};

const ALICE: &str = "arn:aws:iam::111122223333:user/alice";

fn directory() -> Directory {
    Directory::from_json(
        r#"{
        "UserDetailList": [{"UserName": "alice", "UserId": "AIDAALICE", "Arn": "arn:aws:iam::111122223333:user/alice"}],
        "RoleDetailList": [{
            "RoleName": "keys", "RoleId": "AROAKEYS", "Arn": "arn:aws:iam::111122223333:role/keys",
            "AssumeRolePolicyDocument": {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
                "Principal": {"AWS": "arn:aws:iam::111122223333:user/alice"}}},
            "RolePolicyList": [{"PolicyName": "keys", "PolicyDocument": {"Statement": {
                "Effect": "Allow", "Action": "kms:CreateKey", "Resource": "*"}}}]
        }]}"#,
    )
    .unwrap()
}

async fn open(world: &World) -> Strongroom {
    Strongroom::builder()
        .file(world.path())
        .root_key(Arc::new(root_key(1)))
        .clock(Arc::clone(&world.clock) as Arc<dyn Clock>)
        .directory(directory())
        .open()
        .await
        .unwrap()
}

#[tokio::test]
async fn a_user_takes_a_role_and_makes_a_key() {
    let world = World::new();
    let strongroom = open(&world).await;
    let alice: Arn = ALICE.parse().unwrap();
    let key = strongroom
        .access_keys()
        .create_access_key(&alice)
        .await
        .unwrap();
    let now = world.clock.now();
    let caller = strongroom
        .credentials()
        .find(&key.access_key_id, None, now)
        .unwrap()
        .caller;

    let create = |strongroom: &Strongroom, caller: Arc<Caller>| {
        let kms = strongroom.kms().caller(caller).region("eu-west-1").unwrap();
        async move { kms.create_key(CreateKeyRequest::new()).await }
    };
    assert!(create(&strongroom, Arc::clone(&caller)).await.is_err());
    let sts = strongroom.sts().caller(caller).region("eu-west-1").unwrap();
    let request = AssumeRoleRequest::new("arn:aws:iam::111122223333:role/keys", "work");
    let session = sts.assume_role(request).await.unwrap().credentials;
    strongroom.rotate_store_key().await.unwrap();
    drop(sts);
    strongroom.close().await.unwrap();

    // The access key was wrapped anew; sessions were under the store key that is gone.
    let strongroom = open(&world).await;
    let token = Some(session.session_token.expose());
    assert!(
        strongroom
            .credentials()
            .find(&session.access_key_id, token, now)
            .is_err()
    );
    let caller = strongroom
        .credentials()
        .find(&key.access_key_id, None, now)
        .unwrap()
        .caller;
    let sts = strongroom.sts().caller(caller).region("eu-west-1").unwrap();
    let request = AssumeRoleRequest::new("arn:aws:iam::111122223333:role/keys", "work");
    let session = sts.assume_role(request).await.unwrap().credentials;
    drop(sts);
    strongroom.close().await.unwrap();

    let strongroom = open(&world).await;
    let token = Some(session.session_token.expose());
    let found = strongroom
        .credentials()
        .find(&session.access_key_id, token, now)
        .unwrap();
    assert!(create(&strongroom, found.caller).await.is_ok());
}
