//! Access keys: made, used, turned off, deleted, kept.

use std::sync::Arc;

use common_types::Arn;
use directory::{AccessKeyStatus, Error, InvalidCredential};
use store::Rewrap;

use crate::world::*;

fn arn(text: &str) -> Arn {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_new_key_is_its_owners() {
    let world = World::new().await;
    let key = world.key(ALICE).await;
    assert!(key.access_key_id.starts_with("AKIA") && key.access_key_id.len() == 20);
    assert_eq!(key.secret_access_key.expose().len(), 40);
    assert_eq!(key.create_date, start());

    let caller = world.find(&key.access_key_id, None).unwrap();
    assert_eq!(caller.principal().to_string(), ALICE);
    assert_eq!(caller.principal().unique_id(), Some("AIDAALICE"));
    assert_eq!(caller.principal_tags().get("team"), Some("blue"));
    assert!(caller.token_issued_at().is_none());
    let found = world
        .credentials
        .find(&key.access_key_id, None, start())
        .unwrap();
    assert_eq!(*found.secret, key.secret_access_key);
}

#[tokio::test]
async fn a_root_user_can_have_keys_too() {
    let world = World::new().await;
    let key = world.key("arn:aws:iam::111122223333:root").await;
    let caller = world.find(&key.access_key_id, None).unwrap();
    assert_eq!(
        caller.principal().to_string(),
        "arn:aws:iam::111122223333:root"
    );
}

#[tokio::test]
async fn only_users_that_are_there_get_keys() {
    let world = World::new().await;
    for nobody in [
        "arn:aws:iam::111122223333:user/nobody",
        APP,
        "arn:aws:s3:::bucket",
    ] {
        let error = world
            .access_keys
            .create_access_key(&arn(nobody))
            .await
            .unwrap_err();
        assert!(matches!(error, Error::NoSuchEntity { .. }), "{error}");
    }
}

#[tokio::test]
async fn a_user_has_two_keys_at_most() {
    let world = World::new().await;
    let keys = [world.key(ALICE).await, world.key(ALICE).await];
    let third = world.access_keys.create_access_key(&arn(ALICE)).await;
    assert_eq!(
        third.unwrap_err().to_string(),
        "Cannot exceed quota for AccessKeysPerUser: 2"
    );
    world.key(BOB).await;
    assert_eq!(world.access_keys.list_access_keys(&arn(ALICE)).len(), 2);
    world
        .access_keys
        .delete_access_key(&keys[0].access_key_id)
        .await
        .unwrap();
    world.key(ALICE).await;
}

#[tokio::test]
async fn of_many_at_once_two_are_made_and_all_that_were_made_work() {
    let world = World::new().await;
    let alice = arn(ALICE);
    let create = || world.access_keys.create_access_key(&alice);
    let (a, b, c, d) = tokio::join!(create(), create(), create(), create());
    let outcomes = [a, b, c, d];
    let made: Vec<_> = outcomes.iter().flatten().collect();
    assert_eq!(made.len(), 2);
    for key in made {
        assert!(world.find(&key.access_key_id, None).is_ok());
    }
    let refused = outcomes.iter().filter_map(|outcome| outcome.as_ref().err());
    assert!(
        refused
            .into_iter()
            .all(|error| matches!(error, Error::LimitExceeded))
    );
}

#[tokio::test]
async fn a_key_that_is_off_or_gone_is_not_believed() {
    let world = World::new().await;
    let id = world.key(ALICE).await.access_key_id;
    let set = |status| world.access_keys.update_access_key(&id, status);
    let off = set(AccessKeyStatus::Inactive).await.unwrap();
    assert_eq!(off.status, AccessKeyStatus::Inactive);
    assert_eq!(
        world.find(&id, None).unwrap_err(),
        InvalidCredential::Unrecognized
    );
    set(AccessKeyStatus::Active).await.unwrap();
    assert!(world.find(&id, None).is_ok());
    world.access_keys.delete_access_key(&id).await.unwrap();
    assert_eq!(
        world.find(&id, None).unwrap_err(),
        InvalidCredential::Unrecognized
    );
    let again = world.access_keys.delete_access_key(&id).await.unwrap_err();
    assert!(matches!(again, Error::NoSuchEntity { .. }), "{again}");
}

#[tokio::test]
async fn the_key_of_a_user_that_was_made_anew_is_not_believed() {
    let world = World::new().await;
    let id = world.key(ALICE).await.access_key_id;
    assert!(world.find(&id, None).is_ok());
    world.change(|contents| {
        contents["Accounts"][0]["UserDetailList"][0]["UserId"] = "AIDANEWALICE".into();
    });
    assert_eq!(
        world.find(&id, None).unwrap_err(),
        InvalidCredential::Unrecognized
    );
}

#[tokio::test]
async fn keys_survive_a_restart_and_reach_other_nodes() {
    let world = World::new().await;
    let key = world.key(ALICE).await;
    let other = World::over(Arc::clone(&world.beneath), &contents()).await;
    let found = other
        .credentials
        .find(&key.access_key_id, None, start())
        .unwrap();
    assert_eq!(*found.secret, key.secret_access_key);

    let later = world.key(ALICE).await;
    world
        .access_keys
        .delete_access_key(&key.access_key_id)
        .await
        .unwrap();
    other.access_keys.refresh().await.unwrap();
    assert!(other.find(&later.access_key_id, None).is_ok());
    assert!(other.find(&key.access_key_id, None).is_err());
}

#[tokio::test]
async fn keys_survive_a_new_store_key() {
    let world = World::new().await;
    let key = world.key(ALICE).await;
    let hooks: [&dyn Rewrap; 1] = [&world.access_keys];
    world.sealed.rotate_store_key(&hooks).await.unwrap();
    let other = World::over(Arc::clone(&world.beneath), &contents()).await;
    let found = other
        .credentials
        .find(&key.access_key_id, None, start())
        .unwrap();
    assert_eq!(*found.secret, key.secret_access_key);
}

#[tokio::test]
async fn what_is_done_with_keys_is_recorded() {
    let world = World::new().await;
    let id = world.key(ALICE).await.access_key_id;
    world.access_keys.delete_access_key(&id).await.unwrap();
    let records = crate::secrets::audited(&world).await;
    let names: Vec<_> = records
        .iter()
        .map(|record| record["eventName"].clone())
        .collect();
    assert_eq!(names, ["CreateAccessKey", "DeleteAccessKey"]);
    assert_eq!(records[0]["requestParameters"]["accessKeyId"], id);
}
