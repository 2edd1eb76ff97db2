//! `DescribeProtection`: whether a resource has automatic mitigation, and what it does.

use serde::{Deserialize, Serialize};
use service_kit::Call;

use super::Loaded;
use crate::{Operation, ResponseAction, Result, ShieldHandle};

/// Request of [`describe_protection`](ShieldHandle::describe_protection).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct DescribeProtectionRequest {
    /// The resource.
    pub resource_arn: String,
}

/// Response of [`describe_protection`](ShieldHandle::describe_protection).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct DescribeProtectionResponse {
    /// The resource.
    pub resource_arn: String,
    /// What is done for it.
    pub application_layer_automatic_response_configuration: ApplicationLayerAutomaticResponse,
}

/// What is done for a resource.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ApplicationLayerAutomaticResponse {
    /// What the rules do.
    pub action: ResponseAction,
    /// The ARN of the web ACL that they are on.
    pub web_acl_arn: String,
    /// The names of the rules that are in force for it: none, while nothing unusual is seen.
    pub rules: Vec<String>,
}

impl DescribeProtectionRequest {
    /// Of this resource.
    pub fn new(resource_arn: impl Into<String>) -> Self {
        Self {
            resource_arn: resource_arn.into(),
        }
    }
}

impl ShieldHandle {
    /// Tells whether a resource has automatic mitigation, and what it does (`shield:DescribeProtection` on the resource).
    /// [DescribeProtection](https://docs.aws.amazon.com/waf/latest/DDOSAPIReference/API_DescribeProtection.html), with a shape of its own.
    ///
    /// # Errors
    ///
    /// [`ResourceNotFound`](crate::Error::ResourceNotFound) if it has none; [`InvalidParameter`](crate::Error::InvalidParameter),
    /// [`AccessDenied`](crate::Error::AccessDenied).
    pub async fn describe_protection(
        &self,
        request: DescribeProtectionRequest,
    ) -> Result<DescribeProtectionResponse> {
        let mut call = self.call(Operation::DescribeProtection);
        let answer = self.describe(&mut call, request).await;
        call.finish(answer).await
    }

    async fn describe(
        &self,
        call: &mut Call<'_>,
        request: DescribeProtectionRequest,
    ) -> Result<DescribeProtectionResponse> {
        let (resource, home) = self.allow(call, &request.resource_arn)?;
        let Loaded {
            protection,
            installation,
            ..
        } = self.load(&home, &resource).await?;
        let action = installation.resources.get(resource.as_str()).copied();
        let sections = installation.sections.values();
        let entries = sections
            .filter(|section| section.resource == resource.as_str())
            .flat_map(|section| &section.entries);
        Ok(DescribeProtectionResponse {
            resource_arn: resource.to_string(),
            application_layer_automatic_response_configuration: ApplicationLayerAutomaticResponse {
                action: action.unwrap_or(ResponseAction::Count),
                web_acl_arn: protection.web_acl,
                rules: entries.map(|entry| entry.rule.name.clone()).collect(),
            },
        })
    }
}
