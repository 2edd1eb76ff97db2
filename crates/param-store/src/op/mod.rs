//! The operations, one file each: request, response, decision.

mod add_tags_to_resource;
mod delete_parameter;
mod delete_parameters;
mod delete_resource_policy;
mod describe_parameters;
mod get_parameter;
mod get_parameter_history;
mod get_parameters;
mod get_parameters_by_path;
mod get_resource_policies;
mod get_service_setting;
mod label_parameter_version;
mod list_tags_for_resource;
mod put;
mod put_parameter;
mod put_resource_policy;
mod removal;
mod remove_tags_from_resource;
mod reset_service_setting;
mod resource_policy;
mod service_setting;
mod tag;
mod tagged;
mod unlabel_parameter_version;
mod update_service_setting;

pub use add_tags_to_resource::{AddTagsToResourceRequest, AddTagsToResourceResponse};
pub use delete_parameter::{DeleteParameterRequest, DeleteParameterResponse};
pub use delete_parameters::{DeleteParametersRequest, DeleteParametersResponse};
pub use delete_resource_policy::{
    DeleteResourcePolicyRequest, DeleteResourcePolicyResponse, DeletionMode,
};
pub use describe_parameters::{
    DescribeParametersRequest, DescribeParametersResponse, ParameterInlinePolicy, ParameterMetadata,
};
pub use get_parameter::{GetParameterRequest, GetParameterResponse, Parameter};
pub use get_parameter_history::{
    GetParameterHistoryRequest, GetParameterHistoryResponse, ParameterHistory,
};
pub use get_parameters::{GetParametersRequest, GetParametersResponse};
pub use get_parameters_by_path::{GetParametersByPathRequest, GetParametersByPathResponse};
pub use get_resource_policies::{
    GetResourcePoliciesRequest, GetResourcePoliciesResponse, GetResourcePoliciesResponseEntry,
};
pub use get_service_setting::{GetServiceSettingRequest, GetServiceSettingResponse};
pub use label_parameter_version::{LabelParameterVersionRequest, LabelParameterVersionResponse};
pub use list_tags_for_resource::{ListTagsForResourceRequest, ListTagsForResourceResponse};
pub use put_parameter::{PutParameterRequest, PutParameterResponse};
pub use put_resource_policy::{PutResourcePolicyRequest, PutResourcePolicyResponse};
pub use remove_tags_from_resource::{
    RemoveTagsFromResourceRequest, RemoveTagsFromResourceResponse,
};
pub use reset_service_setting::{ResetServiceSettingRequest, ResetServiceSettingResponse};
pub use service_setting::{ServiceSetting, ServiceSettingStatus};
pub use tag::WireTag as Tag;
pub use tagged::ResourceTypeForTagging;
pub use unlabel_parameter_version::{
    UnlabelParameterVersionRequest, UnlabelParameterVersionResponse,
};
pub use update_service_setting::{UpdateServiceSettingRequest, UpdateServiceSettingResponse};

pub(crate) use removal::{Removal, removal};
