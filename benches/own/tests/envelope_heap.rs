//! What the envelope allocates: nothing per frame, at most one buffer per message, and a stream in constant memory.
//!
//! Here and not in the crate itself, because an allocator that counts cannot be written without `unsafe`.

use std::cell::RefCell;
use std::io::{BufRead, Read, Write};
use std::num::NonZeroU32;
use std::rc::Rc;

use benches_own::heap::{CountingAllocator, measure};
use common_types::{EncryptionContext, SecretBytes};
use envelope::{
    AlgorithmSuite, Client, EncryptionMaterials, Header, Limits, MessageWriter, RawAesKeyring,
};

#[global_allocator]
static HEAP: CountingAllocator = CountingAllocator;

const MIB: usize = 1 << 20;

fn keyring() -> RawAesKeyring {
    RawAesKeyring::new("tests", "the key", &SecretBytes::from([7; 32])).unwrap()
}

fn client(suite: AlgorithmSuite, frame_length: u32) -> Client {
    Client::new()
        .suite(suite)
        .frame_length(NonZeroU32::new(frame_length).unwrap())
}

fn materials(client: &Client) -> EncryptionMaterials {
    client
        .local_encryption_materials(&keyring(), EncryptionContext::new())
        .unwrap()
}

const UNSIGNED: AlgorithmSuite = AlgorithmSuite::Aes256GcmHkdfSha512CommitKey;
const SIGNED: AlgorithmSuite = AlgorithmSuite::Aes256GcmHkdfSha512CommitKeyEcdsaP384;

#[test]
fn an_unsigned_message_is_one_allocation_or_none() {
    let client = client(UNSIGNED, 4096);
    let encryption = materials(&client);
    for len in [0, 64, 4096, 100_000, MIB] {
        let plaintext = vec![1; len];
        let (message, heap) = measure(|| client.encrypt_with(&encryption, &plaintext).unwrap());
        assert_eq!(heap.allocations, 1, "a new buffer, {len} bytes");
        assert_eq!(heap.peak_bytes, message.len());

        let mut buffer = Vec::with_capacity(message.len());
        let ((), heap) = measure(|| {
            client
                .encrypt_into(&encryption, &plaintext, &mut buffer)
                .unwrap()
        });
        assert_eq!(heap.allocations, 0, "a buffer with room, {len} bytes");

        let header = Header::parse(&message, &Limits::new()).unwrap();
        let decryption = client
            .local_decryption_materials(&keyring(), &header, &EncryptionContext::new())
            .unwrap();
        let mut opened = Vec::with_capacity(len);
        let ((), heap) = measure(|| {
            client
                .decrypt_into(&decryption, &message, &mut opened)
                .unwrap()
        });
        assert_eq!(
            heap.allocations, 0,
            "decrypted into a buffer with room, {len} bytes"
        );
        assert_eq!(opened, plaintext);
    }
}

#[test]
fn a_signed_message_allocates_nothing_per_frame() {
    let client = client(SIGNED, 4096);
    let encryption = materials(&client);
    for len in [64, 100_000, MIB] {
        let plaintext = vec![1; len];
        let (message, encrypting) =
            measure(|| client.encrypt_with(&encryption, &plaintext).unwrap());
        let header = Header::parse(&message, &Limits::new()).unwrap();
        let decryption = client
            .local_decryption_materials(&keyring(), &header, &EncryptionContext::new())
            .unwrap();
        let mut opened = Vec::with_capacity(len + 128);
        let ((), decrypting) = measure(|| {
            client
                .decrypt_into(&decryption, &message, &mut opened)
                .unwrap()
        });
        // The buffer; and what the backend needs to sign, which varies by the signature's length.
        assert!(encrypting.allocations <= 4, "{len} bytes: {encrypting:?}");
        assert!(decrypting.allocations <= 1, "{len} bytes: {decrypting:?}");
    }
}

#[test]
fn streaming_allocates_nothing_per_frame() {
    let client = client(UNSIGNED, 4096);
    let encryption = materials(&client);
    let block = vec![1; 64 << 10];
    let writing = |blocks: usize| {
        let (message, heap) = measure(|| {
            let mut writer = client.writer(&encryption, std::io::sink()).unwrap();
            (0..blocks).for_each(|_| writer.write_all(&block).unwrap());
            writer.finish().unwrap()
        });
        let _: std::io::Sink = message;
        heap
    };
    assert_eq!(writing(2), writing(200));

    let reading = |blocks: usize| {
        let message = client
            .encrypt_with(&encryption, &block.repeat(blocks))
            .unwrap();
        let header = Header::parse(&message, &Limits::new()).unwrap();
        let decryption = client
            .local_decryption_materials(&keyring(), &header, &EncryptionContext::new())
            .unwrap();
        let (read, heap) = measure(|| {
            let reader = client.reader(message.as_slice()).unwrap();
            drain(reader.unlock(&decryption).unwrap(), &[])
        });
        assert_eq!(read, block.len() * blocks);
        heap
    };
    assert_eq!(reading(2), reading(200));
}

/// Reads to the end; every piece must be of `expected`, over and over.
fn drain(mut reader: impl BufRead, expected: &[u8]) -> usize {
    let mut read = 0;
    loop {
        let piece = reader.fill_buf().unwrap();
        let len = piece.len();
        if len == 0 {
            return read;
        }
        if !expected.is_empty() {
            let at = read % expected.len();
            assert!(expected[at..].starts_with(piece), "at {read}");
        }
        reader.consume(len);
        read += len;
    }
}

/// A message that is encrypted while it is read: neither it nor its plaintext is ever whole.
struct Generated<'a> {
    block: &'a [u8],
    blocks_left: usize,
    writer: Option<MessageWriter<Shared>>,
    written: Shared,
    taken: usize,
}

#[derive(Clone)]
struct Shared(Rc<RefCell<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> Generated<'a> {
    fn new(
        client: &Client,
        materials: &EncryptionMaterials,
        block: &'a [u8],
        blocks: usize,
        pipe: &Shared,
    ) -> Self {
        Self {
            block,
            blocks_left: blocks,
            writer: Some(client.writer(materials, pipe.clone()).unwrap()),
            written: pipe.clone(),
            taken: 0,
        }
    }

    fn more(&mut self) {
        self.written.0.borrow_mut().clear();
        self.taken = 0;
        match (&mut self.writer, self.blocks_left) {
            (Some(writer), 1..) => {
                writer.write_all(self.block).unwrap();
                self.blocks_left -= 1;
            }
            (writer, _) => drop(writer.take().map(|writer| writer.finish().unwrap())),
        }
    }
}

impl Read for Generated<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        while self.taken == self.written.0.borrow().len() && self.writer.is_some() {
            self.more();
        }
        let written = self.written.0.borrow();
        let len = (&written[self.taken..]).read(out)?;
        self.taken += len;
        Ok(len)
    }
}

/// Encrypts and decrypts so many MiB at once, and tells the peak of both together.
fn peak_of_a_stream(suite: AlgorithmSuite, frame_length: u32, mib: usize) -> usize {
    let client = client(suite, frame_length);
    let encryption = materials(&client);
    let block: Vec<u8> = (0..MIB).map(|at| (at % 251) as u8).collect();
    // What lies between the two ends is the test's own, and has room before the measurement begins.
    let pipe = Shared(Rc::new(RefCell::new(Vec::with_capacity(4 * MIB))));
    let (read, heap) = measure(|| {
        let message = Generated::new(&client, &encryption, &block, mib, &pipe);
        let reader = client.release_before_signature(message).unwrap();
        let decryption = client
            .local_decryption_materials(&keyring(), reader.header(), &EncryptionContext::new())
            .unwrap();
        drain(reader.unlock(&decryption).unwrap(), &block)
    });
    assert_eq!(read, mib * MIB);
    heap.peak_bytes
}

#[test]
fn a_stream_of_4_gib_stays_under_8_mib() {
    let peak = peak_of_a_stream(UNSIGNED, 1 << 20, 4096);
    println!("both ends together: {peak} bytes");
    assert!(peak < 8 * MIB, "{peak} bytes");
    assert_eq!(
        peak,
        peak_of_a_stream(UNSIGNED, 1 << 20, 8),
        "more does not take more"
    );
    let peak = peak_of_a_stream(UNSIGNED, 4096, 256);
    assert!(peak < 4 * MIB, "{peak} bytes in frames of 4 KiB");
    let peak = peak_of_a_stream(SIGNED, 1 << 20, 128);
    assert!(peak < 8 * MIB, "{peak} bytes signed");
}
