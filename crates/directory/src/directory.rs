//! The directory itself: shared by all who ask, read anew when its file changes.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, RwLock},
};

use common_types::{AccountId, Caller};
use policy_eval::{PolicySet, directory::Directory as Contents};
use service_kit::{Membership, PolicySource, PrincipalPolicies, Unavailable};

use crate::{
    Error, Result,
    file::{self, Stamp},
    session_policies::SessionPolicies,
    snapshot::Snapshot,
    sync::{lock, read, write},
};

/// Principals, their policies and the organisation over them: the default [`PolicySource`]. Cheap to clone; clones share it.
///
/// It is read from a file or given by the application, compiled as a whole, and replaced as a whole: a call sees one state of
/// it. What is not valid replaces nothing.
#[derive(Clone, Debug)]
pub struct Directory(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    current: RwLock<Arc<Snapshot>>,
    session_policies: SessionPolicies,
    file: Option<PathBuf>,
    /// The file as it was last read. Held while it is read.
    stamp: Mutex<Option<Stamp>>,
    /// Held while something is compiled that is to replace what is there.
    replacing: Mutex<()>,
}

impl Directory {
    /// One with these contents.
    ///
    /// # Errors
    ///
    /// [`Error::Directory`] if something is attached that is not there; [`Error::MaxSessionDuration`].
    pub fn new(contents: Contents) -> Result<Self> {
        Self::with(contents, None, None)
    }

    /// One whose contents are this text, in the form of the file.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn from_json(text: &str) -> Result<Self> {
        Self::new(file::parse(text)?)
    }

    /// One that is read from a file.
    ///
    /// # Errors
    ///
    /// [`Error::File`] and [`Error::TooLarge`] if it cannot be read; [`Error::Shape`] and [`Error::UnknownMember`] if it is no
    /// directory; those of [`new`](Self::new).
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let (text, stamp) = file::read(path)?;
        Self::with(file::parse(&text)?, Some(path.to_owned()), Some(stamp))
    }

    fn with(contents: Contents, file: Option<PathBuf>, stamp: Option<Stamp>) -> Result<Self> {
        let snapshot = Snapshot::new(contents, 1)?;
        Ok(Self(Arc::new(Shared {
            current: RwLock::new(Arc::new(snapshot)),
            session_policies: SessionPolicies::default(),
            file,
            stamp: Mutex::new(stamp),
            replacing: Mutex::new(()),
        })))
    }

    /// Reads the file anew. The next call on any thread is decided by what it says now; if it is not valid, by what it said
    /// before.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open); [`Error::NoFile`] if there is none.
    pub fn reload(&self) -> Result<()> {
        let path = self.0.file.as_ref().ok_or(Error::NoFile)?;
        let mut stamp = lock(&self.0.stamp);
        let (text, read) = file::read(path)?;
        // What is not valid is not tried again before it changes.
        *stamp = Some(read);
        self.replace(file::parse(&text)?)
    }

    /// Reads the file anew if it was written since; whether it was. It costs one question to the file system: an application
    /// asks every few seconds, or when it is told.
    ///
    /// # Errors
    ///
    /// As [`reload`](Self::reload).
    pub fn reload_if_changed(&self) -> Result<bool> {
        let path = self.0.file.as_ref().ok_or(Error::NoFile)?;
        if *lock(&self.0.stamp) == Stamp::now(path) {
            return Ok(false);
        }
        self.reload().map(|()| true)
    }

    /// Replaces the contents. The next call on any thread is decided by the new ones.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new): then nothing is replaced.
    pub fn replace(&self, contents: Contents) -> Result<()> {
        let _one_at_a_time = lock(&self.0.replacing);
        let revision = self.revision().saturating_add(1);
        let snapshot = Arc::new(Snapshot::new(contents, revision)?);
        *write(&self.0.current) = snapshot;
        self.0.session_policies.clear();
        Ok(())
    }

    /// What it says now, as one state.
    pub fn contents(&self) -> Contents {
        self.snapshot().source().clone()
    }

    /// Which state it is in: it grows with each change.
    pub fn revision(&self) -> u64 {
        read(&self.0.current).revision
    }

    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&read(&self.0.current))
    }
}

impl PolicySource for Directory {
    fn of_caller(&self, caller: &Caller) -> Result<Arc<PrincipalPolicies>, Unavailable> {
        let current = read(&self.0.current);
        let policies = current.policies_of(caller.principal());
        match caller.session().filter(|session| session.is_limited()) {
            None => Ok(Arc::clone(policies)),
            Some(session) => self
                .0
                .session_policies
                .limit(&current, policies, session)
                .ok_or_else(Unavailable::new),
        }
    }

    fn over_resources_of(&self, owner: AccountId) -> Result<Arc<[PolicySet]>, Unavailable> {
        Ok(Arc::clone(read(&self.0.current).over_resources_of(owner)))
    }

    fn membership_of(&self, account: AccountId) -> Option<Arc<Membership>> {
        read(&self.0.current).membership_of(account).cloned()
    }
}
