//! `Resource` and `NotResource`: ARNs, field by field.

use super::variable;
use crate::{
    algebra::{Glob, Prover},
    document::Version,
    pattern::{ResourcePattern, Template, Wildcards},
    services::Service,
    validate::{Checker, IssueCode, element::Element, report::Place, statement::Written},
};

/// AWS's partitions.
///
/// Source: [ARN format](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
const PARTITIONS: &[&str] = &[
    "aws",
    "aws-cn",
    "aws-us-gov",
    "aws-iso",
    "aws-iso-b",
    "aws-iso-e",
    "aws-iso-f",
    "aws-eusc",
];

pub(super) fn check(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    let Some(choice) = &statement.resource else {
        return;
    };
    for element in choice.entry.value.each() {
        let Some(text) = element.text() else {
            cx.mismatch(&element, "String");
            continue;
        };
        variable::check(cx, &element, text);
        if text != "*" {
            arn(cx, &element, text);
        }
    }
}

fn arn(cx: &mut Checker<'_, '_>, element: &Element<'_>, text: &str) {
    let place = element.place();
    let fields = fields(text);
    if fields.first() != Some(&"arn") {
        let details = "Add the required prefix (arn) to the resource ARN.";
        return cx.add(IssueCode::InvalidArnPrefix, &place, details);
    }
    let &[_, partition, service, region, account, resource] = fields.as_slice() else {
        // A `*` that ends the ARN stands for the fields that are not there.
        if ResourcePattern::parse(text, Version::V2012).is_err() {
            let details = "Resource ARNs must include at least 6 fields in the following structure: \
                           arn:partition:service:region:account:resource";
            cx.add(IssueCode::MissingArnField, &place, details);
        }
        return;
    };
    if !is_wild(partition) && !PARTITIONS.contains(&partition) {
        let details = format!(
            "The resource ARN for the service {service} does not support the partition {partition}. Use the supported \
             values: {}",
            PARTITIONS.join(", ")
        );
        cx.add(IssueCode::InvalidPartition, &place, details);
    }
    if is_wild(service) {
        let details = "Avoid using wildcards (*, ?) in the service name because it might grant unintended access to other \
                       AWS services with similar names.";
        cx.add(IssueCode::WildcardInServiceName, &place, details);
    } else if service.bytes().any(|b| b.is_ascii_uppercase()) {
        let details = format!(
            "Update the service name {service} in the resource ARN to use all lowercase letters."
        );
        cx.add(IssueCode::InvalidArnServiceCase, &place, details);
    }
    if !region.is_empty() && !is_wild(region) && !is_region(region) {
        let details = format!(
            "The Region {region} is not valid for this resource. Update the resource ARN to include a supported Region."
        );
        cx.add(IssueCode::InvalidArnRegion, &place, details);
    }
    if !is_account(account) {
        let details = format!(
            "The resource ARN account ID {account} is not valid. Provide a 12-digit account ID."
        );
        cx.add(IssueCode::InvalidArnAccount, &place, details);
    }
    let parts = Parts {
        region,
        account,
        resource,
    };
    if let Some(known) = cx.validator.services.service(service) {
        for (code, details) in faults(&cx.prover, known, &parts) {
            cx.add(code, &place, details);
        }
    }
    resource_type(cx, &place, service);
}

/// What of an ARN a service has a say in.
struct Parts<'a> {
    region: &'a str,
    account: &'a str,
    resource: &'a str,
}

/// What the service's resource types say against it.
fn faults(prover: &Prover, service: &Service, arn: &Parts<'_>) -> Vec<(IssueCode, String)> {
    let name = service.prefix();
    let formats: Vec<Vec<&str>> = service
        .arn_formats()
        .map(fields)
        .filter(|format| format.len() == 6 && format.get(2) == Some(&name))
        .collect();
    if formats.is_empty() {
        return Vec::new();
    }
    let resource = glob(arn.resource);
    let field = |format: &[&str], at: usize| format.get(at).copied().unwrap_or_default().is_empty();
    let meant: Vec<&Vec<&str>> = formats
        .iter()
        .filter(|format| {
            let pattern = form(format.get(5).copied().unwrap_or_default());
            !prover.disjoint([&pattern], [&resource])
        })
        .collect();
    if meant.is_empty() {
        let details = "Resource ARN does not match the expected ARN format. Update the resource portion of the ARN.";
        return vec![(IssueCode::InvalidArnResource, details.to_owned())];
    }
    let all = |at: usize, empty: bool| meant.iter().all(|format| field(format, at) == empty);
    let mut faults = Vec::new();
    // A field that is `*` has nothing, too.
    if all(3, true) && !matches!(arn.region, "" | "*") {
        let details =
            format!("The service {name} does not support specifying a Region in the resource ARN.");
        faults.push((IssueCode::ArnRegionNotAllowed, details));
    }
    if all(3, false) && arn.region.is_empty() {
        let details = format!("Add a Region to the {name} resource ARN.");
        faults.push((IssueCode::MissingArnRegion, details));
    }
    if all(4, true) && !matches!(arn.account, "" | "*") {
        let details = format!(
            "The service {name} does not support specifying an account ID in the resource ARN."
        );
        faults.push((IssueCode::ArnAccountNotAllowed, details));
    }
    if all(4, false) && arn.account.is_empty() {
        let details = format!(
            "The resource {} in the arn is missing an account id. Please provide a 12 digit account id.",
            arn.resource
        );
        faults.push((IssueCode::MissingArnAccount, details));
    }
    faults
}

/// A resource's policy is about resources of its own service.
fn resource_type(cx: &mut Checker<'_, '_>, place: &Place, service: &str) {
    let Some(resource) = cx.validator.resource_type else {
        return;
    };
    if !cx.validator.is_trust() && !is_wild(service) && service != resource.service() {
        let details = format!(
            "The resource ARN is not supported for the resource-based policy attached to the resource type {}.",
            resource.as_str()
        );
        cx.add(IssueCode::UnsupportedResourceArnInPolicy, place, details);
    }
}

/// The six fields of an ARN, or fewer. The colons of variables part nothing.
pub(super) fn fields(text: &str) -> Vec<&str> {
    let (mut fields, mut start, mut within) = (Vec::new(), 0, false);
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'{' if at > 0 && bytes.get(at - 1) == Some(&b'$') => within = true,
            b'}' => within = false,
            b':' if !within && fields.len() < 5 => {
                fields.push(text.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    fields.push(text.get(start..).unwrap_or_default());
    fields
}

fn is_wild(field: &str) -> bool {
    field.contains(['*', '?']) && !field.contains("${")
}

/// An account of twelve digits or of AWS itself, or a pattern of one.
fn is_account(field: &str) -> bool {
    matches!(field, "" | "aws")
        || field.len() == 12 && field.bytes().all(|b| b.is_ascii_digit())
        || is_wild(field)
            && field
                .bytes()
                .all(|b| b.is_ascii_digit() || b"*?".contains(&b))
}

/// Whether it looks like `eu-west-1`, `us-gov-east-1`.
pub(super) fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let word = |part: &&str| part.len() >= 2 && part.bytes().all(|b| b.is_ascii_lowercase());
    matches!(parts.as_slice(), [words @ .., number]
        if words.len() >= 2
            && words.iter().all(word)
            && !number.is_empty()
            && number.bytes().all(|b| b.is_ascii_digit()))
}

/// The texts that a resource part may stand for, variables and all.
fn glob(resource: &str) -> Glob {
    Template::parse(resource, Wildcards::Everywhere, Version::V2012)
        .map_or_else(Glob::any, |template| Glob::widest(&template))
}

/// The texts that fit into a form such as `key/${KeyId}`.
fn form(format: &str) -> Glob {
    let mut pattern = format.to_owned();
    for placeholder in variable::placeholders(format) {
        pattern = pattern.replacen(placeholder.written, "*", 1);
    }
    glob(&pattern)
}
