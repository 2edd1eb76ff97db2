//! Resource control policies: what customers may write in them, and what they forget.

use crate::validate::{
    Checker, IssueCode, PolicyType,
    statement::{Comparison, Written},
};

/// The services whose resources they cover.
///
/// Source: [services that support RCPs](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services).
const COVERED: &[&str] = &[
    "aoss",
    "appconfig",
    "appstream",
    "autoscaling",
    "autoscaling-plans",
    "budgets",
    "clouddirectory",
    "cloudfront",
    "cloudsearch",
    "cloudtrail-data",
    "codeartifact",
    "codebuild",
    "codecommit",
    "codepipeline",
    "cognito-identity",
    "cognito-idp",
    "comprehend",
    "comprehendmedical",
    "compute-optimizer",
    "cost-optimization-hub",
    "dax",
    "dsql",
    "dynamodb",
    "ecr",
    "ecr-public",
    "events",
    "firehose",
    "fis",
    "fms",
    "gamelift",
    "health",
    "inspector-scan",
    "kendra",
    "kinesisvideo",
    "kms",
    "logs",
    "memorydb",
    "networkmonitor",
    "notifications",
    "opensearch",
    "pca-connector-ad",
    "personalize",
    "polly",
    "pricing",
    "resource-groups",
    "rolesanywhere",
    "s3",
    "secretsmanager",
    "servicediscovery",
    "signin",
    "sqs",
    "sts",
    "support",
    "swf",
    "textract",
    "timestream-influxdb",
    "transcribe",
    "transfer",
    "translate",
    "wafv2",
    "workspaces",
    "xray",
];

/// What says something of users and roles.
const OF_PRINCIPALS: &[&str] = &[
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principaltag/",
];

/// What says on whose behalf a service calls.
const OF_SOURCES: &[&str] = &[
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
];

const IS_SERVICE: &str = "aws:principalisawsservice";

pub(super) fn check(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    if cx.validator.policy_type != PolicyType::ResourceControl {
        return;
    }
    syntax(cx, statement);
    if statement.denies() {
        forgotten(cx, statement);
    }
}

fn syntax(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    if let Some(choice) = &statement.principal {
        let all = choice.entry.value.text() == Some("*")
            || statement
                .principals("AWS")
                .iter()
                .any(|(_, name)| *name == "*");
        if choice.negated || !all {
            let details = "The Principal element contents are not valid. RCPs only support specifying all principals (\"*\") in \
                           the Principal element. The NotPrincipal element is not supported for RCPs.";
            cx.add(
                IssueCode::RcpSyntaxErrorPrincipal,
                &choice.entry.value.place(),
                details,
            );
        }
    }
    let everywhere = !statement.has_not_resource()
        && statement
            .resources()
            .iter()
            .all(|(_, resource)| *resource == "*");
    if statement.allows() && (!everywhere || statement.member("Condition").is_some()) {
        let details = "RCPs only support specifying all principals (\"*\") in the Principal element, all resources (\"*\") in \
                       the Resource element, and no Condition element with an effect of Allow.";
        cx.add(
            IssueCode::RcpSyntaxErrorAllow,
            &statement.element.place(),
            details,
        );
    }
    if let Some(choice) = statement.action.as_ref().filter(|choice| choice.negated) {
        let details =
            "RCPs do not support the NotAction element. Update to use the Action element.";
        return cx.add(
            IssueCode::RcpSyntaxErrorNotaction,
            &choice.entry.name_place(),
            details,
        );
    }
    for (element, action) in statement.actions() {
        let service = action
            .split_once(':')
            .map_or(action, |(service, _)| service);
        // The one that AWS attaches everywhere allows everything.
        let covered = COVERED.contains(&service.to_ascii_lowercase().as_str())
            || (action == "*" && statement.allows());
        if !covered {
            let details = "RCPs only support specifying select service prefixes in the Action element. Learn more here.";
            cx.add(IssueCode::RcpSyntaxErrorAction, &element.place(), details);
        }
    }
}

/// Conditions that are about users and roles hit services too, and the other way round.
fn forgotten(cx: &mut Checker<'_, '_>, statement: &Written<'_>) {
    let find = |keys: &[&str]| -> Option<&Comparison<'_>> {
        let mut all = statement.comparisons.iter();
        all.find(|comparison| keys.iter().any(|key| comparison.is_of(key)))
    };
    if let Some(comparison) = find(OF_PRINCIPALS).filter(|_| !statement.compares(IS_SERVICE)) {
        let details = format!(
            "RCPs impact IAM roles, users, and AWS service principals. To prevent unintended impact to services acting on your \
             behalf using a service principal, an additional statement should be added to the Condition block \
             \"BoolIfExists\": {{ \"aws:PrincipalIsAWSService\": \"false\"}} whenever a principal key {} is used.",
            comparison.key
        );
        let code = IssueCode::RcpMissingRelatedPrincipalConditionKey;
        cx.add(code, &comparison.key_entry.name_place(), details);
    }
    let of_source = statement.comparisons.iter().find(|comparison| {
        comparison.operator.operator() != crate::Operator::Null
            && OF_SOURCES.iter().any(|key| comparison.is_of(key))
    });
    let Some(comparison) = of_source else {
        return;
    };
    let place = comparison.key_entry.name_place();
    if !statement.compares(IS_SERVICE) {
        let details = format!(
            "RCPs impact IAM roles, users, and AWS service principals. To prevent unintended impact to your principals, an \
             additional statement should be added to the Condition block \"BoolIfExists\": {{ \
             \"aws:PrincipalIsAWSService\": \"true\"}} whenever the key {} is used.",
            comparison.key
        );
        cx.add(
            IssueCode::RcpMissingRelatedServicePrincipalConditionKey,
            &place,
            details,
        );
    }
    let null_check = statement.comparisons.iter().any(|comparison| {
        comparison.operator.operator() == crate::Operator::Null
            && (comparison.is_of("aws:sourceaccount") || comparison.is_of("aws:sourcearn"))
    });
    if !null_check {
        let details = format!(
            "The specified service may have a service integration that does not require the use of the {} condition key. To \
             prevent unintended impact to services acting on your behalf using a service principal, an additional statement \
             should be added to the Condition block \"Null\": {{ \"aws:SourceAccount\": \"false\"}} or \"Null\": {{ \
             \"aws:SourceArn\": \"false\"}} whenever the key {} is used.",
            comparison.key, comparison.key
        );
        cx.add(
            IssueCode::RcpMissingServiceConditionKeyNullCheck,
            &place,
            details,
        );
    }
}
