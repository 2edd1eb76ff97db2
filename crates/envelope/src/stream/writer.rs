//! A message in the writing.

use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;

use common_types::SecretBytes;
use crypto::sign::EcdsaKeyPair;

use crate::body::{FINAL_OVERHEAD, FrameSealer, REGULAR_OVERHEAD};
use crate::encrypt::MessageStart;
use crate::footer::SignedDigest;
use crate::output::Output;
use crate::{Client, EncryptionMaterials, Error};

/// Encrypts what is written to it, frame by frame, into another `Write`.
///
/// **[`finish`](Self::finish) must be called**: it writes the final frame and the signature. A message without them is
/// refused by every reader, so that a writer that is dropped, after an error or by mistake, leaves nothing that looks whole.
///
/// It holds a frame of plaintext and a few frames of ciphertext in memory. `flush` writes out every frame that is full.
///
/// ```
/// use std::io::Write;
///
/// use common_types::{EncryptionContext, SecretBytes};
/// use envelope::{Client, RawAesKeyring};
///
/// # let random = [7_u8; 32];
/// let keyring = RawAesKeyring::new("backups", "2024-05", &SecretBytes::from(random))?;
/// let client = Client::new();
/// let materials = client.local_encryption_materials(&keyring, EncryptionContext::new())?;
///
/// let mut writer = client.writer(&materials, Vec::new())?;
/// writer.write_all(b"any number")?;
/// writer.write_all(b" of parts")?;
/// let message: Vec<u8> = writer.finish()?;
///
/// let decrypted = client.decrypt(&keyring, &EncryptionContext::new(), &message)?;
/// assert_eq!(decrypted.plaintext(), b"any number of parts");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct MessageWriter<W> {
    sink: W,
    /// `None` after a failure: a frame may be half written.
    frames: Option<FrameSealer>,
    signature: Option<(SignedDigest, Arc<EcdsaKeyPair>)>,
    frame_len: usize,
    pending: Pending,
    sealed: Sealed,
}

impl Client {
    /// Begins a message into `sink`. The header is written with the first frames.
    ///
    /// # Errors
    ///
    /// [`Error::CommitmentPolicy`], [`Error::LimitExceeded`], [`Error::MaterialsExhausted`], [`Error::Crypto`].
    // spec: client-apis/streaming.md
    pub fn writer<W: Write>(
        &self,
        materials: &EncryptionMaterials,
        sink: W,
    ) -> Result<MessageWriter<W>, Error> {
        let frame_length = self.checked_frame_length()?;
        let frame_len = usize::try_from(frame_length).map_err(|_| Error::TooManyFrames)?;
        let start = MessageStart::new(self, materials)?;
        let mut sealed = Sealed::default();
        let header = sealed.extend(start.header_len())?;
        let frames = start.write_header(header)?;
        let signature = materials.signing_key.as_ref().map(|key| {
            let mut digest = SignedDigest::new();
            digest.update(header);
            (digest, Arc::clone(key))
        });
        Ok(MessageWriter {
            sink,
            frames: Some(frames),
            signature,
            frame_len,
            pending: Pending::default(),
            sealed,
        })
    }
}

impl<W: Write> MessageWriter<W> {
    /// Ends the message and gives the sink back.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the sink fails, [`Error::TooManyFrames`], [`Error::StreamFailed`] if writing failed before.
    // spec: client-apis/encrypt.md#construct-the-signature
    pub fn finish(mut self) -> Result<W, Error> {
        let frames = self.frames.take().ok_or(Error::StreamFailed)?;
        let len = self.pending.len.saturating_add(FINAL_OVERHEAD);
        self.make_room(len)?;
        let last = self.pending.plaintext();
        let frame = self.sealed.extend(len)?;
        frames.seal_final(last, &mut Output::new(frame))?;
        let mut footer = Vec::new();
        if let Some((mut digest, key)) = self.signature.take() {
            digest.update(frame);
            digest.sign(&key, &mut footer)?;
        }
        self.sink.write_all(self.sealed.bytes())?;
        self.sink.write_all(&footer)?;
        self.sink.flush()?;
        Ok(self.sink)
    }

    /// Takes plaintext. A frame is sealed only when more follows it: the last one must be a final frame.
    // spec: client-apis/encrypt.md#construct-the-body
    fn take(&mut self, mut plaintext: &[u8]) -> Result<(), Error> {
        if !self.pending.plaintext().is_empty() {
            plaintext = self.pending.fill(plaintext);
            if plaintext.is_empty() {
                return Ok(());
            }
            let full = std::mem::take(&mut self.pending);
            self.seal(full.plaintext())?;
            self.pending = full.emptied();
        }
        while plaintext.len() > self.frame_len {
            let (frame, rest) = plaintext.split_at(self.frame_len);
            self.seal(frame)?;
            plaintext = rest;
        }
        if !plaintext.is_empty() {
            self.pending.make_room(self.frame_len);
            self.pending.fill(plaintext);
        }
        Ok(())
    }

    /// Seals a regular frame, after making room for it.
    fn seal(&mut self, plaintext: &[u8]) -> Result<(), Error> {
        let len = plaintext.len().saturating_add(REGULAR_OVERHEAD);
        self.make_room(len)?;
        let frames = self.frames.as_mut().ok_or(Error::StreamFailed)?;
        let frame = self.sealed.extend(len)?;
        frames.seal_regular(plaintext, &mut Output::new(frame))?;
        if let Some((digest, _)) = &mut self.signature {
            digest.update(frame);
        }
        Ok(())
    }

    /// Gives the sink what `len` bytes more would make too much to keep.
    fn make_room(&mut self, len: usize) -> Result<(), Error> {
        if self.sealed.len.saturating_add(len) > SEALED_LEN {
            self.write_out()?;
        }
        Ok(())
    }

    fn write_out(&mut self) -> Result<(), Error> {
        self.sink.write_all(self.sealed.bytes())?;
        self.sealed.len = 0;
        Ok(())
    }

    /// Runs a step; after one that failed there is no going on.
    fn guarded(&mut self, step: impl FnOnce(&mut Self) -> Result<(), Error>) -> io::Result<()> {
        if self.frames.is_none() {
            return Err(Error::StreamFailed.into());
        }
        step(self).map_err(|error| {
            self.frames = None;
            self.pending = Pending::default();
            error.into()
        })
    }
}

impl<W: Write> Write for MessageWriter<W> {
    fn write(&mut self, plaintext: &[u8]) -> io::Result<usize> {
        self.guarded(|writer| writer.take(plaintext))?;
        Ok(plaintext.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.guarded(|writer| {
            writer.write_out()?;
            Ok(writer.sink.flush()?)
        })
    }
}

impl<W> fmt::Debug for MessageWriter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MessageWriter")
            .field("frame_len", &self.frame_len)
            .finish_non_exhaustive()
    }
}

/// Plaintext that may yet be the final frame's: at most a whole frame.
struct Pending {
    buffer: SecretBytes,
    len: usize,
}

impl Default for Pending {
    fn default() -> Self {
        let buffer = SecretBytes::from([]);
        Self { buffer, len: 0 }
    }
}

impl Pending {
    fn plaintext(&self) -> &[u8] {
        self.buffer.expose().get(..self.len).unwrap_or_default()
    }

    fn make_room(&mut self, frame_len: usize) {
        if self.buffer.is_empty() {
            self.buffer = SecretBytes::new(vec![0; frame_len]);
        }
    }

    /// Takes as much as has room, and gives back the rest.
    fn fill<'p>(&mut self, plaintext: &'p [u8]) -> &'p [u8] {
        let room = self
            .buffer
            .expose_mut()
            .get_mut(self.len..)
            .unwrap_or_default();
        let (fill, rest) = plaintext.split_at(room.len().min(plaintext.len()));
        if let Some(to) = room.get_mut(..fill.len()) {
            to.copy_from_slice(fill);
            self.len += fill.len();
        }
        rest
    }

    fn emptied(mut self) -> Self {
        self.len = 0;
        self
    }
}

/// Sealed bytes that the sink has not been given. The buffer keeps its length, so that it is zeroed only once.
#[derive(Default)]
struct Sealed {
    buffer: Vec<u8>,
    len: usize,
}

impl Sealed {
    fn bytes(&self) -> &[u8] {
        self.buffer.get(..self.len).unwrap_or_default()
    }

    /// Lengthens the bytes by `len`, which are given back to be filled.
    fn extend(&mut self, len: usize) -> Result<&mut [u8], Error> {
        let start = self.len;
        self.len = start.saturating_add(len);
        if self.buffer.len() < self.len {
            self.buffer.resize(self.len, 0);
        }
        self.buffer
            .get_mut(start..self.len)
            .ok_or(Error::TooManyFrames)
    }
}

/// Sealed bytes that are gathered before the sink is given them.
const SEALED_LEN: usize = 64 << 10;
