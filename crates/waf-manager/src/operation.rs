//! Every operation, declared once.

service_kit::operations! {
    /// An operation of the WAFv2 API.
    pub enum Operation in "wafv2" {
        /// Protects a resource by a web ACL.
        AssociateWebACL: writing,
        /// Tells what rules cost.
        CheckCapacity: reading,
        /// Makes an IP set.
        CreateIPSet: writing,
        /// Makes a regex pattern set.
        CreateRegexPatternSet: writing,
        /// Makes a rule group.
        CreateRuleGroup: writing,
        /// Makes a web ACL.
        CreateWebACL: writing,
        /// Deletes an IP set.
        DeleteIPSet: writing,
        /// Deletes a regex pattern set.
        DeleteRegexPatternSet: writing,
        /// Deletes a rule group.
        DeleteRuleGroup: writing,
        /// Deletes a web ACL.
        DeleteWebACL: writing,
        /// Protects a resource no more.
        DisassociateWebACL: writing,
        /// Reads an IP set.
        GetIPSet: reading,
        /// Reads a regex pattern set.
        GetRegexPatternSet: reading,
        /// Reads a rule group.
        GetRuleGroup: reading,
        /// Reads a web ACL.
        GetWebACL: reading,
        /// Reads the web ACL of a resource.
        GetWebACLForResource: reading,
        /// Lists IP sets.
        ListIPSets: reading,
        /// Lists regex pattern sets.
        ListRegexPatternSets: reading,
        /// Lists the resources that a web ACL protects.
        ListResourcesForWebACL: reading,
        /// Lists rule groups.
        ListRuleGroups: reading,
        /// Lists tags.
        ListTagsForResource: reading,
        /// Lists web ACLs.
        ListWebACLs: reading,
        /// Sets tags.
        TagResource: writing,
        /// Removes tags.
        UntagResource: writing,
        /// Replaces what an IP set holds.
        UpdateIPSet: writing,
        /// Replaces what a regex pattern set holds.
        UpdateRegexPatternSet: writing,
        /// Replaces what a rule group holds.
        UpdateRuleGroup: writing,
        /// Replaces what a web ACL holds.
        UpdateWebACL: writing,
    }
}
