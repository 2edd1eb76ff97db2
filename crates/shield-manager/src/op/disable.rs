//! `DisableApplicationLayerAutomaticResponse`: ends automatic mitigation for a resource.

use serde::{Deserialize, Serialize};
use service_kit::{Call, Change};

use super::Loaded;
use crate::{Operation, Result, ShieldHandle};

/// Request of [`disable_application_layer_automatic_response`](ShieldHandle::disable_application_layer_automatic_response).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct DisableApplicationLayerAutomaticResponseRequest {
    /// The resource.
    pub resource_arn: String,
}

impl DisableApplicationLayerAutomaticResponseRequest {
    /// For this resource.
    pub fn new(resource_arn: impl Into<String>) -> Self {
        Self {
            resource_arn: resource_arn.into(),
        }
    }
}

impl ShieldHandle {
    /// Ends automatic mitigation for a resource: its rules go, and with the last resource of a web ACL the rule group
    /// (`shield:DisableApplicationLayerAutomaticResponse` on the resource).
    /// [DisableApplicationLayerAutomaticResponse](https://docs.aws.amazon.com/waf/latest/DDOSAPIReference/API_DisableApplicationLayerAutomaticResponse.html).
    ///
    /// # Errors
    ///
    /// [`ResourceNotFound`](crate::Error::ResourceNotFound) if the resource has no automatic mitigation;
    /// [`InvalidParameter`](crate::Error::InvalidParameter), [`AccessDenied`](crate::Error::AccessDenied).
    pub async fn disable_application_layer_automatic_response(
        &self,
        request: DisableApplicationLayerAutomaticResponseRequest,
    ) -> Result<()> {
        let mut call = self.call(Operation::DisableApplicationLayerAutomaticResponse);
        let answer = self.disable(&mut call, request).await;
        call.finish(answer).await
    }

    async fn disable(
        &self,
        call: &mut Call<'_>,
        request: DisableApplicationLayerAutomaticResponseRequest,
    ) -> Result<()> {
        let (resource, home) = self.allow(call, &request.resource_arn)?;
        loop {
            let Loaded {
                protection,
                protection_version,
                mut installation,
                installation_version,
            } = self.load(&home, &resource).await?;
            installation.remove(resource.as_str());
            let gone = Change::new().delete(home.protection(&resource)?, protection_version);
            let (acl, now) = (&protection.web_acl, call.now());
            let version = Some(installation_version);
            let change = self.due_now(gone, &home, acl, &mut installation, version, now)?;
            if call.commit(change).await?.is_some() {
                // What WAF does not do now is still due.
                let _ = self.shared().settle(acl, now).await;
                return Ok(());
            }
        }
    }
}
