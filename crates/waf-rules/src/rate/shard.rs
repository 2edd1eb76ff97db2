//! One part of the instances, behind one lock.

use super::{
    InstanceKey,
    history::History,
    key::{KeyedHash, Keying},
    table::Table,
};

/// The instances of a shard.
///
/// Once a window, those that were not seen within it are dropped. Past its share of instances an eighth is forgotten: those that were
/// not seen for longest.
#[derive(Debug, Default)]
pub(super) struct Shard {
    table: Table,
    swept: u64,
    latest: u64,
}

/// What all shards of a tracker agree on.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    pub(super) window_millis: u32,
    pub(super) limit: u32,
    /// Of one shard.
    pub(super) max_instances: usize,
    pub(super) keying: Keying,
}

impl Shard {
    /// Counts a request of an instance; its count in the window, exact up to the limit and one.
    pub(super) fn record(
        &mut self,
        key: InstanceKey,
        hash: KeyedHash,
        now: u64,
        terms: &Terms,
    ) -> u32 {
        // A clock that was set back does not undo.
        let now = now.max(self.latest);
        let window = u64::from(terms.window_millis);
        if now - self.latest >= window {
            // Nobody was seen for so long that moments modulo 2^32 may mean another time.
            *self = Self {
                swept: now,
                ..Self::default()
            };
        } else if now - self.swept >= window {
            self.swept = now;
            self.sweep(now, terms);
        }
        self.latest = now;
        let moment = wrapped(now);
        if let Some(history) = self.table.get_mut(key, hash) {
            return history.record(moment, terms.window_millis, terms.limit);
        }
        if self.table.len() >= terms.max_instances || !self.table.has_room() {
            self.sweep(now, terms);
        }
        let mut history = History::NONE;
        let count = history.record(moment, terms.window_millis, terms.limit);
        self.table.put(key, hash, history);
        count
    }

    /// Instances over the limit.
    pub(super) fn limited(
        &self,
        now: u64,
        terms: &Terms,
    ) -> impl Iterator<Item = (InstanceKey, u32)> {
        let now = now.max(self.latest);
        let is_live = now - self.latest < u64::from(terms.window_millis);
        let all = self.table.iter().filter(move |_| is_live);
        all.map(move |(key, history)| (key, history.count_at(wrapped(now), terms.window_millis)))
            .filter(|(_, count)| *count > terms.limit)
    }

    pub(super) fn len(&self) -> usize {
        self.table.len()
    }

    /// Makes room: drops whoever was not seen within the window, and beyond its share whoever was not seen for longest.
    fn sweep(&mut self, now: u64, terms: &Terms) {
        let now = wrapped(now);
        let mut ages: Vec<u32> = self
            .table
            .iter()
            .map(|(_, history)| history.age(now))
            .filter(|&age| age < terms.window_millis)
            .collect();
        let most = match ages.len() < terms.max_instances {
            true => ages.len(),
            false => terms.max_instances - terms.max_instances.div_ceil(8),
        };
        // The youngest are kept: all that are younger than this, and as many that are as old as there is room for.
        let (younger, oldest) = match ages.len() == most {
            true => (most, terms.window_millis),
            false => {
                let (younger, &mut oldest, _) = ages.select_nth_unstable(most);
                (younger.iter().filter(|&&age| age < oldest).count(), oldest)
            }
        };
        let mut room = most - younger;
        self.table.rebuild(
            most,
            |key| terms.keying.hash(key),
            |history| {
                let age = history.age(now);
                let is_last = age == oldest && age < terms.window_millis && room > 0;
                room -= usize::from(is_last);
                age < oldest || is_last
            },
        );
    }
}

#[expect(clippy::cast_possible_truncation, reason = "modulo 2^32 is meant")]
fn wrapped(millis: u64) -> u32 {
    millis as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(max_instances: usize) -> Terms {
        Terms {
            window_millis: 60_000,
            limit: 10,
            max_instances,
            keying: Keying::default(),
        }
    }

    fn record(shard: &mut Shard, key: u128, now: u64, terms: &Terms) -> u32 {
        let key = InstanceKey(key);
        shard.record(key, terms.keying.hash(key), now, terms)
    }

    #[test]
    fn as_many_as_there_may_be_are_told_apart() {
        let terms = terms(10_000);
        let mut shard = Shard::default();
        for round in 1..=3 {
            for key in 0..10_000 {
                assert_eq!(record(&mut shard, key, 1_000, &terms), round);
            }
        }
        assert_eq!(shard.len(), 10_000);
    }

    #[test]
    fn who_was_not_seen_for_longest_is_forgotten_first() {
        let terms = terms(80);
        let mut shard = Shard::default();
        for key in 0..80 {
            record(&mut shard, key, 1_000 + u64::try_from(key).unwrap(), &terms);
        }
        assert_eq!(record(&mut shard, 1_000, 2_000, &terms), 1);
        assert_eq!(shard.len(), 71);
        for key in 10..80 {
            assert_eq!(record(&mut shard, key, 2_000, &terms), 2, "{key}");
        }
        assert_eq!(record(&mut shard, 9, 2_000, &terms), 1);
    }

    #[test]
    fn of_many_that_came_at_one_moment_an_eighth_is_forgotten() {
        let terms = terms(80);
        let mut shard = Shard::default();
        for key in 0..1_000 {
            record(&mut shard, key, 1_000, &terms);
            assert!(shard.len() <= 80);
        }
        assert!(shard.len() > 70);
    }

    #[test]
    fn who_was_not_seen_for_a_window_makes_room() {
        let terms = terms(10_000);
        let mut shard = Shard::default();
        for key in 0..5_000 {
            record(&mut shard, key, 1_000, &terms);
        }
        assert_eq!(record(&mut shard, 1, 62_000, &terms), 1);
        assert_eq!(shard.len(), 1);
        // Far enough for milliseconds modulo 2^32 to come round.
        assert_eq!(record(&mut shard, 2, 62_000 + (1 << 32), &terms), 1);
        assert_eq!(record(&mut shard, 1, 62_001 + (1 << 32), &terms), 1);
    }
}
