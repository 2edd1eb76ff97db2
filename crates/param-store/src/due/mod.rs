//! Work that falls due: parameters that expire, and what is told of those that will or were not changed.

mod entry;
mod run;
mod sweep;

use common_types::Timestamp;
use service_kit::Change;

pub use run::DueReport;

use self::entry::{Entry, Work};
use crate::{
    Error, Result,
    param_store::Shared,
    parameter::ParameterRecord,
    policy::{Attached, PolicyStatus},
};

pub(crate) use sweep::{Leftover, sweep};

/// Schedules the policies that came with the newest version of a parameter.
///
/// Entries of earlier policies are left where they are: when they fall due, nothing is found that they are about. That a parameter was
/// changed moves no entry either; `NoChangeNotification` looks when its time comes whether it has moved on.
pub(crate) fn schedule(
    params: &Shared,
    arn: &common_types::Arn,
    record: &ParameterRecord,
    mut change: Change,
) -> Result<Change> {
    let current = &record.current;
    for (index, policy) in current.policies.iter().enumerate() {
        if policy.version != current.version {
            continue;
        }
        let Some(at) = policy.due(&current.policies, current.modified) else {
            continue;
        };
        let entry = Entry {
            arn: arn.clone(),
            incarnation: record.incarnation,
            work: Work::Policy {
                version: policy.version,
                index,
            },
        };
        change = change.put(params.due.key(at, &entry.id())?, Vec::new());
    }
    Ok(change)
}

/// Refuses an expiration in the past, unless it was there before.
///
/// # Errors
///
/// [`Error::InvalidPolicyAttribute`].
pub(crate) fn check_expiration(
    policies: &[Attached],
    have: &[Attached],
    now: Timestamp,
) -> Result<()> {
    let expired = |policy: &&Attached| {
        policy.status == PolicyStatus::Pending
            && policy.rule.expiration().is_some_and(|at| at <= now)
    };
    match policies.iter().find(expired) {
        Some(policy) if !have.contains(policy) => Err(Error::InvalidPolicyAttribute {
            reason: "the parameter would have expired already".to_owned(),
        }),
        _ => Ok(()),
    }
}
