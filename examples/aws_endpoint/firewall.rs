//! The web ACL in front of the endpoint: whichever is associated with the resource that the endpoint is to AWS WAF.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    pin::pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderValue, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use ipnet::IpNet;
use strongroom::{
    Arn, Clock, SystemClock,
    aws_api::{Connection, Fault, HttpService},
    waf,
    waf_rules::{self, Verdict},
};
use tower_layer::Layer;
use tower_service::Service;
use waf_layer::{Observer, Peer, WafLayer};

use crate::state::Running;

/// Lets a web ACL decide which requests are answered.
#[derive(Debug)]
pub struct Firewall {
    resource: Arn,
    proxies: Vec<IpNet>,
    body_timeout: Duration,
    counters: Arc<Counters>,
}

impl Firewall {
    /// Of this resource, behind these proxies; what it reads of a body may take so long to arrive.
    pub fn new(resource: Arn, proxies: Vec<IpNet>, body_timeout: Duration) -> Self {
        Self {
            resource,
            proxies,
            body_timeout,
            counters: Arc::default(),
        }
    }

    /// What was counted since the start.
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    /// Answers a request, if the web ACL that is associated with the resource lets it pass.
    pub async fn answer(
        &self,
        running: &Running,
        mut request: Request<Incoming>,
    ) -> Response<Full<Bytes>> {
        let service = running.service.clone();
        let protection = match running.strongroom.waf().protection(&self.resource).await {
            Ok(Some(protection)) => protection,
            Ok(None) => return answer_of(service, request).await,
            Err(error) => {
                tracing::error!(%error, "the web ACL cannot be read: nothing passes");
                return service.refuse(Fault::unavailable());
            }
        };
        if let Some(connection) = request.extensions().get::<Connection>() {
            let peer = Peer(connection.peer);
            request.extensions_mut().insert(peer);
        }
        let web_acl = waf_layer::Protection::from(Arc::clone(protection.web_acl()));
        let observer = Arc::new(Observing {
            protection,
            counters: Arc::clone(&self.counters),
            decided: AtomicBool::new(false),
        });
        let layer = WafLayer::new(web_acl, Arc::new(SystemClock::new()))
            .trusted_proxies(self.proxies.iter().copied())
            .observer(Arc::clone(&observer) as _);
        let answered = layer.layer(service.clone()).call(request);
        let mut answered = pin!(answered);
        // What the web ACL reads of a body arrives before the service's own clock runs.
        let answer = match tokio::time::timeout(self.body_timeout, &mut answered).await {
            Ok(answer) => answer,
            Err(_) if observer.decided.load(Ordering::Relaxed) => answered.await,
            Err(_) => return service.refuse(Fault::too_slow()),
        };
        let (head, body) = match answer {
            Ok(answer) => answer.into_parts(),
            Err(never) => match never {},
        };
        let body = body.collect().await.map(|body| body.to_bytes());
        let answer = Response::from_parts(head, Full::new(body.unwrap_or_default()));
        identified(&service, answer)
    }
}

/// Gives an answer of the web ACL's the id that AWS's clients report.
fn identified(service: &HttpService, mut answer: Response<Full<Bytes>>) -> Response<Full<Bytes>> {
    if !answer.headers().contains_key(REQUEST_ID)
        && let Ok(id) = HeaderValue::from_str(&service.request_id())
    {
        answer.headers_mut().insert(REQUEST_ID, id);
    }
    answer
}

const REQUEST_ID: &str = "x-amzn-requestid";

/// Answers a request that no web ACL is asked about.
pub async fn answer_of(
    mut service: HttpService,
    request: Request<Incoming>,
) -> Response<Full<Bytes>> {
    let answer: Result<_, Infallible> = service.call(request).await;
    answer.unwrap_or_else(|never| match never {})
}

/// Keeps samples of what is decided, and counts it.
#[derive(Debug)]
struct Observing {
    protection: waf::Protection,
    counters: Arc<Counters>,
    decided: AtomicBool,
}

impl Observer for Observing {
    fn decided(&self, request: &waf_rules::Request<'_>, verdict: &Verdict<'_>) {
        self.decided.store(true, Ordering::Relaxed);
        self.protection
            .observe(request, verdict, SystemClock::new().now());
        self.counters
            .count(self.protection.web_acl().name(), verdict);
    }
}

/// Requests by web ACL, rule, and what became of them, as AWS WAF counts them for CloudWatch.
#[derive(Debug, Default)]
pub struct Counters(Mutex<BTreeMap<Counted, u64>>);

/// What is counted.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Counted {
    pub web_acl: String,
    pub rule_group: Option<String>,
    pub rule: String,
    /// Such as `BlockedRequests`.
    pub metric: &'static str,
}

impl Counters {
    /// All of them, in the order of their names.
    pub fn all(&self) -> BTreeMap<Counted, u64> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn count(&self, web_acl: &str, verdict: &Verdict<'_>) {
        let mut counters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for metric in verdict.metrics() {
            let counted = Counted {
                web_acl: web_acl.to_owned(),
                rule_group: metric.rule_group.map(str::to_owned),
                rule: metric.rule.to_owned(),
                metric: metric.name,
            };
            metrics::counter!(
                "strongroom_waf_requests_total",
                "web_acl" => counted.web_acl.clone(),
                "rule_group" => counted.rule_group.clone().unwrap_or_default(),
                "rule" => counted.rule.clone(),
                "metric" => counted.metric
            )
            .increment(1);
            let count = counters.entry(counted).or_default();
            *count = count.saturating_add(1);
        }
    }
}
