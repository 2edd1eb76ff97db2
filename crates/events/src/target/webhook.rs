//! A target that posts events to an HTTP endpoint, through the application's own HTTP client.

use std::{fmt::Debug, sync::Arc};

use common_types::{BoxFuture, SecretString};
use service_kit::BoxedError;

use super::{Delivery, Target, TargetError};

/// The HTTP client of the application: it posts, and gives back the status.
pub trait WebhookClient: Debug + Send + Sync + 'static {
    /// Posts a request, and gives back the status of the answer.
    ///
    /// # Errors
    ///
    /// Whatever kept it from being answered: it is tried again.
    fn post<'a>(
        &'a self,
        request: &'a WebhookRequest<'a>,
    ) -> BoxFuture<'a, Result<u16, BoxedError>>;
}

/// What to post.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct WebhookRequest<'a> {
    /// Where to.
    pub url: &'a str,
    /// Header fields beside `content-type: application/json`. Their values may be secret.
    pub headers: &'a [(String, SecretString)],
    /// The body: the input of the target.
    pub body: &'a str,
}

/// A target that posts to an HTTP endpoint.
///
/// As with AWS's API destinations, an answer of 2xx takes the event over; after 401, 407, 409, 429, 5xx and failures of
/// the network it is tried again; after anything else it is a dead letter.
///
/// Source: [API destinations](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html).
#[derive(Clone, Debug)]
pub struct Webhook {
    url: String,
    headers: Vec<(String, SecretString)>,
    client: Arc<dyn WebhookClient>,
}

impl Webhook {
    /// Posts to this address.
    pub fn new(url: impl Into<String>, client: Arc<dyn WebhookClient>) -> Self {
        Self {
            url: url.into(),
            headers: Vec::new(),
            client,
        }
    }

    /// Adds a header field, such as one that authenticates.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<SecretString>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

impl Target for Webhook {
    fn deliver<'a>(&'a self, delivery: &'a Delivery<'a>) -> BoxFuture<'a, Result<(), TargetError>> {
        Box::pin(async move {
            let request = WebhookRequest {
                url: &self.url,
                headers: &self.headers,
                body: delivery.input,
            };
            match self.client.post(&request).await {
                Ok(200..=299) => Ok(()),
                Ok(status @ (401 | 407 | 409 | 429 | 500..=599)) => Err(TargetError::retryable(
                    "SDK_CLIENT_ERROR",
                    format!("the endpoint answered {status}"),
                )),
                Ok(status) => Err(TargetError::permanent(
                    "SDK_CLIENT_ERROR",
                    format!("the endpoint answered {status}"),
                )),
                Err(error) => Err(TargetError::retryable(
                    "CONNECTION_FAILURE",
                    error.to_string(),
                )),
            }
        })
    }
}
