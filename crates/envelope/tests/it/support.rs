//! The world that the tests share: one keyring, clients of both suites, messages to work on.

use std::io::{self, Read};
use std::num::NonZeroU32;

use common_types::{EncryptionContext, SecretBytes};
use envelope::{AlgorithmSuite, Client, Error, RawAesKeyring};

pub(crate) const SIGNED: AlgorithmSuite = AlgorithmSuite::Aes256GcmHkdfSha512CommitKeyEcdsaP384;
pub(crate) const UNSIGNED: AlgorithmSuite = AlgorithmSuite::Aes256GcmHkdfSha512CommitKey;
pub(crate) const SUITES: [AlgorithmSuite; 2] = [SIGNED, UNSIGNED];

pub(crate) fn keyring() -> RawAesKeyring {
    RawAesKeyring::new("tests", "the key", &SecretBytes::from([7; 32])).unwrap()
}

pub(crate) fn client(suite: AlgorithmSuite, frame_length: u32) -> Client {
    Client::new()
        .suite(suite)
        .frame_length(NonZeroU32::new(frame_length).unwrap())
}

pub(crate) fn context<const N: usize>(pairs: [(&str, &str); N]) -> EncryptionContext {
    EncryptionContext::try_from_iter(pairs).unwrap()
}

pub(crate) fn nothing() -> EncryptionContext {
    EncryptionContext::new()
}

/// Bytes that are all different from their neighbours, so that a swap shows.
pub(crate) fn plaintext(len: usize) -> Vec<u8> {
    (0..len)
        .map(|at| u8::try_from((at * 7 + at / 251) % 256).unwrap())
        .collect()
}

pub(crate) fn encrypt(suite: AlgorithmSuite, frame_length: u32, plaintext: &[u8]) -> Vec<u8> {
    client(suite, frame_length)
        .encrypt(&keyring(), context([("tenant", "42")]), plaintext)
        .unwrap()
}

/// Decrypts whole.
pub(crate) fn decrypt(message: &[u8]) -> Result<Vec<u8>, Error> {
    let decrypted = Client::new().decrypt(&keyring(), &nothing(), message)?;
    Ok(decrypted.plaintext().to_vec())
}

/// Decrypts streamed, releasing what verifies: what was released, and how it ended.
pub(crate) fn decrypt_streamed(input: impl Read) -> (Vec<u8>, Result<(), Error>) {
    let mut released = Vec::new();
    let run = || {
        let client = Client::new();
        let reader = client.release_before_signature(input)?;
        let materials =
            client.local_decryption_materials(&keyring(), reader.header(), &nothing())?;
        reader.unlock(&materials)?.read_to_end(&mut released)?;
        Ok(())
    };
    let ended = run();
    (released, ended)
}

/// A source that gives at most `step` bytes at a time, and is interrupted before each.
pub(crate) struct Dribble<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) step: usize,
    pub(crate) interrupted: bool,
}

impl<'a> Dribble<'a> {
    pub(crate) fn new(bytes: &'a [u8], step: usize) -> Self {
        Self {
            bytes,
            step,
            interrupted: false,
        }
    }
}

impl Read for Dribble<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.interrupted = !self.interrupted;
        if self.interrupted {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let len = self.step.min(out.len());
        self.bytes.read(&mut out[..len])
    }
}
