//! AWS Systems Manager, Parameter Store.

use super::table::service;
use crate::{MessageMember, Nothing};

service! {
    param_store::ParamStore: "ssm" speaks json("AmazonSSM", MessageMember::UpperFor(UPPER), Nothing::Object) {
        AddTagsToResource => add_tags_to_resource,
        DeleteParameter => delete_parameter,
        DeleteParameters => delete_parameters,
        DeleteResourcePolicy => delete_resource_policy,
        DescribeParameters => describe_parameters,
        GetParameter => get_parameter,
        GetParameterHistory => get_parameter_history,
        GetParameters => get_parameters,
        GetParametersByPath => get_parameters_by_path,
        GetResourcePolicies => get_resource_policies,
        GetServiceSetting => get_service_setting,
        LabelParameterVersion => label_parameter_version,
        ListTagsForResource => list_tags_for_resource,
        PutParameter => put_parameter,
        PutResourcePolicy => put_resource_policy,
        RemoveTagsFromResource => remove_tags_from_resource,
        ResetServiceSetting => reset_service_setting,
        UnlabelParameterVersion => unlabel_parameter_version,
        UpdateServiceSetting => update_service_setting,
    }
}

/// The errors whose model has a `Message`; the others have a `message`.
///
/// Source: [Systems Manager API](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Operations.html), the errors of
/// these operations.
const UPPER: &[&str] = &[
    "InternalServerError",
    "InvalidFilterValue",
    "InvalidNextToken",
    "MalformedResourcePolicyDocumentException",
    "ResourceNotFoundException",
    "ResourcePolicyConflictException",
    "ResourcePolicyInvalidParameterException",
    "ResourcePolicyLimitExceededException",
    "ResourcePolicyNotFoundException",
    "ServiceSettingNotFound",
    "TooManyUpdates",
];
