//! A message whose header has been read.

use std::fmt;
use std::io::{self, Read, Seek, SeekFrom};

use super::PlaintextReader;
use super::input::{HeaderSource, Input};
use crate::header::{Layout, SliceSource};
use crate::{Client, DecryptionMaterials, Error, Header, Limits};

/// A message whose header has been read, waiting for its materials.
///
/// ```
/// use std::io::Read;
///
/// use common_types::{EncryptionContext, SecretBytes};
/// use envelope::{AlgorithmSuite, Client, RawAesKeyring};
///
/// # let random = [7_u8; 32];
/// let keyring = RawAesKeyring::new("backups", "2024-05", &SecretBytes::from(random))?;
/// let client = Client::new().suite(AlgorithmSuite::Aes256GcmHkdfSha512CommitKey);
/// let nothing = EncryptionContext::new();
/// let message = client.encrypt(&keyring, nothing.clone(), b"a long text")?;
///
/// let mut reader = client.reader(message.as_slice())?;
/// let materials = client.local_decryption_materials(&keyring, reader.header(), &nothing)?;
/// let mut text = String::new();
/// reader.unlock(&materials)?.read_to_string(&mut text)?;
/// assert_eq!(text, "a long text");
///
/// // A signed message is not read plainly: its signature comes last.
/// let signed = Client::new().encrypt(&keyring, nothing.clone(), b"a long text")?;
/// assert!(client.reader(signed.as_slice()).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct MessageReader<R> {
    input: Input<R>,
    header: Header,
    release: Release<R>,
    limits: Limits,
}

/// When plaintext is released.
enum Release<R> {
    /// As each frame verifies.
    ByFrame,
    /// As each frame verifies, after all of the message has been verified once: how to go back to a position.
    AfterVerifying {
        rewind: fn(&mut R, u64) -> io::Result<u64>,
        origin: u64,
    },
}

impl Client {
    /// Reads the header of an **unsigned** message. Each frame is released as it verifies.
    ///
    /// # Errors
    ///
    /// [`Error::Signed`] for a signed message, [`Error::CommitmentPolicy`], and what [`Header::parse`] fails with.
    // spec: client-apis/decrypt.md#behavior (fail immediately after parsing the header if a signed algorithm suite is used)
    pub fn reader<R: Read>(&self, input: R) -> Result<MessageReader<R>, Error> {
        let message = self.read_header(input, Release::ByFrame)?;
        if message.header.suite().is_signed() {
            return Err(Error::Signed);
        }
        Ok(message)
    }

    /// Reads the header of any message. The input is gone over twice: nothing is released before all of the message,
    /// signature included, has been verified once.
    ///
    /// The second pass verifies everything again: if the input changes between the two, what is released is of the changed
    /// input, frame by frame as it authenticates, and the end of it is an error.
    ///
    /// # Errors
    ///
    /// As [`reader`](Self::reader), except that a signed message is welcome.
    pub fn verify_then_read<R: Read + Seek>(
        &self,
        mut input: R,
    ) -> Result<MessageReader<R>, Error> {
        let origin = input.stream_position()?;
        let rewind = |input: &mut R, to| input.seek(SeekFrom::Start(to));
        self.read_header(input, Release::AfterVerifying { rewind, origin })
    }

    /// Reads the header of any message. Each frame is released as it verifies, and of a signed message **before its
    /// signature has been seen**; the last frame is held back until then.
    ///
    /// Without a signature, a frame was written by someone who can decrypt it, and perhaps not by the sender. If reading
    /// fails in the end, all that was released must be thrown away, and what was done with it undone.
    ///
    /// # Errors
    ///
    /// As [`reader`](Self::reader), except that a signed message is welcome.
    // spec: client-apis/decrypt.md#security-considerations
    pub fn release_before_signature<R: Read>(&self, input: R) -> Result<MessageReader<R>, Error> {
        self.read_header(input, Release::ByFrame)
    }

    fn read_header<R: Read>(
        &self,
        input: R,
        release: Release<R>,
    ) -> Result<MessageReader<R>, Error> {
        let mut input = Input::new(input);
        input.require(1)?;
        // Mostly the first read has all of it.
        let layout = match Layout::read(&mut SliceSource::new(input.available()), &self.limits) {
            Err(Error::Truncated) => {
                Layout::read(&mut HeaderSource::new(&mut input), &self.limits)?
            }
            layout => layout?,
        };
        self.commitment_policy.check_decrypt(layout.suite)?;
        let bytes = input
            .available()
            .get(..layout.len())
            .ok_or(Error::Truncated)?;
        let header = Header::decode(layout, bytes)?;
        input.consume(header.bytes().len());
        Ok(MessageReader {
            input,
            header,
            release,
            limits: self.limits,
        })
    }
}

impl<R: Read> MessageReader<R> {
    /// The header, **not yet authenticated**: what the materials are found by.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Verifies the header under the materials and goes on to the plaintext.
    ///
    /// After [`verify_then_read`](Client::verify_then_read) all of the message is verified here.
    ///
    /// # Errors
    ///
    /// [`Error::DecryptionFailed`], [`Error::MaterialsMismatch`]; and after `verify_then_read` also what reading the
    /// plaintext can fail with.
    pub fn unlock(self, materials: &DecryptionMaterials) -> Result<PlaintextReader<R>, Error> {
        let Self {
            input,
            header,
            release,
            limits,
        } = self;
        let header_len = u64::try_from(header.bytes().len()).unwrap_or(u64::MAX);
        let mut plaintext = PlaintextReader::new(input, header, materials, limits)?;
        if let Release::AfterVerifying { rewind, origin } = release {
            plaintext.verify_to_end()?;
            let (mut input, header) = plaintext.into_parts();
            rewind(input.inner_mut(), origin.saturating_add(header_len))?;
            plaintext = PlaintextReader::new(input, header, materials, limits)?;
        }
        Ok(plaintext)
    }
}

impl<R> fmt::Debug for MessageReader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MessageReader")
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}
