//! Each way of not being a message has its own error.

use envelope::{Client, Error, Malformed};

use crate::support::{
    SIGNED, UNSIGNED, client, decrypt, decrypt_streamed, encrypt, keyring, nothing,
};

/// The places of the header of a message without context and with one data key.
struct Places {
    data_key_count: usize,
    provider_id: usize,
    content_type: usize,
    frame_length: usize,
    header_len: usize,
}

fn message() -> (Vec<u8>, Places) {
    let message = client(UNSIGNED, 16)
        .encrypt(&keyring(), nothing(), &[1; 40])
        .unwrap();
    let header_len = message.len() - (2 * 48 + 40 + 8);
    let content_type = header_len - 16 - 32 - 4 - 1;
    let places = Places {
        data_key_count: 37,
        provider_id: 41,
        content_type,
        frame_length: content_type + 1,
        header_len,
    };
    (message, places)
}

/// Writes `bytes` over the message at `at`, and tells how that is refused, whole and streamed.
fn refused(change: impl FnOnce(&mut Vec<u8>, &Places)) -> Error {
    let (mut message, places) = message();
    change(&mut message, &places);
    let whole = decrypt(&message).unwrap_err();
    let (_, streamed) = decrypt_streamed(message.as_slice());
    assert_eq!(format!("{whole:?}"), format!("{:?}", streamed.unwrap_err()));
    whole
}

fn malformed(change: impl FnOnce(&mut Vec<u8>, &Places)) -> Malformed {
    match refused(change) {
        Error::Malformed(malformed) => malformed,
        other => panic!("{other:?}"),
    }
}

fn put(message: &mut [u8], at: usize, bytes: &[u8]) {
    message[at..at + bytes.len()].copy_from_slice(bytes);
}

#[test]
fn other_versions_and_suites() {
    for version in [0, 1, 3, 0x41, 0xff] {
        let error = refused(|message, _| message[0] = version);
        assert!(matches!(error, Error::UnsupportedVersion { version: found } if found == version));
    }
    for id in [0x0000, 0x0014, 0x0178, 0x0378, 0x0479, 0x6701] {
        let error = refused(|message, _| put(message, 1, &u16::to_be_bytes(id)));
        assert!(matches!(error, Error::UnsupportedSuite { id: found } if found == id));
    }
}

#[test]
fn the_base64_text_of_a_message() {
    use base64::Engine;
    for suite in [SIGNED, UNSIGNED] {
        let text = base64::engine::general_purpose::STANDARD.encode(encrypt(suite, 16, b"text"));
        assert!(matches!(
            decrypt(text.as_bytes()),
            Err(Error::Base64Encoded)
        ));
    }
    // As a message of version 1 begins.
    assert!(matches!(decrypt(b"AYADeA=="), Err(Error::Base64Encoded)));
}

#[test]
fn no_data_key() {
    let found = malformed(|message, places| put(message, places.data_key_count, &[0, 0]));
    assert_eq!(found, Malformed::NoDataKeys);
}

#[test]
fn a_provider_that_is_not_text() {
    let found = malformed(|message, places| message[places.provider_id] = 0xff);
    assert_eq!(found, Malformed::Utf8);
}

#[test]
fn an_unknown_content_type() {
    for content_type in [0, 3, 0xff] {
        let found = malformed(|message, places| message[places.content_type] = content_type);
        assert_eq!(found, Malformed::ContentType);
    }
}

#[test]
fn a_frame_length_that_does_not_fit_the_content_type() {
    let found = malformed(|message, places| put(message, places.frame_length, &[0; 4]));
    assert_eq!(found, Malformed::FrameLength);
    let found = malformed(|message, places| message[places.content_type] = 1);
    assert_eq!(found, Malformed::FrameLength);
}

#[test]
fn frames_out_of_order() {
    for number in [0_u32, 2, 7, 0xffff_fffe] {
        let found = malformed(|message, places| {
            put(message, places.header_len, &number.to_be_bytes());
        });
        assert_eq!(found, Malformed::FrameOrder);
    }
}

#[test]
fn a_final_frame_that_is_too_long() {
    for len in [17_u32, 0x7fff_ffff, 0xffff_ffff] {
        let found = malformed(|message, places| {
            put(message, places.header_len + 2 * 48 + 20, &len.to_be_bytes());
        });
        assert_eq!(found, Malformed::FinalFrame);
    }
}

#[test]
fn a_signature_that_is_too_long() {
    let mut message = encrypt(SIGNED, 16, b"text");
    // The footer's length is before a signature of 102 to 104 bytes.
    let at = (104..=106)
        .map(|footer| message.len() - footer)
        .find(|&at| usize::from(message[at + 1]) == message.len() - at - 2 && message[at] == 0)
        .unwrap();
    put(&mut message, at, &[0xff, 0xff]);
    assert!(matches!(
        decrypt(&message),
        Err(Error::Malformed(Malformed::Signature))
    ));
}

#[test]
fn a_public_key_that_does_not_fit_the_suite() {
    // An unsigned message cannot be made with a public key, nor a signed one without, so suites are exchanged.
    let mut message = encrypt(SIGNED, 16, b"text");
    message[1] = 0x04;
    assert!(matches!(
        decrypt(&message),
        Err(Error::Malformed(Malformed::PublicKey))
    ));
    let mut message = encrypt(UNSIGNED, 16, b"text");
    message[1] = 0x05;
    assert!(matches!(
        decrypt(&message),
        Err(Error::Malformed(Malformed::PublicKey))
    ));
    // Base64 of something else than a point.
    let mut message = encrypt(SIGNED, 16, b"text");
    let name = b"aws-crypto-public-key";
    let at = message
        .windows(name.len())
        .position(|window| window == name)
        .unwrap();
    put(&mut message, at + name.len() + 2, b"AAAA");
    assert!(matches!(
        decrypt(&message),
        Err(Error::Malformed(Malformed::PublicKey))
    ));
}

#[test]
fn nothing_at_all() {
    assert!(matches!(decrypt(b""), Err(Error::Truncated)));
    let empty: &[u8] = b"";
    assert!(matches!(Client::new().reader(empty), Err(Error::Truncated)));
}
