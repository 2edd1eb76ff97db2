//! The encryption context: kept in the message, authenticated, and compared with what is expected.

use envelope::{Client, CommitmentPolicy, Error, Header, Limits};

use crate::support::{SUITES, client, context, keyring, nothing};

#[test]
fn what_is_expected_must_be_what_the_message_keeps() {
    for suite in SUITES {
        let sent = context([("tenant", "42"), ("Größe", "∞")]);
        let message = client(suite, 16)
            .encrypt(&keyring(), sent.clone(), b"text")
            .unwrap();
        for expected in [nothing(), context([("tenant", "42")]), sent] {
            let decrypted = Client::new()
                .decrypt(&keyring(), &expected, &message)
                .unwrap();
            assert_eq!(decrypted.context().get("Größe"), Some("∞"));
        }
        let other = context([("tenant", "43"), ("Größe", "∞")]);
        let refused = Client::new().decrypt(&keyring(), &other, &message);
        assert!(matches!(refused, Err(Error::ContextMismatch { key }) if key == "tenant"));
        // A pair that the message does not keep may have been authenticated with it all the same; this one was not.
        let more = context([("tenant", "42"), ("more", "1")]);
        let refused = Client::new().decrypt(&keyring(), &more, &message);
        assert!(matches!(refused, Err(Error::DecryptionFailed)));
    }
}

#[test]
fn reserved_names_are_refused() {
    for key in ["aws-crypto-public-key", "aws-crypto-", "aws-crypto-x"] {
        for suite in SUITES {
            let refused = client(suite, 16).encrypt(&keyring(), context([(key, "v")]), b"text");
            assert!(
                matches!(refused, Err(Error::ReservedContextKey { key: found }) if found == key)
            );
        }
    }
    let near = context([
        ("aws-crypt", "v"),
        ("AWS-crypto-", "v"),
        ("x-aws-crypto-", "v"),
    ]);
    assert!(Client::new().encrypt(&keyring(), near, b"text").is_ok());
}

#[test]
fn only_a_signed_message_has_a_public_key() {
    for suite in SUITES {
        let message = client(suite, 16)
            .encrypt(&keyring(), nothing(), b"text")
            .unwrap();
        let header = Header::parse(&message, &Limits::new()).unwrap();
        assert_eq!(
            header.context().get("aws-crypto-public-key").is_some(),
            suite.is_signed()
        );
        assert_eq!(header.context().len(), usize::from(suite.is_signed()));
    }
}

#[test]
fn the_commitment_policy_decides_what_may_be_written() {
    for (policy, may_encrypt) in [
        (CommitmentPolicy::ForbidEncryptAllowDecrypt, false),
        (CommitmentPolicy::RequireEncryptAllowDecrypt, true),
        (CommitmentPolicy::RequireEncryptRequireDecrypt, true),
    ] {
        for suite in SUITES {
            let client = client(suite, 16).commitment_policy(policy);
            match client.encrypt(&keyring(), nothing(), b"text") {
                Ok(message) => {
                    assert!(may_encrypt);
                    assert!(client.decrypt(&keyring(), &nothing(), &message).is_ok());
                }
                Err(Error::CommitmentPolicy {
                    policy: found,
                    suite: of,
                }) => {
                    assert!(!may_encrypt && found == policy && of == suite);
                }
                Err(other) => panic!("{other:?}"),
            }
            // Both suites commit: all policies read them.
            let message = Client::new()
                .suite(suite)
                .encrypt(&keyring(), nothing(), b"text")
                .unwrap();
            assert!(client.decrypt(&keyring(), &nothing(), &message).is_ok());
        }
    }
}
