//! The raw AES keyring.

use common_types::SecretBytes;
use envelope::{Client, Error, Header, Limits, RawAesKeyring};

use crate::support::{UNSIGNED, client, context, nothing};

fn keyring(namespace: &str, name: &str, key: &[u8]) -> RawAesKeyring {
    RawAesKeyring::new(namespace, name, &SecretBytes::from(key)).unwrap()
}

#[test]
fn wrapping_keys_of_every_length() {
    for len in [16, 24, 32] {
        let keyring = keyring("ns", "name", &vec![5; len]);
        let message = Client::new().encrypt(&keyring, nothing(), b"text").unwrap();
        let decrypted = Client::new()
            .decrypt(&keyring, &nothing(), &message)
            .unwrap();
        assert_eq!(decrypted.plaintext(), b"text");
    }
}

#[test]
fn the_bytes_of_an_encrypted_data_key() {
    let keyring = keyring("a namespace", "näme", &[5; 32]);
    let message = Client::new().encrypt(&keyring, nothing(), b"text").unwrap();
    let header = Header::parse(&message, &Limits::new()).unwrap();
    let [key] = header.encrypted_data_keys() else {
        panic!()
    };
    assert_eq!(key.provider_id(), "a namespace");
    let (fixed, nonce) = key.provider_info().split_last_chunk::<12>().unwrap();
    assert_eq!(
        fixed,
        [b"n\xc3\xa4me".as_slice(), &[0, 0, 0, 128, 0, 0, 0, 12]].concat()
    );
    assert_ne!(nonce, &[0; 12]);
    assert_eq!(key.ciphertext().len(), 32 + 16);
}

#[test]
fn what_is_not_a_keyring() {
    for (namespace, name, len) in [
        ("ns", "name", 0),
        ("ns", "name", 15),
        ("ns", "name", 33),
        ("aws-kms", "name", 32),
        ("aws-kms-mrk", "name", 32),
        ("ns", "n".repeat(65_520).as_str(), 32),
        ("n".repeat(65_536).as_str(), "name", 32),
    ] {
        let refused = RawAesKeyring::new(namespace, name, &SecretBytes::new(vec![1; len]));
        assert!(matches!(refused, Err(Error::Keyring { .. })));
    }
}

#[test]
fn a_message_for_someone_else() {
    let message = client(UNSIGNED, 16)
        .encrypt(&keyring("ns", "name", &[5; 32]), nothing(), b"text")
        .unwrap();
    for other in [
        keyring("other", "name", &[5; 32]),
        keyring("ns", "other", &[5; 32]),
        keyring("ns", "nam", &[5; 32]),
        keyring("ns", "", &[5; 32]),
    ] {
        let refused = Client::new().decrypt(&other, &nothing(), &message);
        assert!(matches!(refused, Err(Error::NoMatchingDataKey)));
    }
    for wrong in [vec![6; 32], vec![5; 16], vec![5; 24]] {
        let refused = Client::new().decrypt(&keyring("ns", "name", &wrong), &nothing(), &message);
        assert!(matches!(refused, Err(Error::DecryptionFailed)));
    }
}

#[test]
fn the_data_key_is_bound_to_the_context() {
    // A data key that is moved into a message with another context does not unwrap there.
    let keyring = keyring("ns", "name", &[5; 32]);
    let [one, other] = ["1", "2"].map(|value| {
        client(UNSIGNED, 16)
            .encrypt(&keyring, context([("k", value)]), b"text")
            .unwrap()
    });
    let start = 35 + 2 + 2 + 6;
    let end = start + 2 + 2 + 2 + 2 + 24 + 2 + 48;
    let mut moved = other.clone();
    moved[start..end].copy_from_slice(&one[start..end]);
    let refused = Client::new().decrypt(&keyring, &nothing(), &moved);
    assert!(matches!(refused, Err(Error::DecryptionFailed)));
    // The places are right: moved back, it decrypts again.
    moved[start..end].copy_from_slice(&other[start..end]);
    assert!(Client::new().decrypt(&keyring, &nothing(), &moved).is_ok());
}
