//! Those that are referred to know by whom: nothing is deleted that something else needs.

use std::collections::BTreeMap;

use service_kit::Change;
use store::{Key, Versioned};
use waf_rules::{Bundle, model::RuleGroup};

use super::{Asked, Call};
use crate::{
    Error, Operation, Result,
    entity::{Entity, Record, of_kind},
    scope::{EntityArn, Home},
};

/// What rules refer to, as it was read.
#[derive(Debug, Default)]
pub(super) struct Referred {
    /// What is referred to itself, and by rule groups that are referred to.
    pub(super) bundle: Bundle,
    records: BTreeMap<String, (EntityArn, Key, Versioned)>,
}

impl Call<'_> {
    /// Reads what rules refer to: sets and rule groups of the caller's account, and rule groups that others share with it. The caller must be
    /// allowed to use each of them, but for what is granted.
    ///
    /// # Errors
    ///
    /// [`Error::NonexistentItem`] if one does not exist, or cannot be used from here; [`Error::AccessDenied`].
    pub(super) async fn referred(
        &mut self,
        arns: &[String],
        granted: &[String],
    ) -> Result<Referred> {
        let mut referred = Referred::default();
        let mut wanted = reachable(self.home, arns)?;
        // Rule groups refer to sets, and to nothing else: two rounds reach all.
        for is_direct in [true, false] {
            let mut next = Vec::new();
            for (arn, key, value) in self.read_all(wanted).await? {
                of_kind!(
                    arn.kind.as_str(),
                    return Err(Error::nonexistent(arn.arn.as_str())),
                    |E| {
                        let record = Record::<E>::decode(&value.value)?;
                        if is_direct && !granted.iter().any(|granted| granted == arn.arn.as_str()) {
                            self.allow_use(&arn, &record)?;
                        }
                        // The sets of a shared rule group are its owner's.
                        next.extend(reachable(&arn.home, &record.entity.references())?);
                        record.entity.add_to(&mut referred.bundle);
                    }
                );
                if is_direct {
                    referred
                        .records
                        .insert(arn.arn.to_string(), (arn, key, value));
                }
            }
            wanted = next;
        }
        Ok(referred)
    }

    /// What rules refer to, alone.
    pub(crate) async fn bundle(&mut self, arns: &[String]) -> Result<Bundle> {
        Ok(self.referred(arns, &[]).await?.bundle)
    }

    /// Asks whether the caller may use something in rules: the action is that of the operation. What only prices rules needs no permission for
    /// the sets and rule groups of its own account.
    fn allow_use<E: Entity>(&mut self, arn: &EntityArn, record: &Record<E>) -> Result<()> {
        if self.operation != Operation::CheckCapacity {
            return self.allow_found(record, Asked::default());
        }
        if arn.home == *self.home {
            return Ok(());
        }
        let action = Operation::CreateWebACL.declared().action();
        self.allow_action(action, record, Asked::default())
    }

    async fn read_all(
        &self,
        wanted: Vec<(EntityArn, Key)>,
    ) -> Result<Vec<(EntityArn, Key, Versioned)>> {
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
        for (arn, key, found) in self.read_all(reachable(self.home, arns)?).await? {
            change = changed(&arn, key, &found, change, |referrers| {
                referrers.remove(referrer);
            })?;
        }
        Ok(change)
    }
}

/// What can be referred to from a home: its own, and rule groups of other accounts beside it.
fn reachable(home: &Home, arns: &[String]) -> Result<Vec<(EntityArn, Key)>> {
    arns.iter()
        .map(|arn| {
            let parsed: EntityArn = arn.parse()?;
            let is_shared = parsed.kind == RuleGroup::KIND && parsed.home.is_beside(home);
            if parsed.home != *home && !is_shared {
                return Err(Error::nonexistent(arn));
            }
            let key = parsed.home.record(parsed.scope, &parsed.kind, &parsed.id)?;
            Ok((parsed, key))
        })
        .collect()
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
