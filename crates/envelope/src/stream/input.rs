//! A buffer before a `Read`, from which whole fields and frames are taken.

use std::io::{ErrorKind, Read};
use std::num::NonZeroUsize;

use common_types::wipe;

use crate::Error;
use crate::body::REGULAR_OVERHEAD;
use crate::header::Source;

/// Bytes that were read and not yet consumed, as one slice.
///
/// It grows to the longest thing asked for at once, and only as fast as bytes come: a length in a message costs its reader
/// nothing. Nor does a short message cost what a long one does: no byte is zeroed that is not read into.
pub(super) struct Input<R> {
    inner: R,
    buffer: Buffer,
    start: usize,
    end: usize,
    /// Bytes in a whole frame, once that is known.
    frame: Option<NonZeroUsize>,
    /// Bytes read so far.
    read: u64,
}

impl<R: Read> Input<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            buffer: Buffer::new(SHORT),
            start: 0,
            end: 0,
            frame: None,
            read: 0,
        }
    }

    /// From here on, frames of so many bytes are read: as many as have room, and none in part.
    pub(super) fn read_whole(&mut self, frame: usize) {
        self.frame = NonZeroUsize::new(frame);
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
        let end = self.end_of_read(len);
        let room = self.buffer.between(self.end, end);
        let read = loop {
            match self.inner.read(room) {
                Ok(read) => break read.min(room.len()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        };
        self.end += read;
        self.read = self
            .read
            .saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        Ok(read)
    }

    /// Makes room for `len` bytes from the start of what is available, or for as many as may be had: by moving it to the
    /// front, or by growing once all of the buffer is full.
    fn make_room(&mut self, len: usize) {
        let (room, available) = (self.buffer.room(), self.end - self.start);
        let usual = if self.read < LONG_AFTER { SHORT } else { LONG };
        if available == 0 {
            (self.start, self.end) = (0, 0);
        }
        if (available == room && len > room) || (available == 0 && room < usual) {
            let longer = room.saturating_mul(2).min(len).max(usual);
            let mut grown = Buffer::new(longer);
            grown
                .between(0, available)
                .copy_from_slice(self.available());
            self.buffer = grown;
        } else if self.start.saturating_add(len.min(room)) > room {
            self.buffer.bytes.copy_within(self.start..self.end, 0);
        } else {
            return;
        }
        (self.start, self.end) = (0, available);
    }

    /// Up to where is read, if there is room for `len` bytes.
    fn end_of_read(&self, len: usize) -> usize {
        let needed = self.start.saturating_add(len);
        let limit = self.buffer.usable(needed, self.read);
        let whole = self.frame.map_or(0, |frame| {
            let frames = limit.saturating_sub(self.start) / frame;
            self.start
                .saturating_add(frames.saturating_mul(frame.get()))
        });
        if whole >= needed && whole > self.end {
            whole
        } else {
            limit
        }
    }
}

/// Where bytes are read into. Frames are decrypted in it, so that it is wiped.
struct Buffer {
    /// What may have been read into.
    bytes: Vec<u8>,
}

impl Buffer {
    fn new(room: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(room),
        }
    }

    fn room(&self) -> usize {
        self.bytes.capacity()
    }

    /// How much of it to use: not much more than is needed, until so much has been read that the rest will be needed too.
    fn usable(&self, needed: usize, read: u64) -> usize {
        let used = self.bytes.len();
        let twice = used.saturating_mul(2);
        let usable = if needed > used {
            needed.max(twice).max(FIRST_READ)
        } else if read < u64::try_from(twice).unwrap_or(u64::MAX) {
            used
        } else {
            twice.saturating_mul(2)
        };
        usable.min(self.room())
    }

    /// A part of it, to be read into.
    fn between(&mut self, start: usize, end: usize) -> &mut [u8] {
        let end = end.min(self.room());
        if end > self.bytes.len() {
            self.bytes.resize(end, 0); // has the capacity: nothing is copied
        }
        self.bytes.get_mut(start..end).unwrap_or_default()
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        wipe(&mut self.bytes);
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
        let start = std::mem::replace(&mut self.position, end);
        match self.input.available().get(start..end) {
            Some(taken) => Ok(taken),
            None => Err(Error::Truncated),
        }
    }
}

/// Bytes that are read at first: all of a small message.
const FIRST_READ: usize = 1_536;
/// Room for what is read at a time: a few frames of the usual length; and more, of a source that has shown that it has
/// much to give. Few enough to stay in the first cache while they are decrypted.
const SHORT: usize = 3 * USUAL_FRAME + SLACK;
const LONG: usize = 7 * USUAL_FRAME + SLACK;
const LONG_AFTER: u64 = 128 << 10;
const USUAL_FRAME: usize = 4096 + REGULAR_OVERHEAD;
/// A final frame has a few bytes more than another.
const SLACK: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time.
    struct Drops(u64);

    impl Read for Drops {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            match (self.0, out) {
                (1.., [first, ..]) => {
                    *first = self.0.to_le_bytes()[0];
                    self.0 -= 1;
                    Ok(1)
                }
                _ => Ok(0),
            }
        }
    }

    #[test]
    fn room_grows_only_as_fast_as_bytes_come() {
        let mut input = Input::new(Drops(200));
        assert!(matches!(input.require(1 << 40), Err(Error::Truncated)));
        assert_eq!(input.available().len(), 200);
        assert_eq!(input.buffer.room(), SHORT);

        let mut input = Input::new(Drops(100_000));
        assert!(matches!(input.require(1 << 40), Err(Error::Truncated)));
        assert_eq!(input.available().len(), 100_000);
        assert!(input.buffer.room() < 200_000 + LONG);
    }

    #[test]
    fn a_short_message_has_little_zeroed() {
        let message = [7; 300];
        let mut input = Input::new(message.as_slice());
        input.require(200).unwrap();
        assert_eq!(input.buffer.bytes.len(), FIRST_READ);
        input.consume(300);
        assert!(input.at_end().unwrap());
        assert_eq!(input.buffer.bytes.len(), FIRST_READ);
    }

    #[test]
    fn frames_are_read_whole() {
        let frame = 1_000;
        let source = vec![7; 60 * frame + 90];
        let mut input = Input::new(source.as_slice());
        input.require(90).unwrap();
        input.consume(90);
        input.read_whole(frame);
        for n in 0..60 {
            input.require(frame).unwrap();
            // The first frame came with the header, and a part of the second.
            assert!(n == 0 || input.available().len().is_multiple_of(frame));
            input.consume(frame);
        }
        assert!(input.at_end().unwrap());
    }
}
