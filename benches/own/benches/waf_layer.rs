//! What the tower layer costs beside the engine: a GET without a body, and a body that streams through beyond what is inspected.

use std::{
    collections::VecDeque,
    convert::Infallible,
    future::{Ready, ready},
    hint::black_box,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use benches_own::{
    side_by_side::{Row, Times, measure},
    sixteen::{headers, sixteen},
};
use bytes::Bytes;
use common_types::{ManualClock, Timestamp};
use criterion::{Criterion, criterion_group, criterion_main};
use http::{Request, Response};
use http_body::{Body, Frame};
use http_body_util::Empty;
use tower_layer::Layer;
use tower_service::Service;
use waf_layer::{Peer, Protection, WafLayer};
use waf_rules::Environment;

const CALLS: usize = 100;
const FRAME_BYTES: usize = 16 * 1024;
const FRAMES: usize = 64;

/// Counts the bytes of the body.
#[derive(Clone)]
struct Count;

impl<B: Body<Data = Bytes> + Unpin> Service<Request<B>> for Count {
    type Response = Response<Empty<Bytes>>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let mut body = request.into_body();
        let mut context = Context::from_waker(Waker::noop());
        let mut bytes = 0;
        while let Poll::Ready(Some(Ok(frame))) = Pin::new(&mut body).poll_frame(&mut context) {
            bytes += frame.data_ref().map_or(0, Bytes::len);
        }
        black_box(bytes);
        ready(Ok(Response::new(Empty::new())))
    }
}

/// A body in frames that are there.
#[derive(Clone, Default)]
struct Frames(VecDeque<Bytes>);

impl Body for Frames {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.pop_front().map(|data| Ok(Frame::data(data))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }
}

fn request(method: &str, body: &Frames) -> Request<Frames> {
    let mut request = Request::builder()
        .method(method)
        .uri("/products/1234/reviews?page=2&sort=newest");
    for header in headers() {
        request = request.header(header.name(), header.value());
    }
    let mut request = request.body(body.clone()).expect("a request");
    request
        .extensions_mut()
        .insert(Peer([192, 0, 2, 44].into()));
    request
}

/// A call whose future is ready at once.
fn call<S: Service<Request<Frames>, Error = Infallible>>(
    service: &mut S,
    request: Request<Frames>,
) {
    let mut context = Context::from_waker(Waker::noop());
    let future = pin!(service.call(request));
    assert!(future.poll(&mut context).is_ready());
}

/// The service alone, the decision alone, and the service behind the layer.
fn times(method: &str, body: &Frames) -> Times {
    let prepare =
        || -> Vec<Request<Frames>> { (0..CALLS).map(|_| request(method, body)).collect() };
    let acl = sixteen();
    let headers = headers();
    let inspected = body.0.front().cloned().unwrap_or_default();
    let limit = inspected.len().min(acl.body_limit());
    let decided = waf_rules::Request::new(
        method,
        "/products/1234/reviews?page=2&sort=newest",
        [192, 0, 2, 44],
    )
    .headers(&headers)
    .body(&inspected[..limit])
    .body_is_cut(!inspected.is_empty());
    let clock = Arc::new(ManualClock::new(Timestamp::default()));
    let mut bare = Count;
    let mut behind = WafLayer::new(Protection::new(sixteen()), clock).layer(Count);
    let all = |calls: Vec<Request<Frames>>, mut call: Box<dyn FnMut(Request<Frames>) + '_>| {
        calls.into_iter().for_each(&mut call);
    };
    measure(
        vec![
            Row::prepared("service", prepare, |requests| {
                all(requests, Box::new(|request| call(&mut bare, request)));
            }),
            Row::new("decision", || {
                let now = Timestamp::default();
                for _ in 0..CALLS {
                    let verdict = acl.decide(black_box(&decided), now, &Environment::new());
                    assert!(verdict.is_allowed());
                }
            }),
            Row::prepared("layer", prepare, |requests| {
                all(requests, Box::new(|request| call(&mut behind, request)));
            }),
        ],
        Duration::from_secs(3),
    )
}

fn side_by_side(_: &mut Criterion) {
    let frame = Bytes::from(vec![b'x'; FRAME_BYTES]);
    let stream = Frames(std::iter::repeat_n(frame, FRAMES).collect());
    println!("waf-layer over sixteen rules: nanoseconds a request");
    println!(
        "{:36}{:>10}{:>10}{:>10}{:>12}",
        "", "service", "decision", "layer", "layer adds"
    );
    for (name, method, body) in [
        ("GET without a body", "GET", &Frames::default()),
        ("POST of 1 MiB, 16 KiB inspected", "POST", &stream),
    ] {
        let times = times(method, body);
        let nanos = |row| times.of(row).as_secs_f64() * 1e9 / CALLS as f64;
        let (service, decision, layer) = (nanos("service"), nanos("decision"), nanos("layer"));
        let added = layer - service - decision;
        println!("{name:36}{service:>10.0}{decision:>10.0}{layer:>10.0}{added:>12.0}");
    }
}

criterion_group!(benches, side_by_side);
criterion_main!(benches);
