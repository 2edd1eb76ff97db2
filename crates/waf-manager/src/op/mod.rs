//! The operations: one file a kind of what WAF manages, and one for each other subject.

mod api_key;
mod association;
mod bounds;
mod capacity;
mod firewall_manager;
mod ip_set;
mod kind;
mod logging;
mod managed_product;
mod managed_rule_group;
mod managed_rule_set;
mod not_here;
mod permission_policy;
mod rate_based_keys;
mod regex_pattern_set;
mod rule_group;
mod sampled_requests;
mod set;
mod tags;
mod web_acl;

pub use api_key::{
    ApiKeySummary, CreateApiKeyRequest, CreateApiKeyResponse, DeleteApiKeyRequest,
    GetDecryptedApiKeyRequest, GetDecryptedApiKeyResponse, ListApiKeysRequest, ListApiKeysResponse,
};
pub use association::{
    AssociateWebAclRequest, DisassociateWebAclRequest, GetWebAclForResourceRequest,
    GetWebAclForResourceResponse, ListResourcesForWebAclRequest, ListResourcesForWebAclResponse,
    ProtectedResourceType,
};
pub use capacity::{CheckCapacityRequest, CheckCapacityResponse};
pub use firewall_manager::{
    DeleteFirewallManagerRuleGroupsRequest, FirewallManagerHold, FirewallManagerRuleGroupsResponse,
    PutFirewallManagerRuleGroupsRequest,
};
pub use ip_set::{
    CreateIpSetRequest, DeleteIpSetRequest, GetIpSetRequest, GetIpSetResponse, ListIpSetsRequest,
    ListIpSetsResponse, UpdateIpSetRequest,
};
pub use kind::{CreatedResponse, UpdatedResponse};
pub use logging::{
    DeleteLoggingConfigurationRequest, GetLoggingConfigurationRequest,
    ListLoggingConfigurationsRequest, ListLoggingConfigurationsResponse,
    LoggingConfigurationResponse, PutLoggingConfigurationRequest,
};
pub use managed_product::{
    DescribeAllManagedProductsRequest, DescribeManagedProductsByVendorRequest,
    ManagedProductDescriptor, ManagedProductsResponse,
};
pub use managed_rule_group::{
    DescribeManagedRuleGroupRequest, DescribeManagedRuleGroupResponse,
    ListAvailableManagedRuleGroupVersionsRequest, ListAvailableManagedRuleGroupVersionsResponse,
    ListAvailableManagedRuleGroupsRequest, ListAvailableManagedRuleGroupsResponse,
    ManagedRuleGroupSummary, ManagedRuleGroupVersion, RuleSummary,
};
pub use managed_rule_set::{
    GetManagedRuleSetRequest, ListManagedRuleSetsRequest, ListManagedRuleSetsResponse,
    NoManagedRuleSet, PutManagedRuleSetVersionsRequest,
    UpdateManagedRuleSetVersionExpiryDateRequest, VersionToPublish,
};
pub use not_here::{
    Currency, GenerateMobileSdkReleaseUrlRequest, GetMobileSdkReleaseRequest,
    GetRevenueStatisticsRequest, GetRevenueStatisticsSummaryRequest,
    GetRevenueStatisticsTimeSeriesRequest, GetTopPathStatisticsByTrafficRequest, GroupByType,
    IntervalType, ListMobileSdkReleasesRequest, ListSettlementRecordsRequest, MonetizationFilter,
    NotHere, Platform, RankingSortBy, RankingStatisticType, SettlementSortBy, SortOrder,
    TimeSeriesStatisticType,
};
pub use permission_policy::{
    DeletePermissionPolicyRequest, GetPermissionPolicyRequest, GetPermissionPolicyResponse,
    PutPermissionPolicyRequest,
};
pub use rate_based_keys::{
    GetRateBasedStatementManagedKeysRequest, GetRateBasedStatementManagedKeysResponse,
    RateBasedStatementManagedKeysIpSet,
};
pub use regex_pattern_set::{
    CreateRegexPatternSetRequest, DeleteRegexPatternSetRequest, GetRegexPatternSetRequest,
    GetRegexPatternSetResponse, ListRegexPatternSetsRequest, ListRegexPatternSetsResponse,
    UpdateRegexPatternSetRequest,
};
pub use rule_group::{
    CreateRuleGroupRequest, DeleteRuleGroupRequest, GetRuleGroupRequest, GetRuleGroupResponse,
    ListRuleGroupsRequest, ListRuleGroupsResponse, UpdateRuleGroupRequest,
};
pub use sampled_requests::{GetSampledRequestsRequest, GetSampledRequestsResponse, TimeWindow};
pub use tags::{
    ListTagsForResourceRequest, ListTagsForResourceResponse, TagInfoForResource,
    TagResourceRequest, UntagResourceRequest,
};
pub use web_acl::{
    CreateWebAclRequest, DeleteWebAclRequest, GetWebAclRequest, GetWebAclResponse,
    ListWebAclsRequest, ListWebAclsResponse, UpdateWebAclRequest,
};
