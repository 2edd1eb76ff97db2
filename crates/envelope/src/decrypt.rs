//! Decrypting a message in hand.

use common_types::{EncryptionContext, SecretBytes};

use crate::buffer;
use crate::header::{Layout, SliceSource};
use crate::keyring::{Keyring, LocalKeyring};
use crate::materials::DecryptionKeys;
use crate::{Client, DecryptionMaterials, Error, Header};

/// A decrypted message, all of it verified.
#[derive(Debug)]
pub struct Decrypted {
    plaintext: SecretBytes,
    header: Header,
    /// The encryption context, where it is more than the header's.
    context: Option<EncryptionContext>,
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
        self.context
            .as_ref()
            .unwrap_or_else(|| self.header.context())
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
        let prepared = self.prepare_decryption(&header, expected)?;
        let data_key = keyring.on_decrypt(&prepared.request())?;
        let (keys, context) = prepared.keys(data_key);
        let plaintext = self.decrypt_new(&keys, header.layout(), message)?;
        Ok(Decrypted {
            plaintext,
            header,
            context,
        })
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
        let prepared = self.prepare_decryption(&header, expected)?;
        let data_key = keyring.on_decrypt(&prepared.request()).await?;
        let (keys, context) = prepared.keys(data_key);
        let plaintext = self.decrypt_new(&keys, header.layout(), message)?;
        Ok(Decrypted {
            plaintext,
            header,
            context,
        })
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
            buffer::discard(plaintext);
        }
        decrypted
    }

    fn try_decrypt_into(
        &self,
        materials: &DecryptionMaterials,
        message: &[u8],
        plaintext: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let layout = Layout::read(&mut SliceSource::new(message), &self.limits)?;
        self.commitment_policy.check_decrypt(layout.suite)?;
        let keys = materials.keys_for(&layout, message)?;
        self.open_message(keys, &layout, message, plaintext)
    }

    /// Decrypts a message whose header is known, into a new buffer.
    fn decrypt_new(
        &self,
        keys: &DecryptionKeys,
        layout: &Layout,
        message: &[u8],
    ) -> Result<SecretBytes, Error> {
        let mut plaintext = Vec::new();
        match self.open_message(keys, layout, message, &mut plaintext) {
            Ok(()) => Ok(SecretBytes::new(plaintext)),
            Err(error) => {
                buffer::discard(&mut plaintext);
                Err(error)
            }
        }
    }
}
