//! What goes wrong beneath: redb's many errors, and the panics of a damaged file, as ours.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use crate::{Cause, Error};

/// What a call to redb returns.
pub(super) type Disk<T> = Result<T, Fault>;

/// Why redb failed a call.
#[derive(Clone, Debug)]
pub(super) enum Fault {
    /// It said so.
    Redb(Arc<::redb::Error>),
    /// It panicked, which a damaged file can make it do.
    Panicked,
    /// What it gave contradicts itself.
    Corrupt(&'static str),
}

impl Fault {
    /// The fault as a cause that can be shown and shared.
    pub(super) fn into_cause(self) -> Cause {
        match self {
            Self::Redb(error) => match Arc::try_unwrap(error) {
                Ok(::redb::Error::Io(error)) => Arc::new(error),
                Ok(error) => Arc::new(error),
                Err(error) => error,
            },
            Self::Panicked => Arc::new(PANICKED),
            Self::Corrupt(what) => Arc::new(Error::Corrupt { what }),
        }
    }
}

/// For a call that reads: it changed nothing.
impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Panicked => PANICKED,
            Fault::Corrupt(what) => Self::Corrupt { what },
            Fault::Redb(error) => match Arc::try_unwrap(error) {
                Ok(::redb::Error::Io(error)) => Self::io(error),
                Ok(::redb::Error::Corrupted(_)) => Self::Corrupt {
                    what: "redb found damaged pages",
                },
                Ok(::redb::Error::DatabaseClosed) => Self::Closed,
                Ok(error) => Self::Poisoned {
                    cause: Arc::new(error),
                },
                Err(error) => Self::Poisoned { cause: error },
            },
        }
    }
}

impl From<::redb::Error> for Fault {
    fn from(error: ::redb::Error) -> Self {
        Self::Redb(Arc::new(error))
    }
}

macro_rules! from_redb {
    ($($error:ident),*) => {$(
        impl From<::redb::$error> for Fault {
            fn from(error: ::redb::$error) -> Self {
                Self::from(::redb::Error::from(error))
            }
        }
    )*};
}

from_redb!(
    CommitError,
    DatabaseError,
    StorageError,
    TableError,
    TransactionError
);

/// Calls redb, and makes a fault of a panic: a damaged file must not take the process with it.
pub(super) fn guarded<T>(call: impl FnOnce() -> Disk<T>) -> Disk<T> {
    catch_unwind(AssertUnwindSafe(call)).unwrap_or(Err(Fault::Panicked))
}

const PANICKED: Error = Error::Corrupt {
    what: "redb gave up on damaged pages",
};
