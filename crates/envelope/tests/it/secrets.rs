//! Secrets do not show: not in `Debug`, not in errors.

use std::fmt::{Debug, Write as _};
use std::io::{Cursor, Write};
use std::sync::Arc;

use common_types::SecretBytes;
use crypto::Error as CryptoError;
use crypto::random::Random;
use envelope::{
    Client, DataKey, Error, LocalKeyring, MultiKeyring, OnDecrypt, OnEncrypt, RawAesKeyring,
};

use crate::support::{SIGNED, SUITES, client, nothing};

const MARKER: &[u8; 32] = b"planted marker, planted marker !";

/// Every data key is the marker.
#[derive(Debug)]
struct Marked;

impl Random for Marked {
    fn fill(&self, out: &mut [u8]) -> Result<(), CryptoError> {
        out.iter_mut()
            .zip(MARKER.iter().cycle())
            .for_each(|(to, from)| *to = *from);
        Ok(())
    }
}

/// What was shown, in every notation.
#[derive(Default)]
struct Shown(String);

impl Shown {
    fn debug(&mut self, value: &dyn Debug) {
        write!(self.0, "{value:?} {value:#?}").unwrap();
    }

    fn error(&mut self, error: &dyn std::error::Error) {
        write!(self.0, "{error:?} {error:#?} {error}").unwrap();
        if let Some(source) = error.source() {
            self.error(source);
        }
    }

    fn assert_clean(&self) {
        let text: String = self.0.split_whitespace().collect();
        let hex: String = MARKER[..8]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        for form in ["planted", "112,108,97,110", "70,6c,61,6e", hex.as_str()] {
            assert!(!text.contains(form), "`{form}` in {}", self.0);
        }
    }
}

/// Shows what a custom keyring is given.
#[derive(Debug)]
struct Watching(RawAesKeyring);

impl LocalKeyring for Watching {
    fn on_encrypt(&self, request: &mut OnEncrypt<'_>) -> Result<(), Error> {
        LocalKeyring::on_encrypt(&self.0, request)?;
        let mut shown = Shown::default();
        shown.debug(&request.data_key());
        // The nonce is of the marked source too, and is not secret: it is all that is left out here.
        shown.debug(&request.context());
        shown.assert_clean();
        Ok(())
    }

    fn on_decrypt(&self, request: &OnDecrypt<'_>) -> Result<DataKey, Error> {
        let key = LocalKeyring::on_decrypt(&self.0, request)?;
        let mut shown = Shown::default();
        shown.debug(&key);
        shown.assert_clean();
        Ok(key)
    }
}

#[test]
fn nothing_shows_keys_or_plaintext() {
    let mut shown = Shown::default();
    let wrapping = SecretBytes::from(MARKER);
    let keyring = || RawAesKeyring::new("ns", "name", &wrapping).unwrap();
    shown.debug(&keyring());
    shown.debug(&MultiKeyring::new(
        Arc::new(keyring()) as Arc<dyn LocalKeyring>
    ));
    for suite in SUITES {
        let client = client(suite, 16);
        let materials = client
            .local_encryption_materials(&keyring(), nothing())
            .unwrap();
        shown.debug(&client);
        shown.debug(&materials);

        let mut writer = client.writer(&materials, Cursor::new(Vec::new())).unwrap();
        writer.write_all(MARKER).unwrap();
        shown.debug(&writer);
        let message = writer.finish().unwrap().into_inner();

        let decrypted = client.decrypt(&keyring(), &nothing(), &message).unwrap();
        assert_eq!(decrypted.plaintext(), MARKER);
        shown.debug(&decrypted);
        shown.debug(&decrypted.into_plaintext());

        let reader = client.verify_then_read(Cursor::new(&message)).unwrap();
        shown.debug(&reader);
        let materials = client
            .local_decryption_materials(&keyring(), reader.header(), &nothing())
            .unwrap();
        shown.debug(&materials);
        shown.debug(&reader.unlock(&materials).unwrap());

        let mut changed = message.clone();
        *changed.last_mut().unwrap() ^= 1;
        shown.error(
            &client
                .decrypt(&keyring(), &nothing(), &changed)
                .unwrap_err(),
        );
        let other = RawAesKeyring::new("ns", "name", &SecretBytes::from([0; 32])).unwrap();
        shown.error(&client.decrypt(&other, &nothing(), &message).unwrap_err());
    }
    let short = SecretBytes::from(&MARKER[..31]);
    shown.error(&RawAesKeyring::new("ns", "name", &short).unwrap_err());
    shown.error(&DataKey::new(SIGNED, short).unwrap_err());
    shown.debug(&DataKey::new(SIGNED, wrapping.clone()).unwrap());
    shown.assert_clean();
}

#[test]
fn data_keys_in_the_making_do_not_show() {
    let watching = Watching(RawAesKeyring::new("ns", "name", &SecretBytes::from([1; 32])).unwrap());
    let client = Client::new().random(Arc::new(Marked));
    let message = client.encrypt(&watching, nothing(), b"text").unwrap();
    client.decrypt(&watching, &nothing(), &message).unwrap();
}

#[test]
fn one_face_for_every_way_that_decryption_fails_under_a_key() {
    let keyring = RawAesKeyring::new("ns", "name", &SecretBytes::from([1; 32])).unwrap();
    let wrong = RawAesKeyring::new("ns", "name", &SecretBytes::from([2; 32])).unwrap();
    let client = client(SIGNED, 16);
    let message = client.encrypt(&keyring, nothing(), &[0; 40]).unwrap();
    let changed = |from_end: usize| {
        let mut message = message.clone();
        let at = message.len() - from_end;
        message[at] ^= 1;
        message
    };
    let body = 2 * 48 + 48 + 2 + usize::from(message[message.len() - 1 - 103]).clamp(102, 104);
    let faces = [
        ("the data key", client.decrypt(&wrong, &nothing(), &message)),
        (
            "the commitment",
            client.decrypt(&keyring, &nothing(), &changed(body + 16 + 20)),
        ),
        (
            "the header",
            client.decrypt(&keyring, &nothing(), &changed(body + 12)),
        ),
        (
            "a frame",
            client.decrypt(&keyring, &nothing(), &changed(body - 30)),
        ),
        (
            "the signature",
            client.decrypt(&keyring, &nothing(), &changed(1)),
        ),
    ];
    for (what, face) in faces {
        let error = face.unwrap_err();
        assert_eq!(format!("{error:?}"), "DecryptionFailed", "{what}");
        assert!(std::error::Error::source(&error).is_none(), "{what}");
    }
}
