//! Those that are referred to know by whom: nothing is deleted that something else needs.

use std::collections::BTreeMap;

use service_kit::Change;
use store::{Key, Versioned};
use waf_rules::Bundle;

use super::Call;
use crate::{
    Error, Result,
    entity::{Entity, Record, of_kind},
    scope::EntityArn,
};

/// What rules refer to, as it was read.
#[derive(Debug, Default)]
pub(super) struct Referred {
    /// What is referred to itself, and by rule groups that are referred to.
    pub(super) bundle: Bundle,
    records: BTreeMap<String, (EntityArn, Key, Versioned)>,
}

impl Call<'_> {
    /// Reads what rules refer to, all of one account and scope.
    ///
    /// # Errors
    ///
    /// [`Error::NonexistentItem`] if one does not exist, or is of another account, region or scope.
    pub(super) async fn referred(&self, arns: &[String]) -> Result<Referred> {
        let mut referred = Referred::default();
        let mut wanted = arns.to_vec();
        // Rule groups refer to sets, and to nothing else: two rounds reach all.
        for is_direct in [true, false] {
            let found = self.read_all(&wanted).await?;
            wanted.clear();
            for (arn, key, value) in found {
                of_kind!(
                    arn.kind.as_str(),
                    return Err(Error::nonexistent(arn.arn.as_str())),
                    |E| {
                        let entity = Record::<E>::decode(&value.value)?.entity;
                        wanted.extend(entity.references());
                        entity.add_to(&mut referred.bundle);
                    }
                );
                if is_direct {
                    referred
                        .records
                        .insert(arn.arn.to_string(), (arn, key, value));
                }
            }
        }
        Ok(referred)
    }

    /// What rules refer to, alone.
    pub(crate) async fn bundle(&self, arns: &[String]) -> Result<Bundle> {
        Ok(self.referred(arns).await?.bundle)
    }

    async fn read_all(&self, arns: &[String]) -> Result<Vec<(EntityArn, Key, Versioned)>> {
        let mut wanted = Vec::with_capacity(arns.len());
        for arn in arns {
            let parsed: EntityArn = arn.parse()?;
            if parsed.home != *self.home {
                return Err(Error::nonexistent(arn));
            }
            let key = parsed.home.record(parsed.scope, &parsed.kind, &parsed.id)?;
            wanted.push((parsed, key));
        }
        let keys: Vec<_> = wanted.iter().map(|(_, key)| key.clone()).collect();
        let found = self.waf.store.read(&keys).await?;
        wanted
            .into_iter()
            .zip(found)
            .map(|((arn, key), found)| match found {
                Some(found) => Ok((arn, key, found)),
                None => Err(Error::nonexistent(arn.arn.as_str())),
            })
            .collect()
    }

    /// Has those that are not referred to any more forget the referrer.
    pub(super) async fn forget(
        &self,
        arns: &[String],
        referrer: &str,
        change: Change,
    ) -> Result<Change> {
        let mut change = change;
        for (arn, key, found) in self.read_all(arns).await? {
            change = changed(&arn, key, &found, change, |referrers| {
                referrers.remove(referrer);
            })?;
        }
        Ok(change)
    }
}

impl Referred {
    /// Has those that are referred to know the referrer. Those that know it already must only be there still.
    pub(super) fn remember(self, referrer: &str, change: Change) -> Result<Change> {
        self.records
            .into_values()
            .try_fold(change, |change, (arn, key, found)| {
                changed(&arn, key, &found, change, |referrers| {
                    referrers.insert(referrer.to_owned());
                })
            })
    }
}

/// Changes who refers to a record, if that changes anything; else it must stay as it was read.
fn changed(
    arn: &EntityArn,
    key: Key,
    found: &Versioned,
    change: Change,
    edit: impl FnOnce(&mut std::collections::BTreeSet<String>),
) -> Result<Change> {
    of_kind!(
        arn.kind.as_str(),
        Err(Error::nonexistent(arn.arn.as_str())),
        |E| {
            let mut record = Record::<E>::decode(&found.value)?;
            let before = record.referrers.clone();
            edit(&mut record.referrers);
            Ok(if record.referrers == before {
                change.require_version(key, found.version)
            } else {
                change.replace(key, record.encode()?, found.version)
            })
        }
    )
}
