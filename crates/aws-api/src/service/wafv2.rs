//! AWS WAFv2.

use super::table::service;
use crate::{MessageMember, Nothing};

service! {
    waf_manager::WafManager: "wafv2" speaks json("AWSWAF_20190729", MessageMember::LowerFor(LOWER), Nothing::Object) {
        AssociateWebACL => associate_web_acl,
        CheckCapacity => check_capacity,
        CreateIPSet => create_ip_set,
        CreateRegexPatternSet => create_regex_pattern_set,
        CreateRuleGroup => create_rule_group,
        CreateWebACL => create_web_acl,
        DeleteIPSet => delete_ip_set,
        DeleteRegexPatternSet => delete_regex_pattern_set,
        DeleteRuleGroup => delete_rule_group,
        DeleteWebACL => delete_web_acl,
        DisassociateWebACL => disassociate_web_acl,
        GetIPSet => get_ip_set,
        GetRegexPatternSet => get_regex_pattern_set,
        GetRuleGroup => get_rule_group,
        GetWebACL => get_web_acl,
        GetWebACLForResource => get_web_acl_for_resource,
        ListIPSets => list_ip_sets,
        ListRegexPatternSets => list_regex_pattern_sets,
        ListResourcesForWebACL => list_resources_for_web_acl,
        ListRuleGroups => list_rule_groups,
        ListTagsForResource => list_tags_for_resource,
        ListWebACLs => list_web_acls,
        TagResource => tag_resource,
        UntagResource => untag_resource,
        UpdateIPSet => update_ip_set,
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
