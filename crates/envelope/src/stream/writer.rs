//! A message in the writing.

use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;

use crypto::sign::EcdsaKeyPair;
use zeroize::{Zeroize, Zeroizing};

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
    /// Plaintext that may yet be the final frame's: at most a whole frame.
    pending: Zeroizing<Vec<u8>>,
    /// Sealed bytes that the sink has not been given.
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
        let mut sealed =
            Vec::with_capacity(SEALED_LEN.max(frame_len.saturating_add(FINAL_OVERHEAD)));
        sealed.resize(start.header_len(), 0);
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
            pending: Zeroizing::new(Vec::new()),
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
        let len = self.pending.len().saturating_add(FINAL_OVERHEAD);
        let frame = extend(&mut self.sealed, len)?;
        frames.seal_final(&self.pending, &mut Output::new(frame))?;
        if let Some((mut digest, key)) = self.signature.take() {
            digest.update(frame);
            digest.sign(&key, &mut self.sealed)?;
        }
        self.sink.write_all(&self.sealed)?;
        self.sink.flush()?;
        Ok(self.sink)
    }

    /// Takes plaintext. A frame is sealed only when more follows it: the last one must be a final frame.
    // spec: client-apis/encrypt.md#construct-the-body
    fn take(&mut self, mut plaintext: &[u8]) -> Result<(), Error> {
        if !self.pending.is_empty() {
            let room = self.frame_len - self.pending.len();
            let (fill, rest) = plaintext.split_at(room.min(plaintext.len()));
            self.pending.extend_from_slice(fill);
            plaintext = rest;
            if plaintext.is_empty() {
                return Ok(());
            }
            let full = std::mem::take(&mut self.pending);
            self.seal(&full)?;
            self.pending = full;
            self.pending.clear();
        }
        while plaintext.len() > self.frame_len {
            let (frame, rest) = plaintext.split_at(self.frame_len);
            self.seal(frame)?;
            plaintext = rest;
        }
        if self.pending.capacity() == 0 {
            // At its final length at once: growing would leave plaintext behind.
            self.pending.reserve_exact(self.frame_len);
        }
        self.pending.extend_from_slice(plaintext);
        Ok(())
    }

    /// Seals a regular frame, after making room for it.
    fn seal(&mut self, plaintext: &[u8]) -> Result<(), Error> {
        let len = plaintext.len().saturating_add(REGULAR_OVERHEAD);
        if self.sealed.len().saturating_add(len) > self.sealed.capacity() {
            self.write_out()?;
        }
        let frames = self.frames.as_mut().ok_or(Error::StreamFailed)?;
        let frame = extend(&mut self.sealed, len)?;
        frames.seal_regular(plaintext, &mut Output::new(frame))?;
        if let Some((digest, _)) = &mut self.signature {
            digest.update(frame);
        }
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
            self.sealed.zeroize();
            self.pending.zeroize();
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

/// Lengthens `buffer` by `len` bytes, which are given back to be filled.
fn extend(buffer: &mut Vec<u8>, len: usize) -> Result<&mut [u8], Error> {
    let start = buffer.len();
    buffer.resize(start.saturating_add(len), 0);
    buffer.get_mut(start..).ok_or(Error::TooManyFrames)
}

/// Sealed bytes that are gathered before the sink is given them.
const SEALED_LEN: usize = 64 << 10;
