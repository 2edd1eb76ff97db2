//! Who comes into a full cache: whoever came before, not long ago.

/// Remembers who was turned away lately, a bit for each. Now and then it takes one for another.
///
/// To put something in where there is no room costs more than to read it: the entry that makes room lies cold in memory. Of what is
/// asked for once, such as by who goes through everything, nothing is kept.
#[derive(Debug, Default)]
pub(super) struct Doorkeeper {
    bits: Vec<u64>,
    turned_away: usize,
}

impl Doorkeeper {
    /// Whether an entry of this hash was turned away lately: among as many as there are entries. From now on it was.
    pub(super) fn knows(&mut self, hash: u64, entries: usize) -> bool {
        if self.turned_away >= self.bits.len().saturating_mul(WORD_BITS / BITS_EACH) {
            self.bits.clear();
            self.bits
                .resize(entries.saturating_mul(BITS_EACH) / WORD_BITS + 1, 0);
            self.turned_away = 0;
        }
        // A cache's part is chosen by the lower bits.
        let at = usize::try_from(hash >> 16).unwrap_or(usize::MAX);
        let bit = 1 << (at % WORD_BITS);
        let place = (at / WORD_BITS).checked_rem(self.bits.len());
        let Some(word) = place.and_then(|place| self.bits.get_mut(place)) else {
            return false;
        };
        let known = *word & bit != 0;
        *word |= bit;
        self.turned_away += usize::from(!known);
        known
    }
}

const WORD_BITS: usize = 64;
/// Of sixteen bits at most one is set: it takes no more than one in sixteen for another.
const BITS_EACH: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    /// Hashes that are spread, as those of a cache are.
    fn hash(n: u64) -> u64 {
        (n + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }

    #[test]
    fn who_comes_again_soon_is_known() {
        let mut doorkeeper = Doorkeeper::default();
        assert!(!doorkeeper.knows(hash(0), 1_000));
        assert!(doorkeeper.knows(hash(0), 1_000));
    }

    #[test]
    fn few_are_taken_for_others_and_all_are_forgotten() {
        let mut doorkeeper = Doorkeeper::default();
        let strangers = (0..10_000).filter(|&n| doorkeeper.knows(hash(n), 1_000));
        assert!(strangers.count() < 10_000 / BITS_EACH);
        assert!(doorkeeper.bits.len() <= 1_000 * BITS_EACH / WORD_BITS + 1);
        assert!(!doorkeeper.knows(hash(0), 1_000));
    }
}
