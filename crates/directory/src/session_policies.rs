//! Session policies, compiled: those that a caller's session brought, with the policies over its principal.

use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
};

use common_types::Session;
use policy_eval::{CompiledPolicy, Policy, PolicyKind, PolicySet};
use service_kit::PrincipalPolicies;

use crate::{
    limits,
    snapshot::Snapshot,
    sync::{read, write},
};

/// The policies over sessions: bounded, by the identity of what they were made of.
#[derive(Debug, Default)]
pub(crate) struct SessionPolicies(RwLock<HashMap<Key, Entry>>);

/// Where the session and the policies over the principal are in memory. The entry holds both, so nothing else comes to be
/// there while it is kept.
type Key = (usize, usize);

#[derive(Debug)]
struct Entry {
    _session: Arc<Session>,
    _policies: Arc<PrincipalPolicies>,
    limited: Arc<PrincipalPolicies>,
}

impl SessionPolicies {
    /// The policies over a principal, limited by those of its session; nothing if they cannot be told.
    pub(crate) fn limit(
        &self,
        snapshot: &Snapshot,
        policies: &Arc<PrincipalPolicies>,
        session: &Arc<Session>,
    ) -> Option<Arc<PrincipalPolicies>> {
        let key = (Arc::as_ptr(session).addr(), Arc::as_ptr(policies).addr());
        if let Some(entry) = read(&self.0).get(&key) {
            return Some(Arc::clone(&entry.limited));
        }
        let limited = PrincipalPolicies::clone(policies).session(compile(snapshot, session)?);
        let entry = Entry {
            _session: Arc::clone(session),
            _policies: Arc::clone(policies),
            limited: Arc::new(limited),
        };
        let limited = Arc::clone(&entry.limited);
        let mut entries = write(&self.0);
        if entries.len() >= limits::CACHED_SESSIONS {
            entries.clear();
        }
        entries.insert(key, entry);
        Some(limited)
    }

    /// Forgets all: the directory is another.
    pub(crate) fn clear(&self) {
        write(&self.0).clear();
    }
}

/// All policies of a session as one set. A managed policy that is not there any more allows nothing.
fn compile(snapshot: &Snapshot, session: &Session) -> Option<PolicySet> {
    let mut policies: Vec<CompiledPolicy> = session
        .policy_arns
        .iter()
        .filter_map(|arn| snapshot.managed_session_policy(arn))
        .collect();
    if let Some(inline) = &session.policy {
        let policy = Policy::parse(inline, PolicyKind::Session).ok()?;
        policies.push(CompiledPolicy::compile("session policy", &policy));
    }
    Some(policies.into_iter().collect())
}
