//! Regex pattern sets: `CreateRegexPatternSet`, `GetRegexPatternSet`, `ListRegexPatternSets`, `UpdateRegexPatternSet`, `DeleteRegexPatternSet`.

use waf_rules::model::{Regex, RegexPatternSet};

use super::{
    kind::{delete_operation, get_operation, list_operation},
    set::set_operations,
};

set_operations! {
    RegexPatternSet {
        held
        /// Its patterns.
        regular_expression_list: Vec<Regex>,
        each Regex::new,
        // What a pattern may be is said by WAF's own error.
        within |_, _| {};
    }
    /// Makes a set of patterns, for the rules of web ACLs and rule groups.
    ///
    /// # Limits
    ///
    /// [`REGEX_PATTERN_SETS`](crate::limits::REGEX_PATTERN_SETS); [`PATTERNS`](waf_rules::limits::PATTERNS) of a set.
    create_regex_pattern_set(CreateRegexPatternSetRequest), CreateRegexPatternSet;
    /// Replaces the patterns of a set. Web ACLs that refer to it decide by the new ones from the next request on.
    update_regex_pattern_set(UpdateRegexPatternSetRequest), UpdateRegexPatternSet;
}
get_operation! {
    /// Reads a regex pattern set (`wafv2:GetRegexPatternSet` on it). [GetRegexPatternSet](https://docs.aws.amazon.com/waf/latest/APIReference/API_GetRegexPatternSet.html).
    GetRegexPatternSetRequest, GetRegexPatternSetResponse { regex_pattern_set as "RegexPatternSet": RegexPatternSet }, get_regex_pattern_set, GetRegexPatternSet
}
list_operation! {
    /// Lists regex pattern sets (`wafv2:ListRegexPatternSets`). [ListRegexPatternSets](https://docs.aws.amazon.com/waf/latest/APIReference/API_ListRegexPatternSets.html).
    ListRegexPatternSetsRequest, ListRegexPatternSetsResponse { regex_pattern_sets as "RegexPatternSets" }, list_regex_pattern_sets, ListRegexPatternSets, RegexPatternSet
}
delete_operation! {
    /// Deletes a regex pattern set (`wafv2:DeleteRegexPatternSet` on it). [DeleteRegexPatternSet](https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteRegexPatternSet.html).
    DeleteRegexPatternSetRequest, delete_regex_pattern_set, DeleteRegexPatternSet, RegexPatternSet
}
