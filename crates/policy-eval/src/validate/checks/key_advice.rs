//! Condition keys that are not safe, or not of use, where they stand.

use super::condition_key::family;
use crate::{
    keys::KeyType,
    operator::SetOperator,
    validate::{
        Checker, IssueCode, ResourceType,
        statement::{Comparison, Written},
    },
};

/// Keys whose value the caller itself makes up.
const UNTRUSTWORTHY: &[&str] = &["aws:referer", "aws:useragent"];

/// Keys that only some services fill.
const OF_SOME_SERVICES: &[&str] = &["aws:vpceaccount", "aws:vpceorgid", "aws:vpceorgpaths"];

pub(super) fn check(
    cx: &mut Checker<'_, '_>,
    statement: &Written<'_>,
    comparison: &Comparison<'_>,
) {
    let name = comparison.key.folded();
    let place = comparison.key_entry.name_place();
    audience(cx, comparison);
    if UNTRUSTWORTHY.contains(&name) {
        let details = format!(
            "The {} condition key is not recommended for access control as it can be spoofed/manipulated by the caller.",
            comparison.key
        );
        cx.add(IssueCode::UntrustworthyConditionKey, &place, details);
    }
    let everything = statement.has_not_action()
        || statement
            .actions()
            .iter()
            .any(|(_, action)| matches!(*action, "*" | "*:*"));
    if OF_SOME_SERVICES.contains(&name) && everything {
        let details = format!(
            "The condition key {} works only with specific AWS services and must be scoped to supported services in your \
             policies.",
            comparison.key
        );
        cx.add(
            IssueCode::UseConditionKeyOnlyWithSupportedServices,
            &place,
            details,
        );
    }
    let of_s3 = matches!(
        cx.validator.resource_type,
        Some(ResourceType::S3Bucket | ResourceType::S3AccessPoint)
    );
    if of_s3 && name == "s3:resourceaccount" {
        let resource = cx.validator.resource_type.map_or("", ResourceType::as_str);
        let details = format!(
            "The condition key {} is not relevant for the {resource} policy.  Use this key in an identity-based policy to \
             govern access to this resource.",
            comparison.key
        );
        cx.add(IssueCode::IrrelevantConditionKeyInPolicy, &place, details);
    }
    s3_prefix(cx, statement, comparison);
}

/// `…:aud` of an identity provider has one value.
fn audience(cx: &mut Checker<'_, '_>, comparison: &Comparison<'_>) {
    let name = comparison.key.folded();
    let Some((provider, "aud")) = name.rsplit_once(':') else {
        return;
    };
    if !provider.contains('.') && provider != "saml" {
        return;
    }
    let place = comparison.key_entry.name_place();
    match comparison.operator.set() {
        Some(SetOperator::ForAllValues) => {
            let details = format!(
                "The \"{}\" (audience) claim key identifies the recipients that the JSON web token is intended for. Because \
                 this claim is single-valued, do not use a qualifier.",
                comparison.key
            );
            cx.add(IssueCode::ConfirmAudienceClaimType, &place, details);
        }
        Some(SetOperator::ForAnyValue) => {
            let details = format!(
                "Using ForAnyValue qualifier with the single-valued condition key {} can be overly permissive. We recommend \
                 that you remove ForAnyValue:.",
                comparison.key
            );
            cx.add(IssueCode::ForanyvalueWithAudienceClaimType, &place, details);
        }
        None => {}
    }
}

/// Listing what has a prefix is not kept off by denying the prefix.
fn s3_prefix(cx: &mut Checker<'_, '_>, statement: &Written<'_>, comparison: &Comparison<'_>) {
    let operator = comparison.operator.operator();
    let negative = match operator.is_negated() {
        true => statement.allows(),
        false => statement.denies(),
    };
    if comparison.is_of("s3:prefix") && negative && family(operator) == Some(KeyType::String) {
        let details = "Using the s3:prefix condition key in a Deny statement or with a negated string operator does not block \
                       listing the objects under the matching prefixes. A request that specifies a shorter prefix does not \
                       match the condition and can still list those objects. To restrict listing to specific prefixes, use \
                       s3:prefix with StringLike in an Allow statement, or use a Deny statement with StringNotLike.";
        let place = comparison.key_entry.name_place();
        cx.add(IssueCode::S3PrefixInNegativeContext, &place, details);
    }
}

/// Keys that are safe only beside another.
pub(super) fn together(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    for comparison in &statement.comparisons {
        let (recommended, paired): (&str, &[&str]) = match comparison.key.folded() {
            "aws:vpcsourceip" => (
                "aws:SourceVpc, aws:SourceVpce",
                &["aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn"],
            ),
            "aws:ec2instancesourceprivateipv4" => {
                ("aws:Ec2InstanceSourceVpc", &["aws:ec2instancesourcevpc"])
            }
            _ => continue,
        };
        if !paired.iter().any(|key| statement.compares(key)) {
            let details = format!(
                "Using the condition key {} can be overly permissive without also using the following condition keys: \
                 {recommended}. Condition keys like this one are more secure when paired with a related key. We recommend \
                 that you add the related condition keys to the same condition block.",
                comparison.key
            );
            let place = comparison.key_entry.name_place();
            cx.add(IssueCode::MissingPairedConditionKeys, &place, details);
        }
    }
    let attributes = statement
        .comparisons
        .iter()
        .find(|comparison| comparison.is_of("dynamodb:attributes"));
    if let Some(comparison) = attributes
        && statement.allows()
        && !statement.compares("dynamodb:select")
    {
        let details = "Restricting dynamodb:Attributes without also setting dynamodb:Select to SPECIFIC_ATTRIBUTES allows all \
                       attributes to be returned on read requests that omit a projection expression. We recommend that you \
                       also set dynamodb:Select to SPECIFIC_ATTRIBUTES.";
        let place = comparison.key_entry.name_place();
        cx.add(IssueCode::DynamodbAttributesWithoutSelect, &place, details);
    }
}
