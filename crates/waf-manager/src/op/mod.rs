//! The operations: one file a kind of what WAF manages, and one for each other subject.

mod association;
mod bounds;
mod capacity;
mod ip_set;
mod kind;
mod regex_pattern_set;
mod rule_group;
mod tags;
mod web_acl;

pub use association::{
    AssociateWebAclRequest, DisassociateWebAclRequest, GetWebAclForResourceRequest,
    GetWebAclForResourceResponse, ListResourcesForWebAclRequest, ListResourcesForWebAclResponse,
    ProtectedResourceType,
};
pub use capacity::{CheckCapacityRequest, CheckCapacityResponse};
pub use ip_set::{
    CreateIpSetRequest, DeleteIpSetRequest, GetIpSetRequest, GetIpSetResponse, ListIpSetsRequest,
    ListIpSetsResponse, UpdateIpSetRequest,
};
pub use kind::{CreatedResponse, UpdatedResponse};
pub use regex_pattern_set::{
    CreateRegexPatternSetRequest, DeleteRegexPatternSetRequest, GetRegexPatternSetRequest,
    GetRegexPatternSetResponse, ListRegexPatternSetsRequest, ListRegexPatternSetsResponse,
    UpdateRegexPatternSetRequest,
};
pub use rule_group::{
    CreateRuleGroupRequest, DeleteRuleGroupRequest, GetRuleGroupRequest, GetRuleGroupResponse,
    ListRuleGroupsRequest, ListRuleGroupsResponse, UpdateRuleGroupRequest,
};
pub use tags::{
    ListTagsForResourceRequest, ListTagsForResourceResponse, TagInfoForResource,
    TagResourceRequest, UntagResourceRequest,
};
pub use web_acl::{
    CreateWebAclRequest, DeleteWebAclRequest, GetWebAclRequest, GetWebAclResponse,
    ListWebAclsRequest, ListWebAclsResponse, UpdateWebAclRequest,
};
