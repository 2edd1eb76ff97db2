//! The root key and the store key change; what was encrypted stays readable.

use strongroom::{Error, PassphraseCost, PassphraseRootKey, Strongroom};

use crate::world::{World, create_key, decrypt, encrypt, kms, root_key};

#[tokio::test]
async fn the_root_key_is_changed() {
    let world = World::new();
    let strongroom = world.open().await;
    create_key(&kms(&strongroom), "alias/orders").await;
    let ciphertext = encrypt(&kms(&strongroom), "alias/orders", b"attack at dawn").await;
    strongroom.change_root_key(root_key(2)).await.unwrap();
    strongroom.close().await.unwrap();

    let error = world.open_under(1).await.unwrap_err();
    assert!(
        matches!(error, Error::Store(store::Error::WrongRootKey)),
        "{error:?}"
    );
    let strongroom = world.open_under(2).await.unwrap();
    assert_eq!(
        decrypt(&kms(&strongroom), &ciphertext).await,
        b"attack at dawn"
    );
}

#[tokio::test]
async fn the_store_key_is_rotated_while_keys_are_used() {
    let world = World::new();
    let strongroom = world.open().await;
    let handle = kms(&strongroom);
    let mut ciphertexts = Vec::new();
    for number in 0..50 {
        let alias = format!("alias/{number}");
        create_key(&handle, &alias).await;
        ciphertexts.push(encrypt(&handle, &alias, alias.as_bytes()).await);
    }
    let rotated = strongroom.rotate_store_key().await.unwrap();
    assert!(rotated.records >= 100, "keys and aliases: {rotated:?}");
    for round in 0..2 {
        for (number, ciphertext) in ciphertexts.iter().enumerate() {
            let plaintext = decrypt(&handle, ciphertext).await;
            assert_eq!(
                plaintext,
                format!("alias/{number}").as_bytes(),
                "round {round}"
            );
        }
    }
    drop(handle);
    strongroom.close().await.unwrap();

    let strongroom = world.open().await;
    assert_eq!(
        decrypt(&kms(&strongroom), &ciphertexts[7]).await,
        b"alias/7"
    );
}

#[tokio::test]
async fn keys_that_are_made_during_a_rotation_outlive_it() {
    let world = World::new();
    let strongroom = world.open().await;
    let handle = kms(&strongroom);
    let creating = async {
        let mut ciphertexts = Vec::new();
        for number in 0..40 {
            let alias = format!("alias/{number}");
            create_key(&handle, &alias).await;
            ciphertexts.push(encrypt(&handle, &alias, alias.as_bytes()).await);
        }
        ciphertexts
    };
    let rotating = async {
        for _ in 0..4 {
            strongroom.rotate_store_key().await.unwrap();
        }
    };
    let (ciphertexts, ()) = tokio::join!(creating, rotating);
    drop(handle);
    strongroom.close().await.unwrap();

    let strongroom = world.open().await;
    for (number, ciphertext) in ciphertexts.iter().enumerate() {
        let plaintext = decrypt(&kms(&strongroom), ciphertext).await;
        assert_eq!(plaintext, format!("alias/{number}").as_bytes());
    }
}

#[tokio::test]
async fn a_passphrase_opens_what_it_closed() {
    let world = World::new();
    let open = async |passphrase: &str| {
        let cost = PassphraseCost::new(64, 1, 1).unwrap();
        let root_key = PassphraseRootKey::new(passphrase).unwrap().cost(cost);
        Strongroom::open(world.path(), root_key).await
    };
    open("correct horse").await.unwrap().close().await.unwrap();
    let error = open("battery staple").await.unwrap_err();
    assert!(
        matches!(error, Error::Store(store::Error::WrongRootKey)),
        "{error:?}"
    );
    open("correct horse").await.unwrap();
}
