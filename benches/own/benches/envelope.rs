//! Messages beside their floor: the bare sum of the primitives that the same bytes need.
//!
//! The floor of a message is its random id, HKDF-SHA-512 for its key and commitment, AES-256-GCM over its header and over each
//! frame of 4096 bytes, from one buffer into another, in which frames are as far apart as in a message; and for the signed suite SHA-384 over all of it and ECDSA P-384. With fresh materials also
//! the random data key and AES-256-GCM to wrap it; and for the signed suite a fresh P-384 key.
//!
//! Ratios come from rows measured in turns (see `side_by_side`) and are printed as a table; `--features aws-lc-rs` gives
//! the other backend's.

use std::hint::black_box;
use std::io::{self, BufRead, Write};
use std::time::Duration;

use benches_own::side_by_side::{Row, Times, measure};
use common_types::{EncryptionContext, SecretBytes};
use criterion::{BenchmarkId, Criterion, Throughput};
use crypto::aead::{
    Algorithm, Opener, RandomNonceKey, SequenceSealer, SessionSealer, Tag, counter_nonce,
};
use crypto::digest::{self, Hasher};
use crypto::kdf::{HkdfAlgorithm, Prk};
use crypto::random::{self, SystemRandom};
use crypto::sign::{Curve, EcdsaKeyPair, EcdsaPublicKey};
use envelope::{
    AlgorithmSuite, Client, DecryptionMaterials, EncryptionMaterials, Header, Limits, RawAesKeyring,
};

const SIZES: [usize; 6] = [64, 1 << 10, 4 << 10, 64 << 10, 1 << 20, 16 << 20];
const FRAME: usize = 4096;
const SUITES: [(&str, AlgorithmSuite); 2] = [
    ("0478", AlgorithmSuite::Aes256GcmHkdfSha512CommitKey),
    (
        "0578",
        AlgorithmSuite::Aes256GcmHkdfSha512CommitKeyEcdsaP384,
    ),
];

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600))
        .configure_from_args();
    throughput(&mut criterion);
    criterion.final_summary();
    // `cargo test` runs benches with `--test`: once, without a table.
    if !std::env::args().any(|argument| argument == "--test") {
        table();
    }
}

/// What all rows of one suite and size work on.
struct World {
    client: Client,
    keyring: RawAesKeyring,
    wrapping: RandomNonceKey,
    plaintext: Vec<u8>,
    encryption: EncryptionMaterials,
    message: Vec<u8>,
    decryption: DecryptionMaterials,
    floor: Floor,
}

impl World {
    fn new(suite: AlgorithmSuite, size: usize) -> Self {
        let client = Client::new().suite(suite);
        let key = SecretBytes::from([7; 32]);
        let keyring = RawAesKeyring::new("bench", "key", &key).unwrap();
        let plaintext = vec![0x5a; size];
        let nothing = EncryptionContext::new();
        let encryption = client
            .local_encryption_materials(&keyring, nothing.clone())
            .unwrap();
        let message = client.encrypt_with(&encryption, &plaintext).unwrap();
        let header = Header::parse(&message, &Limits::new()).unwrap();
        let decryption = client
            .local_decryption_materials(&keyring, &header, &nothing)
            .unwrap();
        let body = size + size.saturating_sub(1) / FRAME * GAP + GAP + 8;
        let footer = if suite.is_signed() { 105 } else { 0 };
        let header_len = message.len() - body - footer;
        Self {
            wrapping: RandomNonceKey::new(Algorithm::Aes256Gcm, key.expose()).unwrap(),
            floor: Floor::new(suite, &plaintext, header_len),
            client,
            keyring,
            plaintext,
            encryption,
            message,
            decryption,
        }
    }

    fn fresh(&self) -> Vec<u8> {
        self.client
            .encrypt(&self.keyring, EncryptionContext::new(), &self.plaintext)
            .unwrap()
    }

    fn open_fresh(&self) -> impl Sized + use<> {
        self.client
            .decrypt(&self.keyring, &EncryptionContext::new(), &self.message)
            .unwrap()
    }

    fn stream(&self) {
        let mut writer = self.client.writer(&self.encryption, Discard).unwrap();
        writer.write_all(&self.plaintext).unwrap();
        writer.finish().unwrap();
    }

    fn open_stream(&self) {
        let reader = self
            .client
            .release_before_signature(self.message.as_slice())
            .unwrap();
        let mut reader = reader.unlock(&self.decryption).unwrap();
        loop {
            let len = black_box(reader.fill_buf().unwrap()).len();
            if len == 0 {
                return;
            }
            reader.consume(len);
        }
    }
}

/// A sink whose own work is none, and that the compiler cannot see through.
struct Discard;

impl Write for Discard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(black_box(bytes).len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The primitives, and nothing else.
struct Floor {
    data_key: [u8; 32],
    message_id: [u8; 32],
    header: Vec<u8>,
    plaintext: Vec<u8>,
    ciphertext: Vec<u8>,
    header_tag: Tag,
    tags: Vec<Tag>,
    signing: Option<(EcdsaKeyPair, EcdsaPublicKey, Vec<u8>)>,
}

/// What a message has between the contents of two frames: the tag of one, number and nonce of the other.
const GAP: usize = 16 + 4 + 12;
/// As long as a frame's additional data.
const AAD: [u8; 72] = [3; 72];

impl Floor {
    fn new(suite: AlgorithmSuite, plaintext: &[u8], header_len: usize) -> Self {
        let signing = suite.is_signed().then(|| {
            let key = EcdsaKeyPair::generate(Curve::P384).unwrap();
            let public = key.public_key().unwrap();
            (key, public, Vec::new())
        });
        let mut floor = Self {
            data_key: [9; 32],
            message_id: [8; 32],
            header: vec![1; header_len],
            plaintext: plaintext.to_vec(),
            ciphertext: vec![0; plaintext.len() + plaintext.len().div_ceil(FRAME) * GAP],
            header_tag: Tag::from([0; 16]),
            tags: vec![Tag::from([0; 16]); plaintext.len().div_ceil(FRAME)],
            signing,
        };
        floor.seal();
        floor
    }

    fn keys(&self) -> [u8; 32] {
        let prk = Prk::extract(HkdfAlgorithm::Sha512, &self.message_id, &self.data_key);
        let (mut key, mut commitment) = ([0; 32], [0; 32]);
        prk.expand(&[&[4, 0x78], b"DERIVEKEY"], &mut key).unwrap();
        prk.expand(&[b"COMMITKEY"], &mut commitment).unwrap();
        black_box(commitment);
        key
    }

    fn begin_seal(&mut self) -> SequenceSealer {
        self.message_id = random::bytes(&SystemRandom::new()).unwrap();
        let mut sealer = SequenceSealer::new(Algorithm::Aes256Gcm, &self.keys()).unwrap();
        self.header_tag = sealer.seal_next(&self.header, &mut []).unwrap();
        sealer
    }

    /// Encrypts from one buffer into another.
    fn seal(&mut self) {
        let mut sealer = self.begin_seal();
        let frames = self
            .plaintext
            .chunks(FRAME)
            .zip(self.ciphertext.chunks_mut(FRAME + GAP));
        for ((plaintext, ciphertext), tag) in frames.zip(&mut self.tags) {
            let ciphertext = &mut ciphertext[..plaintext.len()];
            *tag = sealer.seal_next_into(&AAD, plaintext, ciphertext).unwrap();
        }
        if let Some((key, _, signature)) = &mut self.signing {
            let digest = digest_of(&self.header, &self.ciphertext);
            signature.clear();
            signature.extend_from_slice(key.sign_digest(&digest).unwrap().as_ref());
        }
    }

    /// Encrypts what is in the ciphertext's buffer, again.
    fn seal_in_place(&mut self) {
        let mut sealer = self.begin_seal();
        let frames = self.ciphertext.chunks_mut(FRAME + GAP);
        for (frame, tag) in frames.zip(&mut self.tags) {
            let content = frame.len() - GAP;
            *tag = sealer.seal_next(&AAD, &mut frame[..content]).unwrap();
        }
        if let Some((key, ..)) = &self.signing {
            let digest = digest_of(&self.header, &self.ciphertext);
            black_box(key.sign_digest(&digest).unwrap());
        }
    }

    fn begin_open(&self) -> Opener {
        let opener = Opener::new(Algorithm::Aes256Gcm, &self.keys()).unwrap();
        opener
            .open(counter_nonce(0), &self.header, &mut [], &self.header_tag)
            .unwrap();
        if let Some((_, key, signature)) = &self.signing {
            let digest = digest_of(&self.header, &self.ciphertext);
            key.verify_digest(&digest, signature).unwrap();
        }
        opener
    }

    /// Decrypts from one buffer into another.
    fn open(&self, out: &mut [u8]) {
        let opener = self.begin_open();
        let frames = self
            .ciphertext
            .chunks(FRAME + GAP)
            .zip(out.chunks_mut(FRAME));
        for (at, ((frame, out), tag)) in (1..).zip(frames.zip(&self.tags)) {
            let content = &frame[..out.len()];
            opener
                .open_into(counter_nonce(at), &AAD, content, tag, out)
                .unwrap();
        }
    }

    /// Decrypts a copy of the ciphertext in place.
    fn open_in_place(&self, copy: &mut [u8]) {
        let opener = self.begin_open();
        for (at, (frame, tag)) in (1..).zip(copy.chunks_mut(FRAME + GAP).zip(&self.tags)) {
            let content = frame.len() - GAP;
            opener
                .open(counter_nonce(at), &AAD, &mut frame[..content], tag)
                .unwrap();
        }
    }

    /// What fresh materials need besides.
    fn fresh(&self, wrapping: &RandomNonceKey) {
        let mut data_key: [u8; 32] = random::bytes(&SystemRandom::new()).unwrap();
        black_box(
            wrapping
                .seal(&SystemRandom::new(), b"", &mut data_key)
                .unwrap(),
        );
        if self.signing.is_some() {
            let key = EcdsaKeyPair::generate(Curve::P384).unwrap();
            black_box(key.compressed_public_key());
        }
    }

    /// What materials for one message need besides.
    fn open_fresh(&self, opener: &Opener, wrapped: &mut [u8; 32], tag: &Tag) {
        opener.open(counter_nonce(0), b"", wrapped, tag).unwrap();
        if let Some((_, key, _)) = &self.signing {
            black_box(EcdsaPublicKey::from_sec1(Curve::P384, &key.to_compressed()).unwrap());
        }
    }
}

fn digest_of(header: &[u8], parts: &[u8]) -> digest::Digest {
    let mut hasher = Hasher::new(digest::Algorithm::Sha384);
    hasher.update(header);
    parts
        .chunks(FRAME + GAP)
        .for_each(|part| hasher.update(part));
    hasher.finish()
}

/// Throughput, row by row, in criterion's own reports.
fn throughput(criterion: &mut Criterion) {
    for (name, suite) in SUITES {
        for size in SIZES {
            let world = World::new(suite, size);
            let mut floor = Floor::new(suite, &world.plaintext, world.floor.header.len());
            let (mut message, mut opened) = (world.message.clone(), world.plaintext.clone());

            let mut group = criterion.benchmark_group(format!("envelope/{name}/encrypt"));
            group.throughput(Throughput::Bytes(size as u64));
            group.bench_function(BenchmarkId::new("floor", size), |b| b.iter(|| floor.seal()));
            group.bench_function(BenchmarkId::new("reused materials", size), |b| {
                b.iter(|| {
                    let World {
                        client,
                        encryption,
                        plaintext,
                        ..
                    } = &world;
                    client
                        .encrypt_into(encryption, plaintext, &mut message)
                        .unwrap();
                });
            });
            group.bench_function(BenchmarkId::new("fresh materials", size), |b| {
                b.iter(|| world.fresh());
            });
            group.bench_function(BenchmarkId::new("streamed", size), |b| {
                b.iter(|| world.stream())
            });
            group.finish();

            let mut group = criterion.benchmark_group(format!("envelope/{name}/decrypt"));
            group.throughput(Throughput::Bytes(size as u64));
            group.bench_function(BenchmarkId::new("reused materials", size), |b| {
                b.iter(|| {
                    let World {
                        client,
                        decryption,
                        message,
                        ..
                    } = &world;
                    client
                        .decrypt_into(decryption, message, &mut opened)
                        .unwrap();
                });
            });
            group.bench_function(BenchmarkId::new("fresh materials", size), |b| {
                b.iter(|| world.open_fresh());
            });
            group.bench_function(BenchmarkId::new("streamed", size), |b| {
                b.iter(|| world.open_stream());
            });
            group.finish();
        }
    }
}

/// All rows of one suite and size, measured in turns.
fn ratios(world: &World) -> Times {
    let World {
        client,
        encryption,
        decryption,
        plaintext,
        message,
        wrapping,
        floor,
        ..
    } = world;
    let another_floor = || Floor::new(encryption.suite(), plaintext, floor.header.len());
    let (mut sealing, mut in_place, mut fresh) =
        (another_floor(), another_floor(), another_floor());
    let (mut sealed, mut opened, mut bare) =
        (message.clone(), plaintext.clone(), plaintext.clone());
    let unwrapping = Opener::new(Algorithm::Aes256Gcm, &[7; 32]).unwrap();
    let mut wrapped = [0; 32];
    let tag = SequenceSealer::new(Algorithm::Aes256Gcm, &[7; 32])
        .unwrap()
        .seal_next(b"", &mut wrapped)
        .unwrap();
    let mut bare_fresh = plaintext.clone();

    let raw = Opener::new(Algorithm::Aes256Gcm, &[7; 32]).unwrap();
    let sealer = SessionSealer::new(Algorithm::Aes256Gcm, &[7; 32]).unwrap();
    let (mut raw_sealed, mut raw_opened) = (plaintext.clone(), plaintext.clone());
    let (counter, raw_tag) = sealer.seal(b"", &mut raw_opened).unwrap();

    let rows = vec![
        Row::new("encrypt raw", || sealer.seal(b"", &mut raw_sealed).unwrap()),
        Row::prepared(
            "decrypt raw",
            || raw_opened.clone(),
            |mut copy| {
                raw.open(counter_nonce(counter), b"", &mut copy, &raw_tag)
                    .unwrap();
                copy
            },
        ),
        Row::new("encrypt floor", || sealing.seal()),
        Row::new("encrypt", || {
            client
                .encrypt_into(encryption, plaintext, &mut sealed)
                .unwrap()
        }),
        Row::new("encrypt in place", || in_place.seal_in_place()),
        Row::new("encrypt streamed", || world.stream()),
        Row::new("encrypt fresh floor", || {
            fresh.fresh(wrapping);
            fresh.seal();
        }),
        Row::new("encrypt fresh", || world.fresh()),
        Row::new("decrypt floor", || floor.open(&mut bare)),
        Row::new("decrypt", || {
            client
                .decrypt_into(decryption, message, &mut opened)
                .unwrap()
        }),
        Row::prepared(
            "decrypt in place",
            || floor.ciphertext.clone(),
            |mut copy| {
                floor.open_in_place(&mut copy);
                copy
            },
        ),
        Row::new("decrypt streamed", || world.open_stream()),
        Row::new("decrypt fresh floor", || {
            floor.open_fresh(&unwrapping, &mut wrapped.clone(), &tag);
            floor.open(&mut bare_fresh);
        }),
        Row::new("decrypt fresh", || world.open_fresh()),
    ];
    measure(rows, Duration::from_millis(1500))
}

fn table() {
    let backend = if cfg!(feature = "aws-lc-rs") {
        "aws-lc-rs"
    } else {
        "ring"
    };
    println!("\nenvelope over {backend}, measured in turns");
    println!(
        "{:>5} {:>9} {:>8} {:>10} {:>8} {:>7} {:>8} {:>9} {:>10} {:>8} {:>8}",
        "suite",
        "bytes",
        "",
        "floor",
        "MiB/s",
        "of raw",
        "x floor",
        "in place",
        "fresh",
        "x floor",
        "stream"
    );
    for (name, suite) in SUITES {
        for size in SIZES {
            let times = ratios(&World::new(suite, size));
            for way in ["encrypt", "decrypt"] {
                let row = |what: &str| format!("{way} {what}");
                println!(
                    "{name:>5} {size:>9} {way:>8} {:>10.1?} {:>8.0} {:>7.2} {:>8.2} {:>9.2} {:>10.1?} {:>8.2} {:>8.2}",
                    times.of(&row("floor")),
                    size as f64 / times.of(way).as_secs_f64() / f64::from(1 << 20),
                    times.ratio(&row("raw"), way),
                    times.ratio(way, &row("floor")),
                    times.ratio(way, &row("in place")),
                    times.of(&row("fresh")),
                    times.ratio(&row("fresh"), &row("fresh floor")),
                    // Speed, and not time: 1 is as fast as whole.
                    times.ratio(way, &row("streamed")),
                );
            }
        }
    }
    println!(
        "x floor: time over the floor's, for reused materials and buffer; at most 1.20 (0478), 1.15 (0578)"
    );
    println!(
        "in place: time over the same primitives within one buffer, which a message cannot be"
    );
    println!(
        "of raw: speed over that of AES-256-GCM alone, in place, in one piece; at least 4/7 = 0.57 at 1 MiB (0478)"
    );
    println!("stream: speed over that of whole messages; at least 0.90");
}
