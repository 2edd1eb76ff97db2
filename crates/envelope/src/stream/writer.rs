//! A message in the writing.

use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;

use common_types::wipe;
use crypto::sign::EcdsaKeyPair;

use crate::body::{FINAL_OVERHEAD, FrameSealer, REGULAR_OVERHEAD};
use crate::buffer;
use crate::encrypt::MessageStart;
use crate::footer::SignedDigest;
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
    /// What is sealed and the sink has not been given. If sealing fails, plaintext may be in it.
    sealed: Vec<u8>,
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
        let frames_len = frame_len
            .min(SEALED_AT_FIRST)
            .saturating_add(FINAL_OVERHEAD);
        let mut sealed = Vec::with_capacity(start.header_len().saturating_add(frames_len));
        let frames = start.write_header(&mut sealed)?;
        let signature = materials.signing_key.as_ref().map(|key| {
            let mut digest = SignedDigest::new();
            digest.update(&sealed);
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
        let len = self
            .pending
            .plaintext()
            .len()
            .saturating_add(FINAL_OVERHEAD);
        self.make_room(len)?;
        let start = self.sealed.len();
        if let Err(error) = frames.seal_final(self.pending.plaintext(), &mut self.sealed) {
            buffer::discard(&mut self.sealed);
            return Err(error);
        }
        if let Some((mut digest, key)) = self.signature.take() {
            digest.update(buffer::since(&self.sealed, start));
            digest.sign(&key, &mut self.sealed)?;
        }
        self.write_out()?;
        self.sink.flush()?;
        Ok(self.sink)
    }

    /// Takes plaintext. A frame is sealed only when more follows it: the last one must be a final frame.
    // spec: client-apis/encrypt.md#construct-the-body
    fn take(&mut self, mut plaintext: &[u8]) -> Result<(), Error> {
        if !self.pending.plaintext().is_empty() {
            plaintext = self.pending.fill(plaintext, self.frame_len);
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
            self.pending.fill(plaintext, self.frame_len);
        }
        Ok(())
    }

    /// Seals a regular frame, after making room for it.
    fn seal(&mut self, plaintext: &[u8]) -> Result<(), Error> {
        let len = plaintext.len().saturating_add(REGULAR_OVERHEAD);
        self.make_room(len)?;
        let frames = self.frames.as_mut().ok_or(Error::StreamFailed)?;
        let start = self.sealed.len();
        frames.seal_regular(plaintext, &mut self.sealed)?;
        if let Some((digest, _)) = &mut self.signature {
            digest.update(buffer::since(&self.sealed, start));
        }
        Ok(())
    }

    /// Makes room for `len` bytes more: gives the sink what would be too much to keep with them.
    fn make_room(&mut self, len: usize) -> Result<(), Error> {
        if self.sealed.len().saturating_add(len) > SEALED_LEN {
            self.write_out()?;
        }
        self.sealed.reserve(len);
        Ok(())
    }

    fn write_out(&mut self) -> Result<(), Error> {
        self.sink.write_all(&self.sealed)?;
        self.sealed.clear();
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
            buffer::discard(&mut self.sealed);
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
#[derive(Default)]
struct Pending {
    /// INVARIANT: it has the capacity for a whole frame before it is filled, so that filling copies nothing elsewhere.
    bytes: Vec<u8>,
    /// The most that was ever in it.
    used: usize,
}

impl Pending {
    fn plaintext(&self) -> &[u8] {
        &self.bytes
    }

    fn make_room(&mut self, frame_len: usize) {
        self.bytes.reserve_exact(frame_len);
    }

    /// Takes as much as a whole frame has room for, and gives back the rest.
    fn fill<'p>(&mut self, plaintext: &'p [u8], frame_len: usize) -> &'p [u8] {
        let room = frame_len.saturating_sub(self.bytes.len());
        let (fill, rest) = plaintext.split_at(room.min(plaintext.len()));
        self.bytes.extend_from_slice(fill);
        self.used = self.used.max(self.bytes.len());
        rest
    }

    fn emptied(mut self) -> Self {
        self.bytes.clear();
        self
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        self.bytes.resize(self.used, 0);
        wipe(&mut self.bytes);
    }
}

/// Sealed bytes that are gathered before the sink is given them.
const SEALED_LEN: usize = 64 << 10;
/// Of the first frame, so many bytes are made room for.
const SEALED_AT_FIRST: usize = 4 << 10;
