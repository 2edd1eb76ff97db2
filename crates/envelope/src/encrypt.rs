//! Encrypting a plaintext in hand.

use common_types::EncryptionContext;

use crate::body::{FramePlan, FrameSealer};
use crate::buffer;
use crate::commitment::MessageKeys;
use crate::footer::{self, SignedDigest};
use crate::header::{Fields, MESSAGE_ID_LEN};
use crate::keyring::{Keyring, LocalKeyring};
use crate::{Client, EncryptionMaterials, Error};

impl Client {
    /// Encrypts `plaintext` under a fresh data key of a keyring that never waits.
    ///
    /// `context` is authenticated with the message and kept in it, readable by all.
    ///
    /// # Errors
    ///
    /// As [`local_encryption_materials`](Self::local_encryption_materials) and [`encrypt_into`](Self::encrypt_into).
    pub fn encrypt(
        &self,
        keyring: &dyn LocalKeyring,
        context: EncryptionContext,
        plaintext: &[u8],
    ) -> Result<Vec<u8>, Error> {
        self.encrypt_with(
            &self.local_encryption_materials(keyring, context)?,
            plaintext,
        )
    }

    /// Like [`encrypt`](Self::encrypt), by a keyring that may have to wait for its key service.
    ///
    /// # Errors
    ///
    /// As [`encryption_materials`](Self::encryption_materials) and [`encrypt_into`](Self::encrypt_into).
    pub async fn encrypt_async(
        &self,
        keyring: &dyn Keyring,
        context: EncryptionContext,
        plaintext: &[u8],
    ) -> Result<Vec<u8>, Error> {
        self.encrypt_with(
            &self.encryption_materials(keyring, context).await?,
            plaintext,
        )
    }

    /// Encrypts `plaintext` under materials in hand, into a new buffer.
    ///
    /// # Errors
    ///
    /// As [`encrypt_into`](Self::encrypt_into).
    pub fn encrypt_with(
        &self,
        materials: &EncryptionMaterials,
        plaintext: &[u8],
    ) -> Result<Vec<u8>, Error> {
        let mut message = Vec::new();
        self.encrypt_into(materials, plaintext, &mut message)?;
        Ok(message)
    }

    /// Encrypts `plaintext` under materials in hand. The message takes the place of what was in `message`, and allocates
    /// only if it has no room.
    ///
    /// # Errors
    ///
    /// [`Error::CommitmentPolicy`], [`Error::LimitExceeded`] if this client would not read the message again,
    /// [`Error::TooManyFrames`], [`Error::MaterialsExhausted`], [`Error::Crypto`]. Then nothing is left in `message`.
    // spec: client-apis/encrypt.md#behavior
    pub fn encrypt_into(
        &self,
        materials: &EncryptionMaterials,
        plaintext: &[u8],
        message: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let encrypted = self.try_encrypt_into(materials, plaintext, message);
        if encrypted.is_err() {
            buffer::discard(message); // a frame that was not sealed may be plaintext
        }
        encrypted
    }

    fn try_encrypt_into(
        &self,
        materials: &EncryptionMaterials,
        plaintext: &[u8],
        message: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let frame_length = self.checked_frame_length()?;
        let plan = FramePlan::new(plaintext.len(), frame_length)?;
        let start = MessageStart::new(self, materials)?;
        let footer_len = materials
            .signing_key
            .as_ref()
            .map_or(0, |_| footer::MAX_LEN);
        let message_len = start.header_len().saturating_add(plan.body_len);
        buffer::begin(message, message_len.saturating_add(footer_len));

        let mut digest = materials.suite.is_signed().then(SignedDigest::new);
        let mut digested = 0;
        // Each part while it is still in the nearest cache.
        let mut update = |message: &[u8]| {
            if let Some(digest) = &mut digest {
                digest.update(buffer::since(message, digested));
                digested = message.len();
            }
        };
        let mut frames = start.write_header(message)?;
        update(message);
        let (regular, last) = plaintext
            .split_at_checked(plaintext.len() - plan.final_len)
            .ok_or(Error::TooManyFrames)?;
        let frame_len = usize::try_from(frame_length).map_err(|_| Error::TooManyFrames)?;
        for content in regular.chunks(frame_len) {
            frames.seal_regular(content, message)?;
            update(message);
        }
        frames.seal_final(last, message)?;
        update(message);
        match (digest, &materials.signing_key) {
            (Some(digest), Some(key)) => digest.sign(key, message),
            _ => Ok(()),
        }
    }
}

/// A message that has an id and keys of its own, and no byte yet.
pub(crate) struct MessageStart<'m> {
    materials: &'m EncryptionMaterials,
    message_id: [u8; MESSAGE_ID_LEN],
    keys: MessageKeys,
    frame_length: u32,
}

impl<'m> MessageStart<'m> {
    // spec: client-apis/encrypt.md#get-the-encryption-materials
    pub(crate) fn new(client: &Client, materials: &'m EncryptionMaterials) -> Result<Self, Error> {
        client.commitment_policy.check_encrypt(materials.suite)?;
        let frame_length = client.checked_frame_length()?;
        materials.begin_message()?;
        // spec: data-format/message-header.md#message-id (a good source of randomness)
        let message_id = crypto::random::bytes(&*client.random)?;
        let keys = MessageKeys::derive(materials.suite, &materials.data_key, &message_id)?;
        Ok(Self {
            materials,
            message_id,
            keys,
            frame_length,
        })
    }

    /// Bytes in the header.
    pub(crate) fn header_len(&self) -> usize {
        self.fields().len()
    }

    /// Appends the header, and goes on to the frames.
    pub(crate) fn write_header(&self, out: &mut Vec<u8>) -> Result<FrameSealer, Error> {
        let mut sealer = self.keys.sealer()?;
        self.fields().write(&mut sealer, out)?;
        Ok(FrameSealer::new(sealer, &self.message_id))
    }

    fn fields(&self) -> Fields<'_> {
        Fields {
            suite: self.materials.suite,
            message_id: &self.message_id,
            section: &self.materials.section,
            frame_length: self.frame_length,
            commitment: self.keys.commitment(),
        }
    }
}
