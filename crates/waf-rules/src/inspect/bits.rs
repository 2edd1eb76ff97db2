//! A set of small numbers.

use smallvec::SmallVec;

/// Bits by number. Up to 512 of them take no allocation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bits {
    words: SmallVec<[u64; 8]>,
}

impl Bits {
    pub(crate) fn new(count: usize) -> Self {
        let words = count.div_ceil(64);
        Self {
            words: SmallVec::from_elem(0, words),
        }
    }

    #[inline]
    pub(crate) fn get(&self, bit: u32) -> bool {
        self.words
            .get(bit as usize / 64)
            .is_some_and(|word| (word >> (bit % 64)) & 1 == 1)
    }

    #[inline]
    pub(crate) fn set(&mut self, bit: u32) {
        if let Some(word) = self.words.get_mut(bit as usize / 64) {
            *word |= 1 << (bit % 64);
        }
    }

    /// The numbers in the set.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        (0_u32..).zip(&self.words).flat_map(|(index, &word)| {
            (0..64)
                .filter(move |bit| (word >> bit) & 1 == 1)
                .map(move |bit| index * 64 + bit)
        })
    }
}
