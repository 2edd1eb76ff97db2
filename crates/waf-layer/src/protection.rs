//! The web ACL in force: replaced while requests are decided.

use std::sync::{Arc, PoisonError, RwLock};

use waf_rules::CompiledWebAcl;

/// The web ACL in force, shared by all who decide by it and by whoever replaces it.
///
/// A request is decided by the one web ACL that was in force when it arrived. None waits for a replacement, and none is dropped.
#[derive(Clone, Debug)]
pub struct Protection(Arc<RwLock<Arc<CompiledWebAcl>>>);

impl From<Arc<CompiledWebAcl>> for Protection {
    /// Begins with one that others decide by, too.
    fn from(acl: Arc<CompiledWebAcl>) -> Self {
        Self(Arc::new(RwLock::new(acl)))
    }
}

impl Protection {
    /// Begins with this one, which may be shared with others.
    pub fn new(acl: impl Into<Arc<CompiledWebAcl>>) -> Self {
        Self(Arc::new(RwLock::new(acl.into())))
    }

    /// Puts another one in force. Rate-based rules that are the same in both go on counting where they were.
    pub fn replace(&self, mut acl: CompiledWebAcl) {
        acl.inherit_rates(&self.current());
        self.put(Arc::new(acl));
    }

    /// Puts another one in force that is shared with others, as it is: whoever has made it has seen to its rates, as `waf-manager` does.
    pub fn put(&self, acl: Arc<CompiledWebAcl>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = acl;
    }

    /// The one in force.
    pub fn current(&self) -> Arc<CompiledWebAcl> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}
