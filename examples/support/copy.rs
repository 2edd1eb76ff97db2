//! Copying in large pieces.

use std::io::{self, ErrorKind, Read, Write};

/// Passes everything on from a reader to a writer, in pieces larger than `io::copy` takes: fewer calls for the same bytes.
pub fn copy(from: &mut impl Read, to: &mut impl Write) -> io::Result<u64> {
    let mut buffer = vec![0; PIECE_BYTES];
    let mut copied = 0;
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => return Ok(copied),
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        to.write_all(&buffer[..read])?;
        copied += read as u64;
    }
}

const PIECE_BYTES: usize = 256 * 1024;
