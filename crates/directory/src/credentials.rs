//! Who holds an access key: what a signature is verified with, and who is believed then.

use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
};

use common_types::{Caller, SecretString, Timestamp};
use crypto::constant_time_eq;

use crate::{
    AccessKeys, Directory,
    access_key::{AccessKeyStatus, LONG_TERM, TEMPORARY},
    limits,
    snapshot::{self, Snapshot},
    sts::SessionTokens,
    sync::{read, write},
};

/// Knows all access keys, long-term and temporary, and who holds them. Cheap to clone; asked on every request, it answers from
/// memory, or by opening the session token that the request brought.
#[derive(Clone, Debug)]
pub struct Credentials(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    directory: Directory,
    access_keys: AccessKeys,
    tokens: SessionTokens,
    /// Those that were asked for, by access key id.
    known: RwLock<HashMap<String, Known>>,
}

/// What is known of an access key, as long as the directory is in one state.
#[derive(Clone, Debug)]
struct Known {
    revision: u64,
    /// The token that came with it, and when it is worth nothing any more.
    session: Option<(Arc<SecretString>, Timestamp)>,
    credential: Credential,
}

/// An access key that may be used, and who holds it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Credential {
    /// Who holds it, with the tags of the principal and the session.
    pub caller: Arc<Caller>,
    /// What they sign with.
    pub secret: Arc<SecretString>,
}

/// Why an access key may not be used.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidCredential {
    /// There is no such key, it is not active, its holder is gone, or the session token does not belong to it.
    #[error("The security token included in the request is invalid.")]
    Unrecognized,
    /// The session is over.
    #[error("The security token included in the request is expired")]
    Expired,
}

impl Credentials {
    /// Those of a directory, with the access keys and the sessions of a store.
    pub fn new(directory: Directory, access_keys: AccessKeys, tokens: SessionTokens) -> Self {
        Self(Arc::new(Shared {
            directory,
            access_keys,
            tokens,
            known: RwLock::default(),
        }))
    }

    /// Who holds an access key. Temporary keys come with their session token.
    ///
    /// Ask on each request: a handle that was bound to the caller does not end when the credentials do.
    ///
    /// # Errors
    ///
    /// [`InvalidCredential`].
    pub fn find(
        &self,
        access_key_id: &str,
        session_token: Option<&str>,
        now: Timestamp,
    ) -> Result<Credential, InvalidCredential> {
        match (access_key_id.get(..4), session_token) {
            (Some(LONG_TERM), None) => self.long_term(access_key_id),
            (Some(TEMPORARY), Some(token)) => self.temporary(access_key_id, token, now),
            _ => Err(InvalidCredential::Unrecognized),
        }
    }

    fn long_term(&self, access_key_id: &str) -> Result<Credential, InvalidCredential> {
        let held = self.0.access_keys.held(access_key_id);
        let held = held
            .filter(|key| key.status == AccessKeyStatus::Active)
            .ok_or(InvalidCredential::Unrecognized)?;
        let revision = self.0.directory.revision();
        if let Some(known) = read(&self.0.known).get(access_key_id)
            && known.revision == revision
            && Arc::ptr_eq(&known.credential.secret, &held.secret)
        {
            return Ok(known.credential.clone());
        }
        let snapshot = self.0.directory.snapshot();
        let principal = held.owner.principal();
        let mut caller = Caller::new(principal);
        if let Some(id) = caller.principal().unique_id() {
            let user = snapshot
                .user(&held.owner.arn)
                .filter(|user| user.user_id == id);
            let user = user.ok_or(InvalidCredential::Unrecognized)?;
            caller = caller.with_principal_tags(snapshot::tags(&user.tags));
        }
        let credential = Credential {
            caller: Arc::new(caller),
            secret: Arc::clone(&held.secret),
        };
        self.keep(access_key_id, &snapshot, None, &credential);
        Ok(credential)
    }

    fn temporary(
        &self,
        access_key_id: &str,
        token: &str,
        now: Timestamp,
    ) -> Result<Credential, InvalidCredential> {
        let revision = self.0.directory.revision();
        let unexpired = |expires: Timestamp| match now < expires {
            true => Ok(()),
            false => Err(InvalidCredential::Expired),
        };
        if let Some(known) = read(&self.0.known).get(access_key_id)
            && known.revision == revision
            && let Some((same, expires)) = &known.session
            && constant_time_eq(same.expose().as_bytes(), token.as_bytes())
        {
            unexpired(*expires)?;
            return Ok(known.credential.clone());
        }
        let opened = self
            .0
            .tokens
            .open(token)
            .ok_or(InvalidCredential::Unrecognized)?;
        if !constant_time_eq(opened.access_key_id.as_bytes(), access_key_id.as_bytes()) {
            return Err(InvalidCredential::Unrecognized);
        }
        unexpired(opened.session.expires)?;
        let snapshot = self.0.directory.snapshot();
        let role = snapshot.role(&opened.session.role);
        let role = role
            .filter(|role| role.role_id == opened.session.role_id)
            .ok_or(InvalidCredential::Unrecognized)?;
        let caller = opened.session.caller(&snapshot::tags(&role.tags));
        let credential = Credential {
            caller: Arc::new(caller.ok_or(InvalidCredential::Unrecognized)?),
            secret: Arc::new(opened.secret_access_key),
        };
        let session = (Arc::new(SecretString::from(token)), opened.session.expires);
        self.keep(access_key_id, &snapshot, Some(session), &credential);
        Ok(credential)
    }

    /// Keeps what was found: bounded, so that sessions that are over go at some time.
    fn keep(
        &self,
        access_key_id: &str,
        snapshot: &Snapshot,
        session: Option<(Arc<SecretString>, Timestamp)>,
        credential: &Credential,
    ) {
        let known = Known {
            revision: snapshot.revision,
            session,
            credential: credential.clone(),
        };
        let mut all = write(&self.0.known);
        if all.len() >= limits::CACHED_SESSIONS {
            all.clear();
        }
        all.insert(access_key_id.to_owned(), known);
    }
}
