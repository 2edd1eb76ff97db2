//! Writing the members of a record.

/// The bytes of a record in the making.
#[derive(Debug)]
pub(crate) struct Writer(Vec<u8>);

impl Writer {
    pub(super) fn new(format: u8) -> Self {
        let mut bytes = Vec::with_capacity(TYPICAL_BYTES);
        bytes.push(format);
        Self(bytes)
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0
    }

    /// One byte.
    pub(crate) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// Bytes as many as whoever reads them knows.
    pub(crate) fn fixed(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// A number: seven bits a byte, the lowest first, the highest bit where there are more.
    pub(crate) fn number(&mut self, mut number: u64) {
        while number > LOW_BITS {
            // The lowest of its bytes, with the bit that says that there are more.
            let [low, ..] = number.to_le_bytes();
            self.0.push(low | MORE);
            number >>= 7;
        }
        let [last, ..] = number.to_le_bytes();
        self.0.push(last);
    }

    /// Their count, then the bytes.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.fixed(bytes);
    }

    /// A text: its bytes in UTF-8.
    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// How many follow.
    pub(crate) fn count(&mut self, count: usize) {
        // No record has as many as a number cannot count.
        self.number(u64::try_from(count).unwrap_or(u64::MAX));
    }
}

/// Set where another byte of the number follows.
pub(super) const MORE: u8 = 0x80;
const LOW_BITS: u64 = 0x7f;
/// What most records have room in.
const TYPICAL_BYTES: usize = 2048;
