//! A service behind the layer, as a client sees it.
#![cfg(test)]

use std::{
    collections::VecDeque,
    convert::Infallible,
    net::IpAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
};

use bytes::Bytes;
use common_types::SystemClock;
use http::{Request, Response, StatusCode};
use http_body::{Body, Frame};
use http_body_util::{BodyExt, Full};
use serde_json::{Value, json};
use tower_layer::Layer;
use tower_service::Service;
use waf_layer::{Inspected, Observer, Peer, Protection, WafLayer, WafService};
use waf_rules::{Bundle, CompileOptions, CompiledWebAcl, Verdict, WebAclDocument};

/// Answers with the headers `x-amzn-waf-…` and the body that it got.
#[derive(Clone)]
struct Echo;

impl Service<Request<Inspected<Frames>>> for Echo {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Inspected<Frames>>) -> Self::Future {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            let mut response = Response::new(Full::new(body));
            *response.headers_mut() = parts.headers;
            Ok(response)
        })
    }
}

/// A body in frames, which counts how many were taken.
#[derive(Debug, Default)]
struct Frames(VecDeque<Bytes>, Arc<AtomicUsize>);

impl Body for Frames {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        Poll::Ready(self.0.pop_front().map(|data| Ok(Frame::data(data))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }
}

fn frames(parts: &[&'static str]) -> Frames {
    Frames(
        parts
            .iter()
            .map(|part| Bytes::from_static(part.as_bytes()))
            .collect(),
        Arc::default(),
    )
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "so that tests read `json!(…)`"
)]
fn acl(rules: Value, more: Value) -> CompiledWebAcl {
    let visibility = json!({"SampledRequestsEnabled": true, "CloudWatchMetricsEnabled": true, "MetricName": "m"});
    let mut acl = json!({
        "Name": "edge", "Id": "a1b2c3d4-5678-90ab-cdef-111111111111",
        "ARN": "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/edge/a1b2c3d4-5678-90ab-cdef-111111111111",
        "DefaultAction": {"Allow": {}}, "VisibilityConfig": visibility, "Rules": rules
    });
    acl.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    for rule in acl["Rules"].as_array_mut().unwrap() {
        rule["VisibilityConfig"] = visibility.clone();
    }
    let document = WebAclDocument::from_json(&acl.to_string()).unwrap();
    CompiledWebAcl::compile(document.web_acl(), &Bundle::new(), &CompileOptions::new()).unwrap()
}

/// A rule about a component that contains `evil`.
#[expect(
    clippy::needless_pass_by_value,
    reason = "so that tests read `json!(…)`"
)]
fn evil(field: Value, action: Value) -> Value {
    json!([{"Name": "evil", "Priority": 0, "Action": action, "Statement": {"ByteMatchStatement": {
        "SearchString": "ZXZpbA==", "FieldToMatch": field, "PositionalConstraint": "CONTAINS",
        "TextTransformations": [{"Priority": 0, "Type": "NONE"}]
    }}}])
}

fn service(acl: CompiledWebAcl) -> WafService<Echo> {
    WafLayer::new(Protection::new(acl), Arc::new(SystemClock::new())).layer(Echo)
}

fn post(body: Frames) -> Request<Frames> {
    Request::post("/").body(body).unwrap()
}

async fn text(response: Response<waf_layer::Answer<Full<Bytes>>>) -> String {
    String::from_utf8(
        response
            .into_body()
            .collect()
            .await
            .unwrap()
            .to_bytes()
            .to_vec(),
    )
    .unwrap()
}

#[tokio::test]
async fn a_body_is_inspected_over_its_frames_and_handed_on_whole() {
    let rules = evil(
        json!({"Body": {"OversizeHandling": "CONTINUE"}}),
        json!({"Block": {}}),
    );
    let mut service = service(acl(rules, json!({})));
    let blocked = service.call(post(frames(&["e", "vi", "l"]))).await.unwrap();
    assert_eq!(blocked.status(), StatusCode::FORBIDDEN);
    let passed = service.call(post(frames(&["go", "od", ""]))).await.unwrap();
    assert_eq!(
        (passed.status(), text(passed).await.as_str()),
        (StatusCode::OK, "good")
    );
}

#[tokio::test]
async fn no_more_of_a_body_is_read_than_is_inspected() {
    let part: &'static str = Box::leak("x".repeat(4096).into_boxed_str());
    let body = || frames(&[part; 10]);
    let mut bodies = service(acl(
        evil(
            json!({"Body": {"OversizeHandling": "NO_MATCH"}}),
            json!({"Block": {}}),
        ),
        json!({}),
    ));
    let sent = body();
    let taken = Arc::clone(&sent.1);
    let response = bodies.call(post(sent)).await.unwrap();
    assert_eq!(text(response).await.len(), 40_960);
    assert!(taken.load(Ordering::Relaxed) >= 10);

    // A body that is too long is what the rule says of such; the application never sees it.
    let too_long = evil(
        json!({"Body": {"OversizeHandling": "MATCH"}}),
        json!({"Block": {}}),
    );
    let mut bodies = service(acl(too_long, json!({})));
    let sent = body();
    let taken = Arc::clone(&sent.1);
    assert_eq!(
        bodies.call(post(sent)).await.unwrap().status(),
        StatusCode::FORBIDDEN
    );
    assert!(
        taken.load(Ordering::Relaxed) <= 5,
        "16 KiB are inspected, in frames of 4"
    );

    // Where no rule looks at bodies, the first byte is the application's to take.
    let mut heads = service(acl(
        evil(json!({"UriPath": {}}), json!({"Block": {}})),
        json!({}),
    ));
    let sent = body();
    let taken = Arc::clone(&sent.1);
    let future = heads.call(post(sent));
    assert_eq!(taken.load(Ordering::Relaxed), 0);
    drop(future);
}

#[tokio::test]
async fn a_custom_response_and_inserted_headers_are_awss() {
    let block = json!({"Block": {"CustomResponse": {
        "ResponseCode": 404, "CustomResponseBodyKey": "teapot", "ResponseHeaders": [{"Name": "x-why", "Value": "evil"}]
    }}});
    let bodies = json!({"CustomResponseBodies": {"teapot": {"ContentType": "TEXT_PLAIN", "Content": "short and stout"}}});
    let mut blocks = service(acl(evil(json!({"UriPath": {}}), block), bodies));
    let request = Request::get("/evil").body(Frames::default()).unwrap();
    let blocked = blocks.call(request).await.unwrap();
    assert_eq!(
        (blocked.status().as_u16(), &blocked.headers()["x-why"]),
        (404, &"evil".parse().unwrap())
    );
    assert_eq!(blocked.headers()["content-type"], "text/plain");
    assert_eq!(text(blocked).await, "short and stout");

    let count = json!({"Count": {"CustomRequestHandling": {"InsertHeaders": [{"Name": "seen", "Value": "yes"}]}}});
    let mut counts = service(acl(evil(json!({"UriPath": {}}), count), json!({})));
    let request = Request::get("/evil").body(Frames::default()).unwrap();
    let passed = counts.call(request).await.unwrap();
    assert_eq!(passed.headers()["x-amzn-waf-seen"], "yes");

    let mut asks = service(acl(
        evil(json!({"UriPath": {}}), json!({"Challenge": {}})),
        json!({}),
    ));
    let request = Request::get("/evil").body(Frames::default()).unwrap();
    let asked = asks.call(request).await.unwrap();
    assert_eq!(
        (
            asked.status().as_u16(),
            &asked.headers()["x-amzn-waf-action"]
        ),
        (202, &"challenge".parse().unwrap())
    );
}

/// Remembers the addresses that were decided about.
#[derive(Debug, Default)]
struct Addresses(std::sync::Mutex<Vec<IpAddr>>);

impl Observer for Addresses {
    fn decided(&self, request: &waf_rules::Request<'_>, _: &Verdict<'_>) {
        self.0.lock().unwrap().push(request.client_ip());
    }
}

#[tokio::test]
async fn a_forwarded_address_is_believed_of_trusted_proxies_alone() {
    let seen = Arc::new(Addresses::default());
    let protection = Protection::new(acl(json!([]), json!({})));
    let layer = WafLayer::new(protection, Arc::new(SystemClock::new()))
        .trusted_proxies(["10.0.0.0/8".parse().unwrap()])
        .observer(Arc::<Addresses>::clone(&seen));
    let mut service = layer.layer(Echo);
    for (peer, forwarded) in [
        ("203.0.113.9", "192.0.2.1"),
        ("10.0.0.1", "192.0.2.1, 198.51.100.7, 10.0.0.2"),
        ("10.0.0.1", "192.0.2.1, nonsense"),
        ("10.0.0.1", ""),
    ] {
        let mut request = Request::get("/")
            .header("x-forwarded-for", forwarded)
            .body(Frames::default())
            .unwrap();
        request.extensions_mut().insert(Peer(peer.parse().unwrap()));
        service.call(request).await.unwrap();
    }
    let expected = ["203.0.113.9", "198.51.100.7", "10.0.0.1", "10.0.0.1"];
    assert_eq!(
        *seen.0.lock().unwrap(),
        expected.map(|ip| ip.parse::<IpAddr>().unwrap())
    );
}

/// A server of HTTP/2 puts `:authority` into the URI.
#[tokio::test]
async fn the_host_is_known_however_the_client_says_it() {
    let mut service = service(acl(
        evil(
            json!({"SingleHeader": {"Name": "host"}}),
            json!({"Block": {}}),
        ),
        json!({}),
    ));
    for (uri, host, status) in [
        ("/", Some("evil.example"), StatusCode::FORBIDDEN),
        ("https://evil.example/", None, StatusCode::FORBIDDEN),
        ("https://evil@shop.example/", None, StatusCode::OK),
        ("https://shop.example/", None, StatusCode::OK),
        (
            "https://evil.example/",
            Some("shop.example"),
            StatusCode::FORBIDDEN,
        ),
        (
            "https://shop.example/",
            Some("evil.example"),
            StatusCode::FORBIDDEN,
        ),
        (
            "https://shop.example/",
            Some("Shop.example"),
            StatusCode::OK,
        ),
        ("/", None, StatusCode::OK),
    ] {
        let mut request = Request::get(uri).body(Frames::default()).unwrap();
        if let Some(host) = host {
            request.headers_mut().insert("host", host.parse().unwrap());
        }
        let response = service.call(request).await.unwrap();
        assert_eq!(response.status(), status, "{uri} {host:?}");
        // What the application gets is as it was sent.
        if status == StatusCode::OK {
            assert_eq!(response.headers().contains_key("host"), host.is_some());
        }
    }
}

#[tokio::test]
async fn a_web_acl_is_replaced_while_requests_go_on() {
    let protection = Protection::new(acl(json!([]), json!({})));
    let mut service = WafLayer::new(protection.clone(), Arc::new(SystemClock::new())).layer(Echo);
    let request = || Request::get("/evil").body(Frames::default()).unwrap();
    let arrived_before = service.call(request());
    assert_eq!(
        service.call(request()).await.unwrap().status(),
        StatusCode::OK
    );
    protection.replace(acl(
        evil(json!({"UriPath": {}}), json!({"Block": {}})),
        json!({}),
    ));
    assert_eq!(
        service.call(request()).await.unwrap().status(),
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        arrived_before.await.unwrap().status(),
        StatusCode::FORBIDDEN,
        "it is decided when it is first polled"
    );
}
