//! Time-driven work: found without scanning the rest, safe from several nodes at once.

use std::time::Duration;

use common_types::Timestamp;
use events::Redelivered;

use crate::{Result, Strongroom};

/// What [`Strongroom::run_due`] did.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// Keys whose waiting period had ended, and which are gone.
    pub deleted_keys: u64,
    /// Parameters that had expired, and are gone.
    pub expired_parameters: u64,
    /// Notifications of parameters that will expire, or were not changed for long.
    pub parameter_notifications: u64,
    /// What was done for floods: call [`ShieldManager::run_due`](shield_manager::ShieldManager::run_due) more often than this.
    pub shield: shield_manager::Report,
    /// What was done for fleet policies.
    pub fleet: fleet::Report,
    /// Events that the bus took over.
    pub events: u64,
    /// Deliveries of earlier events that the bus tried again.
    pub redelivered: Redelivered,
}

impl Strongroom {
    /// Does all that is due at `now`: deletes the keys whose waiting period has ended, applies the policies of parameters, takes off what is left of floods,
    /// holds fleet policies against what there is, delivers events to the bus if that has rules, and writes
    /// buffered audit records.
    ///
    /// A clock that was set back never undoes: work goes by the larger of `now` and the last time seen.
    ///
    /// # Errors
    ///
    /// What could not be done stays due; the first failure is told.
    pub async fn run_due(&self, now: Timestamp) -> Result<Report> {
        let kms = self.kms.run_due(now).await?;
        let params = self.param_store.run_due(now).await?;
        let mut report = Report {
            deleted_keys: kms.deleted_keys,
            expired_parameters: params.expired_parameters,
            parameter_notifications: params.notifications,
            shield: self.shield.run_due(now).await?,
            ..Report::default()
        };
        if let Some(firewall_manager) = &self.firewall_manager {
            report.fleet = firewall_manager.run_due(now).await?;
        }
        if self.events.has_rules() {
            report.events = self.outbox.deliver(&*self.events).await?.events;
            report.redelivered = self.events.run_due(now).await?;
        }
        self.audit.flush().await?;
        Ok(report)
    }

    /// Does what is due again and again, with a pause in between that the application makes with its own runtime's timer.
    ///
    /// It ends only with an error; start it as a task if you want it, and drop that to stop.
    ///
    /// ```no_run
    /// # async fn example(strongroom: strongroom::Strongroom) -> strongroom::Result<()> {
    /// strongroom.drive(|pause| tokio::time::sleep(pause)).await
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
            self.run_due(self.clock.now()).await?;
            pause(PAUSE).await;
        }
    }
}

/// Deletions are planned in days and audit records in seconds: a minute is soon enough for both.
const PAUSE: Duration = Duration::from_secs(60);
