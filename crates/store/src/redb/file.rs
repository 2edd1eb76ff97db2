//! The file beneath, watched: a commit must not be called durable if its file is gone.

use std::{
    fs::File,
    io,
    ops::{Bound, Range},
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use ::redb::{BackendError, StorageBackend, backends::FileBackend};

use crate::sync::lock;

/// redb's own file backend, with a look at the file before a commit's first write and after each of
/// its fsyncs; and a growing file gets its blocks some time before they are needed.
///
/// Writing and syncing succeed on a file that someone has truncated or removed meanwhile. Here they fail
/// then, and the store refuses every call from there on.
///
/// redb makes a file longer long before it fills it, which gives the file no blocks yet. A commit that is
/// the first to write a block has the file system write its journal too, with the fsync: of a store that
/// grows, that would be nearly every one. So zeros are written ahead, and one commit pays for many.
#[derive(Debug)]
pub(super) struct WatchedFile {
    inner: FileBackend,
    file: File,
    /// How long the file is as far as we know.
    length: AtomicU64,
    /// The end of the file where nothing was ever written; nothing if that is not known.
    blank: Mutex<Range<u64>>,
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
            blank: Mutex::new(length..length),
            synced: AtomicBool::new(true),
        })
    }

    /// Makes sure that a write to this place finds blocks, unless the disk is full: it says so itself.
    fn write_ahead(&self, place: Range<u64>) {
        let mut blank = lock(&self.blank);
        let Some(zeros) = ahead(&blank, &place) else {
            return;
        };
        // INVARIANT: nothing is written to what is blank but by way of here, so nothing is overwritten.
        let zeroed = usize::try_from(zeros.end.saturating_sub(zeros.start))
            .map(|len| self.inner.write(zeros.start, &vec![0; len]));
        drop(zeroed);
        blank.start = zeros.end;
    }

    fn check(&self) -> io::Result<()> {
        let State { length, links } = state(&self.file)?;
        if length < self.length.load(Ordering::Acquire) {
            return Err(io::Error::other("the file was truncated by someone else"));
        }
        if links == Some(0) {
            return Err(io::Error::other("the file was removed by someone else"));
        }
        Ok(())
    }
}

/// How a file is.
struct State {
    length: u64,
    /// How many names it has, where that is known.
    links: Option<u64>,
}

/// Not by way of `metadata`, which asks for the file's times too: whoever has seen those makes Linux note a finer one with
/// the next write, in the file system's journal, and the fsync takes half as long again.
///
/// Source: [Multigrain timestamps](https://docs.kernel.org/filesystems/multigrain-ts.html).
#[cfg(target_os = "linux")]
fn state(file: &File) -> io::Result<State> {
    use rustix::fs::{AtFlags, StatxFlags, statx};

    let wanted = StatxFlags::SIZE | StatxFlags::NLINK;
    let found = statx(file, c"", AtFlags::EMPTY_PATH, wanted)?;
    Ok(State {
        length: found.stx_size,
        links: Some(found.stx_nlink.into()),
    })
}

#[cfg(not(target_os = "linux"))]
fn state(file: &File) -> io::Result<State> {
    let metadata = file.metadata()?;
    Ok(State {
        length: metadata.len(),
        #[cfg(unix)]
        links: Some(std::os::unix::fs::MetadataExt::nlink(&metadata)),
        #[cfg(not(unix))]
        links: None,
    })
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
        let before = self.length.swap(len, Ordering::AcqRel);
        let mut blank = lock(&self.blank);
        let start = if blank.is_empty() {
            before
        } else {
            blank.start
        };
        *blank = start.min(len)..len;
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
        let len = u64::try_from(data.len()).unwrap_or(u64::MAX);
        self.write_ahead(offset..offset.saturating_add(len));
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

/// What is to be zeroed before something is written to this place, if the blank end is reached by it.
fn ahead(blank: &Range<u64>, place: &Range<u64>) -> Option<Range<u64>> {
    if blank.is_empty() || place.end <= blank.start {
        return None;
    }
    // Far behind what was written last, the blocks between are left alone.
    let start = match place.start.saturating_sub(blank.start) {
        ..=AHEAD_BYTES => blank.start,
        _ => place.start,
    };
    let end = place.end.saturating_add(AHEAD_BYTES).min(blank.end);
    (start < end).then_some(start..end)
}

/// A commit of a few records writes some tens of kilobytes.
const AHEAD_BYTES: u64 = 256 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_written_where_nothing_was_and_no_further_than_the_file() {
        const END: u64 = 10 * AHEAD_BYTES;
        let blank = 4_096..END;
        assert_eq!(ahead(&blank, &(0..4_096)), None);
        assert_eq!(ahead(&blank, &(0..4_097)), Some(4_096..4_097 + AHEAD_BYTES));
        assert_eq!(
            ahead(&blank, &(8_192..12_288)),
            Some(4_096..12_288 + AHEAD_BYTES)
        );
        assert_eq!(ahead(&blank, &(END - 10..END)), Some(END - 10..END));
        assert_eq!(ahead(&(END..END), &(0..END)), None);
    }

    #[test]
    fn what_was_written_stays_while_the_file_grows_and_shrinks() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let watched = WatchedFile::new(file.reopen().unwrap()).unwrap();
        let mut expected = Vec::new();
        let writes = [(0, 7), (100, 4_096), (50, 10), (600_000, 5), (599_000, 9)];
        for (byte, len) in (1..).zip([700_000_usize, 300_000, 1_500_000]) {
            watched.set_len(len as u64).unwrap();
            expected.resize(len, 0);
            for (at, count) in writes {
                if let Some(room) = expected.get_mut(at..at + count) {
                    room.fill(byte);
                    watched.write(at as u64, room).unwrap();
                }
            }
            let mut found = vec![0; len];
            watched.read(0, &mut found).unwrap();
            assert!(found == expected);
        }
    }
}
