//! Those that are referred to know by whom: nothing is deleted that something else needs.

use std::collections::BTreeMap;

use service_kit::Change;
use store::{Key, Versioned};
use waf_rules::{
    Bundle,
    model::{RuleGroup, WebAcl},
};

use super::{Asked, Call};
use crate::{
    Error, Operation, Result,
    entity::{Entity, Record, Referrers, of_kind},
    scope::{EntityArn, Home},
};

/// As many of those that are referred to as one commit changes, beside the referrer, its index, and the audit record.
const AT_ONCE: usize = store::limits::OPERATIONS - 4;

/// What rules refer to, as it was read.
#[derive(Debug, Default)]
pub(super) struct Referred {
    /// What is referred to itself, and by rule groups that are referred to.
    pub(super) bundle: Bundle,
    referrers: BTreeMap<String, (Key, Versioned)>,
}

/// Something that rules refer to, and where it is.
#[derive(Debug)]
struct Wanted {
    arn: EntityArn,
    record: Key,
    referrers: Key,
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
            for (Wanted { arn, referrers, .. }, record, known) in self.read_all(wanted).await? {
                of_kind!(
                    arn.kind.as_str(),
                    return Err(Error::nonexistent(arn.arn.as_str())),
                    |E| {
                        let record = Record::<E>::decode(&record.value)?;
                        if is_direct && !granted.iter().any(|granted| granted == arn.arn.as_str()) {
                            self.allow_use(&arn, &record)?;
                        }
                        // The sets of a shared rule group are its owner's.
                        next.extend(reachable(&arn.home, &record.entity.references())?);
                        record.entity.add_to(&mut referred.bundle);
                    }
                );
                if is_direct {
                    let known = (referrers, known);
                    referred.referrers.insert(arn.arn.to_string(), known);
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

    /// What is wanted, with who refers to it.
    async fn read_all(&self, wanted: Vec<Wanted>) -> Result<Vec<(Wanted, Versioned, Versioned)>> {
        let keys = wanted
            .iter()
            .flat_map(|wanted| [wanted.record.clone(), wanted.referrers.clone()]);
        let keys: Vec<_> = keys.collect();
        let mut found = self.waf.store.read(&keys).await?.into_iter();
        wanted
            .into_iter()
            .map(
                |wanted| match (found.next().flatten(), found.next().flatten()) {
                    (Some(record), Some(referrers)) => Ok((wanted, record, referrers)),
                    _ => Err(Error::nonexistent(wanted.arn.arn.as_str())),
                },
            )
            .collect()
    }

    /// Has those that are not referred to any more forget the referrer, in this change where it has room for all of them. Else they are
    /// left: for [`forget_after`](Self::forget_after).
    pub(super) async fn forget(
        &self,
        gone: &mut Vec<String>,
        remembered: usize,
        referrer: &str,
        change: Change,
    ) -> Result<Change> {
        match gone.len().saturating_add(remembered) > AT_ONCE {
            true => Ok(change),
            false => {
                self.forget_all(&std::mem::take(gone), referrer, change)
                    .await
            }
        }
    }

    /// Has those that are not referred to any more forget the referrer, which was changed already. Where this is cut, they name one too many:
    /// [`to_be_freed`](Self::to_be_freed) sees through it.
    pub(super) async fn forget_after<E: Entity>(
        &mut self,
        gone: &[String],
        referrer: &EntityArn,
    ) -> Result<()> {
        let key = referrer
            .home
            .record(referrer.scope, E::KIND, &referrer.id)?;
        for gone in gone.chunks(AT_ONCE) {
            // It may refer to some of them again meanwhile.
            while let Some(found) = self.waf.read(key.clone()).await? {
                let now = Record::<E>::decode(&found.value)?.entity.references();
                let still_gone: Vec<_> = gone
                    .iter()
                    .filter(|arn| !now.contains(arn))
                    .cloned()
                    .collect();
                let change = Change::new().require_version(key.clone(), found.version);
                let arn = referrer.arn.as_str();
                let change = self.forget_all(&still_gone, arn, change).await?;
                if self.commit(change).await? {
                    break;
                }
            }
        }
        Ok(())
    }

    pub(super) async fn forget_all(
        &self,
        gone: &[String],
        referrer: &str,
        change: Change,
    ) -> Result<Change> {
        let mut change = change;
        let keys = reachable(self.home, gone)?
            .into_iter()
            .map(|wanted| wanted.referrers);
        let keys: Vec<_> = keys.collect();
        for (key, found) in keys.iter().zip(self.waf.store.read(&keys).await?) {
            if let Some(found) = found {
                let mut referrers = Referrers::decode(&found.value)?;
                if referrers.0.remove(referrer) {
                    change = change.replace(key.clone(), referrers.encode()?, found.version);
                }
            }
        }
        Ok(change)
    }

    /// A change that deletes who refers to something, if nobody does. It has so many references of its own to forget in the same commit.
    ///
    /// # Errors
    ///
    /// [`Error::AssociatedItem`] if somebody does, or if more are named than the commit has room to look at.
    pub(super) async fn to_be_freed(
        &self,
        arn: &EntityArn,
        references: usize,
        change: Change,
    ) -> Result<Change> {
        let key = arn.home.referrers(arn.scope, &arn.kind, &arn.id)?;
        let Some(found) = self.waf.read(key.clone()).await? else {
            return Ok(change);
        };
        let Referrers(named) = Referrers::decode(&found.value)?;
        if named.len().saturating_add(references) > AT_ONCE {
            return Err(Error::AssociatedItem);
        }
        let mut change = change.delete(key, found.version);
        for referrer in named {
            let referrer: EntityArn = referrer.parse()?;
            let key = referrer
                .home
                .record(referrer.scope, &referrer.kind, &referrer.id)?;
            change = match self.waf.read(key.clone()).await? {
                Some(found) if refers(&referrer, &found, arn)? => {
                    return Err(Error::AssociatedItem);
                }
                // It must not come to refer to it again before this is done.
                Some(found) => change.require_version(key, found.version),
                None => change.require_absent(key),
            };
        }
        Ok(change)
    }
}

/// Whether the rules of something refer to this.
fn refers(referrer: &EntityArn, found: &Versioned, to: &EntityArn) -> Result<bool> {
    let references = match referrer.kind.as_str() {
        WebAcl::KIND => Record::<WebAcl>::decode(&found.value)?.entity.references(),
        RuleGroup::KIND => Record::<RuleGroup>::decode(&found.value)?
            .entity
            .references(),
        _ => Vec::new(),
    };
    Ok(references.iter().any(|arn| arn == to.arn.as_str()))
}

/// What can be referred to from a home: its own, and rule groups of other accounts beside it.
fn reachable(home: &Home, arns: &[String]) -> Result<Vec<Wanted>> {
    arns.iter()
        .map(|text| {
            let arn: EntityArn = text.parse()?;
            let is_shared = arn.kind == RuleGroup::KIND && arn.home.is_beside(home);
            if arn.home != *home && !is_shared {
                return Err(Error::nonexistent(text));
            }
            Ok(Wanted {
                record: arn.home.record(arn.scope, &arn.kind, &arn.id)?,
                referrers: arn.home.referrers(arn.scope, &arn.kind, &arn.id)?,
                arn,
            })
        })
        .collect()
}

impl Referred {
    /// Has those that are referred to know the referrer. Those that know it already must only be there still.
    pub(super) fn remember(self, referrer: &str, change: Change) -> Result<Change> {
        self.referrers
            .into_values()
            .try_fold(change, |change, (key, found)| {
                let mut referrers = Referrers::decode(&found.value)?;
                let is_new = referrers.0.insert(referrer.to_owned());
                Ok(match is_new {
                    true => change.replace(key, referrers.encode()?, found.version),
                    false => change.require_version(key, found.version),
                })
            })
    }
}
