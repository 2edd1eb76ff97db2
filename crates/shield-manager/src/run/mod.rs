//! Time-driven work: what is seen becomes rules, and rules that nobody renews go.

mod install;
mod renew;

use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use common_types::{Arn, Timestamp};
use service_kit::Due;

use crate::{
    Error, Result, ShieldManager,
    manager::Shared,
    record::{Home, Installation, decode, encode},
};

/// What [`ShieldManager::run_due`] did.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// Resources that are watched here and have automatic mitigation.
    pub protected: u64,
    /// Of these, those that much more arrives at than is usual.
    pub under_attack: u64,
    /// Rules that this process has in force.
    pub rules: u64,
    /// Web ACLs whose rule group was brought up to date.
    pub installed: u64,
    /// Web ACLs for which WAF did not do what was asked of it: it is tried again soon.
    pub failures: u64,
}

impl ShieldManager {
    /// Looks at what was observed here, puts rules on web ACLs and takes them off, and takes off what other processes have left behind. Call it every
    /// few seconds.
    ///
    /// Several processes may do it at once, each for the requests that it sees: their rules are in one group, side by side. It can be cut at any point.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if the store fails; the rest waits for the next time.
    pub async fn run_due(&self, now: Timestamp) -> Result<Report> {
        let shared = self.shared();
        let now = to_the_microsecond(now);
        let mut report = Report::default();
        for (resource, watched) in shared.watched() {
            shared.renew(&resource, &watched, now, &mut report).await?;
        }
        loop {
            let ready = shared.due.ready(now, BATCH).await?;
            let found = ready.len();
            // After a clock was set back, what is due later by it waits until then: rules that were just renewed stay.
            let ready: Vec<_> = ready.into_iter().filter(|due| due.at <= now).collect();
            let is_all_waiting = ready.is_empty();
            for due in ready {
                let web_acl = due.id.clone();
                match shared.settle(&web_acl, now).await {
                    Ok(true) => report.installed = report.installed.saturating_add(1),
                    Ok(false) => {}
                    Err(Error::Waf(_)) => report.failures = report.failures.saturating_add(1),
                    Err(error) => return Err(error),
                }
                shared.drop_entry(&due).await?;
            }
            if found < BATCH || is_all_waiting {
                return Ok(report);
            }
        }
    }
}

impl ShieldManager {
    /// Calls [`run_due`](Self::run_due) every five seconds, with a pause in between that the application makes with its own runtime's timer.
    ///
    /// It ends only with an error; start it as a task, and drop that to stop.
    ///
    /// ```no_run
    /// # async fn example(shield: shield_manager::ShieldManager) -> shield_manager::Result<()> {
    /// shield.drive(|pause| tokio::time::sleep(pause)).await
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`run_due`](Self::run_due).
    pub async fn drive<P>(&self, mut pause: impl FnMut(Duration) -> P) -> Result<()>
    where
        P: Future<Output = ()>,
    {
        loop {
            self.run_due(self.shared().guard.clock().now()).await?;
            pause(shield::limits::BUCKET).await;
        }
    }
}

impl Shared {
    /// Brings WAF up to date with what is to be in force for a web ACL; whether there was anything to do. Whatever comes of it, another entry of the
    /// index says when there is more to do.
    ///
    /// # Errors
    ///
    /// [`Error::Waf`] if WAF does not do it: it is due again soon.
    pub(crate) async fn settle(&self, web_acl: &str, now: Timestamp) -> Result<bool> {
        let arn: Arn = web_acl.parse().map_err(Error::broken)?;
        let home = Home::of(&arn)?;
        let key = home.installation(web_acl)?;
        let now = to_the_microsecond(now);
        loop {
            let Some(found) = self.read(key.clone()).await? else {
                return Ok(false);
            };
            let mut installation: Installation = decode(&found.value)?;
            if installation.due.is_none_or(|due| due > now) {
                return Ok(false);
            }
            if installation.expire(now) {
                installation.changed(now);
            }
            let outcome = if installation.generation == installation.applied {
                Ok(())
            } else {
                self.install(&home, web_acl, &installation).await
            };
            let mut transaction = self.transaction()?;
            let next = match &outcome {
                Ok(()) => {
                    installation.applied = installation.generation;
                    installation.sets = in_use(&installation);
                    installation.next()
                }
                Err(_) => Some(now + RETRY),
            };
            installation.due = next;
            transaction = if outcome.is_ok() && installation.resources.is_empty() {
                transaction.delete(key.clone(), found.version)
            } else {
                let value = encode(&installation)?;
                transaction.replace(key.clone(), value, found.version)
            };
            if let Some(next) = next {
                transaction = transaction.put(self.due.key(next, web_acl)?, Vec::new());
            }
            if self.commit(transaction).await? {
                return outcome.map(|()| true);
            }
            // Somebody has changed what is to be in force: look again.
        }
    }

    /// Forgets an entry that was looked at.
    async fn drop_entry(&self, due: &Due) -> Result<()> {
        let transaction = self.transaction()?.delete(due.key.clone(), due.version);
        self.commit(transaction).await.map(|_| ())
    }
}

/// The moment that a store can tell from others: due work is kept in microseconds.
pub(crate) fn to_the_microsecond(at: Timestamp) -> Timestamp {
    DateTime::from_timestamp_micros(at.timestamp_micros()).unwrap_or(at)
}

/// The names of the IP sets that are in force.
fn in_use(installation: &Installation) -> std::collections::BTreeSet<String> {
    let entries = installation.entries();
    let sets = entries.iter().flat_map(|(entry, _)| &entry.sets);
    sets.map(|set| set.name.clone()).collect()
}

/// Entries that are looked at together.
const BATCH: usize = 100;
/// When that is tried again which WAF did not do.
const RETRY: TimeDelta = TimeDelta::seconds(5);
