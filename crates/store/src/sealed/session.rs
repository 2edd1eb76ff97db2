//! The keys that seal and open: one a writer session, derived once and kept.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, RwLock},
};

use crypto::{
    aead::{Algorithm, Opener, SessionSealer},
    random,
};

use super::record::SessionId;
use crate::{
    Generation, Result, StoreKeys,
    sync::{read, write},
};

/// This writer's session, and the openers of those whose records were read last.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    own: RwLock<Option<Arc<Session>>>,
    openers: RwLock<Openers>,
}

/// A writer's session: its id is random and its nonces count, so no two records share key and
/// nonce.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) id: SessionId,
    pub(super) sealer: SessionSealer,
}

impl Sessions {
    /// The session that seals under this generation.
    pub(super) fn own(&self, keys: &StoreKeys, generation: Generation) -> Result<Arc<Session>> {
        let is_for = |session: &&Arc<Session>| session.id.generation == generation;
        if let Some(session) = read(&self.own).as_ref().filter(is_for) {
            return Ok(Arc::clone(session));
        }
        let mut own = write(&self.own);
        if let Some(session) = own.as_ref().filter(is_for) {
            return Ok(Arc::clone(session));
        }
        let id = SessionId {
            generation,
            random: random::bytes(keys.random())?,
        };
        let key = keys.derive_with(generation, LABEL, &id.random)?;
        let sealer = SessionSealer::new(Algorithm::Aes256Gcm, key.expose())?;
        let session = Arc::new(Session { id, sealer });
        *own = Some(Arc::clone(&session));
        Ok(session)
    }

    /// What opens the records of a session: in the common case without a derivation.
    pub(super) fn opener(&self, keys: &StoreKeys, id: SessionId) -> Result<Arc<Opener>> {
        if let Some(opener) = read(&self.openers).by_session.get(&id) {
            return Ok(Arc::clone(opener));
        }
        let key = keys.derive_with(id.generation, LABEL, &id.random)?;
        let opener = Arc::new(Opener::new(Algorithm::Aes256Gcm, key.expose())?);
        write(&self.openers).keep(id, Arc::clone(&opener));
        Ok(opener)
    }

    /// Forgets what was derived from generations that are gone.
    pub(super) fn forget_before(&self, generation: Generation) {
        let Openers {
            by_session,
            oldest_first,
        } = &mut *write(&self.openers);
        by_session.retain(|id, _| id.generation >= generation);
        oldest_first.retain(|id| id.generation >= generation);
    }
}

#[derive(Debug, Default)]
struct Openers {
    by_session: HashMap<SessionId, Arc<Opener>>,
    oldest_first: VecDeque<SessionId>,
}

impl Openers {
    fn keep(&mut self, id: SessionId, opener: Arc<Opener>) {
        if self.by_session.insert(id, opener).is_none() {
            self.oldest_first.push_back(id);
        }
        if self.oldest_first.len() > MAX_OPENERS
            && let Some(oldest) = self.oldest_first.pop_front()
        {
            self.by_session.remove(&oldest);
        }
    }
}

/// Every time a store is opened for writing is a session; so many of them are kept at hand.
const MAX_OPENERS: usize = 1_024;
const LABEL: &str = "store/record/v1";
