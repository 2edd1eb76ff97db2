//! The records of the count.

use crate::{
    ParameterTier, limits,
    record::{Record, members},
};

/// One part of the count.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct ShardRecord {
    pub(super) standard: Share,
    pub(super) advanced: Share,
}

/// A part's share of one quota.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Share {
    /// Parameters that are counted here.
    pub(super) used: u64,
    /// How many may be.
    pub(super) granted: u64,
}

/// How much of each quota was given to the parts in all.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct QuotaRecord {
    pub(super) standard: u64,
    pub(super) advanced: u64,
}

impl ShardRecord {
    /// The share of a tier.
    pub(super) fn share(&mut self, tier: ParameterTier) -> &mut Share {
        match tier {
            ParameterTier::Standard | ParameterTier::IntelligentTiering => &mut self.standard,
            ParameterTier::Advanced => &mut self.advanced,
        }
    }
}

impl Share {
    /// Whether it may count no more.
    pub(super) fn is_full(self) -> bool {
        self.room() == 0
    }

    /// How many more it may count.
    pub(super) fn room(self) -> u64 {
        self.granted.saturating_sub(self.used)
    }

    /// Gives half of its room to another part; how much that is.
    pub(super) fn give(&mut self) -> u64 {
        let given = self.room().div_ceil(2);
        self.granted = self.granted.saturating_sub(given);
        given
    }

    /// Counts one more, if it may.
    pub(super) fn take(&mut self) -> bool {
        let may = !self.is_full();
        if may {
            self.used = self.used.saturating_add(1);
        }
        may
    }
}

impl QuotaRecord {
    /// Gives up to `wanted` of a tier's quota away; how many there were to give.
    pub(super) fn grant(&mut self, tier: ParameterTier, wanted: u64) -> u64 {
        let (granted, max) = match tier {
            ParameterTier::Standard | ParameterTier::IntelligentTiering => {
                (&mut self.standard, limits::STANDARD_PARAMETERS)
            }
            ParameterTier::Advanced => (&mut self.advanced, limits::ADVANCED_PARAMETERS),
        };
        let grant = wanted.min(max.saturating_sub(*granted));
        *granted = granted.saturating_add(grant);
        grant
    }
}

members!(Share { used, granted });
members!(ShardRecord { standard, advanced });
members!(QuotaRecord { standard, advanced });

impl Record for ShardRecord {
    const WHAT: &'static str = "a part of the count of parameters";
}

impl Record for QuotaRecord {
    const WHAT: &'static str = "the quota of parameters";
}
