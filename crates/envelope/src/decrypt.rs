//! Decrypting a message in hand.

use common_types::{EncryptionContext, SecretBytes, wipe};

use crate::body::{FrameOpener, FramePlan, Shape, UnframedShape};
use crate::footer::{self, SignedDigest};
use crate::header::{ContentType, Layout, SliceSource};
use crate::keyring::{Keyring, LocalKeyring};
use crate::output::{self, Output};
use crate::{Client, DecryptionMaterials, Error, Header};

/// A decrypted message, all of it verified.
#[derive(Debug)]
pub struct Decrypted {
    plaintext: SecretBytes,
    header: Header,
    materials: DecryptionMaterials,
}

impl Decrypted {
    /// The plaintext.
    #[must_use]
    pub fn plaintext(&self) -> &[u8] {
        self.plaintext.expose()
    }

    /// The plaintext, to be kept.
    #[must_use]
    pub fn into_plaintext(self) -> SecretBytes {
        self.plaintext
    }

    /// The encryption context: what the message keeps, and what was expected besides.
    #[must_use]
    pub fn context(&self) -> &EncryptionContext {
        self.materials.context()
    }

    /// What the message says of itself, by now authenticated.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }
}

impl Client {
    /// Decrypts `message` by a keyring that never waits.
    ///
    /// Every pair of `expected` must be the message's; an empty context expects nothing. Look at
    /// [`Decrypted::context`] for what the message says besides.
    ///
    /// # Errors
    ///
    /// As [`Header::parse`], [`local_decryption_materials`](Self::local_decryption_materials) and
    /// [`decrypt_into`](Self::decrypt_into).
    pub fn decrypt(
        &self,
        keyring: &dyn LocalKeyring,
        expected: &EncryptionContext,
        message: &[u8],
    ) -> Result<Decrypted, Error> {
        let header = Header::parse(message, &self.limits)?;
        let materials = self.local_decryption_materials(keyring, &header, expected)?;
        self.decrypted(header, materials, message)
    }

    /// Like [`decrypt`](Self::decrypt), by a keyring that may have to wait for its key service.
    ///
    /// # Errors
    ///
    /// As [`Header::parse`], [`decryption_materials`](Self::decryption_materials) and
    /// [`decrypt_into`](Self::decrypt_into).
    pub async fn decrypt_async(
        &self,
        keyring: &dyn Keyring,
        expected: &EncryptionContext,
        message: &[u8],
    ) -> Result<Decrypted, Error> {
        let header = Header::parse(message, &self.limits)?;
        let materials = self
            .decryption_materials(keyring, &header, expected)
            .await?;
        self.decrypted(header, materials, message)
    }

    /// Decrypts `message` under materials in hand, into a new buffer.
    ///
    /// # Errors
    ///
    /// As [`decrypt_into`](Self::decrypt_into).
    pub fn decrypt_with(
        &self,
        materials: &DecryptionMaterials,
        message: &[u8],
    ) -> Result<SecretBytes, Error> {
        let mut plaintext = Vec::new();
        self.decrypt_into(materials, message, &mut plaintext)?;
        Ok(SecretBytes::new(plaintext))
    }

    /// Decrypts `message` under materials in hand. The plaintext takes the place of what was in `plaintext`, and allocates
    /// only if it has no room.
    ///
    /// # Errors
    ///
    /// [`Error::DecryptionFailed`], [`Error::MaterialsMismatch`], [`Error::Malformed`], [`Error::Truncated`],
    /// [`Error::TrailingBytes`], [`Error::CommitmentPolicy`], and what [`Header::parse`] fails with. Then `plaintext` is
    /// wiped and empty: nothing of a message is released before all of it is verified.
    // spec: client-apis/decrypt.md#behavior
    pub fn decrypt_into(
        &self,
        materials: &DecryptionMaterials,
        message: &[u8],
        plaintext: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let decrypted = self.try_decrypt_into(materials, message, plaintext);
        if decrypted.is_err() {
            wipe(plaintext);
            plaintext.clear();
        }
        decrypted
    }

    fn decrypted(
        &self,
        header: Header,
        materials: DecryptionMaterials,
        message: &[u8],
    ) -> Result<Decrypted, Error> {
        let plaintext = self.decrypt_with(&materials, message)?;
        Ok(Decrypted {
            plaintext,
            header,
            materials,
        })
    }

    fn try_decrypt_into(
        &self,
        materials: &DecryptionMaterials,
        message: &[u8],
        plaintext: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let layout = Layout::read(&mut SliceSource::new(message), &self.limits)?;
        self.commitment_policy.check_decrypt(layout.suite)?;
        let (header, body) = message
            .split_at_checked(layout.len())
            .ok_or(Error::Truncated)?;
        let opener = materials.opener(&layout, header)?;
        let mut signature = Signature::begin(materials, header);

        let footer = match layout.content {
            ContentType::Framed => {
                let frames = FrameOpener::new(opener, &layout.message_id, layout.frame_length);
                let len = FramePlan::plaintext_len(body.len(), layout.frame_length);
                output::resize(plaintext, len, 0);
                let (len, footer) = open_frames(frames, body, plaintext, &mut signature)?;
                plaintext.truncate(len);
                footer
            }
            ContentType::Unframed => {
                let shape = UnframedShape::read(body, &self.limits)?;
                let (body, footer) = body.split_at_checked(shape.len()).ok_or(Error::Truncated)?;
                signature.update(body);
                output::resize(plaintext, shape.content_len(), 0);
                shape.open_into(&opener, &layout.message_id, body, plaintext)?;
                footer
            }
        };
        signature.verify(footer)
    }
}

/// Opens all frames into the front of `plaintext`; gives back how far they reach in it, and what follows them.
// spec: client-apis/decrypt.md#decrypt-the-message-body
fn open_frames<'m>(
    mut frames: FrameOpener,
    body: &'m [u8],
    plaintext: &mut [u8],
    signature: &mut Signature<'_>,
) -> Result<(usize, &'m [u8]), Error> {
    let (mut rest, room) = (body, plaintext.len());
    let mut out = Output::new(plaintext);
    loop {
        let Shape::Known(shape) = frames.shape(rest)? else {
            return Err(Error::Truncated);
        };
        let (frame, after) = rest.split_at_checked(shape.len()).ok_or(Error::Truncated)?;
        signature.update(frame);
        frames.open_into(&shape, frame, out.take(shape.content_len)?)?;
        if shape.is_final() {
            return Ok((room - out.remaining(), after));
        }
        rest = after;
    }
}

/// The signature that a message must end with, or that it must end without.
struct Signature<'a> {
    materials: &'a DecryptionMaterials,
    digest: Option<SignedDigest>,
}

impl<'a> Signature<'a> {
    fn begin(materials: &'a DecryptionMaterials, header: &[u8]) -> Self {
        let digest = materials.verification_key().map(|_| SignedDigest::new());
        let mut signature = Self { materials, digest };
        signature.update(header);
        signature
    }

    fn update(&mut self, part: &[u8]) {
        if let Some(digest) = &mut self.digest {
            digest.update(part);
        }
    }

    /// Verifies that `footer` is all that is left.
    // spec: client-apis/decrypt.md#verify-the-signature
    fn verify(self, footer: &[u8]) -> Result<(), Error> {
        let after = match (self.digest, self.materials.verification_key()) {
            (Some(digest), Some(key)) => {
                let len = footer::signature_len(footer)?;
                let signature = footer.get(footer::LENGTH_LEN..).unwrap_or_default();
                let (signature, after) = signature.split_at_checked(len).ok_or(Error::Truncated)?;
                digest.verify(key, signature)?;
                after
            }
            _ => footer,
        };
        // spec: client-apis/decrypt.md#behavior
        if after.is_empty() {
            Ok(())
        } else {
            Err(Error::TrailingBytes)
        }
    }
}
