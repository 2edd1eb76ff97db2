//! Session tokens: all of a session, sealed under a key of the store. They work on every node and after a restart.
//!
//! ```text
//! version (1) ‖ generation of the store key (4) ‖ salt (32) ‖ session, encrypted ‖ tag (16), in base64
//! ```
//!
//! From the salt come, under separate labels, the key that seals, the access key id and the secret access key: a token is as
//! good as the credentials that it came with, and the secret stands nowhere. Drawn in `docs/formats.md`.

mod session;

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use common_types::{Caller, SecretBytes, SecretString, Tags, Timestamp};
use crypto::{
    aead::{Algorithm, NONCE_LEN, OneTimeKey, Opener, TAG_LEN, Tag},
    kdf::{HkdfAlgorithm, Prk},
    random::{self, Random},
};
use store::{Generation, StoreKeys};

pub(crate) use session::SessionRecord;

use super::{Error, Result};
use crate::{
    InvalidCredential,
    access_key::{TEMPORARY, access_key_id},
    limits,
};

/// Makes session tokens, and opens them. Cheap to clone.
#[derive(Clone, Debug)]
pub struct SessionTokens {
    keys: StoreKeys,
    random: Arc<dyn Random>,
}

/// New credentials.
#[derive(Debug)]
pub(crate) struct Issued {
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: SecretString,
    pub(crate) session_token: SecretString,
}

/// What a token says.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: SecretString,
    pub(crate) session: SessionRecord,
}

impl SessionTokens {
    /// Tokens under the keys of this store.
    pub fn new(keys: StoreKeys, random: Arc<dyn Random>) -> Self {
        Self { keys, random }
    }

    /// **For development only:** whoever has a token is its session, without a signature, and whether or not its role is there.
    ///
    /// # Errors
    ///
    /// [`InvalidCredential`] if it is no token of ours, or over.
    pub fn dangerous_bearer(
        &self,
        token: &str,
        now: Timestamp,
    ) -> std::result::Result<Caller, InvalidCredential> {
        let unrecognized = InvalidCredential::Unrecognized;
        let session = self.open(token).ok_or(unrecognized)?.session;
        if now >= session.expires {
            return Err(InvalidCredential::Expired);
        }
        session.caller(&Tags::new()).ok_or(unrecognized)
    }

    /// Makes the credentials of a session.
    pub(crate) fn issue(&self, session: &SessionRecord) -> Result<Issued> {
        let generation = self.keys.generation();
        let salt: [u8; SALT_LEN] = random::bytes(&*self.random)?;
        let secrets = Secrets::derive(&self.keys, generation, &salt)?;
        let mut token = vec![FORMAT];
        token.extend(generation.number().to_be_bytes());
        token.extend(salt);
        let mut sealed = serde_json::to_vec(session).map_err(Error::broken)?;
        let key = OneTimeKey::new(ALGORITHM, secrets.seal.expose())?;
        let tag = key.seal(NONCE, &aad(&token), &mut sealed)?;
        token.extend(sealed);
        token.extend(tag.as_bytes());
        Ok(Issued {
            access_key_id: secrets.access_key_id,
            secret_access_key: secrets.secret_access_key,
            session_token: SecretString::new(STANDARD.encode(token)),
        })
    }

    /// Opens a token. All failures look the same.
    pub(crate) fn open(&self, token: &str) -> Option<Opened> {
        if token.len() > limits::TOKEN_CHARS {
            return None;
        }
        let token = STANDARD.decode(token).ok()?;
        let (header, sealed) = token.split_at_checked(HEADER_LEN)?;
        let (format, rest) = header.split_first()?;
        let (generation, salt) = rest.split_first_chunk()?;
        let (sealed, tag) = sealed.split_last_chunk::<TAG_LEN>()?;
        if *format != FORMAT {
            return None;
        }
        let generation = Generation::new(u32::from_be_bytes(*generation));
        let secrets = Secrets::derive(&self.keys, generation, salt).ok()?;
        let mut session = sealed.to_vec();
        Opener::new(ALGORITHM, secrets.seal.expose())
            .and_then(|key| key.open(NONCE, &aad(header), &mut session, &Tag::from(*tag)))
            .ok()?;
        Some(Opened {
            access_key_id: secrets.access_key_id,
            secret_access_key: secrets.secret_access_key,
            session: serde_json::from_slice(&session).ok()?,
        })
    }
}

/// What comes from the salt of one token.
struct Secrets {
    seal: SecretBytes,
    access_key_id: String,
    secret_access_key: SecretString,
}

impl Secrets {
    fn derive(keys: &StoreKeys, generation: Generation, salt: &[u8]) -> Result<Self> {
        let parent = keys.derive(generation, LABEL)?;
        let parent = Prk::from_uniform(HkdfAlgorithm::Sha256, parent.expose())?;
        let mut seal = SecretBytes::from([0; 32]);
        parent.expand(&[SEAL_LABEL, salt], seal.expose_mut())?;
        let mut id = [0; 10];
        parent.expand(&[ID_LABEL, salt], &mut id)?;
        let mut secret = SecretBytes::from([0; 30]);
        parent.expand(&[SECRET_LABEL, salt], secret.expose_mut())?;
        Ok(Self {
            seal,
            access_key_id: access_key_id(TEMPORARY, &id),
            secret_access_key: SecretString::new(STANDARD.encode(secret.expose())),
        })
    }
}

fn aad(header: &[u8]) -> Vec<u8> {
    [LABEL.as_bytes(), header].concat()
}

const FORMAT: u8 = 1;
const SALT_LEN: usize = 32;
const HEADER_LEN: usize = 1 + 4 + SALT_LEN;
const ALGORITHM: Algorithm = Algorithm::Aes256Gcm;
/// Each key seals one token.
const NONCE: [u8; NONCE_LEN] = [0; NONCE_LEN];
const LABEL: &str = "directory/session-token/v1";
const SEAL_LABEL: &[u8] = b"strongroom/directory/session-token/seal/v1";
const ID_LABEL: &[u8] = b"strongroom/directory/session-token/access-key-id/v1";
const SECRET_LABEL: &[u8] = b"strongroom/directory/session-token/secret-access-key/v1";
