//! One request of the SDK, answered.

use std::sync::Arc;

use aws_smithy_runtime_api::{
    client::{
        http::{HttpConnector, HttpConnectorFuture},
        orchestrator::{HttpRequest, HttpResponse},
        result::ConnectorError,
    },
    http::StatusCode,
};
use aws_smithy_types::body::SdkBody;

use crate::{Api, WireRequest, WireResponse};

/// Answers the SDK's requests.
#[derive(Debug)]
pub(super) struct Connector(Arc<Api>);

impl Connector {
    pub(super) fn new(api: Arc<Api>) -> Self {
        Self(api)
    }
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let api = Arc::clone(&self.0);
        HttpConnectorFuture::new(async move { answer(&api, &request).await })
    }
}

async fn answer(api: &Api, request: &HttpRequest) -> Result<HttpResponse, ConnectorError> {
    let body = request.body().bytes().ok_or_else(|| {
        ConnectorError::user("only requests whose body is in memory are answered".into())
    })?;
    let (authority, path, query) = parts(request.uri());
    let mut headers: Vec<(&str, &[u8])> = request
        .headers()
        .iter()
        .map(|(name, value)| (name, value.as_bytes()))
        .collect();
    // A transport would say which host it called: the signature is over it.
    if !request.headers().contains_key("host") {
        headers.push(("host", authority.as_bytes()));
    }
    let mut wire = WireRequest::post(&headers, body);
    (wire.method, wire.path, wire.query) = (request.method(), path, query);
    response(api.respond(wire).await)
}

fn response(answer: WireResponse) -> Result<HttpResponse, ConnectorError> {
    let broken =
        |error: Box<dyn std::error::Error + Send + Sync>| ConnectorError::other(error, None);
    let status = StatusCode::try_from(answer.status).map_err(|error| broken(error.into()))?;
    let headers: Vec<(&'static str, String)> = answer
        .headers()
        .map(|(name, value)| (name, value.to_owned()))
        .collect();
    let mut response = HttpResponse::new(status, SdkBody::from(answer.body));
    for (name, value) in headers {
        response
            .headers_mut()
            .try_append(name, value)
            .map_err(|error| broken(error.into()))?;
    }
    Ok(response)
}

/// Authority, path and query of `https://authority/path?query`.
fn parts(uri: &str) -> (&str, &str, &str) {
    let after_scheme = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    let end = after_scheme.find(['/', '?']).unwrap_or(after_scheme.len());
    let (authority, rest) = after_scheme
        .split_at_checked(end)
        .unwrap_or((after_scheme, ""));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    (authority, if path.is_empty() { "/" } else { path }, query)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_is_taken_apart() {
        for (uri, expected) in [
            (
                "https://kms.eu-west-1.amazonaws.com/",
                ("kms.eu-west-1.amazonaws.com", "/", ""),
            ),
            ("https://localhost:4566", ("localhost:4566", "/", "")),
            ("https://h?a=b", ("h", "/", "a=b")),
            ("/p?a=b?c", ("", "/p", "a=b?c")),
        ] {
            assert_eq!(parts(uri), expected, "{uri}");
        }
    }
}
