//! Time-driven work: policies are held against what there is, and what does not comply is remedied.

mod account;
mod observe;
mod remedy;

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use common_types::{AccountId, Timestamp};
use service_kit::Due;
use store::{Transaction, TransactionId, Versioned};

use account::Member;

use crate::{
    Error, FirewallManager, Result,
    manager::Shared,
    record::{Home, Index, PolicyRecord, State, decode, encode, to_the_microsecond},
    wanted::Wanted,
};

/// What [`FirewallManager::run_due`] did.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// Policies that were held against their resources, or ended.
    pub policies: u64,
    /// Accounts that one of them was held against.
    pub accounts: u64,
    /// Changes that were made to web ACLs and what they protect.
    pub remedies: u64,
    /// Resources that do not comply after that.
    pub violators: u64,
    /// Accounts and policies for which something could not be read or done: it is tried again the next time.
    pub failures: u64,
}

impl FirewallManager {
    /// Does all that is due: holds each policy that was changed, or was not looked at for [`EVALUATION`](crate::limits::EVALUATION), against all
    /// accounts and resources that the inventory tells of; remedies what does not comply, if the policy says so; takes back what deleted policies did.
    ///
    /// In the accounts it acts as their service-linked role `AWSServiceRoleForFMS`: each change is recorded as that role's.
    ///
    /// Several nodes may do it at once, and it can be cut at any point: everything is done once, or done again to the same end. A clock that was
    /// set back does not undo.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if the store fails; the rest waits for the next time. What one account refuses is noted in its compliance, and does not keep
    /// others from theirs.
    pub async fn run_due(&self, now: Timestamp) -> Result<Report> {
        let mut report = Report::default();
        loop {
            let ready = self.shared().due.ready(now, BATCH).await?;
            let found = ready.len();
            for due in ready {
                self.shared().settle(&due, now, &mut report).await?;
            }
            if found < BATCH {
                return Ok(report);
            }
        }
    }
}

/// A policy that is held against accounts.
#[derive(Debug)]
struct Work<'a> {
    home: &'a Home,
    id: &'a str,
    record: &'a PolicyRecord,
    wanted: Wanted,
    now: Timestamp,
}

impl Shared {
    /// Does what one entry is about. The entry is gone then, whatever came of it, and the policy has another one if it goes on.
    async fn settle(&self, due: &Due, now: Timestamp, report: &mut Report) -> Result<()> {
        let (home, id) = Home::of_arn(&due.id)?;
        let found = self.read(home.policy(&id)?).await?;
        let found = found
            .map(|found| Ok::<_, Error>((decode::<PolicyRecord>(&found.value)?, found)))
            .transpose()?;
        // A policy that was changed since has left its entry behind.
        let Some((record, found)) = found.filter(|(record, _)| record.due == due.at) else {
            let done = self.transaction()?.delete(due.key.clone(), due.version);
            return self.commit(done).await.map(|_| ());
        };
        let work = Work {
            home: &home,
            id: &id,
            wanted: Wanted::of(&record.policy, &record.stamp).map_err(Error::broken)?,
            record: &record,
            now: to_the_microsecond(now.max(due.at)),
        };
        let failures = report.failures;
        self.hold(&work, report).await?;
        report.policies = report.policies.saturating_add(1);
        match record.state {
            State::CleaningUp | State::LettingGo if report.failures == failures => {
                self.end(&work, due, &found).await
            }
            State::Active | State::CleaningUp | State::LettingGo => {
                self.schedule(&work, due, &found).await
            }
        }
    }

    /// Holds a policy against all accounts that it has to do with.
    async fn hold(&self, work: &Work<'_>, report: &mut Report) -> Result<()> {
        let Ok(in_scope) = self.in_scope(work).await else {
            report.failures = report.failures.saturating_add(1);
            return Ok(());
        };
        let mut accounts: BTreeMap<AccountId, Option<Versioned>> =
            in_scope.iter().map(|id| (*id, None)).collect();
        accounts.extend(self.known(work).await?);
        for (id, found) in accounts {
            let member = Member {
                work,
                id,
                in_scope: in_scope.contains(&id),
            };
            self.settle_account(&member, found, report).await?;
        }
        Ok(())
    }

    /// The accounts in scope: none of a policy that has ended.
    async fn in_scope(&self, work: &Work<'_>) -> Result<BTreeSet<AccountId>> {
        if work.record.state != State::Active {
            return Ok(BTreeSet::new());
        }
        let accounts = self.inventory.accounts().await.map_err(Error::broken)?;
        let policy = &work.record.policy;
        let covered = accounts
            .iter()
            .filter(|account| policy.covers_account(account));
        Ok(covered.map(|account| account.id).collect())
    }

    /// The accounts that the policy has had to do with.
    async fn known(&self, work: &Work<'_>) -> Result<Vec<(AccountId, Option<Versioned>)>> {
        let mut known = Vec::new();
        let mut range = work.home.accounts(work.id)?;
        loop {
            let found = self.store.scan(range.clone(), BATCH).await?;
            let Some((last, _)) = found.last() else {
                return Ok(known);
            };
            range = range.after(last);
            for (key, found) in found {
                known.push((Home::account_of(&key)?, Some(found)));
            }
        }
    }

    /// Plans the next time. If somebody has changed the policy meanwhile, it is planned already.
    async fn schedule(&self, work: &Work<'_>, due: &Due, found: &Versioned) -> Result<()> {
        let every = TimeDelta::from_std(self.every).map_err(Error::broken)?;
        let next = work.now + every;
        let record = PolicyRecord {
            due: next,
            ..work.record.clone()
        };
        let transaction = self
            .transaction()?
            .replace(work.home.policy(work.id)?, encode(&record)?, found.version)
            .delete(due.key.clone(), due.version)
            .put(self.due.key(next, &due.id)?, Vec::new());
        self.commit(transaction).await.map(|_| ())
    }

    /// Forgets a policy that has ended.
    async fn end(&self, work: &Work<'_>, due: &Due, found: &Versioned) -> Result<()> {
        let key = work.home.index()?;
        let mut transaction = self
            .transaction()?
            .delete(work.home.policy(work.id)?, found.version)
            .delete(due.key.clone(), due.version);
        if let Some(found) = self.read(key.clone()).await? {
            let mut index: Index = decode(&found.value)?;
            index.0.remove(work.id);
            transaction = transaction.replace(key, encode(&index)?, found.version);
        }
        // If the index was changed meanwhile, the entry is still there, and the next time does it.
        self.commit(transaction).await.map(|_| ())
    }

    fn transaction(&self) -> Result<Transaction> {
        Ok(Transaction::new(TransactionId::random(&*self.random)?))
    }

    /// Commits; whether nobody else was faster.
    async fn commit(&self, transaction: Transaction) -> Result<bool> {
        match self.store.commit(transaction).await {
            Ok(_) => Ok(true),
            Err(store::Error::Conflict { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

/// Entries and records that are looked at together.
const BATCH: usize = 100;
