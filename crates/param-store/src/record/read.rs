//! Reading the members of a record: nothing is read twice, nothing is believed that is not there.

use super::write::MORE;

/// The bytes of a record that are not read yet. Whatever is cut off or malformed is nothing.
#[derive(Debug)]
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(members: &'a [u8]) -> Self {
        Self(members)
    }

    /// Whether all is read.
    pub(super) fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    /// One byte.
    pub(crate) fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    /// So many bytes.
    pub(crate) fn fixed<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*bytes)
    }

    /// A number, written as short as it can be.
    pub(crate) fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & !MORE);
            let placed = bits << shift;
            if placed >> shift != bits {
                return None;
            }
            number |= placed;
            if byte & MORE == 0 {
                let is_shortest = byte != 0 || shift == 0;
                return is_shortest.then_some(number);
            }
        }
        None
    }

    /// How many bytes follow, and they.
    pub(crate) fn bytes(&mut self) -> Option<&'a [u8]> {
        let count = self.count()?;
        let (bytes, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(bytes)
    }

    /// A text.
    pub(crate) fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    /// How many follow: not yet believed.
    pub(crate) fn count(&mut self) -> Option<usize> {
        self.number()?.try_into().ok()
    }
}
