//! The default cryptographic materials manager: what surrounds the call to a keyring.
//!
//! Each direction is a preparation, the keyring's part, and a completion. Only the middle may wait.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common_types::EncryptionContext;
use crypto::sign::{EcdsaKeyPair, EcdsaPublicKey};

use super::{DataKey, DecryptionKeys, DecryptionMaterials, EncryptionMaterials};
use crate::footer::CURVE;
use crate::keyring::{Keyring, LocalKeyring, OnDecrypt, OnEncrypt};
use crate::{AlgorithmSuite, Client, Error, Header, Malformed, header};

impl Client {
    /// Makes materials by a keyring that may have to wait for its key service.
    ///
    /// `context` is authenticated with each message and kept in it, readable by all.
    ///
    /// # Errors
    ///
    /// [`Error::ReservedContextKey`], [`Error::CommitmentPolicy`], [`Error::LimitExceeded`], and what the keyring fails with.
    // spec: framework/default-cmm.md#get-encryption-materials
    pub async fn encryption_materials(
        &self,
        keyring: &dyn Keyring,
        context: EncryptionContext,
    ) -> Result<EncryptionMaterials, Error> {
        let (mut request, signing_key) = self.prepare_encryption(context)?;
        keyring.on_encrypt(&mut request).await?;
        self.complete_encryption(request, signing_key)
    }

    /// Like [`encryption_materials`](Self::encryption_materials), by a keyring that never waits.
    ///
    /// # Errors
    ///
    /// As [`encryption_materials`](Self::encryption_materials).
    pub fn local_encryption_materials(
        &self,
        keyring: &dyn LocalKeyring,
        context: EncryptionContext,
    ) -> Result<EncryptionMaterials, Error> {
        let (mut request, signing_key) = self.prepare_encryption(context)?;
        keyring.on_encrypt(&mut request)?;
        self.complete_encryption(request, signing_key)
    }

    /// Finds the materials for the message that `header` begins, by a keyring that may have to wait for its key service.
    ///
    /// Every pair of `expected` must be the message's: kept in it with that value, or authenticated with it though not
    /// kept. An empty context expects nothing.
    ///
    /// # Errors
    ///
    /// [`Error::CommitmentPolicy`], [`Error::ContextMismatch`], [`Error::Malformed`], [`Error::NoMatchingDataKey`],
    /// [`Error::DecryptionFailed`], and what the keyring fails with.
    // spec: framework/default-cmm.md#decrypt-materials
    pub async fn decryption_materials(
        &self,
        keyring: &dyn Keyring,
        header: &Header,
        expected: &EncryptionContext,
    ) -> Result<DecryptionMaterials, Error> {
        let prepared = self.prepare_decryption(header, expected)?;
        let data_key = keyring.on_decrypt(&prepared.request()).await?;
        prepared.materials(data_key)
    }

    /// Like [`decryption_materials`](Self::decryption_materials), by a keyring that never waits.
    ///
    /// # Errors
    ///
    /// As [`decryption_materials`](Self::decryption_materials).
    pub fn local_decryption_materials(
        &self,
        keyring: &dyn LocalKeyring,
        header: &Header,
        expected: &EncryptionContext,
    ) -> Result<DecryptionMaterials, Error> {
        let prepared = self.prepare_decryption(header, expected)?;
        let data_key = keyring.on_decrypt(&prepared.request())?;
        prepared.materials(data_key)
    }

    fn prepare_encryption(
        &self,
        mut context: EncryptionContext,
    ) -> Result<(OnEncrypt<'_>, Option<EcdsaKeyPair>), Error> {
        // spec: client-apis/encrypt.md#encryption-context
        if let Some(key) = context.keys().find(|key| key.starts_with(RESERVED_PREFIX)) {
            let key = key.to_owned();
            return Err(Error::ReservedContextKey { key });
        }
        self.commitment_policy.check_encrypt(self.suite)?;
        let signing_key = if self.suite.is_signed() {
            // spec: framework/transitive-requirements.md#ecdsa
            let key = EcdsaKeyPair::generate(CURVE)?;
            let public = STANDARD.encode(key.compressed_public_key());
            // A key and a value of these lengths fit any context that has room for a pair more.
            context
                .insert(PUBLIC_KEY, public)
                .map_err(|_| Error::LimitExceeded {
                    bound: crate::Bound::ContextPairs,
                    found: u64::from(u16::MAX) + 1,
                    limit: u16::MAX.into(),
                })?;
            Some(key)
        } else {
            None
        };
        // Bounds first: a keyring is not asked about what could not be written.
        header::check_context(&context, &self.limits)?;
        let request = OnEncrypt::new(self.suite, context, &*self.random);
        Ok((request, signing_key))
    }

    // spec: framework/cmm-interface.md#get-encryption-materials
    fn complete_encryption(
        &self,
        request: OnEncrypt<'_>,
        signing_key: Option<EcdsaKeyPair>,
    ) -> Result<EncryptionMaterials, Error> {
        let (data_key, data_keys, context) = request.finish()?;
        let section = header::section(&context, &data_keys, &self.limits)?;
        Ok(EncryptionMaterials::new(
            self.suite,
            data_key,
            signing_key,
            section,
            context,
            data_keys,
        ))
    }

    pub(crate) fn prepare_decryption<'h>(
        &self,
        header: &'h Header,
        expected: &EncryptionContext,
    ) -> Result<PreparedDecryption<'h>, Error> {
        let suite = header.suite();
        self.commitment_policy.check_decrypt(suite)?;
        let verification_key = verification_key(suite, header.context())?;

        // spec: framework/cmm-interface.md#decrypt-materials
        let mut authenticated_only = EncryptionContext::new();
        for (key, value) in expected.iter() {
            match header.context().get(key) {
                Some(kept) if kept == value => {}
                Some(_) => {
                    let key = key.to_owned();
                    return Err(Error::ContextMismatch { key });
                }
                None => {
                    // Part of a context, so that it is one.
                    authenticated_only
                        .insert(key, value)
                        .map_err(|_| Malformed::ContextLength)?;
                }
            }
        }
        let union = match authenticated_only.is_empty() {
            true => None,
            false => Some(union(header.context(), &authenticated_only)?),
        };
        Ok(PreparedDecryption {
            header,
            aad: union
                .as_ref()
                .unwrap_or_else(|| header.context())
                .canonical_bytes(),
            union,
            authenticated_only: authenticated_only.canonical_bytes(),
            verification_key,
        })
    }
}

/// What is known of a message before its data key is.
pub(crate) struct PreparedDecryption<'h> {
    header: &'h Header,
    /// The encryption context, where it is more than the message keeps.
    union: Option<EncryptionContext>,
    aad: Vec<u8>,
    authenticated_only: Vec<u8>,
    verification_key: Option<EcdsaPublicKey>,
}

impl PreparedDecryption<'_> {
    /// What the keyring is asked.
    pub(crate) fn request(&self) -> OnDecrypt<'_> {
        let header = self.header;
        let context = self.union.as_ref().unwrap_or_else(|| header.context());
        OnDecrypt::new(
            header.suite(),
            context,
            &self.aad,
            header.encrypted_data_keys(),
        )
    }

    /// The keys of this one message, and the encryption context where it is more than the message keeps.
    pub(crate) fn keys(self, data_key: DataKey) -> (DecryptionKeys, Option<EncryptionContext>) {
        let keys = DecryptionKeys {
            suite: self.header.suite(),
            data_key,
            verification_key: self.verification_key.map(Arc::new),
            authenticated_only: self.authenticated_only,
        };
        (keys, self.union)
    }

    fn materials(self, data_key: DataKey) -> Result<DecryptionMaterials, Error> {
        let header = self.header;
        let (keys, union) = self.keys(data_key);
        let context = union.unwrap_or_else(|| header.context().clone());
        DecryptionMaterials::new(keys, header, context)
    }
}

/// All pairs of two contexts that have no key in common. Each is a context; together they may be too many.
fn union(one: &EncryptionContext, other: &EncryptionContext) -> Result<EncryptionContext, Error> {
    let pairs = one.iter().chain(other.iter());
    Ok(EncryptionContext::try_from_iter(pairs).map_err(|_| Malformed::ContextLength)?)
}

/// The public key that a signed message's context must have, and an unsigned one's must not.
// spec: framework/default-cmm.md#decrypt-materials
fn verification_key(
    suite: AlgorithmSuite,
    context: &EncryptionContext,
) -> Result<Option<EcdsaPublicKey>, Error> {
    match (suite.is_signed(), context.get(PUBLIC_KEY)) {
        (false, None) => Ok(None),
        (true, Some(encoded)) => {
            let point = STANDARD.decode(encoded).map_err(|_| Malformed::PublicKey)?;
            let key = EcdsaPublicKey::from_sec1(CURVE, &point).map_err(|_| Malformed::PublicKey)?;
            Ok(Some(key))
        }
        (true, None) | (false, Some(_)) => Err(Malformed::PublicKey.into()),
    }
}

const RESERVED_PREFIX: &str = "aws-crypto-";
const PUBLIC_KEY: &str = "aws-crypto-public-key";
