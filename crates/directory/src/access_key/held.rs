//! The access keys in memory, as the last commit left them, in whatever order commits tell of themselves.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use common_types::{SecretString, Timestamp};
use store::{Key, Revision};

use super::{AccessKeyStatus, record::Owner};

/// The access keys of all owners.
#[derive(Debug, Default)]
pub(crate) struct Held {
    pub(crate) keys: HashMap<String, Arc<HeldKey>>,
    /// Of each record, the commit that is held, and the keys that were in it.
    records: HashMap<Key, (Revision, Vec<String>)>,
}

/// One access key.
#[derive(Debug)]
pub(crate) struct HeldKey {
    pub(crate) owner: Owner,
    pub(crate) status: AccessKeyStatus,
    pub(crate) secret: Arc<SecretString>,
    pub(crate) create_date: Timestamp,
}

impl Held {
    /// Puts the keys of a record as a commit left it, unless a later one is here already.
    pub(crate) fn put(&mut self, record: Key, revision: Revision, keys: Vec<(String, HeldKey)>) {
        if let Some((held, old)) = self.records.get(&record) {
            if *held >= revision {
                return;
            }
            for id in old {
                self.keys.remove(id);
            }
        }
        let ids = keys.iter().map(|(id, _)| id.clone()).collect();
        self.records.insert(record, (revision, ids));
        let keys = keys.into_iter().map(|(id, key)| (id, Arc::new(key)));
        self.keys.extend(keys);
    }

    /// Forgets the records that are not among these, unless a commit after `begun` wrote them.
    pub(crate) fn forget_others(&mut self, found: &HashSet<Key>, begun: Revision) {
        let keys = &mut self.keys;
        self.records.retain(|record, (revision, ids)| {
            let stays = found.contains(record) || *revision > begun;
            if !stays {
                for id in &*ids {
                    keys.remove(id);
                }
            }
            stays
        });
    }
}
