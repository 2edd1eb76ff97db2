//! The service itself.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header::HOST, request::Parts};
use http_body::Body;
use http_body_util::Full;

use super::{
    Connection, HttpOptions,
    body::{NoBody, take_in},
    observe,
    room::Room,
};
use crate::{Api, Fault, WireRequest, WireResponse};

/// An [`Api`] as an HTTP service. Cheap to clone: one a connection, or one for all.
///
/// It is infallible: every failure is an answer. It needs a tokio runtime, for the time that a body may take. What it knows of where a
/// request came from, it has from the [`Connection`] in the request's extensions.
#[derive(Clone, Debug)]
pub struct HttpService {
    api: Api,
    options: HttpOptions,
    room: Room,
}

impl HttpService {
    /// Serves these services within these bounds.
    pub fn new(api: Api, options: HttpOptions) -> Self {
        let room = Room::new(options.bodies_bytes);
        Self { api, options, room }
    }

    /// The answer to a request that the service does not get to see, such as one that something in front of it gave up waiting for.
    pub fn refuse(&self, fault: Fault) -> Response<Full<Bytes>> {
        to_http(self.api.refuse(fault))
    }

    /// A new id, for the answer of something in front of the service: AWS's clients look for it in the header `x-amzn-requestid`.
    pub fn request_id(&self) -> String {
        self.api.request_id()
    }

    async fn answer<B: Body>(self, request: Request<B>) -> Response<Full<Bytes>> {
        let begun = self.api.now();
        let (head, body) = request.into_parts();
        let connection = head
            .extensions
            .get::<Connection>()
            .map(|connection| connection.behind(&self.options.proxies, &head.headers));
        let response = match take_in(body, &self.options, &self.room).await {
            Ok(body) => self.respond(&head, &body.bytes, connection).await,
            Err(no_body) => self.api.refuse(fault(no_body)),
        };
        observe::answered(&response, connection, begun, self.api.now());
        to_http(response)
    }

    async fn respond(
        &self,
        head: &Parts,
        body: &[u8],
        connection: Option<Connection>,
    ) -> WireResponse {
        let mut headers: Vec<(&str, &[u8])> = Vec::with_capacity(head.headers.len() + 1);
        headers.extend(head.headers.iter().map(|(n, v)| (n.as_str(), v.as_bytes())));
        // HTTP/2 has the host in the URI.
        if let Some(authority) = head.uri.authority()
            && !head.headers.contains_key(HOST)
        {
            headers.push(("host", authority.as_str().as_bytes()));
        }
        let request = WireRequest {
            method: head.method.as_str(),
            path: head.uri.path(),
            query: head.uri.query().unwrap_or_default(),
            headers: &headers,
            body,
            peer: connection.map(|connection| connection.peer),
            secure: connection.is_some_and(|connection| connection.secure),
        };
        self.api.respond(request).await
    }
}

impl<B> tower_service::Service<Request<B>> for HttpService
where
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Send,
{
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let service = self.clone();
        Box::pin(async move { Ok(service.answer(request).await) })
    }
}

fn fault(no_body: NoBody) -> Fault {
    match no_body {
        NoBody::TooLarge => Fault::new(
            413,
            "RequestEntityTooLargeException",
            "Request body is too large",
        ),
        NoBody::NoRoom => Fault::unavailable(),
        NoBody::TooSlow => Fault::too_slow(),
        NoBody::Broken => Fault::serialization("Request body ended before its end"),
    }
}

fn to_http(response: WireResponse) -> Response<Full<Bytes>> {
    let mut http = Response::new(Full::default());
    *http.status_mut() =
        StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in response.headers() {
        if let Ok(value) = HeaderValue::from_str(value) {
            http.headers_mut().insert(name, value);
        }
    }
    *http.body_mut() = Full::from(response.body);
    http
}
