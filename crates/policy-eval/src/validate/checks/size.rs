//! How long the document is.

use crate::{
    limits,
    validate::{Checker, IssueCode, PolicyType, ResourceType, element::Element},
};

pub(super) fn check(cx: &mut Checker<'_, '_>, text: &str, root: &Element<'_>) {
    let place = root.place();
    let all = text.chars().count();
    let visible = text.chars().filter(|c| !c.is_whitespace()).count();
    match cx.validator.policy_type {
        PolicyType::Identity if visible > limits::MANAGED_POLICY_CHARS => {
            let details = format!(
                "The {visible} characters in the identity policy, excluding whitespace, exceed the {} character maximum \
                 for inline and managed policies. We recommend that you use multiple granular policies.",
                limits::MANAGED_POLICY_CHARS
            );
            cx.add(
                IssueCode::PolicySizeExceedsIdentityPolicyQuota,
                &place,
                details,
            );
        }
        PolicyType::Resource if cx.validator.is_trust() => {
            if visible > limits::TRUST_POLICY_CHARS {
                let details = "The characters in the role trust policy, excluding whitespace, exceed the character maximum. \
                               We recommend that you request a role trust policy length quota increase using Service Quotas \
                               and AWS Support Center. If the quotas have already been increased, then you can ignore this \
                               warning.";
                cx.add(
                    IssueCode::PolicySizeExceedsRoleTrustPolicyQuota,
                    &place,
                    details,
                );
            }
        }
        PolicyType::Resource => {
            let max = resource_quota(cx.validator.resource_type);
            if text.len() > max {
                let details = format!(
                    "The {all} characters in the resource policy exceed the {max} character maximum for resource policies. \
                     We recommend that you use multiple granular policies."
                );
                cx.add(
                    IssueCode::PolicySizeExceedsResourcePolicyQuota,
                    &place,
                    details,
                );
            }
        }
        PolicyType::ServiceControl if all > limits::SERVICE_CONTROL_CHARS => {
            let details = format!(
                "The {all} characters in the service control policy (SCP) exceed the {} character maximum for SCPs. We \
                 recommend that you use multiple granular policies.",
                limits::SERVICE_CONTROL_CHARS
            );
            cx.add(IssueCode::PolicySizeExceedsScpQuota, &place, details);
        }
        PolicyType::ResourceControl if all > limits::RESOURCE_CONTROL_CHARS => {
            let details = format!(
                "The {all} characters in the resource control policy (RCP) exceed the {} character maximum for RCPs. We \
                 recommend that you use multiple granular policies.",
                limits::RESOURCE_CONTROL_CHARS
            );
            cx.add(IssueCode::PolicySizeExceedsRcpQuota, &place, details);
        }
        PolicyType::Identity | PolicyType::ServiceControl | PolicyType::ResourceControl => {}
    }
}

/// Of a resource that is not known, the largest that any has.
fn resource_quota(resource: Option<ResourceType>) -> usize {
    match resource {
        None | Some(ResourceType::AssumeRolePolicyDocument) => limits::KEY_POLICY_BYTES,
        Some(
            ResourceType::S3Bucket
            | ResourceType::S3AccessPoint
            | ResourceType::S3MultiRegionAccessPoint
            | ResourceType::S3ObjectLambdaAccessPoint,
        ) => limits::S3_POLICY_BYTES,
        Some(ResourceType::DynamoDbTable) => limits::DYNAMODB_POLICY_BYTES,
    }
}
