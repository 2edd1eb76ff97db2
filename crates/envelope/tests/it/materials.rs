//! Materials: used again, and used for the wrong message.

use std::collections::HashSet;

use envelope::{Client, Error, Header, Limits};

use crate::support::{SUITES, client, context, keyring, nothing, plaintext};

#[test]
fn the_same_materials_give_messages_that_differ_in_everything_secret() {
    for suite in SUITES {
        let client = client(suite, 16);
        let materials = client
            .local_encryption_materials(&keyring(), nothing())
            .unwrap();
        let messages: Vec<_> = (0..20)
            .map(|_| client.encrypt_with(&materials, &plaintext(40)).unwrap())
            .collect();
        assert_eq!(materials.messages(), 20);

        let headers: Vec<_> = messages
            .iter()
            .map(|message| Header::parse(message, &Limits::new()).unwrap())
            .collect();
        let ids: HashSet<_> = headers.iter().map(Header::message_id).collect();
        assert_eq!(ids.len(), 20);
        let first_frames: HashSet<_> = messages
            .iter()
            .map(|message| &message[message.len() - 60..])
            .collect();
        assert_eq!(first_frames.len(), 20);
        for header in &headers {
            assert_eq!(
                header.encrypted_data_keys(),
                materials.encrypted_data_keys()
            );
        }

        // Decryption materials of one decrypt all.
        let materials = client
            .local_decryption_materials(&keyring(), &headers[0], &nothing())
            .unwrap();
        for message in &messages {
            let decrypted = client.decrypt_with(&materials, message).unwrap();
            assert_eq!(decrypted.expose(), plaintext(40));
        }
    }
}

#[test]
fn fresh_materials_have_another_data_key() {
    let client = Client::new();
    let fresh = || {
        client
            .local_encryption_materials(&keyring(), nothing())
            .unwrap()
    };
    assert_ne!(fresh().encrypted_data_keys(), fresh().encrypted_data_keys());
    assert_ne!(
        fresh().context(),
        fresh().context(),
        "and another signing key"
    );
}

#[test]
fn decryption_materials_refuse_the_messages_of_others() {
    let [signed, unsigned] = SUITES.map(|suite| client(suite, 16));
    let message = unsigned.encrypt(&keyring(), nothing(), b"text").unwrap();
    let header = Header::parse(&message, &Limits::new()).unwrap();
    let materials = unsigned
        .local_decryption_materials(&keyring(), &header, &nothing())
        .unwrap();
    assert!(unsigned.decrypt_with(&materials, &message).is_ok());
    for (what, other) in [
        (
            "another data key",
            unsigned.encrypt(&keyring(), nothing(), b"text"),
        ),
        (
            "another context",
            unsigned.encrypt(&keyring(), context([("a", "b")]), b"text"),
        ),
        (
            "another suite",
            signed.encrypt(&keyring(), nothing(), b"text"),
        ),
    ] {
        let refused = unsigned.decrypt_with(&materials, &other.unwrap());
        assert!(matches!(refused, Err(Error::MaterialsMismatch)), "{what}");
    }
}

#[test]
fn buffers_take_one_message_after_another() {
    let client = client(SUITES[1], 16);
    let encryption = client
        .local_encryption_materials(&keyring(), nothing())
        .unwrap();
    let (mut message, mut decrypted) = (b"what was here before".to_vec(), b"and here".to_vec());
    for len in [40, 0, 100, 16, 1, 99] {
        client
            .encrypt_into(&encryption, &plaintext(len), &mut message)
            .unwrap();
        let header = Header::parse(&message, &Limits::new()).unwrap();
        let materials = client
            .local_decryption_materials(&keyring(), &header, &nothing())
            .unwrap();
        client
            .decrypt_into(&materials, &message, &mut decrypted)
            .unwrap();
        assert_eq!(decrypted, plaintext(len));
    }
}

#[test]
fn what_fails_leaves_nothing_in_the_buffer() {
    let client = client(SUITES[1], 16);
    let encryption = client
        .local_encryption_materials(&keyring(), nothing())
        .unwrap();
    let mut message = client.encrypt_with(&encryption, &plaintext(64)).unwrap();
    let header = Header::parse(&message, &Limits::new()).unwrap();
    let materials = client
        .local_decryption_materials(&keyring(), &header, &nothing())
        .unwrap();
    // The last frame is bad; three were good.
    *message.last_mut().unwrap() ^= 1;
    let mut decrypted = Vec::with_capacity(1000);
    assert!(
        client
            .decrypt_into(&materials, &message, &mut decrypted)
            .is_err()
    );
    assert!(decrypted.is_empty());
    decrypted.resize(64, 9);
    assert!(
        client
            .decrypt_into(&materials, &message[..200], &mut decrypted)
            .is_err()
    );
    assert!(decrypted.is_empty());
}
