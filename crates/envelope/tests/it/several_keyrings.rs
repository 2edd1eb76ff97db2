//! Several keyrings as one.

use std::sync::Arc;

use common_types::SecretBytes;
use envelope::{Client, Error, Header, Keyring, Limits, LocalKeyring, MultiKeyring, RawAesKeyring};

use crate::support::nothing;

fn keyring(name: &str, byte: u8) -> Arc<RawAesKeyring> {
    Arc::new(RawAesKeyring::new("ns", name, &SecretBytes::from([byte; 32])).unwrap())
}

fn all() -> MultiKeyring<dyn LocalKeyring> {
    MultiKeyring::new(keyring("a", 1) as Arc<dyn LocalKeyring>)
        .child(keyring("b", 2))
        .child(keyring("c", 3))
}

#[test]
fn each_can_decrypt_what_all_have_encrypted() {
    let message = Client::new().encrypt(&all(), nothing(), b"text").unwrap();
    let header = Header::parse(&message, &Limits::new()).unwrap();
    assert_eq!(header.encrypted_data_keys().len(), 3);
    for (name, byte) in [("a", 1), ("b", 2), ("c", 3)] {
        let decrypted = Client::new()
            .decrypt(&*keyring(name, byte), &nothing(), &message)
            .unwrap();
        assert_eq!(decrypted.plaintext(), b"text");
    }
    let refused = Client::new().decrypt(&*keyring("d", 4), &nothing(), &message);
    assert!(matches!(refused, Err(Error::NoMatchingDataKey)));
}

#[test]
fn all_can_decrypt_what_one_has_encrypted() {
    for (name, byte) in [("a", 1), ("b", 2), ("c", 3)] {
        let message = Client::new()
            .encrypt(&*keyring(name, byte), nothing(), b"text")
            .unwrap();
        assert!(Client::new().decrypt(&all(), &nothing(), &message).is_ok());
    }
}

#[test]
fn the_failures_are_collected() {
    let wrong = MultiKeyring::new(keyring("a", 8) as Arc<dyn LocalKeyring>).child(keyring("b", 9));
    let message = Client::new().encrypt(&all(), nothing(), b"text").unwrap();
    let Err(Error::NotUnwrapped(attempts)) = Client::new().decrypt(&wrong, &nothing(), &message)
    else {
        panic!()
    };
    assert_eq!(attempts.iter().len(), 2);
    assert!(
        attempts
            .iter()
            .all(|error| matches!(error, Error::DecryptionFailed))
    );
    assert_eq!(
        attempts.to_string(),
        "no encrypted data key could be unwrapped (2 tried)"
    );
}

#[tokio::test]
async fn local_ones_and_others_mix() {
    let mixed = MultiKeyring::new(keyring("a", 1) as Arc<dyn Keyring>).child(Arc::new(all_but_a()));
    let message = Client::new()
        .encrypt_async(&mixed, nothing(), b"text")
        .await
        .unwrap();
    for (name, byte) in [("a", 1), ("b", 2), ("c", 3)] {
        assert!(
            Client::new()
                .decrypt(&*keyring(name, byte), &nothing(), &message)
                .is_ok()
        );
    }
    assert!(
        Client::new()
            .decrypt_async(&mixed, &nothing(), &message)
            .await
            .is_ok()
    );
}

/// A keyring of keyrings, but as a child it is given a data key, and a generator refuses that.
fn all_but_a() -> ChildrenOnly {
    ChildrenOnly([keyring("b", 2), keyring("c", 3)])
}

#[derive(Debug)]
struct ChildrenOnly([Arc<RawAesKeyring>; 2]);

impl LocalKeyring for ChildrenOnly {
    fn on_encrypt(&self, request: &mut envelope::OnEncrypt<'_>) -> Result<(), Error> {
        assert!(request.data_key().is_some());
        self.0
            .iter()
            .try_for_each(|keyring| LocalKeyring::on_encrypt(&**keyring, request))
    }

    fn on_decrypt(&self, request: &envelope::OnDecrypt<'_>) -> Result<envelope::DataKey, Error> {
        LocalKeyring::on_decrypt(&*self.0[1], request)
    }
}

#[test]
fn a_generator_does_not_take_a_data_key_of_another() {
    let nested = MultiKeyring::new(keyring("a", 1) as Arc<dyn LocalKeyring>).child(Arc::new(all()));
    let refused = Client::new().encrypt(&nested, nothing(), b"text");
    assert!(matches!(refused, Err(Error::Keyring { .. })));
}
