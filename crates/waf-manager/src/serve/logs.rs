//! Log records on their way to where they are kept.

use std::{
    fmt::Debug,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, SyncSender, TryRecvError, sync_channel},
    },
};

use common_types::BoxFuture;
use service_kit::BoxedError;
use waf_rules::{LogRecord, model::LoggingConfiguration};

use crate::{WafManager, limits};

/// Where log records go: a file, a log group, a stream, by their destinations. The application supplies it.
pub trait LogSink: Debug + Send + Sync + 'static {
    /// Takes records over, in the order in which requests were decided. After an error they come again, before all others.
    fn take_over<'a>(
        &'a self,
        records: &'a [LoggedRequest],
    ) -> BoxFuture<'a, Result<(), BoxedError>>;
}

/// A request that a web ACL has decided, as its logging configuration wants it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LoggedRequest {
    /// The web ACL's ARN.
    pub web_acl_arn: String,
    /// Where the record is to go: the ARN of a log group, a bucket or a delivery stream, whose name begins with `aws-waf-logs-`.
    pub destination: String,
    /// The record: serialises as AWS WAF writes it. What is to be hidden is hidden.
    pub record: LogRecord,
}

/// What [`WafManager::deliver_logs`] did.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct DeliveredLogs {
    /// Records that the sink took over.
    pub records: u64,
    /// Records that were lost since the last delivery: more came than [`limits::WAITING_LOG_RECORDS`] while none was taken over.
    pub lost: u64,
    /// What the sink said if it did not take some over: they wait.
    pub error: Option<BoxedError>,
}

/// Records that wait for a delivery: so many and no more.
#[derive(Debug)]
pub(crate) struct Logs {
    waiting: SyncSender<Box<LoggedRequest>>,
    delivery: Mutex<Delivery>,
    lost: AtomicU64,
}

#[derive(Debug)]
struct Delivery {
    waiting: Receiver<Box<LoggedRequest>>,
    /// Those that the sink did not take over.
    held_back: Vec<LoggedRequest>,
}

impl WafManager {
    /// Hands the log records that wait over to a sink: call it in a loop, as often as logs are wanted.
    ///
    /// Records wait in memory, [`limits::WAITING_LOG_RECORDS`] at most: what comes beyond that is lost and counted, and no decision ever waits
    /// for it. They are lost, too, when the process ends before they are delivered. AWS delivers logs as best it can, and no better.
    pub async fn deliver_logs(&self, sink: &dyn LogSink) -> DeliveredLogs {
        let logs = &self.shared().logs;
        let mut delivered = DeliveredLogs {
            lost: logs.lost.swap(0, Ordering::Relaxed),
            ..DeliveredLogs::default()
        };
        loop {
            let batch = logs.batch();
            if batch.is_empty() {
                return delivered;
            }
            if let Err(error) = sink.take_over(&batch).await {
                logs.hold_back(batch);
                delivered.error = Some(error);
                return delivered;
            }
            delivered.records = delivered.records.saturating_add(batch.len() as u64);
        }
    }
}

impl Logs {
    pub(crate) fn new() -> Self {
        let (sender, receiver) = sync_channel(limits::WAITING_LOG_RECORDS);
        Self {
            waiting: sender,
            delivery: Mutex::new(Delivery {
                waiting: receiver,
                held_back: Vec::new(),
            }),
            lost: AtomicU64::new(0),
        }
    }

    /// Puts a record to those that wait, if there is room. A web ACL has one destination.
    pub(crate) fn put(&self, logging: &LoggingConfiguration, record: LogRecord) {
        let Some(destination) = logging.log_destination_configs.first() else {
            return;
        };
        let logged = LoggedRequest {
            web_acl_arn: logging.resource_arn.clone(),
            destination: destination.clone(),
            record,
        };
        if self.waiting.try_send(Box::new(logged)).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn batch(&self) -> Vec<LoggedRequest> {
        let mut delivery = self.delivery.lock().unwrap_or_else(PoisonError::into_inner);
        let mut batch = std::mem::take(&mut delivery.held_back);
        while batch.len() < limits::LOG_BATCH {
            match delivery.waiting.try_recv() {
                Ok(logged) => batch.push(*logged),
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
            }
        }
        batch
    }

    /// Two deliveries at once may both have failed: none of their records is lost.
    fn hold_back(&self, mut batch: Vec<LoggedRequest>) {
        let mut delivery = self.delivery.lock().unwrap_or_else(PoisonError::into_inner);
        batch.append(&mut delivery.held_back);
        delivery.held_back = batch;
    }
}
