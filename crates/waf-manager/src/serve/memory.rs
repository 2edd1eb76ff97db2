//! What a web ACL remembers across its changes: the counts of its rate-based rules, and samples of its requests.

use std::sync::{Arc, Mutex, PoisonError};

use service_kit::{Cache, Lookup};
use waf_rules::CompiledWebAcl;

use super::samples::Samples;
use crate::limits;

/// The memories of web ACLs, by their ARNs. No commit takes one out: those that are not used for longest give way.
#[derive(Debug)]
pub(crate) struct Memories(Cache<String, Arc<Memory>>);

/// What one web ACL remembers, in this process.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) samples: Samples,
    /// The one that was compiled last, whose counts the next one takes over.
    latest: Mutex<Option<Arc<CompiledWebAcl>>>,
}

impl Memories {
    pub(crate) fn new() -> Self {
        Self(Cache::new(limits::REMEMBERED_WEB_ACLS, |_| None))
    }

    pub(crate) fn of(&self, web_acl_arn: &str) -> Arc<Memory> {
        loop {
            match self.0.look_up(web_acl_arn) {
                Lookup::Hit(memory) => return memory,
                // Two that are made at once are one: it is looked up again.
                Lookup::Miss(ticket) => ticket.fill(web_acl_arn.to_owned(), Arc::default()),
            }
        }
    }

    /// Forgets a web ACL that is no more.
    pub(crate) fn forget(&self, web_acl_arn: &str) {
        self.0.forget(web_acl_arn);
    }
}

impl Memory {
    /// Gives a web ACL the counts of the one before it.
    pub(crate) fn pass_on(&self, mut compiled: CompiledWebAcl) -> Arc<CompiledWebAcl> {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(earlier) = &*latest {
            compiled.inherit_rates(earlier);
        }
        let compiled = Arc::new(compiled);
        *latest = Some(Arc::clone(&compiled));
        compiled
    }
}
