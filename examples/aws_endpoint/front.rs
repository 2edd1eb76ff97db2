//! The endpoint itself: health, in development reset, and all else is AWS.

use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header::CONTENT_TYPE};
use http_body_util::Full;
use hyper::body::Incoming;

use crate::{arguments::Mode, firewall::answer_of, serve::Answers, state::State};

/// What listens where AWS's SDKs are pointed to.
#[derive(Debug)]
pub struct Front {
    state: Arc<State>,
}

impl Front {
    pub fn new(state: Arc<State>) -> Self {
        Self { state }
    }
}

impl Answers for Front {
    async fn answer(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let development = matches!(self.state.mode(), Mode::Development { .. });
        match (request.method(), request.uri().path()) {
            (&Method::GET, "/health") => health(&self.state).await,
            (&Method::POST, "/_strongroom/reset") if development => {
                match self.state.reset().await {
                    Ok(()) => text(StatusCode::OK, "all is gone\n"),
                    Err(error) => {
                        tracing::error!(%error, "reset failed");
                        text(StatusCode::INTERNAL_SERVER_ERROR, "reset failed\n")
                    }
                }
            }
            _ => match self.state.running().await {
                Some(running) => match self.state.firewall() {
                    Some(firewall) => firewall.answer(&running, request).await,
                    None => answer_of(running.service.clone(), request).await,
                },
                None => text(StatusCode::SERVICE_UNAVAILABLE, "stopping\n"),
            },
        }
    }
}

/// Whether calls are answered.
pub async fn health(state: &State) -> Response<Full<Bytes>> {
    match state.running().await {
        Some(_) => text(StatusCode::OK, "ok\n"),
        None => text(StatusCode::SERVICE_UNAVAILABLE, "stopping\n"),
    }
}

pub fn text(status: StatusCode, text: impl Into<Bytes>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(text.into()));
    *response.status_mut() = status;
    let plain = http::HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, plain);
    response
}
