//! Temporary credentials: believed until they expire, on every node, and never when anything about them was changed.

use std::{sync::Arc, time::Duration};

use common_types::Principal;
use directory::InvalidCredential;
use proptest::{prelude::*, sample::Index};

use crate::world::*;

#[tokio::test]
async fn a_session_is_its_role() {
    let world = World::new().await;
    let session = world.alice().assume_role(app()).await.unwrap();
    let caller = world.caller_with(&session).unwrap();
    let Principal::AssumedRole {
        role,
        session: arn,
        id,
    } = caller.principal()
    else {
        panic!("{caller:?}");
    };
    assert_eq!(role.as_str(), APP);
    assert_eq!(
        arn.as_str(),
        "arn:aws:sts::111122223333:assumed-role/app/work"
    );
    assert_eq!(id.as_deref(), Some("AROAAPP"));
    assert_eq!(caller.token_issued_at(), Some(start()));
    assert!(world.allows(&caller, "notes:Read"));
    assert!(!world.allows(&caller, "kms:Decrypt"));
}

#[tokio::test]
async fn credentials_expire() {
    let world = World::new().await;
    let session = world
        .alice()
        .assume_role(app().duration_seconds(900))
        .await
        .unwrap();
    world.clock.advance(Duration::from_secs(899));
    assert!(world.caller_with(&session).is_ok());
    world.clock.advance(Duration::from_secs(1));
    assert_eq!(
        world.caller_with(&session).unwrap_err(),
        InvalidCredential::Expired
    );
}

#[tokio::test]
async fn they_work_on_every_node_and_after_a_restart() {
    let world = World::new().await;
    let session = world.alice().assume_role(app()).await.unwrap();
    let other = World::over(Arc::clone(&world.beneath), &contents()).await;
    assert_eq!(other.caller_with(&session), world.caller_with(&session));
    let key = |world: &World| {
        let token = session.credentials.session_token.expose();
        let id = &session.credentials.access_key_id;
        world
            .credentials
            .find(id, Some(token), start())
            .unwrap()
            .secret
    };
    assert_eq!(*key(&other), session.credentials.secret_access_key);
    assert_eq!(*key(&world), session.credentials.secret_access_key);
    // Another store has other keys.
    let stranger = World::new().await;
    assert_eq!(
        stranger.caller_with(&session).unwrap_err(),
        InvalidCredential::Unrecognized
    );
}

#[tokio::test]
async fn a_session_of_a_role_that_was_made_anew_is_not_believed() {
    let world = World::new().await;
    let session = world.alice().assume_role(app()).await.unwrap();
    let before = world.caller_with(&session).unwrap();
    world.change(|contents| {
        contents["Accounts"][0]["RoleDetailList"][0]["RoleId"] = "AROANEW".into();
    });
    assert_eq!(
        world.caller_with(&session).unwrap_err(),
        InvalidCredential::Unrecognized
    );
    // Nor is a handle that was bound before.
    assert!(!world.allows(&before, "notes:Read"));
    world.change(|contents| {
        contents["Accounts"][0]["RoleDetailList"] = serde_json::json!([]);
    });
    assert_eq!(
        world.caller_with(&session).unwrap_err(),
        InvalidCredential::Unrecognized
    );
}

#[tokio::test]
async fn key_and_token_belong_together() {
    let world = World::new().await;
    let one = world.alice().assume_role(app()).await.unwrap().credentials;
    let other = world.alice().assume_role(app()).await.unwrap().credentials;
    let long_term = world.key(ALICE).await.access_key_id;
    let refused = |id: &str, token| {
        assert_eq!(
            world.find(id, token).unwrap_err(),
            InvalidCredential::Unrecognized,
            "{id}"
        );
    };
    assert!(
        world
            .find(&one.access_key_id, Some(one.session_token.expose()))
            .is_ok()
    );
    refused(&one.access_key_id, Some(other.session_token.expose()));
    refused(&one.access_key_id, None);
    refused(&one.access_key_id, Some(""));
    refused(&long_term, Some(one.session_token.expose()));
    refused("AKIAAAAAAAAAAAAAAAAA", None);
    refused("", None);
    refused("ASI", Some(one.session_token.expose()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_token_with_one_character_changed_is_not_believed(at: Index, to in "[A-Za-z0-9+/=]") {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            let session = world.alice().assume_role(app()).await.unwrap().credentials;
            let token = session.session_token.expose();
            let mut changed: Vec<char> = token.chars().collect();
            let at = at.index(changed.len());
            changed[at] = to.chars().next().unwrap();
            let changed: String = changed.into_iter().collect();
            prop_assume!(changed != token);
            prop_assert!(world.find(&session.access_key_id, Some(&changed)).is_err());
            Ok(())
        })?;
    }

    #[test]
    fn whatever_is_given_nothing_panics(id in ".{0,24}", token in ".{0,60}") {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            prop_assert!(world.find(&id, Some(&token)).is_err());
            let temporary = format!("ASIA{id}");
            prop_assert!(world.find(&temporary, Some(&token)).is_err());
            Ok(())
        })?;
    }
}
