//! Power failures: at every sync of a random history, whatever was not synced is kept, lost, torn
//! or reordered.

use crypto::random::{self, DangerousSeededRandom};
use proptest::prelude::*;

use super::{
    disk::{Disk, Event, apply},
    world::{Contents, cases, check, histories, make, open, run},
};

proptest! {
    #![proptest_config(cases(6))]

    #[test]
    fn every_acknowledged_commit_is_whole_after_a_power_failure(history in histories(), seed: u64) {
        let disk = Disk::default();
        make(&disk);
        let made = disk.journal().len();
        let store = open(&disk).unwrap();
        let (states, failure) = run(&store, &disk, &history);
        prop_assert!(failure.is_none());
        store.close().unwrap();
        cut_at_every_sync(&disk.journal(), made, &states, &Dice(DangerousSeededRandom::new(seed)));
    }
}

fn cut_at_every_sync(journal: &[Event], made: usize, states: &[Contents], dice: &Dice) {
    let mut synced = Vec::new();
    let mut unsynced: Vec<&Event> = Vec::new();
    let mut acknowledged = 0;
    for (at, event) in journal.iter().enumerate() {
        match event {
            Event::Write { .. } | Event::Resize(_) => unsynced.push(event),
            Event::Acknowledged(revision) => acknowledged = *revision,
            Event::Sync => {
                if at >= made {
                    for fate in [Fate::Lost, Fate::Kept, Fate::Torn, Fate::Torn] {
                        let file = after_power_failure(&synced, &unsynced, fate, dice);
                        check(&Disk::holding(file), states, acknowledged);
                    }
                }
                unsynced
                    .drain(..)
                    .for_each(|event| apply(&mut synced, event));
            }
        }
    }
}

/// What becomes of the writes that were not synced.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Lost,
    Kept,
    /// Each is lost, kept or torn, and they happen in any order.
    Torn,
}

fn after_power_failure(synced: &[u8], unsynced: &[&Event], fate: Fate, dice: &Dice) -> Vec<u8> {
    let mut file = synced.to_vec();
    match fate {
        Fate::Lost => {}
        Fate::Kept => unsynced.iter().for_each(|event| apply(&mut file, event)),
        Fate::Torn => {
            let mut left = unsynced.to_vec();
            while !left.is_empty() {
                let event = left.swap_remove(dice.below(left.len()));
                match (dice.below(3), event) {
                    (0, _) => {}
                    (1, Event::Write { offset, data }) => {
                        let data = data[..dice.below(data.len() + 1)].to_vec();
                        apply(
                            &mut file,
                            &Event::Write {
                                offset: *offset,
                                data,
                            },
                        );
                    }
                    _ => apply(&mut file, event),
                }
            }
        }
    }
    file
}

struct Dice(DangerousSeededRandom);

impl Dice {
    fn below(&self, bound: usize) -> usize {
        let number = u32::from_be_bytes(random::bytes(&self.0).unwrap());
        usize::try_from(number).unwrap() % bound
    }
}
