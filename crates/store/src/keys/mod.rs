//! The store's own keys: random, wrapped by the root key, the parent of everything that is derived.

mod anchor;
mod header;
mod id;
mod keyring;
mod rotation;

use std::sync::{Arc, RwLock};

use common_types::SecretBytes;
use crypto::{
    kdf::{HkdfAlgorithm, Prk},
    random::{self, Random},
};

pub use anchor::Anchor;
pub use id::{Generation, StoreId};
pub(crate) use rotation::Progress;

use header::Header;
use keyring::Keyring;

use crate::{
    Error, Key, KeyRange, Result, Revision, RootKey, Store, Transaction, TransactionId,
    sync::{read, write},
};

/// The keys of one store, opened: from them everything that it protects is derived, by label and
/// generation.
///
/// They live in the store's header, a record of the store itself, wrapped by the [`RootKey`].
/// Clones share them.
///
/// ```
/// use std::sync::Arc;
/// use crypto::random::SystemRandom;
/// use store::{BytesRootKey, Error, MemoryStore, StoreKeys};
///
/// # store::conformance::block_on(async {
/// let store = Arc::new(MemoryStore::new());
/// let random = Arc::new(SystemRandom::new());
/// let root = |byte| Arc::new(BytesRootKey::new([byte; 32]).unwrap());
///
/// // An empty store gets its keys when it is first opened, and has them from then on.
/// let keys = StoreKeys::open(store.clone(), root(1), random.clone()).await?;
/// let again = StoreKeys::open(store.clone(), root(1), random.clone()).await?;
/// let now = keys.generation();
/// assert_eq!(keys.derive(now, "page-token/v1")?, again.derive(now, "page-token/v1")?);
/// assert_ne!(keys.derive(now, "page-token/v1")?, keys.derive(now, "backing-key/v1")?);
///
/// let wrong = StoreKeys::open(store, root(2), random).await;
/// assert!(matches!(wrong, Err(Error::WrongRootKey)));
/// # Ok::<(), Error>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Debug)]
pub struct StoreKeys(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    store: Arc<dyn Store>,
    random: Arc<dyn Random>,
    store_id: StoreId,
    state: RwLock<State>,
    /// Held (read) while something is sealed and handed over under the newest generation, and
    /// (write) while that changes: afterwards nothing under an older one is handed over any more.
    sealing: RwLock<()>,
}

/// The header as it was last read or written here.
#[derive(Clone, Debug)]
struct State {
    header: Header,
    version: Revision,
    ring: Keyring,
    root: Arc<dyn RootKey>,
}

impl StoreKeys {
    /// Opens the keys of a store; makes them if it is empty.
    ///
    /// # Errors
    /// [`Error::WrongRootKey`] if another root key, or passphrase, wrapped them;
    /// [`Error::NotSealed`] if the store has records and no header; [`Error::NewerFormat`];
    /// [`Error::Tampered`] or [`Error::Corrupt`] if the header was changed; those of the store and
    /// of the root key.
    pub async fn open(
        store: Arc<dyn Store>,
        root: Arc<dyn RootKey>,
        random: Arc<dyn Random>,
    ) -> Result<Self> {
        let state = match load(&*store, &root).await? {
            Some(state) => state,
            None => create(&*store, &root, &*random).await?,
        };
        let store_id = state.header.store_id;
        let (state, sealing) = (RwLock::new(state), RwLock::default());
        Ok(Self(Arc::new(Shared {
            store,
            random,
            store_id,
            state,
            sealing,
        })))
    }

    /// Which store this is: random, made with the store, kept by its backups.
    pub fn store_id(&self) -> StoreId {
        self.0.store_id
    }

    /// The generation under which anything new is protected.
    pub fn generation(&self) -> Generation {
        let state = read(&self.0.state);
        // INVARIANT: `Keyring::decode` and `create` let no empty ring in.
        state
            .ring
            .0
            .last()
            .map_or(Generation::new(0), |(generation, _)| *generation)
    }

    /// 32 bytes for one purpose, that nobody without the store key can tell from random ones.
    ///
    /// The label names the purpose and its format, such as `kms/backing-key/v1`; two purposes never
    /// share one. Derive once and keep the key, if it is used often.
    ///
    /// # Errors
    /// [`Error::UnknownGeneration`] if the store key of this generation is gone: whatever it
    /// protected has been protected anew under a later one.
    pub fn derive(&self, generation: Generation, label: &'static str) -> Result<SecretBytes> {
        self.derive_with(generation, label, &[])
    }

    /// As [`derive`](Self::derive), for one of many contexts under the same label.
    pub(crate) fn derive_with(
        &self,
        generation: Generation,
        label: &'static str,
        context: &[u8],
    ) -> Result<SecretBytes> {
        let state = read(&self.0.state);
        let key = state.ring.0.iter().find(|(other, _)| *other == generation);
        let (_, key) = key.ok_or(Error::UnknownGeneration { generation })?;
        let prk = Prk::from_uniform(HkdfAlgorithm::Sha256, key.expose())?;
        // The length of the label keeps label and context apart.
        let length = u32::try_from(label.len())
            .map_err(|_| Error::Crypto)?
            .to_be_bytes();
        let mut derived = SecretBytes::from([0; 32]);
        prk.expand(
            &[DERIVE_PREFIX, &length, label.as_bytes(), context],
            derived.expose_mut(),
        )?;
        Ok(derived)
    }

    /// Puts the store under another root key: rewraps the store keys, in one record, in one commit.
    ///
    /// What was wrapped by the old root key stays readable to whoever kept both an old copy of the
    /// file and that key; [`SealedStore::rotate_store_key`](crate::SealedStore::rotate_store_key)
    /// afterwards makes that worthless for anything that is written anew.
    ///
    /// # Errors
    /// [`Error::Conflict`] if the header is being changed by someone else too; those of the store
    /// and of the root key.
    pub async fn change_root_key(&self, root: Arc<dyn RootKey>) -> Result<()> {
        let mut state = self.reload().await?;
        state.root = root;
        state.wrap().await?;
        self.save(state, Ok).await
    }

    pub(crate) fn store(&self) -> &Arc<dyn Store> {
        &self.0.store
    }

    /// Where they are stored.
    pub(crate) fn header() -> Key {
        Header::key()
    }

    pub(crate) fn random(&self) -> &dyn Random {
        &*self.0.random
    }

    /// Seals and hands over without a change of generation in between.
    pub(crate) fn while_sealing<T>(&self, seal: impl FnOnce(Generation) -> T) -> T {
        let _held = read(&self.0.sealing);
        seal(self.generation())
    }

    /// Commits a changed header together with whatever `with` adds, and believes it afterwards.
    async fn save(
        &self,
        mut state: State,
        with: impl FnOnce(Transaction) -> Result<Transaction> + Send,
    ) -> Result<()> {
        let record = state.header.encode(&state.ring.mac_key()?)?;
        let tx = Transaction::new(TransactionId::random(self.random())?);
        let tx = with(tx.replace(Header::key(), record, state.version))?;
        state.version = self.0.store.commit(tx).await?.revision;
        let _nothing_is_being_sealed = write(&self.0.sealing);
        *write(&self.0.state) = state;
        Ok(())
    }
}

impl State {
    /// Has the root key wrap the ring, into the header.
    async fn wrap(&mut self) -> Result<()> {
        let aad = Header::aad(self.header.store_id);
        self.header.root_id = self.root.id().to_owned();
        self.header.wrapped = self.root.wrap(&self.ring.encode(), &aad).await?;
        Ok(())
    }
}

/// Reads the header, if there is one.
async fn load(store: &dyn Store, root: &Arc<dyn RootKey>) -> Result<Option<State>> {
    let Some(record) = store.read(&[Header::key()]).await?.pop().flatten() else {
        return Ok(None);
    };
    let header = Header::decode(&record.value)?;
    if header.write_format > WRITE_FORMAT {
        let (found, supported) = (header.write_format.into(), WRITE_FORMAT.into());
        return Err(Error::NewerFormat {
            what: "the store's records",
            found,
            supported,
        });
    }
    let aad = Header::aad(header.store_id);
    let ring = Keyring::decode(&root.unwrap(&header.wrapped, &aad).await?)?;
    Header::verify(&record.value, &ring.mac_key()?)?;
    Ok(Some(State {
        header,
        version: record.version,
        ring,
        root: Arc::clone(root),
    }))
}

/// Makes the header of an empty store. Of two who do that at once, one fails with a conflict.
async fn create(store: &dyn Store, root: &Arc<dyn RootKey>, random: &dyn Random) -> Result<State> {
    if !store.scan(KeyRange::all(), 1).await?.is_empty() {
        return Err(Error::NotSealed);
    }
    let store_id = StoreId::from_bytes(random::bytes(random)?);
    let ring = Keyring(vec![(Generation::new(1), fresh_key(random)?)]);
    let header = Header {
        store_id,
        write_format: WRITE_FORMAT,
        root_id: String::new(),
        wrapped: Vec::new(),
        walk: None,
    };
    let mut state = State {
        header,
        version: Revision::ZERO,
        ring,
        root: Arc::clone(root),
    };
    state.wrap().await?;
    let record = state.header.encode(&state.ring.mac_key()?)?;
    let tx = Transaction::new(TransactionId::random(random)?).create(Header::key(), record);
    state.version = store.commit(tx).await?.revision;
    Ok(state)
}

/// A new store key.
fn fresh_key(random: &dyn Random) -> Result<SecretBytes> {
    let mut key = SecretBytes::from([0; 32]);
    random.fill(key.expose_mut())?;
    Ok(key)
}

/// The newest format of records that this release writes and reads.
const WRITE_FORMAT: u16 = 1;
const DERIVE_PREFIX: &[u8] = b"strongroom/derive/v1";
