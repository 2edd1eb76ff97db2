//! A buffer before a `Read`, from which whole fields and frames are taken.

use std::io::{ErrorKind, Read};

use common_types::wipe;

use crate::Error;
use crate::header::Source;

/// Bytes that were read and not yet consumed, as one slice.
///
/// It grows to the longest thing asked for at once, and only as fast as bytes come: a length in a message costs its reader
/// nothing.
pub(super) struct Input<R> {
    inner: R,
    buffer: Buffer,
    start: usize,
    end: usize,
}

impl<R: Read> Input<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            buffer: Buffer::new(0),
            start: 0,
            end: 0,
        }
    }

    /// What has been read and not consumed.
    pub(super) fn available(&self) -> &[u8] {
        self.buffer
            .bytes
            .get(self.start..self.end)
            .unwrap_or_default()
    }

    /// The first `len` bytes of what is available.
    pub(super) fn front_mut(&mut self, len: usize) -> Result<&mut [u8], Error> {
        let end = self.start.saturating_add(len).min(self.end);
        match self.buffer.bytes.get_mut(self.start..end) {
            Some(front) if front.len() == len => Ok(front),
            _ => Err(Error::Truncated),
        }
    }

    /// Steps over the first `len` bytes of what is available.
    pub(super) fn consume(&mut self, len: usize) {
        self.start = self.start.saturating_add(len).min(self.end);
    }

    /// Reads until at least `len` bytes are available.
    pub(super) fn require(&mut self, len: usize) -> Result<(), Error> {
        while self.end - self.start < len {
            if self.read_more(len)? == 0 {
                return Err(Error::Truncated);
            }
        }
        Ok(())
    }

    /// Whether nothing follows what has been consumed.
    pub(super) fn at_end(&mut self) -> Result<bool, Error> {
        Ok(self.available().is_empty() && self.read_more(1)? == 0)
    }

    /// The reader, and what was read of it too much is forgotten.
    pub(super) fn inner_mut(&mut self) -> &mut R {
        (self.start, self.end) = (0, 0);
        &mut self.inner
    }

    fn read_more(&mut self, len: usize) -> Result<usize, Error> {
        self.make_room(len);
        let room = self.buffer.bytes.get_mut(self.end..).unwrap_or_default();
        let read = loop {
            match self.inner.read(room) {
                Ok(read) => break read.min(room.len()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        };
        self.end += read;
        self.buffer.used = self.buffer.used.max(self.end);
        Ok(read)
    }

    /// Makes room behind what is available: by moving it to the front, or by growing if that is not enough or the source
    /// has shown that it has much to give.
    fn make_room(&mut self, len: usize) {
        let (room, available) = (self.buffer.bytes.len(), self.end - self.start);
        let fits = self.start.checked_add(len).is_some_and(|end| end <= room);
        if fits && self.end < room {
            return;
        }
        if available == room || room < MAX_READ {
            let longer = match room {
                0 => MIN_READ,
                _ => room.saturating_mul(2).max(MAX_READ).min(len.max(MAX_READ)),
            };
            let mut grown = Buffer::new(longer);
            if let Some(front) = grown.bytes.get_mut(..available) {
                front.copy_from_slice(self.available());
                grown.used = available;
            }
            self.buffer = grown;
        } else {
            self.buffer.bytes.copy_within(self.start..self.end, 0);
        }
        (self.start, self.end) = (0, available);
    }
}

/// Where bytes are read into. Frames are decrypted in it, so that what was used of it is wiped.
struct Buffer {
    bytes: Box<[u8]>,
    used: usize,
}

impl Buffer {
    fn new(len: usize) -> Self {
        Self {
            bytes: vec![0; len].into_boxed_slice(),
            used: 0,
        }
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        wipe(self.bytes.get_mut(..self.used).unwrap_or_default());
    }
}

/// A header at the front of an [`Input`]: bytes are looked at and not consumed.
pub(super) struct HeaderSource<'i, R> {
    input: &'i mut Input<R>,
    position: usize,
}

impl<'i, R: Read> HeaderSource<'i, R> {
    pub(super) fn new(input: &'i mut Input<R>) -> Self {
        Self { input, position: 0 }
    }
}

impl<R: Read> Source for HeaderSource<'_, R> {
    fn take(&mut self, len: usize) -> Result<&[u8], Error> {
        let end = self.position.saturating_add(len);
        self.input.require(end)?;
        let taken = self.input.available().get(self.position..end);
        self.position = end;
        taken.ok_or(Error::Truncated)
    }
}

/// Bytes that are read at first: most small messages are smaller.
const MIN_READ: usize = 8 << 10;
/// Bytes that are read at a time if nothing asks for more: few enough to stay in the first cache while they are decrypted.
const MAX_READ: usize = 32 << 10;
