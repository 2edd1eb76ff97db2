//! `UpdateApplicationLayerAutomaticResponse`: has the rules of a resource count, or block.

use serde::{Deserialize, Serialize};
use service_kit::{Call, Change};

use super::Loaded;
use crate::{Operation, ResponseAction, Result, ShieldHandle};

/// Request of [`update_application_layer_automatic_response`](ShieldHandle::update_application_layer_automatic_response).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct UpdateApplicationLayerAutomaticResponseRequest {
    /// The resource.
    pub resource_arn: String,
    /// What the rules are to do.
    pub action: ResponseAction,
}

impl UpdateApplicationLayerAutomaticResponseRequest {
    /// For this resource.
    pub fn new(resource_arn: impl Into<String>, action: ResponseAction) -> Self {
        Self {
            resource_arn: resource_arn.into(),
            action,
        }
    }
}

impl ShieldHandle {
    /// Has the rules of a resource count, or block: those that are in force and those to come
    /// (`shield:UpdateApplicationLayerAutomaticResponse` on the resource).
    /// [UpdateApplicationLayerAutomaticResponse](https://docs.aws.amazon.com/waf/latest/DDOSAPIReference/API_UpdateApplicationLayerAutomaticResponse.html).
    ///
    /// # Errors
    ///
    /// [`ResourceNotFound`](crate::Error::ResourceNotFound) if the resource has no automatic mitigation;
    /// [`InvalidParameter`](crate::Error::InvalidParameter), [`AccessDenied`](crate::Error::AccessDenied).
    pub async fn update_application_layer_automatic_response(
        &self,
        request: UpdateApplicationLayerAutomaticResponseRequest,
    ) -> Result<()> {
        let mut call = self.call(Operation::UpdateApplicationLayerAutomaticResponse);
        let answer = self.update(&mut call, request).await;
        call.finish(answer).await
    }

    async fn update(
        &self,
        call: &mut Call<'_>,
        request: UpdateApplicationLayerAutomaticResponseRequest,
    ) -> Result<()> {
        let UpdateApplicationLayerAutomaticResponseRequest {
            resource_arn,
            action,
        } = request;
        let (resource, home) = self.allow(call, &resource_arn)?;
        call.parameter("action", action.as_str());
        loop {
            let Loaded {
                protection,
                protection_version,
                mut installation,
                installation_version,
            } = self.load(&home, &resource).await?;
            installation.resources.insert(resource.to_string(), action);
            let unmoved =
                Change::new().require_version(home.protection(&resource)?, protection_version);
            let (acl, now) = (&protection.web_acl, call.now());
            let version = Some(installation_version);
            let change = self.due_now(unmoved, &home, acl, &mut installation, version, now)?;
            if call.commit(change).await?.is_some() {
                // What WAF does not do now is still due.
                let _ = self.shared().settle(acl, now).await;
                return Ok(());
            }
        }
    }
}
