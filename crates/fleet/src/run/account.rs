//! One account held against one policy: look, note what is going to be changed, change it, look again, note what came of it.

use std::collections::BTreeSet;

use common_types::AccountId;
use store::{Revision, Versioned};
use waf_manager::WafHandle;

use super::{Report, Work};
use crate::{
    ComplianceViolator, Error, Result,
    compare::{Comparison, Remedy, Situation, Standing, Violation, compare},
    limits,
    manager::Shared,
    record::{AccountRecord, Evaluation, State, decode, encode},
};

/// An account that a policy is held against.
#[derive(Debug)]
pub(super) struct Member<'a> {
    pub(super) work: &'a Work<'a>,
    pub(super) id: AccountId,
    pub(super) in_scope: bool,
}

/// What came of it.
#[derive(Debug, Default)]
struct Outcome {
    /// Web ACLs that have the policy's rule groups now.
    retrofitted: BTreeSet<String>,
    /// Web ACLs that had them, or were about to, and have them no more.
    gone: BTreeSet<String>,
    violations: Vec<Violation>,
    issue: Option<String>,
}

impl Shared {
    pub(super) async fn settle_account(
        &self,
        member: &Member<'_>,
        found: Option<Versioned>,
        report: &mut Report,
    ) -> Result<()> {
        let version = found.as_ref().map(|found| found.version);
        let record = found.map(|found| decode(&found.value)).transpose()?;
        let record: AccountRecord = record.unwrap_or_default();
        if !member.in_scope && !member.cleans_up() && member.work.record.state == State::Active {
            // What it did stays, and is not looked after any more.
            let left = AccountRecord {
                evaluation: None,
                ..record.clone()
            };
            if left != record {
                self.note(member, &left, version).await?;
            }
            return Ok(());
        }
        report.accounts = report.accounts.saturating_add(1);
        let Some(outcome) = self.work_on(member, &record, version, report).await? else {
            return Ok(());
        };
        let violators = u64::try_from(outcome.violations.len()).unwrap_or(u64::MAX);
        report.violators = report.violators.saturating_add(violators);
        if outcome.issue.is_some() {
            report.failures = report.failures.saturating_add(1);
        }
        self.conclude(member, outcome).await
    }

    /// Looks, and changes what is to be changed. Nothing comes of it if another node is at the same account.
    async fn work_on(
        &self,
        member: &Member<'_>,
        record: &AccountRecord,
        version: Option<Revision>,
        report: &mut Report,
    ) -> Result<Option<Outcome>> {
        let mut outcome = Outcome {
            retrofitted: record.retrofitted.clone(),
            ..Outcome::default()
        };
        let waf = self.waf_of(member)?;
        let (situation, comparison) = match self.look(member, &waf, &outcome.retrofitted).await {
            Ok(seen) => seen,
            Err(issue) => {
                outcome.issue = Some(issue);
                return Ok(Some(outcome));
            }
        };
        let remedies = member.remedies(&situation, comparison.remedies);
        if remedies.is_empty() {
            member.see(&mut outcome, &situation, comparison.violations);
            return Ok(Some(outcome));
        }
        outcome
            .retrofitted
            .extend(remedies.iter().filter_map(|remedy| match remedy {
                Remedy::Retrofit { web_acl } => Some(web_acl.clone()),
                _ => None,
            }));
        // Before anything is changed it is noted, so that it can be taken back whatever happens.
        let intent = AccountRecord {
            retrofitted: outcome.retrofitted.clone(),
            evaluation: record.evaluation.clone(),
        };
        if !self.note(member, &intent, version).await? {
            return Ok(None);
        }
        for remedy in &remedies {
            match self.remedy(member, &waf, remedy).await {
                Ok(()) => report.remedies = report.remedies.saturating_add(1),
                Err(error) => {
                    outcome.issue.get_or_insert_with(|| error.to_string());
                }
            }
        }
        match self.look(member, &waf, &outcome.retrofitted).await {
            Ok((situation, comparison)) => {
                member.see(&mut outcome, &situation, comparison.violations);
            }
            Err(issue) => outcome.issue = Some(issue),
        }
        Ok(Some(outcome))
    }

    /// What there is, and what the policy says of it. The issue, if it cannot be told.
    async fn look(
        &self,
        member: &Member<'_>,
        waf: &WafHandle,
        retrofitted: &BTreeSet<String>,
    ) -> Result<(Situation, Comparison), String> {
        let situation = self.observe(member, waf, retrofitted).await?;
        let standing = Standing {
            in_scope: member.in_scope,
            cleans_up: member.cleans_up(),
            retrofitted,
        };
        let Work { record, wanted, .. } = member.work;
        let comparison = compare(&record.policy, wanted, standing, &situation);
        Ok((situation, comparison))
    }

    /// Writes a record as it follows from what was read; whether nobody else was faster.
    async fn note(
        &self,
        member: &Member<'_>,
        record: &AccountRecord,
        version: Option<Revision>,
    ) -> Result<bool> {
        let Work { home, id, .. } = member.work;
        let key = home.account(id, member.id)?;
        let transaction = match version {
            Some(version) => self.transaction()?.replace(key, encode(record)?, version),
            None => self.transaction()?.create(key, encode(record)?),
        };
        self.commit(transaction).await
    }

    /// Writes what came of it. What another node has noted meanwhile is kept.
    async fn conclude(&self, member: &Member<'_>, outcome: Outcome) -> Result<()> {
        let Work { home, id, now, .. } = member.work;
        let key = home.account(id, member.id)?;
        let is_done = !member.in_scope && outcome.issue.is_none();
        let gone = outcome.gone.clone();
        let mut record = AccountRecord {
            retrofitted: outcome.retrofitted.clone(),
            evaluation: member.in_scope.then(|| outcome.evaluation(*now)),
        };
        for _ in 0..ATTEMPTS {
            let transaction = match self.read(key.clone()).await? {
                Some(found) if is_done => self.transaction()?.delete(key.clone(), found.version),
                None if is_done => return Ok(()),
                Some(found) => {
                    let noted: AccountRecord = decode(&found.value)?;
                    let others = noted.retrofitted.into_iter();
                    let others = others.filter(|web_acl| !gone.contains(web_acl));
                    record.retrofitted.extend(others);
                    let value = encode(&record)?;
                    self.transaction()?
                        .replace(key.clone(), value, found.version)
                }
                None => self.transaction()?.create(key.clone(), encode(&record)?),
            };
            if self.commit(transaction).await? {
                return Ok(());
            }
        }
        // Others are at it: what they write is as new.
        Ok(())
    }

    /// WAF in the account, as the role that it has given Firewall Manager.
    fn waf_of(&self, member: &Member<'_>) -> Result<WafHandle> {
        let home = member.work.home;
        self.waf
            .service_linked_role(ROLE, &self.service, &home.partition, member.id)
            .and_then(|role| role.region(home.region.as_str()))
            .map_err(Error::broken)
    }
}

impl Member<'_> {
    /// Whether protection is taken off what is not in scope any more.
    fn cleans_up(&self) -> bool {
        match self.work.record.state {
            State::Active => {
                let policy = &self.work.record.policy;
                policy.delete_unused_fm_managed_resources && policy.remediation_enabled
            }
            State::CleaningUp => true,
            State::LettingGo => false,
        }
    }

    /// What is to be done, of what would remedy it.
    fn remedies(&self, situation: &Situation, remedies: BTreeSet<Remedy>) -> BTreeSet<Remedy> {
        match self.work.record.state {
            State::Active if self.work.record.policy.remediation_enabled => remedies,
            State::Active => BTreeSet::new(),
            State::CleaningUp => remedies,
            State::LettingGo => {
                let is_held = |acl: &waf_rules::model::WebAcl| {
                    acl.managed_by_firewall_manager == Some(true)
                        || acl.retrofitted_by_firewall_manager == Some(true)
                };
                let held = situation.web_acls.iter();
                held.filter(|(_, seen)| is_held(&seen.acl))
                    .map(|(web_acl, _)| Remedy::LetGo {
                        web_acl: web_acl.clone(),
                    })
                    .collect()
            }
        }
    }

    fn see(&self, outcome: &mut Outcome, situation: &Situation, violations: Vec<Violation>) {
        let has_groups = |web_acl: &String| {
            let seen = situation.web_acls.get(web_acl);
            seen.is_some_and(|seen| self.work.wanted.some_are_in(&seen.acl))
        };
        let all = std::mem::take(&mut outcome.retrofitted);
        (outcome.retrofitted, outcome.gone) = all.into_iter().partition(has_groups);
        outcome.violations = violations;
    }
}

impl Outcome {
    fn evaluation(self, now: common_types::Timestamp) -> Evaluation {
        let Self {
            retrofitted: _,
            gone: _,
            violations,
            issue,
        } = self;
        Evaluation {
            at: now,
            violator_count: u64::try_from(violations.len()).unwrap_or(u64::MAX),
            violators: violations
                .into_iter()
                .take(limits::VIOLATORS)
                .map(|violation| ComplianceViolator {
                    resource_id: violation.arn,
                    violation_reason: violation.reason,
                    resource_type: violation.kind,
                    metadata: violation
                        .web_acl
                        .map(|arn| ("webAclArn".to_owned(), arn))
                        .into_iter()
                        .collect(),
                })
                .collect(),
            issue,
        }
    }
}

/// The role of Firewall Manager in each account.
///
/// Source: [Service-linked roles for Firewall Manager](https://docs.aws.amazon.com/waf/latest/developerguide/fms-using-service-linked-roles.html).
const ROLE: &str = "AWSServiceRoleForFMS";
/// How often a result is written anew when other nodes are faster.
const ATTEMPTS: usize = 5;
