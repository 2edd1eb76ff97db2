//! AWS WAFv2.

use super::table::service;
use crate::{MessageMember, Nothing};

service! {
    waf_manager::WafManager: "wafv2" speaks json("AWSWAF_20190729", MessageMember::LowerFor(LOWER), Nothing::Object) {
        AssociateWebACL => associate_web_acl,
        CheckCapacity => check_capacity,
        CreateAPIKey => create_api_key,
        CreateIPSet => create_ip_set,
        CreateRegexPatternSet => create_regex_pattern_set,
        CreateRuleGroup => create_rule_group,
        CreateWebACL => create_web_acl,
        DeleteAPIKey => delete_api_key,
        DeleteFirewallManagerRuleGroups => delete_firewall_manager_rule_groups,
        DeleteIPSet => delete_ip_set,
        DeleteLoggingConfiguration => delete_logging_configuration,
        DeletePermissionPolicy => delete_permission_policy,
        DeleteRegexPatternSet => delete_regex_pattern_set,
        DeleteRuleGroup => delete_rule_group,
        DeleteWebACL => delete_web_acl,
        DescribeAllManagedProducts => describe_all_managed_products,
        DescribeManagedProductsByVendor => describe_managed_products_by_vendor,
        DescribeManagedRuleGroup => describe_managed_rule_group,
        DisassociateWebACL => disassociate_web_acl,
        GenerateMobileSdkReleaseUrl => generate_mobile_sdk_release_url,
        GetDecryptedAPIKey => get_decrypted_api_key,
        GetIPSet => get_ip_set,
        GetLoggingConfiguration => get_logging_configuration,
        GetManagedRuleSet => get_managed_rule_set,
        GetMobileSdkRelease => get_mobile_sdk_release,
        GetPermissionPolicy => get_permission_policy,
        GetRateBasedStatementManagedKeys => get_rate_based_statement_managed_keys,
        GetRegexPatternSet => get_regex_pattern_set,
        GetRevenueStatistics => get_revenue_statistics,
        GetRevenueStatisticsSummary => get_revenue_statistics_summary,
        GetRevenueStatisticsTimeSeries => get_revenue_statistics_time_series,
        GetRuleGroup => get_rule_group,
        GetSampledRequests => get_sampled_requests,
        GetTopPathStatisticsByTraffic => get_top_path_statistics_by_traffic,
        GetWebACL => get_web_acl,
        GetWebACLForResource => get_web_acl_for_resource,
        ListAPIKeys => list_api_keys,
        ListAvailableManagedRuleGroupVersions => list_available_managed_rule_group_versions,
        ListAvailableManagedRuleGroups => list_available_managed_rule_groups,
        ListIPSets => list_ip_sets,
        ListLoggingConfigurations => list_logging_configurations,
        ListManagedRuleSets => list_managed_rule_sets,
        ListMobileSdkReleases => list_mobile_sdk_releases,
        ListRegexPatternSets => list_regex_pattern_sets,
        ListResourcesForWebACL => list_resources_for_web_acl,
        ListRuleGroups => list_rule_groups,
        ListSettlementRecords => list_settlement_records,
        ListTagsForResource => list_tags_for_resource,
        ListWebACLs => list_web_acls,
        PutLoggingConfiguration => put_logging_configuration,
        PutManagedRuleSetVersions => put_managed_rule_set_versions,
        PutPermissionPolicy => put_permission_policy,
        TagResource => tag_resource,
        UntagResource => untag_resource,
        UpdateIPSet => update_ip_set,
        UpdateManagedRuleSetVersionExpiryDate => update_managed_rule_set_version_expiry_date,
        UpdateRegexPatternSet => update_regex_pattern_set,
        UpdateRuleGroup => update_rule_group,
        UpdateWebACL => update_web_acl,
    }
}

/// The errors whose model has a `message`; the others have a `Message`.
///
/// Source: [WAFV2 API](https://docs.aws.amazon.com/waf/latest/APIReference/API_Operations_AWS_WAFV2.html), the errors of these operations.
const LOWER: &[&str] = &[
    "WAFInvalidParameterException",
    "WAFServiceLinkedRoleErrorException",
];
