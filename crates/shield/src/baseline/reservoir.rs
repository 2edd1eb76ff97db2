//! Which requests are usual: a bounded sample, in which old ones give way to new ones.

use crate::{feature::Features, limits, sample::Sampled};

/// Usual requests, at most [`limits::BASELINE`]. A new one takes the place of any: each stays for a while that is random.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reservoir {
    requests: Vec<Features>,
    /// How many were offered: where the next one goes is made of it.
    offered: u64,
}

impl Reservoir {
    pub(super) fn add(&mut self, sampled: &Sampled) {
        self.offered = self.offered.wrapping_add(1);
        if self.requests.len() < limits::BASELINE {
            self.requests.push(sampled.features.clone());
            return;
        }
        let place = scattered(self.offered) % limits::BASELINE as u64;
        let place = usize::try_from(place).unwrap_or_default();
        if let Some(old) = self.requests.get_mut(place) {
            *old = sampled.features.clone();
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.requests.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Features> {
        self.requests.iter()
    }
}

/// The finaliser of `SplitMix64`: neighbouring numbers go anywhere. Nothing here is secret.
fn scattered(number: u64) -> u64 {
    let number = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
