//! AWS's published messages for the committing suites: of its C, Java, JavaScript and Python SDKs, framed and not.

use std::io::{Cursor, Read};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common_types::{EncryptionContext, SecretBytes};
use envelope::{
    AlgorithmSuite, Client, ContentType, DataKey, Error, Header, LocalKeyring, OnDecrypt, OnEncrypt,
};
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Vectors {
    pub(crate) tests: Vec<Vector>,
}

#[derive(Deserialize)]
pub(crate) struct Vector {
    pub(crate) comment: String,
    pub(crate) valid: bool,
    pub(crate) data_key: String,
    pub(crate) context: EncryptionContext,
    pub(crate) plaintext: String,
    pub(crate) message: String,
}

impl Vector {
    pub(crate) fn message(&self) -> Vec<u8> {
        STANDARD.decode(&self.message).unwrap()
    }

    pub(crate) fn keyring(&self) -> KnownDataKey {
        KnownDataKey(STANDARD.decode(&self.data_key).unwrap())
    }
}

pub(crate) fn vectors() -> Vec<Vector> {
    let vectors: Vectors =
        serde_json::from_str(include_str!("../data/commitment-vectors.json")).unwrap();
    assert_eq!(vectors.tests.len(), 46);
    vectors.tests
}

/// A keyring that knows the data key, whatever the message says: the vectors' wrapping keys are in AWS KMS.
#[derive(Debug)]
pub(crate) struct KnownDataKey(Vec<u8>);

impl LocalKeyring for KnownDataKey {
    fn on_encrypt(&self, _: &mut OnEncrypt<'_>) -> Result<(), Error> {
        Err(Error::NoMatchingDataKey)
    }

    fn on_decrypt(&self, request: &OnDecrypt<'_>) -> Result<DataKey, Error> {
        DataKey::new(request.suite(), SecretBytes::from(self.0.as_slice()))
    }
}

#[test]
fn each_decrypts_or_is_refused_as_published() {
    let mut kinds = Vec::new();
    for vector in vectors() {
        let (client, message, keyring) = (Client::new(), vector.message(), vector.keyring());
        let decrypted = client.decrypt(&keyring, &EncryptionContext::new(), &message);
        match decrypted {
            Ok(decrypted) if vector.valid => {
                let comment = &vector.comment;
                assert_eq!(
                    decrypted.plaintext(),
                    vector.plaintext.as_bytes(),
                    "{comment}"
                );
                assert_eq!(decrypted.context(), &vector.context, "{comment}");
                let header = decrypted.header();
                kinds.push((header.suite(), header.content_type()));
            }
            Err(Error::DecryptionFailed) if !vector.valid => {}
            other => panic!("{}: {other:?}", vector.comment),
        }
    }
    for suite in [
        AlgorithmSuite::Aes256GcmHkdfSha512CommitKey,
        AlgorithmSuite::Aes256GcmHkdfSha512CommitKeyEcdsaP384,
    ] {
        for content in [ContentType::Framed, ContentType::Unframed] {
            assert!(
                kinds.contains(&(suite, content)),
                "no vector of {suite}, {content:?}"
            );
        }
    }
}

#[test]
fn each_streams_to_the_same() {
    for vector in vectors().into_iter().filter(|vector| vector.valid) {
        let (client, message, keyring) = (Client::new(), vector.message(), vector.keyring());
        let header = Header::parse(&message, &envelope::Limits::new()).unwrap();
        let materials = client
            .local_decryption_materials(&keyring, &header, &EncryptionContext::new())
            .unwrap();
        let mut plaintext = String::new();
        client
            .verify_then_read(Cursor::new(&message))
            .unwrap()
            .unlock(&materials)
            .unwrap()
            .read_to_string(&mut plaintext)
            .unwrap();
        assert_eq!(plaintext, vector.plaintext, "{}", vector.comment);
    }
}
