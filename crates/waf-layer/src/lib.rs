//! A web ACL in front of any Rust HTTP service: a tower layer over `waf-rules`.
//!
//! The head of a request is inspected, and of the body as much as the web ACL's limit says; no more is buffered, and the body is handed on
//! unchanged. Where no rule looks at bodies, none is touched. The web ACL can be replaced at any time without a request being dropped.
//!
//! ```
//! use std::sync::Arc;
//! use bytes::Bytes;
//! use common_types::SystemClock;
//! use http::{Request, Response, StatusCode};
//! use http_body_util::Full;
//! use tower_layer::Layer;
//! use tower_service::Service;
//! use waf_layer::{Peer, Protection, WafLayer};
//! use waf_rules::{Bundle, CompileOptions, CompiledWebAcl, WebAclDocument};
//!
//! # #[derive(Clone)] struct Hello;
//! # impl<B: Send + 'static> Service<Request<B>> for Hello {
//! #     type Response = Response<Full<Bytes>>;
//! #     type Error = std::convert::Infallible;
//! #     type Future = std::future::Ready<Result<Self::Response, Self::Error>>;
//! #     fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), Self::Error>> { std::task::Poll::Ready(Ok(())) }
//! #     fn call(&mut self, _: Request<B>) -> Self::Future { std::future::ready(Ok(Response::new(Full::from("hello")))) }
//! # }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let json = r#"{"Name": "edge", "Id": "a1b2c3d4-5678-90ab-cdef-111111111111",
//! #   "ARN": "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/edge/a1b2c3d4-5678-90ab-cdef-111111111111",
//! #   "DefaultAction": {"Allow": {}}, "VisibilityConfig": {"SampledRequestsEnabled": true, "CloudWatchMetricsEnabled": true, "MetricName": "edge"},
//! #   "Rules": [{"Name": "admin", "Priority": 0, "Action": {"Block": {}},
//! #     "VisibilityConfig": {"SampledRequestsEnabled": true, "CloudWatchMetricsEnabled": true, "MetricName": "admin"},
//! #     "Statement": {"ByteMatchStatement": {"SearchString": "L2FkbWlu", "FieldToMatch": {"UriPath": {}}, "PositionalConstraint": "STARTS_WITH",
//! #       "TextTransformations": [{"Priority": 0, "Type": "NONE"}]}}}]}"#;
//! let document = WebAclDocument::from_json(json)?; // what `aws wafv2 get-web-acl` has printed: it blocks /admin
//! let acl = CompiledWebAcl::compile(document.web_acl(), &Bundle::new(), &CompileOptions::new())?;
//! let protection = Protection::new(acl);
//! let mut service = WafLayer::new(protection.clone(), Arc::new(SystemClock::new())).layer(Hello);
//!
//! let mut request = Request::get("/admin/users").body(Full::<Bytes>::default())?;
//! request.extensions_mut().insert(Peer([192, 0, 2, 7].into()));
//! assert_eq!(service.call(request).await?.status(), StatusCode::FORBIDDEN);
//! # Ok(())
//! # }
//! ```
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | `layer` | [`WafLayer`], [`WafService`]: what becomes of a request; [`Observer`] |
//! | `protection` | [`Protection`]: the web ACL in force |
//! | `address` | [`Peer`]: where a request came from, through trusted proxies |
//! | `body` | [`Inspected`], [`Answer`]: bodies, as much read ahead as is inspected |

mod address;
mod body;
mod layer;
mod protection;

pub use address::Peer;
pub use body::{Answer, Inspected};
pub use layer::{Observer, WafLayer, WafService};
pub use protection::Protection;
