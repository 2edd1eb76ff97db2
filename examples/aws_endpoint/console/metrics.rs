//! Counters and times, as Prometheus reads them.

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::Result;

/// Begins to count.
pub fn install() -> Result<PrometheusHandle> {
    let builder = PrometheusBuilder::new().set_buckets_for_metric(
        Matcher::Full("strongroom_request_seconds".to_owned()),
        &[0.000_025, 0.000_1, 0.000_25, 0.001, 0.005, 0.025, 0.1, 1.0],
    )?;
    let handle = builder.install_recorder()?;
    metrics::describe_counter!("strongroom_requests_total", "Requests that were answered.");
    metrics::describe_counter!(
        "strongroom_waf_requests_total",
        "Requests to the endpoint, by what its web ACL's rules made of them."
    );
    metrics::describe_histogram!(
        "strongroom_request_seconds",
        metrics::Unit::Seconds,
        "How long an answer took."
    );
    Ok(handle)
}
