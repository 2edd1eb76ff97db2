//! What is written down of requests: AWS WAF's log records and request samples, with what is to be hidden in them.

mod details;
mod filter;
mod protect;
mod rate;
mod record;
mod sample;

pub use details::RuleMatchDetail;
pub(crate) use rate::limit_key;
pub use record::{LogContext, LogRecord};
pub use sample::SampledHttpRequest;

use crate::model::LoggingConfiguration;

impl LoggingConfiguration {
    /// The record of a request, unless the filter drops it.
    pub fn record(&self, context: &LogContext<'_, '_>) -> Option<LogRecord> {
        let is_kept = self
            .logging_filter
            .as_ref()
            .is_none_or(|filter| filter::keeps(filter, context.verdict));
        is_kept
            .then(|| LogRecord::new(context, self.redacted_fields.as_deref().unwrap_or_default()))
    }
}
