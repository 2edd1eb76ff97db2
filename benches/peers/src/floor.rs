//! The least that anyone can take: the primitives alone, over the same bytes.
//!
//! No format, no checks, no allocation. Frames go from one buffer into another, both ways, as they must
//! between a plaintext and a message, in which they are as far apart as there; [`Raw`] seals in place.

use std::marker::PhantomData;

use aws_lc_rs::digest::{Context, Digest, SHA384};
use aws_lc_rs::encoding::{AsBigEndian, EcPublicKeyCompressedBin};
use aws_lc_rs::signature::{
    ECDSA_P384_SHA384_ASN1, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, KeyPair, ParsedPublicKey,
    Signature,
};

use crate::ours::WRAPPING_KEY;
use crate::{Contestant, Materials, Primitives, Suite};

const FRAME: usize = 4096;
/// What a message has between the contents of two frames: the tag of one, number and nonce of the other.
const GAP: usize = 16 + 4 + 12;
/// Bytes of header that are authenticated, and of additional data a frame: as the format has them.
const HEADER: [u8; 200] = [1; 200];
const FRAME_AAD: [u8; 70] = [2; 70];

/// What the message format asks for, for one message.
pub struct Floor<P: Primitives> {
    suite: Suite,
    materials: Materials,
    wrapping_key: P::Key,
    data_key: [u8; 32],
    wrapped: ([u8; 12], [u8; 32], [u8; 16]),
    message_id: [u8; 32],
    plaintext: Vec<u8>,
    body: Vec<u8>,
    tags: Vec<[u8; 16]>,
    signing_key: EcdsaKeyPair,
    verification_key: ParsedPublicKey,
    signature: Option<Signature>,
    opened: Vec<u8>,
}

impl<P: Primitives> Floor<P> {
    /// Ready for a plaintext.
    ///
    /// # Panics
    /// If a primitive fails.
    #[must_use]
    pub fn new(suite: Suite, materials: Materials) -> Self {
        let signing_key = EcdsaKeyPair::generate(&ECDSA_P384_SHA384_ASN1_SIGNING).unwrap();
        Self {
            suite,
            materials,
            wrapping_key: P::key(&WRAPPING_KEY),
            data_key: [3; 32],
            wrapped: Default::default(),
            message_id: [0; 32],
            plaintext: Vec::new(),
            body: Vec::new(),
            tags: Vec::new(),
            verification_key: parse(&compressed(&signing_key)),
            signing_key,
            signature: None,
            opened: Vec::new(),
        }
    }

    fn make_materials(&mut self) {
        P::random(&mut self.data_key);
        let (nonce, wrapped, tag) = &mut self.wrapped;
        P::random(nonce);
        *wrapped = self.data_key;
        *tag = P::seal(&self.wrapping_key, *nonce, b"", wrapped);
        if self.suite == Suite::Signed {
            self.signing_key = EcdsaKeyPair::generate(&ECDSA_P384_SHA384_ASN1_SIGNING).unwrap();
        }
    }

    fn unwrap_materials(&mut self) {
        let (nonce, wrapped, tag) = &self.wrapped;
        let key = &self.wrapping_key;
        P::open(key, *nonce, b"", wrapped, *tag, &mut self.data_key);
        if self.suite == Suite::Signed {
            self.verification_key = parse(&compressed(&self.signing_key));
        }
    }

    fn digest(&self) -> Digest {
        let mut digest = Context::new(&SHA384);
        digest.update(&HEADER);
        digest.update(&self.body);
        digest.finish()
    }
}

impl<P: Primitives> Contestant for Floor<P> {
    fn name(&self) -> String {
        name(P::NAME, self.suite, self.materials)
    }

    fn load(&mut self, plaintext: &[u8]) {
        self.plaintext = plaintext.to_vec();
        self.tags = vec![[0; 16]; plaintext.len().div_ceil(FRAME)];
        self.body = vec![0; plaintext.len() + self.tags.len() * GAP];
        self.opened = vec![0; plaintext.len()];
        self.make_materials();
        self.unwrap_materials();
    }

    fn encrypt(&mut self) {
        if self.materials == Materials::Fresh {
            self.make_materials();
        }
        P::random(&mut self.message_id);
        let (key, _commitment) = P::derive(&self.message_id, &self.data_key);
        let key = P::key(&key);
        P::seal(&key, [0; 12], &HEADER, &mut []);
        let frames = self.body.chunks_mut(FRAME + GAP).zip(&mut self.tags);
        let frames = self.plaintext.chunks(FRAME).zip(frames);
        for (number, (plain, (frame, tag))) in (1..).zip(frames) {
            let frame = &mut frame[..plain.len()];
            *tag = P::seal_into(&key, nonce(number), &FRAME_AAD, plain, frame);
        }
        if self.suite == Suite::Signed {
            let digest = self.digest();
            self.signature = Some(self.signing_key.sign_digest(&digest).unwrap());
        }
    }

    fn decrypt(&mut self) {
        if self.materials == Materials::Fresh {
            self.unwrap_materials();
        }
        let (key, _commitment) = P::derive(&self.message_id, &self.data_key);
        let key = P::key(&key);
        P::seal(&key, [0; 12], &HEADER, &mut []);
        let frames = self.body.chunks(FRAME + GAP).zip(&self.tags);
        for (number, ((frame, tag), out)) in (1..).zip(frames.zip(self.opened.chunks_mut(FRAME))) {
            P::open(
                &key,
                nonce(number),
                &FRAME_AAD,
                &frame[..out.len()],
                *tag,
                out,
            );
        }
        if let Some(signature) = &self.signature {
            let digest = self.digest();
            self.verification_key
                .verify_digest_sig(&digest, signature.as_ref())
                .unwrap();
        }
    }

    fn opened(&self) -> &[u8] {
        &self.opened
    }
}

/// AES-256-GCM alone: one message, one key that is in hand.
pub struct Raw<P: Primitives> {
    key: P::Key,
    tag: [u8; 16],
    body: Vec<u8>,
    opened: Vec<u8>,
    primitives: PhantomData<P>,
}

impl<P: Primitives> Raw<P> {
    /// Ready for a plaintext.
    #[must_use]
    pub fn new() -> Self {
        Self {
            key: P::key(&WRAPPING_KEY),
            tag: [0; 16],
            body: Vec::new(),
            opened: Vec::new(),
            primitives: PhantomData,
        }
    }
}

impl<P: Primitives> Default for Raw<P> {
    fn default() -> Self {
        Self::new()
    }
}

impl<P: Primitives> Contestant for Raw<P> {
    fn name(&self) -> String {
        format!("AES-256-GCM {}", P::NAME)
    }

    fn load(&mut self, plaintext: &[u8]) {
        self.body = plaintext.to_vec();
        self.opened = vec![0; plaintext.len()];
    }

    fn encrypt(&mut self) {
        self.tag = P::seal(&self.key, [0; 12], b"", &mut self.body);
    }

    fn decrypt(&mut self) {
        P::open(
            &self.key,
            [0; 12],
            b"",
            &self.body,
            self.tag,
            &mut self.opened,
        );
    }

    fn opened(&self) -> &[u8] {
        &self.opened
    }
}

/// How the table calls a floor.
#[must_use]
pub fn name(backend: &str, suite: Suite, materials: Materials) -> String {
    format!("floor {} {} {backend}", suite.number(), materials.name())
}

fn nonce(number: u64) -> [u8; 12] {
    let mut nonce = [0; 12];
    nonce[4..].copy_from_slice(&number.to_be_bytes());
    nonce
}

fn compressed(key: &EcdsaKeyPair) -> EcPublicKeyCompressedBin<'static> {
    key.public_key().as_be_bytes().unwrap()
}

fn parse(compressed: &EcPublicKeyCompressedBin<'_>) -> ParsedPublicKey {
    ParsedPublicKey::new(&ECDSA_P384_SHA384_ASN1, compressed.as_ref()).unwrap()
}
