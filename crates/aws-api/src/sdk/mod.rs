//! The AWS SDK for Rust against the services in this process: no socket, no serialisation but AWS's own.
//!
//! The SDK stays what it is: it signs, and the [`Authenticator`](crate::Authenticator) verifies; it retries what is worth it;
//! it times out by its own clock. Only its HTTP client is another.

mod connector;

use std::sync::Arc;

use aws_smithy_runtime_api::client::{
    connector_metadata::ConnectorMetadata,
    http::{HttpClient, HttpConnectorSettings, SharedHttpConnector},
    runtime_components::RuntimeComponents,
};

use self::connector::Connector;
use crate::Api;

/// An HTTP client of the AWS SDK for Rust that calls the services in this process.
///
/// Give it to a client's configuration, or to `aws_config`: `.http_client(InProcessClient::new(api))`. Whatever endpoint the SDK
/// has worked out is not looked up; requests of all regions and services end here.
///
/// Settings of connections (connect and read timeouts) have no meaning here and are not looked at. Operation timeouts are the
/// SDK's own and work.
#[derive(Clone, Debug)]
pub struct InProcessClient(SharedHttpConnector);

impl InProcessClient {
    /// One that calls these services.
    pub fn new(api: Api) -> Self {
        Self(SharedHttpConnector::new(Connector::new(Arc::new(api))))
    }
}

impl HttpClient for InProcessClient {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        self.0.clone()
    }

    fn connector_metadata(&self) -> Option<ConnectorMetadata> {
        Some(ConnectorMetadata::new("strongroom", None))
    }
}
