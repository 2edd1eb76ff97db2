//! The same services as a [`tower_service::Service`] over HTTP, for hyper, axum and whatever else takes one.

mod body;
mod connection;
mod observe;
mod options;
mod room;
mod service;

pub use connection::Connection;
pub use options::HttpOptions;
pub use service::HttpService;
