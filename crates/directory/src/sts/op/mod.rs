//! The operations, one file each: request, response, decision.

mod assume_role;
mod assume_role_request;
mod assume_role_response;
mod get_caller_identity;

pub use assume_role_request::{AssumeRoleRequest, PolicyDescriptorType, ProvidedContext, Tag};
pub use assume_role_response::{AssumeRoleResponse, AssumedRoleUser, SessionCredentials};
pub use get_caller_identity::{GetCallerIdentityRequest, GetCallerIdentityResponse};
