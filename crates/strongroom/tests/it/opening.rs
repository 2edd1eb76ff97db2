//! Opening: what is there again, and what is refused.

use std::{fs, os::unix::fs::PermissionsExt};

use strongroom::{BytesRootKey, Error, Strongroom};

use crate::world::{World, create_key, decrypt, encrypt, kms};

#[tokio::test]
async fn what_was_made_is_there_again() {
    let world = World::new();
    let ciphertext = {
        let strongroom = world.open().await;
        let kms = kms(&strongroom);
        create_key(&kms, "alias/orders").await;
        encrypt(&kms, "alias/orders", b"attack at dawn").await
    };
    let strongroom = world.open().await;
    assert_eq!(
        decrypt(&kms(&strongroom), &ciphertext).await,
        b"attack at dawn"
    );
}

#[tokio::test]
async fn the_file_is_its_owners_alone() {
    let world = World::new();
    let _strongroom = world.open().await;
    let mode = fs::metadata(world.path()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn another_root_key_is_refused_and_changes_nothing() {
    let world = World::new();
    world.open().await.close().await.unwrap();
    let error = world.open_under(2).await.unwrap_err();
    assert!(
        matches!(error, Error::Store(store::Error::WrongRootKey)),
        "{error:?}"
    );
    world.open().await;
}

#[tokio::test]
async fn a_store_that_is_held_is_refused() {
    let world = World::new();
    let _held = world.open().await;
    let error = world.open_under(1).await.unwrap_err();
    assert!(
        matches!(error, Error::Store(store::Error::InUse { .. })),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_file_that_is_no_store_is_refused_and_left_alone() {
    let world = World::new();
    fs::write(world.path(), "a letter").unwrap();
    let error = world.open_under(1).await.unwrap_err();
    assert!(
        matches!(error, Error::Store(store::Error::NotAStore { .. })),
        "{error:?}"
    );
    assert_eq!(fs::read(world.path()).unwrap(), b"a letter");
}

#[tokio::test]
async fn an_older_copy_is_refused_with_an_anchor() {
    let world = World::new();
    let strongroom = world.open().await;
    create_key(&kms(&strongroom), "alias/early").await;
    strongroom.close().await.unwrap();
    let old = fs::read(world.path()).unwrap();

    let strongroom = world.open().await;
    create_key(&kms(&strongroom), "alias/late").await;
    let anchor = strongroom.anchor().await.unwrap();
    let exact = strongroom.close_with_anchor().await.unwrap();

    let open = |anchor| {
        let root_key = std::sync::Arc::new(BytesRootKey::new([1; 32]).unwrap());
        Strongroom::builder()
            .file(world.path())
            .root_key(root_key)
            .anchor(anchor)
            .open()
    };
    let strongroom = open(exact).await.unwrap();
    create_key(&kms(&strongroom), "alias/later").await;
    strongroom.close().await.unwrap();
    let error = open(exact).await.unwrap_err();
    assert!(
        matches!(error, Error::Store(store::Error::NotAsAnchored { .. })),
        "{error:?}"
    );
    assert!(open(anchor).await.is_ok());
    fs::write(world.path(), old).unwrap();
    let error = open(anchor).await.unwrap_err();
    assert!(
        matches!(error, Error::Store(store::Error::RolledBack { .. })),
        "{error:?}"
    );
}
