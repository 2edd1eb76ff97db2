//! When plaintext is released, and what happens when a stream breaks.

use std::io::{self, BufRead, Cursor, Read, Seek, SeekFrom, Write};

use envelope::{Client, Error};

use crate::support::{
    Dribble, SIGNED, SUITES, UNSIGNED, client, decrypt, decrypt_streamed, encrypt, keyring,
    nothing, plaintext,
};

#[test]
fn a_plain_reader_refuses_a_signed_message_after_its_header() {
    let message = encrypt(SIGNED, 16, &plaintext(40));
    let header_len = message.len() - (2 * 48 + 40 + 8) - 2 - usize::from(signature_len(&message));
    // Nothing after the header is asked for.
    let refused = Client::new().reader(&message[..header_len]);
    assert!(matches!(refused, Err(Error::Signed)));
}

fn signature_len(message: &[u8]) -> u8 {
    (100..=104)
        .find(|&len| message[message.len() - usize::from(len) - 2..].starts_with(&[0, len]))
        .unwrap()
}

#[test]
fn each_frame_of_an_unsigned_message_is_released_at_once() {
    let message = encrypt(UNSIGNED, 16, &plaintext(40));
    // The end has not arrived, and need not have.
    let (released, ended) = decrypt_streamed(&message[..message.len() - 1]);
    assert_eq!(released, plaintext(32));
    assert!(matches!(ended, Err(Error::Truncated)));
}

#[test]
fn the_last_frame_of_a_signed_message_waits_for_the_signature() {
    let message = encrypt(SIGNED, 16, &plaintext(40));
    let (released, ended) = decrypt_streamed(&message[..message.len() - 1]);
    assert_eq!(released, plaintext(32));
    assert!(matches!(ended, Err(Error::Truncated)));

    // All frames are good; the signature is of another message.
    let other = encrypt(SIGNED, 16, &plaintext(40));
    let footer = |message: &[u8]| message.len() - 2 - usize::from(signature_len(message));
    let crossed = [&message[..footer(&message)], &other[footer(&other)..]].concat();
    let (released, ended) = decrypt_streamed(crossed.as_slice());
    assert_eq!(released, plaintext(32));
    assert!(matches!(ended, Err(Error::DecryptionFailed)));
    assert!(matches!(decrypt(&crossed), Err(Error::DecryptionFailed)));
}

/// A file whose content is exchanged when it is rewound: as if another wrote it between the two passes.
struct Exchanged {
    first: Cursor<Vec<u8>>,
    second: Option<Vec<u8>>,
}

impl Read for Exchanged {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.first.read(out)
    }
}

impl Seek for Exchanged {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if matches!(to, SeekFrom::Start(_))
            && let Some(second) = self.second.take()
        {
            self.first = Cursor::new(second);
        }
        self.first.seek(to)
    }
}

#[test]
fn an_input_that_changes_between_the_passes_ends_in_an_error() {
    for suite in SUITES {
        let message = encrypt(suite, 16, &plaintext(40));
        let client = Client::new();
        let nothing = nothing();
        for at in [1, 60, 130].map(|from_end| message.len() - from_end) {
            let mut changed = message.clone();
            changed[at] ^= 1;
            let input = Exchanged {
                first: Cursor::new(message.clone()),
                second: Some(changed),
            };
            let reader = client.verify_then_read(input).unwrap();
            let materials = client
                .local_decryption_materials(&keyring(), reader.header(), &nothing)
                .unwrap();
            let mut released = Vec::new();
            let ended = reader
                .unlock(&materials)
                .unwrap()
                .read_to_end(&mut released);
            assert!(ended.is_err(), "{suite}, byte {at}");
            assert!(plaintext(32).starts_with(&released));
        }
    }
}

#[test]
fn verify_then_read_begins_where_the_input_stands() {
    let message = encrypt(SIGNED, 16, &plaintext(40));
    let mut input = Cursor::new([b"before".as_slice(), &message].concat());
    input.set_position(6);
    let client = Client::new();
    let reader = client.verify_then_read(input).unwrap();
    let materials = client
        .local_decryption_materials(&keyring(), reader.header(), &nothing())
        .unwrap();
    let mut read = Vec::new();
    reader
        .unlock(&materials)
        .unwrap()
        .read_to_end(&mut read)
        .unwrap();
    assert_eq!(read, plaintext(40));
}

#[test]
fn a_source_that_gives_a_byte_at_a_time() {
    for suite in SUITES {
        let message = encrypt(suite, 16, &plaintext(40));
        let (read, ended) = decrypt_streamed(Dribble::new(&message, 1));
        ended.unwrap();
        assert_eq!(read, plaintext(40));
    }
}

#[test]
fn verified_frames_without_a_copy() {
    let message = encrypt(UNSIGNED, 16, &plaintext(40));
    let client = Client::new();
    let reader = client.reader(message.as_slice()).unwrap();
    let materials = client
        .local_decryption_materials(&keyring(), reader.header(), &nothing())
        .unwrap();
    let mut reader = reader.unlock(&materials).unwrap();
    let mut lens = Vec::new();
    loop {
        let frame = reader.fill_buf().unwrap();
        if frame.is_empty() {
            break;
        }
        lens.push(frame.len());
        let len = frame.len();
        reader.consume(len);
    }
    assert_eq!(lens, [16, 16, 8]);
    assert_eq!(reader.header().frame_length(), 16);
    assert!(
        reader.fill_buf().unwrap().is_empty(),
        "the end stays the end"
    );
}

#[test]
fn after_an_error_there_is_only_an_error() {
    let mut message = encrypt(UNSIGNED, 16, &plaintext(40));
    let at = message.len() - 60;
    message[at] ^= 1;
    let client = Client::new();
    let reader = client.reader(message.as_slice()).unwrap();
    let materials = client
        .local_decryption_materials(&keyring(), reader.header(), &nothing())
        .unwrap();
    let mut reader = reader.unlock(&materials).unwrap();
    let mut part = [0; 16];
    assert_eq!(reader.read(&mut part).unwrap(), 16);
    let first = Error::from(reader.read(&mut part).unwrap_err());
    assert!(matches!(first, Error::DecryptionFailed));
    for _ in 0..3 {
        let again = Error::from(reader.read(&mut part).unwrap_err());
        assert!(matches!(again, Error::StreamFailed));
    }
}

#[test]
fn a_source_that_fails() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::new(io::ErrorKind::TimedOut, "slow"))
        }
    }
    let message = encrypt(UNSIGNED, 16, &plaintext(40));
    let (released, ended) = decrypt_streamed(message[..message.len() - 20].chain(Broken));
    assert_eq!(released, plaintext(32));
    let Err(Error::Io(error)) = ended else {
        panic!()
    };
    assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    assert!(matches!(Client::new().reader(Broken), Err(Error::Io(_))));
}

/// Takes so many bytes and then no more.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let len = bytes.len().min(self.0);
        self.0 -= len;
        Ok(len)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_sink_that_fails() {
    let client = client(SIGNED, 16);
    let materials = client
        .local_encryption_materials(&keyring(), nothing())
        .unwrap();
    let mut writer = client.writer(&materials, Full(100)).unwrap();
    writer.write_all(&plaintext(40)).unwrap();
    let error = writer.flush().unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::WriteZero);
    let again = Error::from(writer.write(&plaintext(40)).unwrap_err());
    assert!(matches!(again, Error::StreamFailed));
    assert!(matches!(writer.finish(), Err(Error::StreamFailed)));
}

#[test]
fn a_writer_that_is_not_finished_leaves_nothing_whole() {
    for suite in SUITES {
        for written in [0, 16, 40] {
            let client = client(suite, 16);
            let materials = client
                .local_encryption_materials(&keyring(), nothing())
                .unwrap();
            let mut sink = Vec::new();
            let mut writer = client.writer(&materials, &mut sink).unwrap();
            writer.write_all(&plaintext(written)).unwrap();
            writer.flush().unwrap();
            drop(writer);
            assert!(
                matches!(decrypt(&sink), Err(Error::Truncated)),
                "{suite}, {written}"
            );
        }
    }
}

#[test]
fn flush_writes_every_frame_that_is_full() {
    let client = client(UNSIGNED, 16);
    let materials = client
        .local_encryption_materials(&keyring(), nothing())
        .unwrap();
    let mut sink = Vec::new();
    let mut writer = client.writer(&materials, &mut sink).unwrap();
    writer.write_all(&plaintext(40)).unwrap();
    writer.flush().unwrap();
    drop(writer);
    let (released, _) = decrypt_streamed(sink.as_slice());
    assert_eq!(released, plaintext(32));
}

#[test]
fn whole_and_streamed_write_the_same_bytes() {
    use std::sync::Arc;

    use crypto::random::DangerousSeededRandom;

    for len in [0, 1, 15, 16, 17, 32, 40] {
        // The same randomness twice: an unsigned message is then the same, byte by byte.
        let whole = {
            let client = client(UNSIGNED, 16).random(Arc::new(DangerousSeededRandom::new(1)));
            client.encrypt(&keyring(), nothing(), &plaintext(len))
        };
        let client = client(UNSIGNED, 16).random(Arc::new(DangerousSeededRandom::new(1)));
        let materials = client
            .local_encryption_materials(&keyring(), nothing())
            .unwrap();
        let mut writer = client.writer(&materials, Vec::new()).unwrap();
        writer.write_all(&plaintext(len)).unwrap();
        assert_eq!(writer.finish().unwrap(), whole.unwrap(), "{len} bytes");
    }
}
