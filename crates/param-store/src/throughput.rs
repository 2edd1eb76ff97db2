//! Throughput quotas: how many calls a second an account may make in a region, for applications that want AWS's.

use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{Mutex, PoisonError},
};

use common_types::Timestamp;

use crate::{Error, Result, limits, param_store::Shared, scope::Scope, setting};

/// How many calls a second each account may make in each region. What is more is refused with `ThrottlingException`, which says that a
/// retry helps.
///
/// Nothing is throttled without them: [`ParamStore::with_throughput_quotas`](crate::ParamStore::with_throughput_quotas) turns them on. An
/// account has its standard quota until it sets `/ssm/parameter-store/high-throughput-enabled`
/// ([`update_service_setting`](crate::ParamStoreHandle::update_service_setting)), and the high one from the next call on. Calls are counted in
/// memory, by the service's clock, and in each process apart; a second's worth of them may come at once.
///
/// Source: [Parameter Store throughput](https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-throughput.html),
/// [quotas](https://docs.aws.amazon.com/general/latest/gr/ssm.html#limits_ssm).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ThroughputQuotas {
    /// Calls of `GetParameter`, `GetParameters` and `GetParametersByPath` together, where throughput is standard.
    pub reads: NonZeroU32,
    /// Calls of `GetParameter`, where it is high.
    pub high_get_parameter: NonZeroU32,
    /// Calls of `GetParameters`, where it is high.
    pub high_get_parameters: NonZeroU32,
    /// Calls of `GetParametersByPath`, where it is high.
    pub high_get_parameters_by_path: NonZeroU32,
    /// Calls of `PutParameter`, where throughput is standard and where it is high; any number of them if nothing is said.
    pub put_parameter: Option<(NonZeroU32, NonZeroU32)>,
}

impl ThroughputQuotas {
    /// Those that AWS publishes: [`limits::READS_PER_SECOND`] and those beside it. AWS limits `PutParameter` too, and does not publish to how many.
    pub const fn aws() -> Self {
        Self {
            reads: limits::READS_PER_SECOND,
            high_get_parameter: limits::HIGH_GET_PARAMETER_PER_SECOND,
            high_get_parameters: limits::HIGH_GET_PARAMETERS_PER_SECOND,
            high_get_parameters_by_path: limits::HIGH_GET_PARAMETERS_BY_PATH_PER_SECOND,
            put_parameter: None,
        }
    }

    /// Limits `PutParameter` too.
    #[must_use]
    pub const fn put_parameter(mut self, standard: NonZeroU32, high: NonZeroU32) -> Self {
        self.put_parameter = Some((standard, high));
        self
    }
}

/// An operation that has a quota.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Metered {
    GetParameter,
    GetParameters,
    GetParametersByPath,
    PutParameter,
}

/// What counts together.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Counted {
    /// All that read, by the standard quota.
    Reads,
    /// One operation.
    Only(Metered),
}

/// What was used of the quotas.
#[derive(Debug)]
pub(crate) struct Throttle {
    quotas: ThroughputQuotas,
    /// When all of a quota will be there again, in microseconds. What is not here is there.
    whole_again: Mutex<HashMap<(Scope, Counted), i64>>,
}

impl Throttle {
    pub(crate) fn new(quotas: ThroughputQuotas) -> Self {
        Self {
            quotas,
            whole_again: Mutex::default(),
        }
    }

    /// Counts a call of an account in a region.
    ///
    /// # Errors
    ///
    /// [`Error::Throttling`] if it is one too many.
    pub(crate) async fn admit(
        &self,
        params: &Shared,
        scope: &Scope,
        operation: Metered,
        now: Timestamp,
    ) -> Result<()> {
        let is_high = setting::is_throughput_high(params, scope).await?;
        let Some((counted, rate)) = self.quota(operation, is_high) else {
            return Ok(());
        };
        let now = now.timestamp_micros();
        let mut all = self
            .whole_again
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if all.len() >= limits::THROTTLED {
            all.retain(|_, whole_again| *whole_again > now);
        }
        let whole_again = all.entry((scope.clone(), counted)).or_insert(now);
        if take(whole_again, rate, now) {
            Ok(())
        } else {
            Err(Error::Throttling)
        }
    }

    fn quota(&self, operation: Metered, is_high: bool) -> Option<(Counted, NonZeroU32)> {
        let ThroughputQuotas {
            reads,
            high_get_parameter,
            high_get_parameters,
            high_get_parameters_by_path,
            put_parameter,
        } = self.quotas;
        let high = match operation {
            Metered::GetParameter => high_get_parameter,
            Metered::GetParameters => high_get_parameters,
            Metered::GetParametersByPath => high_get_parameters_by_path,
            Metered::PutParameter => {
                let (standard, high) = put_parameter?;
                let rate = if is_high { high } else { standard };
                return Some((Counted::Only(operation), rate));
            }
        };
        Some(if is_high {
            (Counted::Only(operation), high)
        } else {
            (Counted::Reads, reads)
        })
    }
}

/// Takes one call out of a quota; whether there was one. All of a quota comes back within a second, also if the clock was set back.
fn take(whole_again: &mut i64, rate: NonZeroU32, now: i64) -> bool {
    let in_a_second = now.saturating_add(SECOND);
    *whole_again = (*whole_again).clamp(now, in_a_second);
    let after = whole_again.saturating_add(SECOND / i64::from(rate.get()));
    let is_there = after <= in_a_second;
    if is_there {
        *whole_again = after;
    }
    is_there
}

const SECOND: i64 = 1_000_000;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// What was saved up is a quota, and what comes back within a second is another.
        #[test]
        fn no_second_has_more_than_twice_its_quota(
            rate in 1_u32..5_000,
            gaps in prop::collection::vec(0_i64..40_000, 1..400),
        ) {
            let quota = NonZeroU32::new(rate).unwrap();
            let (mut now, mut whole_again, mut taken) = (0, 0, Vec::new());
            for gap in gaps {
                now += gap;
                if take(&mut whole_again, quota, now) {
                    taken.push(now);
                }
                let last_second = taken.iter().filter(|at| **at > now - SECOND).count();
                prop_assert!(last_second <= 2 * usize::try_from(rate).unwrap());
            }
        }

        #[test]
        fn a_second_without_calls_brings_all_of_a_quota_back(rate in 1_u32..2_000, clock in 0_i64..i64::MAX / 2) {
            let quota = NonZeroU32::new(rate).unwrap();
            // Whatever was used, and wherever the clock stood then.
            let mut whole_again = clock;
            take(&mut whole_again, quota, 0);
            for _ in 0..rate {
                prop_assert!(take(&mut whole_again, quota, SECOND));
            }
            // Microseconds do not divide by every quota: a few more come in what is left over.
            let more = (0..rate).take_while(|_| take(&mut whole_again, quota, SECOND)).count();
            prop_assert!(more <= usize::try_from(rate / 400).unwrap());
        }
    }
}
