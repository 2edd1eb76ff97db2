//! What a request leaves in logs and metrics. Never its body, and never an answer's.

use common_types::Timestamp;
use metrics::{counter, histogram};

use super::Connection;
use crate::WireResponse;

/// Records how a request was answered.
pub(super) fn answered(
    response: &WireResponse,
    connection: Option<Connection>,
    begun: Timestamp,
    ended: Timestamp,
) {
    let took = ended.signed_duration_since(begun);
    let (service, operation) = response.operation.unwrap_or(("none", "none"));
    let status = response.status;
    let error = response.error.as_deref().unwrap_or_default();
    let labels = [("service", service), ("operation", operation)];
    counter!(
        "strongroom_requests_total",
        "service" => service, "operation" => operation, "status" => status.to_string()
    )
    .increment(1);
    let seconds = took.num_microseconds().unwrap_or(i64::MAX);
    #[expect(
        clippy::cast_precision_loss,
        reason = "microseconds of a call fit 53 bits"
    )]
    histogram!("strongroom_request_seconds", &labels).record(seconds as f64 / 1e6);
    tracing::info!(
        request_id = %response.request_id,
        service,
        operation,
        status,
        error,
        peer = connection.map(|c| tracing::field::display(c.peer)),
        micros = took.num_microseconds(),
        "answered"
    );
}
