//! The services as AWS's SDKs see them.

use std::sync::Arc;

use aws_api::{Api, Authenticator};

use crate::Strongroom;

impl Strongroom {
    /// All services behind AWS's wire protocol, for those whom the authenticator knows: what an AWS SDK sends goes in as bytes, what
    /// it expects comes out.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use strongroom::{BytesRootKey, MemoryStore, Strongroom, aws_api::{DevAuthenticator, WireRequest}};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let root_key = Arc::new(BytesRootKey::new([7; 32])?);
    /// let strongroom =
    ///     Strongroom::builder().store(Arc::new(MemoryStore::new())).root_key(root_key).open().await?;
    /// let everybody = DevAuthenticator::dangerous_accept_any_signature("123456789012".parse()?);
    /// let api = strongroom.api(Arc::new(everybody));
    /// let answer = api.respond(WireRequest::post(&[("x-amz-target", b"TrentService.ListKeys")], b"{}")).await;
    /// assert_eq!(answer.error.as_deref(), Some("MissingAuthenticationTokenException"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn api(&self, authenticator: Arc<dyn Authenticator>) -> Api {
        Api::new(
            authenticator,
            Arc::clone(&self.clock),
            Arc::clone(&self.random),
            vec![
                Arc::new(self.kms.clone()),
                Arc::new(self.param_store.clone()),
                Arc::new(self.sts.clone()),
                Arc::new(self.waf.clone()),
            ],
        )
    }
}
