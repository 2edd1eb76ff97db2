//! From a path to a running store.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock, RwLock},
};

use ::redb::{Database, StorageBackend, backends::FileBackend};
use crypto::random::{self, SystemRandom};

use super::{
    RedbOptions, RedbStore, Shared,
    disk::{Disk, Fault, guarded},
    file::WatchedFile,
    queue::Queue,
    schema,
    snapshot::Snapshot,
    writer::Writer,
};
use crate::{Error, Result, feed::Feed, fs::sync_parent};

/// Opens the store in an existing file.
pub(super) fn open(options: &RedbOptions, path: &Path) -> Result<RedbStore> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .open(path)
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Error::NotFound {
                path: path.to_owned(),
            },
            _ => Error::io(error),
        })?;
    if file.metadata().map_err(Error::io)?.len() == 0 {
        return Err(Error::NotAStore {
            path: path.to_owned(),
        });
    }
    let file = WatchedFile::new(file).map_err(|error| refused(path, Fault::from(error)))?;
    start(options, file, path)
}

/// Makes an empty store in a new file.
pub(super) fn create(path: &Path) -> Result<()> {
    create_with(path, |_| Ok(()))
}

/// Makes a store in a new file and fills it: whole, or not at all.
///
/// It is made beside its place and linked there when it is complete, because redb takes a file that
/// a crash left half made for a foreign one.
pub(super) fn create_with(path: &Path, fill: impl FnOnce(&Database) -> Disk<()>) -> Result<()> {
    if path.exists() {
        return Err(Error::AlreadyExists {
            path: path.to_owned(),
        });
    }
    let unfinished = beside(path)?;
    let made = make(&unfinished, fill).and_then(|()| {
        fs::hard_link(&unfinished, path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Error::AlreadyExists {
                path: path.to_owned(),
            },
            _ => Error::io(error),
        })
    });
    let removed = fs::remove_file(&unfinished).map_err(Error::io);
    made.and(removed)?;
    sync_parent(path).map_err(Error::io)
}

fn make(path: &Path, fill: impl FnOnce(&Database) -> Disk<()>) -> Result<()> {
    let backend = FileBackend::new(new_private_file(path).map_err(Error::io)?);
    guarded(|| make_in(backend?, fill)).map_err(|fault| refused(path, fault))
}

/// Makes a store in an empty backend.
pub(super) fn make_in(
    backend: impl StorageBackend,
    fill: impl FnOnce(&Database) -> Disk<()>,
) -> Disk<()> {
    let database = Database::builder().create_with_backend(backend)?;
    schema::create(&database)?;
    fill(&database)?;
    database.close()?;
    Ok(())
}

/// Runs a store over a backend that holds one.
pub(super) fn start(
    options: &RedbOptions,
    backend: impl StorageBackend,
    path: &Path,
) -> Result<RedbStore> {
    let mut builder = Database::builder();
    builder.set_cache_size(options.cache_bytes);
    let database = guarded(|| Ok(builder.create_with_backend(backend)?))
        .map_err(|fault| refused(path, fault))?;
    match guarded(|| schema::format(&database)).map_err(|fault| refused(path, fault))? {
        Some(schema::FORMAT) => {}
        Some(format) if format > schema::FORMAT => {
            let found = u32::try_from(format).unwrap_or(u32::MAX);
            return Err(Error::NewerFormat {
                what: "the store",
                found,
                supported: 1,
            });
        }
        _ => {
            return Err(Error::NotAStore {
                path: path.to_owned(),
            });
        }
    }
    let (snapshot, recall) = guarded(|| {
        let snapshot = Snapshot::open(&database)?;
        let recall = snapshot.recall()?;
        Ok((snapshot, recall))
    })?;
    let oldest = snapshot.oldest();
    let shared = Arc::new(Shared {
        database,
        snapshot: RwLock::new(Arc::new(snapshot)),
        queue: Queue::new(options.queue_transactions, options.queue_bytes),
        feed: Feed::default(),
        failure: OnceLock::new(),
    });
    let writer = Writer::new(Arc::clone(&shared), recall, oldest);
    let writer = std::thread::Builder::new()
        .name("strongroom-store-writer".to_owned())
        .spawn(move || writer.run())
        .map_err(Error::io)?;
    Ok(RedbStore {
        shared,
        writer: Some(writer),
    })
}

/// Why a file could not be opened as a store.
fn refused(path: &Path, fault: Fault) -> Error {
    let path = path.to_owned();
    let Fault::Redb(error) = &fault else {
        return fault.into();
    };
    match &**error {
        ::redb::Error::DatabaseAlreadyOpen | ::redb::Error::LockProtocolMismatch => {
            Error::InUse { path }
        }
        ::redb::Error::UpgradeRequired(_) => Error::NotAStore { path },
        // redb says so when the file does not begin with its magic number.
        ::redb::Error::Io(error) if error.kind() == io::ErrorKind::InvalidData => {
            Error::NotAStore { path }
        }
        _ => fault.into(),
    }
}

fn new_private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A name in the same directory that nobody else uses.
fn beside(path: &Path) -> Result<PathBuf> {
    let unique = u64::from_be_bytes(random::bytes(&SystemRandom::new())?);
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{unique:016x}.new"));
    Ok(path.with_file_name(name))
}
