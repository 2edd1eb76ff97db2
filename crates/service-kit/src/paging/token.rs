//! Page tokens that only their own caller can use, and only for the same request.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use common_types::{AccountId, Arn, PageToken, SecretBytes};
use crypto::{
    aead::{Algorithm, NONCE_LEN, OneTimeKey, Opener, TAG_LEN, Tag},
    digest::{Algorithm as Sha2, Hasher},
    kdf::{HkdfAlgorithm, Prk},
    random::{self, Random},
};
use store::{Generation, Key, StoreKeys};

use crate::{Error, Identity, Operation, Result, format, limits};

/// Makes page tokens, and reads them back. They are encrypted and authenticated under a key of the store, so they work on every
/// node and after a restart.
///
/// ```text
/// version (1) ‖ generation of the store key (4) ‖ salt (16) ‖ position, encrypted ‖ tag (16), in base64url
/// ```
///
/// Each is sealed by AES-256-GCM under a key of its own: HKDF-SHA-256 of the page key and the salt. What it is bound to (caller,
/// account, region, operation, filters) is in the additional data. Drawn in `docs/formats.md`.
#[derive(Clone, Debug)]
pub struct PageTokens {
    keys: StoreKeys,
    random: Arc<dyn Random>,
}

impl PageTokens {
    /// Tokens under the keys of this store.
    pub fn new(keys: StoreKeys, random: Arc<dyn Random>) -> Self {
        Self { keys, random }
    }

    /// A token with which the listing goes on behind this key.
    ///
    /// # Errors
    ///
    /// [`Error::Crypto`] if the source of randomness fails.
    pub fn seal(&self, listing: &Listing, position: &Key) -> Result<PageToken> {
        let generation = self.keys.generation();
        let salt: [u8; SALT_LEN] = random::bytes(&*self.random)?;
        let mut token = Vec::with_capacity(limits::PAGE_TOKEN_OVERHEAD_BYTES);
        token.push(format::FORMAT);
        token.extend(generation.number().to_be_bytes());
        token.extend(salt);
        let mut sealed = position.as_bytes().to_vec();
        let key = OneTimeKey::new(ALGORITHM, self.key(generation, &salt)?.expose())?;
        let tag = key.seal(NONCE, &listing.bound_to(&token), &mut sealed)?;
        token.extend(sealed);
        token.extend(tag.as_bytes());
        let text = URL_SAFE_NO_PAD.encode(token);
        text.parse().map_err(|_| Error::Corrupt {
            what: "a page token",
        })
    }

    /// The key behind which the listing goes on.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidPageToken`] if the token was changed, is of another listing or another store, or none at all.
    pub fn open(&self, listing: &Listing, token: &PageToken) -> Result<Key> {
        self.position(listing, token).ok_or(Error::InvalidPageToken)
    }

    /// All failures look the same.
    fn position(&self, listing: &Listing, token: &PageToken) -> Option<Key> {
        let token = URL_SAFE_NO_PAD.decode(token.as_str()).ok()?;
        let (header, sealed) = token.split_at_checked(HEADER_LEN)?;
        let (format, rest) = header.split_first()?;
        let (generation, salt) = rest.split_first_chunk()?;
        let (sealed, tag) = sealed.split_last_chunk::<TAG_LEN>()?;
        if *format != format::FORMAT {
            return None;
        }
        let generation = Generation::new(u32::from_be_bytes(*generation));
        let key = self.key(generation, salt).ok()?;
        let mut position = sealed.to_vec();
        Opener::new(ALGORITHM, key.expose())
            .and_then(|key| {
                let bound_to = listing.bound_to(header);
                key.open(NONCE, &bound_to, &mut position, &Tag::from(*tag))
            })
            .ok()?;
        Key::from_bytes(position).ok()
    }

    /// A key for one token.
    fn key(&self, generation: Generation, salt: &[u8]) -> Result<SecretBytes> {
        let page_key = self.keys.derive(generation, LABEL)?;
        let mut key = SecretBytes::from([0; KEY_LEN]);
        Prk::extract(HkdfAlgorithm::Sha256, salt, page_key.expose())
            .expand(&[LABEL.as_bytes()], key.expose_mut())?;
        Ok(key)
    }
}

/// What a page token is bound to: who lists what, and with which filters.
///
/// Sessions of one role share it, so that a listing goes on when the session was renewed.
///
/// ```
/// use std::sync::Arc;
/// use common_types::Caller;
/// use service_kit::{Identity, Listing, Operation};
///
/// const LIST_ALIASES: Operation = Operation::reading("kms", "ListAliases", "kms:ListAliases");
///
/// let caller = Arc::new(Caller::root("111122223333")?);
/// let identity = Identity::new(caller, "eu-west-1".parse()?);
/// let listing = Listing::new(&identity, &LIST_ALIASES).filter("KeyId", "1234abcd");
/// # Ok::<(), common_types::ParseError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Listing(Hasher);

impl Listing {
    /// A listing by this caller, in this region, without filters.
    pub fn new(identity: &Identity, operation: &Operation) -> Self {
        let principal = identity.caller().principal();
        let arn = principal.principal_arn();
        let principal = arn.map_or_else(|| principal.to_string(), Arn::to_string);
        Self(Hasher::new(Sha2::Sha256))
            .field(&principal)
            .field(identity.account().map_or("", AccountId::as_str))
            .field(identity.region().as_str())
            .field(operation.service())
            .field(operation.name())
    }

    /// A member of the request that decides what is listed. How many are listed at a time does not.
    #[must_use]
    pub fn filter(self, name: &str, value: &str) -> Self {
        self.field(name).field(value)
    }

    /// Each field with its length, so that no two lists of fields are the same bytes.
    fn field(mut self, field: &str) -> Self {
        self.0.update(&(field.len() as u64).to_be_bytes());
        self.0.update(field.as_bytes());
        self
    }

    /// The additional data of a token with this header.
    fn bound_to(&self, header: &[u8]) -> Vec<u8> {
        let digest = self.0.clone().finish();
        [LABEL.as_bytes(), header, digest.as_ref()].concat()
    }
}

const ALGORITHM: Algorithm = Algorithm::Aes256Gcm;
/// Each key seals one token.
const NONCE: [u8; NONCE_LEN] = [0; NONCE_LEN];
const KEY_LEN: usize = 32;
const SALT_LEN: usize = 16;
const HEADER_LEN: usize = 1 + 4 + SALT_LEN;
const LABEL: &str = "service-kit/page-token/v1";
