//! The page for the operator, on a port of its own: read-only, without scripts, without anything from elsewhere.

mod audit_tail;
mod html;
mod keys;
pub mod metrics;
mod page;
mod parameters;
mod web_acls;

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::body::Incoming;
use metrics_exporter_prometheus::PrometheusHandle;

use crate::{
    front::{health, text},
    serve::Answers,
    state::State,
};

/// What the page's own calls are recorded as: it calls as the account's root user.
const USER_AGENT: &str = "strongroom-console";

/// Serves the page, `/metrics` and `/health`.
pub struct Console {
    state: Arc<State>,
    metrics: PrometheusHandle,
}

impl Console {
    pub fn new(state: Arc<State>, metrics: PrometheusHandle) -> Self {
        Self { state, metrics }
    }
}

impl std::fmt::Debug for Console {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Console").finish_non_exhaustive()
    }
}

impl Answers for Console {
    async fn answer(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        if !is_local(&request) {
            return text(StatusCode::FORBIDDEN, "ask for localhost\n");
        }
        match (request.method(), request.uri().path()) {
            (&Method::GET, "/health") => health(&self.state).await,
            (&Method::GET, "/metrics") => {
                self.metrics.run_upkeep();
                text(StatusCode::OK, self.metrics.render())
            }
            (&Method::GET, "/") => {
                to_response(page::render(&self.state, request.uri().query()).await)
            }
            (&Method::GET, _) => text(StatusCode::NOT_FOUND, "there is no such page\n"),
            _ => text(StatusCode::METHOD_NOT_ALLOWED, "read-only\n"),
        }
    }
}

/// A page of somebody else that had its name point to 127.0.0.1 would read this one through its reader's browser.
fn is_local(request: &Request<Incoming>) -> bool {
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "127.0.0.1" | "localhost")
}

fn to_response(page: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(page));
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}
