//! The file beneath, watched: a commit must not be called durable if its file is gone.

use std::{
    fs::File,
    io,
    ops::Bound,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
};

use ::redb::{BackendError, StorageBackend, backends::FileBackend};

/// redb's own file backend, with a look at the file before a commit's first write and after each of
/// its fsyncs.
///
/// Both succeed on a file that someone has truncated or removed meanwhile. Here they fail then, and
/// the store refuses every call from there on.
#[derive(Debug)]
pub(super) struct WatchedFile {
    inner: FileBackend,
    file: File,
    /// How long the file is as far as we know.
    length: AtomicU64,
    /// Whether nothing was written since the last fsync.
    synced: AtomicBool,
}

impl WatchedFile {
    pub(super) fn new(file: File) -> Result<Self, ::redb::DatabaseError> {
        let length = file.metadata()?.len();
        Ok(Self {
            file: file.try_clone()?,
            inner: FileBackend::new(file)?,
            length: AtomicU64::new(length),
            synced: AtomicBool::new(true),
        })
    }

    fn check(&self) -> io::Result<()> {
        let metadata = self.file.metadata()?;
        if metadata.len() < self.length.load(Ordering::Acquire) {
            return Err(io::Error::other("the file was truncated by someone else"));
        }
        #[cfg(unix)]
        if std::os::unix::fs::MetadataExt::nlink(&metadata) == 0 {
            return Err(io::Error::other("the file was removed by someone else"));
        }
        Ok(())
    }
}

impl StorageBackend for WatchedFile {
    fn len(&self) -> io::Result<u64> {
        self.inner.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.inner.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.inner.set_len(len)?;
        self.length.store(len, Ordering::Release);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        self.inner.sync_data()?;
        self.synced.store(true, Ordering::Release);
        self.check()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        if self.synced.swap(false, Ordering::AcqRel) {
            self.check()?;
        }
        self.inner.write(offset, data)
    }

    fn close(&self) -> io::Result<()> {
        self.inner.close()
    }

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.inner.try_lock_range(start, end)
    }

    fn try_lock_shared_range(
        &self,
        start: Bound<u64>,
        end: Bound<u64>,
    ) -> Result<bool, BackendError> {
        self.inner.try_lock_shared_range(start, end)
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.inner.lock_range(start, end)
    }

    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.inner.lock_shared_range(start, end)
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.inner.unlock_range(start, end)
    }

    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.inner.query_lock_range(start, end)
    }
}
