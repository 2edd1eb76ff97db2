//! All that goes when a parameter goes.

use common_types::Timestamp;
use service_kit::Change;

use crate::{
    ParameterName, Result,
    call::Call,
    condition::Asked,
    count::Ledger,
    due::{Leftover, sweep},
    event::{self, Happened},
    limits,
    param_store::Shared,
    parameter::Loaded,
};

/// What deletes a parameter.
#[derive(Debug)]
pub(crate) struct Removal {
    pub(crate) change: Change,
    /// What one commit cannot take along.
    pub(crate) leftover: Option<Leftover>,
}

/// What deletes a parameter, all of its versions, and its part in the account's count.
pub(crate) async fn removal(
    params: &Shared,
    parameter: &Loaded,
    now: Timestamp,
) -> Result<Removal> {
    let Loaded {
        scope,
        arn,
        key,
        revision,
        record,
        ..
    } = parameter;
    let mut ledger = Ledger::new(params, scope);
    if let Some(shard) = record.shard {
        ledger.give_back(shard, record.current.tier).await?;
    }
    let mut change = ledger.into_change(Change::new().delete(key.clone(), *revision))?;
    if !record.sharing.is_empty() {
        let entry = scope.shared_record(&record.name)?;
        if let Some(found) = params.read(entry.clone()).await? {
            change = change.delete(entry, found.version);
        }
    }
    let versions = scope.version_records(&record.name, record.incarnation)?;
    let versions = params.store.scan(versions, VERSIONS).await?;
    let mut leftover = None;
    for (number, (key, found)) in versions.into_iter().enumerate() {
        if number < AT_ONCE {
            change = change.delete(key, found.version);
        } else {
            let (left, with_entry) = Leftover::of(params, parameter, now, change)?;
            (leftover, change) = (Some(left), with_entry);
            break;
        }
    }
    Ok(Removal {
        change: event::changed(change, scope, arn, record, Happened::Delete, now),
        leftover,
    })
}

/// Deletes a parameter of the caller's account, if the caller may.
///
/// # Errors
///
/// [`AccessDenied`](crate::Error::AccessDenied), [`ParameterNotFound`](crate::Error::ParameterNotFound).
pub(super) async fn remove(call: &mut Call<'_>, name: &ParameterName) -> Result<()> {
    loop {
        let parameter = call.own(name, Asked::default()).await?;
        let Removal { change, leftover } = removal(call.params(), &parameter, call.now()).await?;
        if call.commit(&parameter, change).await? {
            if let Some(leftover) = leftover {
                // It is deleted already. What is left waits for the next time if this fails.
                let _ = sweep(call.params(), &leftover).await;
            }
            return Ok(());
        }
    }
}

/// As many as a parameter has, and one more.
#[expect(clippy::cast_possible_truncation, reason = "a hundred")]
const VERSIONS: usize = limits::VERSIONS as usize + 1;
/// Versions that are deleted in the commit that deletes their parameter: with all that it does besides, it stays within
/// [`store::limits::OPERATIONS`].
const AT_ONCE: usize = 48;
