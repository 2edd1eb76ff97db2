//! The AWS KMS keyrings, over a key service that keeps its keys in a table.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use common_types::{
    BoxFuture, BoxedServiceError, DecryptRequest, DecryptResponse, EncryptRequest, EncryptResponse,
    EncryptionContext, GenerateDataKeyRequest, GenerateDataKeyResponse, KeyService, SecretBytes,
    ServiceError,
};
use envelope::{
    Client, DataKey, DiscoveryFilter, EncryptedDataKey, Error, Header, Keyring,
    KmsDiscoveryKeyring, KmsKeyring, Limits, LocalKeyring, Malformed, MultiKeyring, OnDecrypt,
    OnEncrypt, RawAesKeyring,
};

use crate::support::{SUITES, client, context, nothing};

const ONE: &str = "arn:aws:kms:eu-west-1:111122223333:key/1111";
const TWO: &str = "arn:aws:kms:eu-west-1:444455556666:key/2222";

/// Ciphertexts are numbers of rows. `alias/…` and key ids name keys as they do in KMS.
#[derive(Debug, Default)]
struct Table {
    rows: Mutex<Vec<(String, EncryptionContext, SecretBytes)>>,
    aliases: BTreeMap<&'static str, &'static str>,
    calls: Mutex<Vec<String>>,
    answers_as: Option<&'static str>,
    bytes: Option<usize>,
}

#[derive(Debug)]
struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("refused")
    }
}

impl std::error::Error for Refused {}

impl ServiceError for Refused {
    fn code(&self) -> &'static str {
        "InvalidCiphertextException"
    }

    fn status(&self) -> u16 {
        400
    }

    fn retryable(&self) -> bool {
        false
    }
}

impl Table {
    fn resolve(&self, key_id: &str) -> String {
        match self.aliases.get(key_id) {
            Some(arn) => (*arn).to_owned(),
            None if key_id.starts_with("arn:") => key_id.to_owned(),
            None => format!("arn:aws:kms:eu-west-1:111122223333:key/{key_id}"),
        }
    }

    fn call(&self, name: &str, key_id: &str, tokens: &[String]) {
        self.calls
            .lock()
            .unwrap()
            .push(format!("{name} {key_id} {}", tokens.join(",")));
    }

    fn calls(&self) -> Vec<String> {
        std::mem::take(&mut *self.calls.lock().unwrap())
    }

    fn put(
        &self,
        key_id: &str,
        context: EncryptionContext,
        secret: SecretBytes,
    ) -> (String, Vec<u8>) {
        let arn = self.resolve(key_id);
        let mut rows = self.rows.lock().unwrap();
        rows.push((arn.clone(), context, secret));
        let answer = self.answers_as.map_or(arn, str::to_owned);
        (
            answer,
            u32::try_from(rows.len() - 1)
                .unwrap()
                .to_be_bytes()
                .to_vec(),
        )
    }
}

impl KeyService for Table {
    fn encrypt(
        &self,
        request: EncryptRequest,
    ) -> BoxFuture<'_, Result<EncryptResponse, BoxedServiceError>> {
        self.call("Encrypt", &request.key_id, &request.grant_tokens);
        let (arn, blob) = self.put(
            &request.key_id,
            request.encryption_context,
            request.plaintext,
        );
        Box::pin(async move { Ok(EncryptResponse::new(blob, arn)) })
    }

    fn decrypt(
        &self,
        request: DecryptRequest,
    ) -> BoxFuture<'_, Result<DecryptResponse, BoxedServiceError>> {
        let key_id = request.key_id.unwrap();
        self.call("Decrypt", &key_id, &request.grant_tokens);
        let row = request
            .ciphertext_blob
            .try_into()
            .map(u32::from_be_bytes)
            .unwrap();
        let (arn, context, secret) = self.rows.lock().unwrap()[row as usize].clone();
        let answer = if self.resolve(&key_id) == arn && context == request.encryption_context {
            let arn = self.answers_as.map_or(arn, str::to_owned);
            Ok(DecryptResponse::new(secret, arn))
        } else {
            Err(BoxedServiceError::new(Refused))
        };
        Box::pin(async move { answer })
    }

    fn generate_data_key(
        &self,
        request: GenerateDataKeyRequest,
    ) -> BoxFuture<'_, Result<GenerateDataKeyResponse, BoxedServiceError>> {
        self.call("GenerateDataKey", &request.key_id, &request.grant_tokens);
        let asked = request.number_of_bytes.unwrap() as usize;
        let secret = SecretBytes::new(vec![0x5a; self.bytes.unwrap_or(asked)]);
        let (arn, blob) = self.put(&request.key_id, request.encryption_context, secret.clone());
        Box::pin(async move { Ok(GenerateDataKeyResponse::new(secret, blob, arn)) })
    }
}

fn table() -> Arc<Table> {
    Arc::new(Table {
        aliases: BTreeMap::from([("alias/one", ONE), ("alias/two", TWO)]),
        ..Table::default()
    })
}

fn kms(table: &Arc<Table>, key_id: &str) -> KmsKeyring {
    KmsKeyring::new(Arc::clone(table) as Arc<dyn KeyService>, key_id).unwrap()
}

#[tokio::test]
async fn a_key_by_its_arn() {
    for suite in SUITES {
        let (table, sent) = (table(), context([("tenant", "42")]));
        let keyring = kms(&table, ONE).grant_tokens(["t1", "t2"]);
        let message = client(suite, 16)
            .encrypt_async(&keyring, sent.clone(), b"text")
            .await
            .unwrap();
        let header = Header::parse(&message, &Limits::new()).unwrap();
        let [key] = header.encrypted_data_keys() else {
            panic!()
        };
        assert_eq!(
            (key.provider_id(), key.provider_info()),
            ("aws-kms", ONE.as_bytes())
        );
        let decrypted = Client::new()
            .decrypt_async(&keyring, &sent, &message)
            .await
            .unwrap();
        assert_eq!(decrypted.plaintext(), b"text");
        assert_eq!(
            table.calls(),
            [
                format!("GenerateDataKey {ONE} t1,t2"),
                format!("Decrypt {ONE} t1,t2")
            ]
        );
    }
}

#[tokio::test]
async fn the_context_is_what_the_key_service_sees() {
    let table = table();
    let keyring = kms(&table, ONE);
    let sent = context([("tenant", "42")]);
    Client::new()
        .encrypt_async(&keyring, sent, b"text")
        .await
        .unwrap();
    let rows = table.rows.lock().unwrap();
    let (_, context, _) = &rows[0];
    assert_eq!(context.get("tenant"), Some("42"));
    assert!(context.get("aws-crypto-public-key").is_some());
}

#[tokio::test]
async fn a_key_by_its_alias_or_id() {
    let table = table();
    for (name, arn) in [("alias/one", ONE), ("alias/two", TWO), ("1111", ONE)] {
        let keyring = kms(&table, name);
        let message = Client::new()
            .encrypt_async(&keyring, nothing(), b"text")
            .await
            .unwrap();
        assert!(
            Client::new()
                .decrypt_async(&keyring, &nothing(), &message)
                .await
                .is_ok()
        );
        assert!(
            Client::new()
                .decrypt_async(&kms(&table, arn), &nothing(), &message)
                .await
                .is_ok()
        );
    }
}

#[tokio::test]
async fn a_message_of_another_key() {
    let table = table();
    let message = Client::new()
        .encrypt_async(&kms(&table, TWO), nothing(), b"text")
        .await
        .unwrap();
    table.calls();
    for (name, asked) in [(ONE, false), ("1111", false), ("alias/one", true)] {
        let refused = Client::new()
            .decrypt_async(&kms(&table, name), &nothing(), &message)
            .await
            .unwrap_err();
        if asked {
            // Only KMS knows what an alias stands for.
            assert!(matches!(refused, Error::KeyService(_)), "{refused:?}");
        } else {
            assert!(matches!(refused, Error::NoMatchingDataKey), "{refused:?}");
        }
        assert_eq!(!table.calls().is_empty(), asked);
    }
}

#[tokio::test]
async fn whatever_key_the_message_names() {
    let table = table();
    let service = || Arc::clone(&table) as Arc<dyn KeyService>;
    let filter = DiscoveryFilter::new("aws".parse().unwrap(), ["111122223333".parse().unwrap()]);
    let anything = KmsDiscoveryKeyring::new(service(), None);
    let filtered = KmsDiscoveryKeyring::new(service(), Some(filter));
    for (arn, admitted) in [(ONE, true), (TWO, false)] {
        let message = Client::new()
            .encrypt_async(&kms(&table, arn), nothing(), b"text")
            .await
            .unwrap();
        table.calls();
        assert!(
            Client::new()
                .decrypt_async(&anything, &nothing(), &message)
                .await
                .is_ok()
        );
        assert_eq!(table.calls(), [format!("Decrypt {arn} ")]);
        let decrypted = Client::new()
            .decrypt_async(&filtered, &nothing(), &message)
            .await;
        assert_eq!(decrypted.is_ok(), admitted);
        assert_eq!(table.calls().is_empty(), !admitted);
    }
    let refused = Client::new()
        .encrypt_async(&anything, nothing(), b"text")
        .await;
    assert!(matches!(refused, Err(Error::Keyring { .. })));
}

#[tokio::test]
async fn several_keys() {
    let table = table();
    let raw = RawAesKeyring::new("ns", "name", &SecretBytes::from([1; 32])).unwrap();
    let all = MultiKeyring::new(Arc::new(kms(&table, ONE)) as Arc<dyn Keyring>)
        .child(Arc::new(kms(&table, "alias/two")))
        .child(Arc::new(raw));
    let message = Client::new()
        .encrypt_async(&all, nothing(), b"text")
        .await
        .unwrap();
    assert_eq!(
        table.calls(),
        [
            format!("GenerateDataKey {ONE} "),
            "Encrypt alias/two ".to_owned()
        ]
    );
    let raw = RawAesKeyring::new("ns", "name", &SecretBytes::from([1; 32])).unwrap();
    for keyring in [
        &kms(&table, ONE) as &dyn Keyring,
        &kms(&table, TWO),
        &raw,
        &all,
    ] {
        assert!(
            Client::new()
                .decrypt_async(keyring, &nothing(), &message)
                .await
                .is_ok()
        );
    }
}

#[tokio::test]
async fn an_answer_that_is_not_to_the_question() {
    for (table, what) in [
        (
            Table {
                answers_as: Some(TWO),
                ..Table::default()
            },
            "of another key",
        ),
        (
            Table {
                answers_as: Some("alias/one"),
                ..Table::default()
            },
            "not by ARN",
        ),
        (
            Table {
                bytes: Some(16),
                ..Table::default()
            },
            "a short data key",
        ),
    ] {
        let table = Arc::new(table);
        let keyring = kms(&table, ONE);
        let error = match Client::new()
            .encrypt_async(&keyring, nothing(), b"text")
            .await
        {
            Err(error) => error,
            // Encrypting, an ARN is all that can be asked for; decrypting, it must be the message's.
            Ok(message) => {
                table.rows.lock().unwrap()[0].0 = TWO.to_owned();
                Client::new()
                    .decrypt_async(&keyring, &nothing(), &message)
                    .await
                    .unwrap_err()
            }
        };
        assert!(
            matches!(
                error,
                Error::KeyServiceAnswer { .. } | Error::NoMatchingDataKey
            ),
            "{what}: {error:?}"
        );
    }
}

#[tokio::test]
async fn another_key_must_not_answer_a_decryption() {
    let mut honest = Table::default();
    let message = {
        let table = Arc::new(std::mem::take(&mut honest));
        let message = Client::new()
            .encrypt_async(&kms(&table, ONE), nothing(), b"text")
            .await
            .unwrap();
        honest = Arc::into_inner(table).unwrap();
        message
    };
    let lying = Arc::new(Table {
        answers_as: Some(TWO),
        ..honest
    });
    let refused = Client::new()
        .decrypt_async(&kms(&lying, ONE), &nothing(), &message)
        .await;
    assert!(
        matches!(refused, Err(Error::KeyServiceAnswer { .. })),
        "{refused:?}"
    );
}

/// Wraps nothing, and says that KMS did.
#[derive(Debug)]
struct NotAnArn;

impl LocalKeyring for NotAnArn {
    fn on_encrypt(&self, request: &mut OnEncrypt<'_>) -> Result<(), Error> {
        request.data_key_or_generate()?;
        request.push(EncryptedDataKey::new("aws-kms", "alias/one", [0; 4])?);
        Ok(())
    }

    fn on_decrypt(&self, _: &OnDecrypt<'_>) -> Result<DataKey, Error> {
        Err(Error::NoMatchingDataKey)
    }
}

#[tokio::test]
async fn a_data_key_that_names_no_arn() {
    let message = Client::new()
        .encrypt(&NotAnArn, nothing(), b"text")
        .unwrap();
    let table = table();
    let anything = KmsDiscoveryKeyring::new(Arc::clone(&table) as Arc<dyn KeyService>, None);
    for keyring in [
        &kms(&table, ONE) as &dyn Keyring,
        &kms(&table, "alias/one"),
        &anything,
    ] {
        let refused = Client::new()
            .decrypt_async(keyring, &nothing(), &message)
            .await;
        assert!(matches!(refused, Err(Error::Malformed(Malformed::KeyArn))));
    }
    assert!(table.calls().is_empty());
}

#[test]
fn what_cannot_name_a_key() {
    let arn = "arn:aws:kms:eu-west-1:111122223333:";
    for (name, valid) in [
        ("", false),
        ("arn:aws:kms", false),
        ("arn:aws:s3:eu-west-1:111122223333:key/1111", false),
        ("arn:aws:kms::111122223333:key/1111", false),
        ("arn:aws:kms:eu-west-1::key/1111", false),
        (&format!("{arn}key/"), false),
        (&format!("{arn}grant/1111"), false),
        (&format!("{arn}key/1111"), true),
        (&format!("{arn}alias/a/b"), true),
        ("alias/one", true),
        ("1111", true),
    ] {
        assert_eq!(KmsKeyring::new(table(), name).is_ok(), valid, "{name}");
    }
}
