//! The layer, and the service that it makes.

use std::{
    net::{IpAddr, Ipv4Addr},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use common_types::Clock;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, request::Parts};
use http_body::Body;
use ipnet::IpNet;
use tower_layer::Layer;
use tower_service::Service;
use waf_rules::{
    CompiledWebAcl, Environment, GeoLookup, Header, TokenCheck, Verdict, VerdictResponse,
};

use crate::{
    Protection,
    address::{Peer, client},
    body::{Answer, Inspected},
};

/// Puts a web ACL in front of a service.
#[derive(Clone, Debug)]
pub struct WafLayer(Arc<Settings>);

/// What all requests are decided by.
#[derive(Clone, Debug)]
struct Settings {
    protection: Protection,
    clock: Arc<dyn Clock>,
    proxies: Vec<IpNet>,
    geo: Option<Arc<dyn GeoLookup + Send + Sync>>,
    tokens: Option<Arc<dyn TokenCheck + Send + Sync>>,
    observer: Option<Arc<dyn Observer>>,
}

/// Is shown every decision: for metrics, samples and logs.
pub trait Observer: std::fmt::Debug + Send + Sync + 'static {
    /// A request was decided. Be quick: the request waits.
    fn decided(&self, request: &waf_rules::Request<'_>, verdict: &Verdict<'_>);
}

impl WafLayer {
    /// Decides by this web ACL, and by this clock.
    pub fn new(protection: Protection, clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Settings {
            protection,
            clock,
            proxies: Vec::new(),
            geo: None,
            tokens: None,
            observer: None,
        }))
    }

    /// Believes what these proxies say of where a request came from (`X-Forwarded-For`). By default nobody is believed.
    #[must_use]
    pub fn trusted_proxies(self, proxies: impl IntoIterator<Item = IpNet>) -> Self {
        self.with(|settings| settings.proxies = proxies.into_iter().collect())
    }

    /// Knows where addresses are.
    #[must_use]
    pub fn geo(self, lookup: Arc<dyn GeoLookup + Send + Sync>) -> Self {
        self.with(|settings| settings.geo = Some(lookup))
    }

    /// Reads the tokens of CAPTCHA and challenge. Without it, every token is missing.
    #[must_use]
    pub fn tokens(self, check: Arc<dyn TokenCheck + Send + Sync>) -> Self {
        self.with(|settings| settings.tokens = Some(check))
    }

    /// Shows every decision to an observer.
    #[must_use]
    pub fn observer(self, observer: Arc<dyn Observer>) -> Self {
        self.with(|settings| settings.observer = Some(observer))
    }

    fn with(self, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings::clone(&self.0);
        change(&mut settings);
        Self(Arc::new(settings))
    }
}

impl<S> Layer<S> for WafLayer {
    type Service = WafService<S>;

    fn layer(&self, inner: S) -> WafService<S> {
        WafService {
            settings: Arc::clone(&self.0),
            inner,
        }
    }
}

/// A service behind a web ACL.
#[derive(Clone, Debug)]
pub struct WafService<S> {
    settings: Arc<Settings>,
    inner: S,
}

impl<S, B, R> Service<Request<B>> for WafService<S>
where
    S: Service<Request<Inspected<B>>, Response = Response<R>> + Clone + Send + 'static,
    S::Future: Send,
    B: Body<Data = Bytes> + Send + Unpin + 'static,
    B::Error: Send,
{
    type Response = Response<Answer<R>>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let settings = Arc::clone(&self.settings);
        // The clone takes the place of the one that is ready.
        let ready = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, ready);
        Box::pin(async move {
            let acl = settings.protection.current();
            let (mut parts, body) = request.into_parts();
            let limit = if acl.inspects_body() {
                acl.body_limit()
            } else {
                0
            };
            let body = match limit {
                0 => Inspected::untouched(body),
                // A client that ends in the middle of its body gets no answer that it could read.
                limit => match Inspected::read_ahead(body, limit).await {
                    Ok(body) => body,
                    Err(_) => return Ok(cut_short()),
                },
            };
            match settings.decide(&acl, &parts, &body, limit) {
                Decision::Pass(inserted) => {
                    parts.headers.extend(inserted);
                    let response = inner.call(Request::from_parts(parts, body)).await?;
                    Ok(response.map(Answer::application))
                }
                Decision::Stop(response) => Ok(response.map(Answer::firewall)),
            }
        })
    }
}

/// What becomes of a request.
enum Decision {
    /// It goes on, with these headers.
    Pass(HeaderMap),
    /// It is answered with this.
    Stop(Response<Bytes>),
}

impl Settings {
    fn decide<B: Body<Data = Bytes> + Unpin>(
        &self,
        acl: &CompiledWebAcl,
        parts: &Parts,
        body: &Inspected<B>,
        limit: usize,
    ) -> Decision {
        // A server that does not say where a connection comes from makes all look as if from nowhere.
        let peer = parts
            .extensions
            .get::<Peer>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0);
        let address = client(peer, &self.proxies, &parts.headers);
        let headers = parts.headers.iter();
        let headers: Vec<_> = authority(parts)
            .map(|host| Header::new("host", host))
            .into_iter()
            .chain(headers.map(|(name, value)| Header::new(name.as_str(), value.as_bytes())))
            .collect();
        let uri = parts.uri.path_and_query().map_or("/", |uri| uri.as_str());
        let (inspected, is_cut) = body.inspected(limit);
        let request = waf_rules::Request::new(parts.method.as_str(), uri, address)
            .headers(&headers)
            .body(&inspected)
            .body_is_cut(is_cut && limit > 0)
            .http_version(version(parts.version));
        let request = match parts.uri.scheme_str() {
            Some(scheme) => request.scheme(scheme),
            None => request,
        };
        let mut environment = Environment::new();
        if let Some(geo) = &self.geo {
            environment = environment.geo(&**geo);
        }
        if let Some(tokens) = &self.tokens {
            environment = environment.tokens(&**tokens);
        }
        let verdict = acl.decide(&request, self.clock.now(), &environment);
        if let Some(observer) = &self.observer {
            observer.decided(&request, &verdict);
        }
        match verdict.response() {
            None => Decision::Pass(header_map(verdict.insert_headers())),
            Some(response) => Decision::Stop(blocked(&response)),
        }
    }
}

/// The host that the URI says, where no header says the same: HTTP/2 and 3 have `:authority` instead of `Host`, and rules about `Host`
/// hold for them, too. Where both are there and differ, nobody knows which of them the application believes: rules see both.
fn authority(parts: &Parts) -> Option<&str> {
    let authority = parts.uri.authority()?.as_str();
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let mut said = parts.headers.get_all(http::header::HOST).iter();
    let is_said = said.any(|value| value.as_bytes().eq_ignore_ascii_case(host.as_bytes()));
    (!is_said).then_some(host)
}

/// The response to a request that does not go on.
fn blocked(response: &VerdictResponse<'_>) -> Response<Bytes> {
    let VerdictResponse {
        status,
        headers,
        body,
        ..
    } = response;
    let content = body.map_or("", |(_, content)| content);
    let mut blocked = Response::new(Bytes::copy_from_slice(content.as_bytes()));
    *blocked.status_mut() = StatusCode::from_u16(*status).unwrap_or(StatusCode::FORBIDDEN);
    *blocked.headers_mut() = header_map(headers.iter().map(|(name, value)| (&**name, &**value)));
    if let Some((media_type, _)) = body {
        blocked.headers_mut().insert(
            http::header::CONTENT_TYPE,
            HeaderValue::from_static(media_type),
        );
    }
    blocked
}

/// The response to a request whose body ends before it should.
fn cut_short<R>() -> Response<Answer<R>> {
    let mut refusal = Response::new(Answer::firewall(Bytes::new()));
    *refusal.status_mut() = StatusCode::BAD_REQUEST;
    refusal
}

/// Names and values were checked when the web ACL was: one that HTTP cannot carry is left out.
fn header_map<'a>(headers: impl Iterator<Item = (&'a str, &'a str)>) -> HeaderMap {
    headers
        .filter_map(|(name, value)| {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            Some((name, HeaderValue::from_str(value).ok()?))
        })
        .collect()
}

fn version(version: http::Version) -> &'static str {
    match version {
        http::Version::HTTP_09 => "HTTP/0.9",
        http::Version::HTTP_10 => "HTTP/1.0",
        http::Version::HTTP_2 => "HTTP/2.0",
        http::Version::HTTP_3 => "HTTP/3.0",
        _ => "HTTP/1.1",
    }
}
