//! Any bytes as a message: whole and streamed agree, and what is released is of the plaintext.
#![no_main]

use std::io::{Cursor, Read};

use common_types::{EncryptionContext, SecretBytes};
use envelope::{Client, Error, RawAesKeyring};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|message: &[u8]| {
    // The key of the seeds: changes to a good message reach the body.
    let keyring =
        RawAesKeyring::new("tests", "the key", &SecretBytes::from([7; 32])).expect("a keyring");
    let (client, nothing) = (Client::new(), EncryptionContext::new());
    let whole = client.decrypt(&keyring, &nothing, message);

    let mut released = Vec::new();
    let streamed = client.release_before_signature(message).and_then(|reader| {
        let materials = client.local_decryption_materials(&keyring, reader.header(), &nothing)?;
        Ok(reader.unlock(&materials)?.read_to_end(&mut released)?)
    });
    let twice = client
        .verify_then_read(Cursor::new(message))
        .and_then(|reader| {
            let materials =
                client.local_decryption_materials(&keyring, reader.header(), &nothing)?;
            let mut all = Vec::new();
            reader.unlock(&materials)?.read_to_end(&mut all)?;
            Ok::<_, Error>(all)
        });
    assert_eq!(whole.is_ok(), streamed.is_ok());
    assert_eq!(whole.is_ok(), twice.is_ok());
    if let Ok(whole) = whole {
        assert_eq!(whole.plaintext(), released);
        assert_eq!(twice.expect("as whole"), released);
    }
});
