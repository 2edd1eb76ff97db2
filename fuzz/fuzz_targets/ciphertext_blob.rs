//! Any bytes as a ciphertext blob: refused, or the header that is read is the header that is there.
#![no_main]

use kms_core::CiphertextBlob;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(blob) = CiphertextBlob::parse(bytes) else { return };
    let text = |text: &str| [&[u8::try_from(text.len()).expect("a length of one byte")], text.as_bytes()].concat();
    let header = [
        vec![1, 1],
        text(blob.partition()),
        blob.account().as_str().as_bytes().to_vec(),
        text(blob.region().unwrap_or_default()),
        text(blob.key_id().as_str()),
    ]
    .concat();
    assert!(bytes.starts_with(&header), "a blob begins with what it says of itself");
    assert!(bytes.len() >= header.len() + 16 + 16 + 32 + 16, "what follows is there");
});
