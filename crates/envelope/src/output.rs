//! Filling a buffer of the user's from its front, without a way to write beyond it.

use common_types::wipe;

use crate::Error;

/// The part of a buffer that is still to be filled.
pub(crate) struct Output<'a>(&'a mut [u8]);

impl<'a> Output<'a> {
    pub(crate) fn new(buffer: &'a mut [u8]) -> Self {
        Self(buffer)
    }

    /// The next `len` bytes, to be filled by the caller.
    pub(crate) fn take(&mut self, len: usize) -> Result<&'a mut [u8], Error> {
        // Running out is a length computed wrongly, by us or by whoever wrote the message.
        let (taken, rest) = std::mem::take(&mut self.0)
            .split_at_mut_checked(len)
            .ok_or(Error::Truncated)?;
        self.0 = rest;
        Ok(taken)
    }

    /// Copies `bytes` to the front.
    pub(crate) fn put(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.take(bytes.len())?.copy_from_slice(bytes);
        Ok(())
    }

    /// How many bytes are still to be filled.
    pub(crate) fn remaining(&self) -> usize {
        self.0.len()
    }
}

/// Gives `buffer` this length, and room for `more`. What was in it is not kept, and what it was in is wiped.
pub(crate) fn resize(buffer: &mut Vec<u8>, len: usize, more: usize) {
    let room = len.saturating_add(more);
    if buffer.capacity() < room {
        wipe(buffer);
        // Zeroed by the allocator, for less than filling it costs.
        *buffer = vec![0; room];
    }
    buffer.resize(len, 0);
}
