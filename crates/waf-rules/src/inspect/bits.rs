//! A set of small numbers.

/// Bits by number. Up to [`INLINE`] of them take no allocation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bits {
    first: [u64; WORDS],
    rest: Vec<u64>,
    count: u32,
}

const WORDS: usize = 8;

/// Bits that take no allocation.
const INLINE: usize = WORDS * 64;

impl Bits {
    pub(crate) fn new(count: usize) -> Self {
        Self {
            first: [0; WORDS],
            rest: vec![0; count.saturating_sub(INLINE).div_ceil(64)],
            count: 0,
        }
    }

    #[inline]
    pub(crate) fn get(&self, bit: u32) -> bool {
        let index = bit as usize / 64;
        let word = match self.first.get(index) {
            Some(word) => Some(word),
            None => self.rest.get(index - WORDS),
        };
        word.is_some_and(|word| (word >> (bit % 64)) & 1 == 1)
    }

    #[inline]
    pub(crate) fn set(&mut self, bit: u32) {
        let index = bit as usize / 64;
        let word = match self.first.get_mut(index) {
            Some(word) => Some(word),
            None => self.rest.get_mut(index - WORDS),
        };
        if let Some(word) = word {
            let bit = 1 << (bit % 64);
            self.count += u32::from(*word & bit == 0);
            *word |= bit;
        }
    }

    /// How many numbers are in the set.
    pub(crate) fn count(&self) -> u32 {
        self.count
    }

    /// The numbers in the set, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        let words = self.first.iter().chain(&self.rest);
        (0_u32..).zip(words).flat_map(|(index, &word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(index * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_beyond_the_first_words() {
        let mut bits = Bits::new(700);
        for bit in [0, 63, 64, 511, 512, 699] {
            assert!(!bits.get(bit));
            bits.set(bit);
            assert!(bits.get(bit));
        }
        bits.set(10_000);
        bits.set(63);
        assert!(!bits.get(10_000));
        assert_eq!(bits.count(), 6);
        assert_eq!(bits.iter().collect::<Vec<_>>(), [0, 63, 64, 511, 512, 699]);
    }
}
