//! Condition values: whether they are what their operator and their key compare with.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::{principal::is_service_principal, resource::is_region, variable};
use crate::{
    document::{Scalar, Version},
    operator::{Comparison as Order, Operands, Operator},
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

pub(super) fn check(cx: &mut Checker<'_, '_>, comparison: &Comparison<'_>) {
    let operator = comparison.operator.operator();
    let mut ranges = Vec::new();
    for element in &comparison.values {
        let Some(text) = element.scalar() else {
            continue;
        };
        variable::check(cx, element, &text);
        let has_variable = cx.version.has_variables() && variable::has_variable(&text);
        if has_variable && !takes_variables(operator) {
            let details = "Policy variables can only be used with String and ARN operators.";
            cx.add(
                IssueCode::InvalidVariableForOperator,
                &element.place(),
                details,
            );
            continue;
        }
        if !has_variable {
            by_operator(cx, comparison, element, &text);
            by_key(cx, comparison, element, &text);
        }
        if operator == Operator::IpAddress || operator == Operator::NotIpAddress {
            ranges.extend(range(cx, element, &text));
        }
    }
    private(cx, comparison, &ranges);
    bounds(cx, comparison);
    always(cx, comparison);
}

fn takes_variables(operator: Operator) -> bool {
    let name = operator.as_str();
    // To `Bool` a variable may give `true`.
    name.starts_with("String") || name.starts_with("Arn") || operator == Operator::Bool
}

fn by_operator(
    cx: &mut Checker<'_, '_>,
    comparison: &Comparison<'_>,
    element: &Element<'_>,
    text: &str,
) {
    let operator = comparison.operator.operator();
    let name = comparison.operator_name;
    let scalar = [Scalar::Text(Box::from(text))];
    let understood = Operands::parse(operator, &scalar, Version::V2012).is_ok();
    let place = element.place();
    match operator {
        Operator::StringEquals
        | Operator::StringNotEquals
        | Operator::StringEqualsIgnoreCase
        | Operator::StringNotEqualsIgnoreCase => {
            if variable::outside(text).contains(['*', '?']) {
                let details = "Your condition value includes a * or ? character. If you meant to use a wildcard (*, ?), update \
                               the condition operator to include Like.";
                cx.add(IssueCode::WildcardWithoutLikeOperator, &place, details);
            }
        }
        Operator::StringLike
        | Operator::StringNotLike
        | Operator::ArnEquals
        | Operator::ArnLike
        | Operator::ArnNotEquals
        | Operator::ArnNotLike => {}
        Operator::NumericEquals
        | Operator::NumericNotEquals
        | Operator::NumericLessThan
        | Operator::NumericLessThanEquals
        | Operator::NumericGreaterThan
        | Operator::NumericGreaterThanEquals => {
            if !understood {
                let details =
                    format!("Add a valid numeric value for the condition operator {name}.");
                cx.add(IssueCode::TypeMismatchNumber, &place, details);
            }
        }
        Operator::DateEquals
        | Operator::DateNotEquals
        | Operator::DateLessThan
        | Operator::DateLessThanEquals
        | Operator::DateGreaterThan
        | Operator::DateGreaterThanEquals => {
            if !understood {
                let details = "The date condition operator is used with an invalid value. Specify a valid date using \
                               YYYY-MM-DD or other ISO 8601 date/time format.";
                cx.add(IssueCode::TypeMismatchDate, &place, details);
            } else if text.len() > 4 && text.bytes().all(|b| b.is_ascii_digit()) {
                let details = format!(
                    "The date {text} might not resolve as expected. We recommend that you use the YYYY-MM-DD format."
                );
                cx.add(IssueCode::InvalidDateValue, &place, details);
            }
        }
        Operator::Bool | Operator::Null => {
            if !understood {
                let details = format!(
                    "Add a valid Boolean value (true or false) for the condition operator {name}."
                );
                cx.add(IssueCode::TypeMismatchBoolean, &place, details);
            }
        }
        Operator::BinaryEquals => {
            if !understood {
                let details = format!(
                    "Add a valid base64-encoded string value for the condition operator {name}."
                );
                cx.add(IssueCode::TypeMismatchString, &place, details);
            }
        }
        Operator::IpAddress | Operator::NotIpAddress => {
            if !understood {
                let details = format!(
                    "The condition operator {name} is used with an invalid IP range value. Specify the IP range in standard \
                     CIDR format."
                );
                cx.add(IssueCode::TypeMismatchIpRange, &place, details);
            }
        }
    }
}

fn by_key(
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

/// The range that a value is; a finding if it has bits that are not looked at.
fn range(cx: &mut Checker<'_, '_>, element: &Element<'_>, text: &str) -> Option<IpNet> {
    let range = match text.parse::<IpNet>() {
        Ok(range) => range,
        Err(_) => IpNet::from(text.parse::<IpAddr>().ok()?),
    };
    if range != range.trunc() {
        let details = format!(
            "The non-zero bits in the IP address after the masked bits are ignored. Replace address with {}.",
            range.trunc()
        );
        cx.add(IssueCode::ImproveIpRange, &element.place(), details);
    }
    Some(range.trunc())
}

/// Addresses that no request from the internet has.
const PRIVATE_V4: &[(u8, u8, u8)] = &[(10, 0, 8), (172, 16, 12), (192, 168, 16), (127, 0, 8)];

fn is_private(range: &IpNet) -> bool {
    match range {
        IpNet::V4(range) => PRIVATE_V4.iter().any(|&(first, second, len)| {
            Ipv4Net::new([first, second, 0, 0].into(), len)
                .is_ok_and(|private| private.contains(range))
        }),
        // Unique local addresses.
        IpNet::V6(range) => Ipv6Net::new([0xfc00, 0, 0, 0, 0, 0, 0, 0].into(), 7)
            .is_ok_and(|private| private.contains(range)),
    }
}

fn private(cx: &mut Checker<'_, '_>, comparison: &Comparison<'_>, ranges: &[IpNet]) {
    let private = ranges.iter().filter(|range| is_private(range)).count();
    if !comparison.is_of("aws:sourceip") || private == 0 {
        return;
    }
    let all = private == ranges.len();
    let negated = comparison.operator.operator() == Operator::NotIpAddress;
    let (code, details) = match (all, negated) {
        (true, false) => (
            IssueCode::PrivateIpAddress,
            "aws:SourceIp works only for public IP address ranges. The values for condition key aws:SourceIp include only \
             private IP addresses and will not have the desired effect. Update the value to include only public IP addresses.",
        ),
        (true, true) => (
            IssueCode::PrivateNotIpAddress,
            "The values for condition key aws:SourceIp include only private IP addresses and has no effect. aws:SourceIp \
             works only for public IP address ranges. Update the value to include only public IP addresses.",
        ),
        (false, false) => (
            IssueCode::PrivateIpAddressSubset,
            "The values for condition key aws:SourceIp include a mix of private and public IP addresses. The private \
             addresses will not have the desired effect. aws:SourceIp works only for public IP address ranges. To define \
             permissions for private IP ranges, use aws:VpcSourceIp.",
        ),
        (false, true) => (
            IssueCode::PrivateNotIpAddressSubset,
            "The values for condition key aws:SourceIp include a mix of private and public IP addresses. The private \
             addresses have no effect. aws:SourceIp works only for public IP address ranges. To define permissions for \
             private IP ranges, use aws:VpcSourceIp.",
        ),
    };
    cx.add(code, &comparison.key_entry.value.place(), details);
}

/// Of several bounds one alone counts.
fn bounds(cx: &mut Checker<'_, '_>, comparison: &Comparison<'_>) {
    let operator = comparison.operator.operator();
    if comparison.values.len() < 2 || !operator.as_str().starts_with("Numeric") {
        return;
    }
    let kept = match operator.comparison() {
        Order::Less | Order::AtMost => "greatest",
        Order::Greater | Order::AtLeast => "least",
        Order::Equal => return,
    };
    let details = format!(
        "Multiple values in {} are redundant. Replace with the {kept} single value for {}.",
        comparison.operator_name, comparison.key
    );
    let place = comparison.key_entry.value.place();
    cx.add(IssueCode::RedundantConditionValueNum, &place, details);
}

/// `*` matches every value: then nothing is compared.
fn always(cx: &mut Checker<'_, '_>, comparison: &Comparison<'_>) {
    let operator = comparison.operator;
    let like = matches!(
        operator.operator(),
        Operator::StringLike | Operator::StringNotLike | Operator::ArnLike | Operator::ArnNotLike
    );
    if !like
        || !comparison
            .values
            .iter()
            .any(|value| value.text() == Some("*"))
    {
        return;
    }
    let place = comparison.key_entry.name_place();
    let (name, key) = (comparison.operator_name, &comparison.key);
    if operator.operator().is_negated() {
        let details = format!(
            "The key {key} in the condition block of {name} does not match any values. Remove this key to simplify the \
             condition."
        );
        cx.add(
            IssueCode::RedundantStatementDueToWildcardInCondition,
            &place,
            details,
        );
    } else if operator.if_exists() || operator.set() == Some(crate::SetOperator::ForAllValues) {
        let details = format!(
            "The key {key} in the condition block of {name} is redundant because it is always matched. Remove this key to \
             simplify the condition."
        );
        cx.add(
            IssueCode::RedundantKeyDueToWildcardInCondition,
            &place,
            details,
        );
    }
}
