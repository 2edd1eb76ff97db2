//! Condition values that their key asks a form of: Regions, VPCs, services, KMS keys.

use super::{principal::is_service_principal, resource::is_region};
use crate::{
    operator::Operator,
    validate::{Checker, IssueCode, element::Element, statement::Comparison},
};

/// Keys whose values are names of services: `ec2.amazonaws.com`.
const SERVICES: &[&str] = &[
    "aws:calledvia",
    "aws:calledviafirst",
    "aws:calledvialast",
    "aws:principalservicename",
    "aws:principalservicenameslist",
    "iam:awsservicename",
    "iam:passedtoservice",
];

/// Keys whose values are the ARNs of KMS keys.
const KMS_KEYS: &[&str] = &[
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "secretsmanager:kmskeyarn",
];

pub(super) fn check(
    cx: &mut Checker<'_, '_>,
    comparison: &Comparison<'_>,
    element: &Element<'_>,
    text: &str,
) {
    let key = comparison.key.folded();
    // With wildcards it is a pattern, and no value; to `Null` it is neither.
    if text.contains(['*', '?']) || comparison.operator.operator() == Operator::Null {
        return;
    }
    let place = element.place();
    let expected = |form: &str| {
        format!("The service principal does not match the expected format. Use the format {form}.")
    };
    match key {
        "aws:requestedregion" if !is_region(text) => {
            let details = format!(
                "The Region {text} is not valid. Update the condition value to a suported Region."
            );
            cx.add(IssueCode::InvalidRegion, &place, details);
        }
        "aws:sourcevpc" if !is_id(text, "vpc-") => {
            let details = "The VPC identifier in the condition key value is not valid. Use the prefix 'vpc-' followed by 8 or \
                           17 alphanumeric characters.";
            cx.add(IssueCode::InvalidVpcFormat, &place, details);
        }
        "aws:sourcevpce" if !is_id(text, "vpce-") => {
            let details = "The VPCE identifier in the condition key value is not valid.  Use the prefix 'vpce-' followed by 8 \
                           or 17 alphanumeric characters.";
            cx.add(IssueCode::InvalidVpceFormat, &place, details);
        }
        "kms:viaservice" if !is_regional_service(text) => {
            let details = expected("service-name.AWS_region.amazonaws.com");
            cx.add(IssueCode::InvalidServicePrincipalFormat, &place, details);
        }
        _ if SERVICES.contains(&key) && !is_service_principal(text) => {
            let details = expected("service-name.amazonaws.com");
            cx.add(IssueCode::InvalidServicePrincipalFormat, &place, details);
        }
        _ if KMS_KEYS.contains(&key) && !is_kms_key(text) => {
            let details = format!(
                "The {} condition key value must be a valid KMS key ARN.",
                comparison.key
            );
            cx.add(IssueCode::InvalidKmsKeyValue, &place, details);
        }
        _ => {}
    }
}

/// Whether it is the prefix and 8 or 17 letters and digits.
fn is_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|id| {
        matches!(id.len(), 8 | 17) && id.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

fn is_regional_service(text: &str) -> bool {
    is_service_principal(text) && text.split('.').any(is_region)
}

fn is_kms_key(text: &str) -> bool {
    let fields: Vec<&str> = text.splitn(6, ':').collect();
    matches!(fields.as_slice(), ["arn", _, "kms", region, account, key]
        if is_region(region)
            && account.len() == 12
            && account.bytes().all(|b| b.is_ascii_digit())
            && key.strip_prefix("key/").is_some_and(|id| !id.is_empty()))
}
