//! API keys as texts: sealed, so that nobody makes or changes one but this store.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use common_types::{SecretBytes, Timestamp, wire};
use crypto::{
    aead::{Algorithm, NONCE_LEN, OneTimeKey, Opener, TAG_LEN, Tag},
    kdf::{HkdfAlgorithm, Prk},
    random::{self, Random},
};
use serde::{Deserialize, Serialize};
use store::{Generation, StoreKeys};

use crate::{Error, Result, Scope, scope::Home};

/// Makes API keys, and reads them back. They are encrypted and authenticated under a key of the store, so they work on every node and after
/// a restart.
///
/// ```text
/// version (1) ‖ generation of the store key (4) ‖ salt (16) ‖ contents in JSON, encrypted ‖ tag (16), in base64url
/// ```
///
/// Each is sealed by AES-256-GCM under a key of its own: HKDF-SHA-256 of the store's API-key key and the salt. Partition, account, region and
/// scope are in the additional data. Drawn in `docs/formats.md`.
#[derive(Clone, Debug)]
pub(crate) struct ApiKeys {
    keys: StoreKeys,
    random: Arc<dyn Random>,
}

/// What an API key says.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) struct Contents {
    /// Tells it from others.
    pub(crate) id: String,
    pub(crate) token_domains: Vec<String>,
    #[serde(with = "wire::epoch_seconds")]
    pub(crate) created: Timestamp,
}

impl ApiKeys {
    pub(crate) fn new(keys: StoreKeys, random: Arc<dyn Random>) -> Self {
        Self { keys, random }
    }

    pub(crate) fn seal(&self, home: &Home, scope: Scope, contents: &Contents) -> Result<String> {
        let generation = self.keys.generation();
        let salt: [u8; SALT_LEN] = random::bytes(&*self.random)?;
        let mut text = vec![VERSION];
        text.extend(generation.number().to_be_bytes());
        text.extend(salt);
        let mut sealed = serde_json::to_vec(contents).map_err(Error::broken)?;
        let key = OneTimeKey::new(ALGORITHM, self.key(generation, &salt)?.expose())?;
        let tag = key.seal(NONCE, &bound_to(&text, home, scope), &mut sealed)?;
        text.extend(sealed);
        text.extend(tag.as_bytes());
        Ok(URL_SAFE_NO_PAD.encode(text))
    }

    /// Nothing for one that was changed, is of another account, region or scope, or is none at all: all failures look the same.
    pub(crate) fn open(&self, home: &Home, scope: Scope, text: &str) -> Option<Contents> {
        let text = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (header, sealed) = text.split_at_checked(HEADER_LEN)?;
        let (version, rest) = header.split_first()?;
        let (generation, salt) = rest.split_first_chunk()?;
        let (sealed, tag) = sealed.split_last_chunk::<TAG_LEN>()?;
        if *version != VERSION {
            return None;
        }
        let generation = Generation::new(u32::from_be_bytes(*generation));
        let key = self.key(generation, salt).ok()?;
        let mut contents = sealed.to_vec();
        Opener::new(ALGORITHM, key.expose())
            .and_then(|key| {
                let bound_to = bound_to(header, home, scope);
                key.open(NONCE, &bound_to, &mut contents, &Tag::from(*tag))
            })
            .ok()?;
        serde_json::from_slice(&contents).ok()
    }

    /// A key for one API key.
    fn key(&self, generation: Generation, salt: &[u8]) -> Result<SecretBytes> {
        let store_key = self.keys.derive(generation, LABEL)?;
        let mut key = SecretBytes::from([0; KEY_LEN]);
        Prk::extract(HkdfAlgorithm::Sha256, salt, store_key.expose())
            .expand(&[LABEL.as_bytes()], key.expose_mut())?;
        Ok(key)
    }
}

/// The additional data: no part of it has a line end.
fn bound_to(header: &[u8], home: &Home, scope: Scope) -> Vec<u8> {
    let Home {
        partition,
        account,
        region,
    } = home;
    let place = format!("{LABEL}\n{partition}\n{account}\n{region}\n{scope}\n");
    [place.as_bytes(), header].concat()
}

/// The version of the format, and of the keys that are made in it.
pub(crate) const VERSION: u8 = 1;
const ALGORITHM: Algorithm = Algorithm::Aes256Gcm;
/// Each key seals one text.
const NONCE: [u8; NONCE_LEN] = [0; NONCE_LEN];
const KEY_LEN: usize = 32;
const SALT_LEN: usize = 16;
const HEADER_LEN: usize = 1 + 4 + SALT_LEN;
const LABEL: &str = "waf-manager/api-key/v1";
