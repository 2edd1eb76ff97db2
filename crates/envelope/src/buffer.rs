//! Buffers that a message or a plaintext is appended to: never zeroed first, and wiped where plaintext was in them.

use common_types::wipe;

/// Empties `buffer` and gives it room for `len` bytes. If it must be another one for that, the old one is wiped.
pub(crate) fn begin(buffer: &mut Vec<u8>, len: usize) {
    if buffer.capacity() < len {
        wipe(buffer);
        *buffer = Vec::with_capacity(len);
    }
    buffer.clear();
}

/// Empties `buffer` and wipes all of it, what it held before included.
pub(crate) fn discard(buffer: &mut Vec<u8>) {
    buffer.resize(buffer.capacity(), 0);
    wipe(buffer);
    buffer.clear();
}

/// Appends `bytes` in pieces.
///
/// A piece of 4 KiB or more would be copied by `rep movsb`, which takes AMD's processors twenty times as long where it comes to
/// lie a few bytes further on in its page.
pub(crate) fn append(buffer: &mut Vec<u8>, bytes: &[u8]) {
    for piece in bytes.chunks(PIECE) {
        buffer.extend_from_slice(piece);
    }
}

/// What was appended to `buffer` since it had `start` bytes.
pub(crate) fn since(buffer: &[u8], start: usize) -> &[u8] {
    buffer.get(start..).unwrap_or_default()
}

/// Like [`since`], to be changed in place.
pub(crate) fn since_mut(buffer: &mut [u8], start: usize) -> &mut [u8] {
    buffer.get_mut(start..).unwrap_or_default()
}

const PIECE: usize = 2 << 10;
