//! Every operation, declared once.

service_kit::operations! {
    /// An operation of the WAFv2 API.
    pub enum Operation in "wafv2" {
        /// Protects a resource by a web ACL.
        AssociateWebACL: writing,
        /// Tells what rules cost.
        CheckCapacity: reading,
        /// Makes an API key.
        CreateAPIKey: writing,
        /// Makes an IP set.
        CreateIPSet: writing,
        /// Makes a regex pattern set.
        CreateRegexPatternSet: writing,
        /// Makes a rule group.
        CreateRuleGroup: writing,
        /// Makes a web ACL.
        CreateWebACL: writing,
        /// Deletes an API key.
        DeleteAPIKey: writing,
        /// Removes the rule groups that Firewall Manager has put on a web ACL.
        DeleteFirewallManagerRuleGroups: writing,
        /// Deletes an IP set.
        DeleteIPSet: writing,
        /// Ends the logging of a web ACL.
        DeleteLoggingConfiguration: writing,
        /// Shares a rule group no more.
        DeletePermissionPolicy: writing,
        /// Deletes a regex pattern set.
        DeleteRegexPatternSet: writing,
        /// Deletes a rule group.
        DeleteRuleGroup: writing,
        /// Deletes a web ACL.
        DeleteWebACL: writing,
        /// Describes all managed rule groups.
        DescribeAllManagedProducts: reading,
        /// Describes the managed rule groups of a vendor.
        DescribeManagedProductsByVendor: reading,
        /// Describes the rules of a managed rule group.
        DescribeManagedRuleGroup: reading,
        /// Protects a resource no more.
        DisassociateWebACL: writing,
        /// Not here: where a mobile SDK can be had.
        GenerateMobileSdkReleaseUrl: reading,
        /// Reads what an API key says.
        GetDecryptedAPIKey: reading,
        /// Reads an IP set.
        GetIPSet: reading,
        /// Reads how a web ACL logs.
        GetLoggingConfiguration: reading,
        /// Reads a managed rule set of a vendor.
        GetManagedRuleSet: reading,
        /// Not here: a release of a mobile SDK.
        GetMobileSdkRelease: reading,
        /// Reads with whom a rule group is shared.
        GetPermissionPolicy: reading,
        /// Reads which addresses a rate-based rule limits.
        GetRateBasedStatementManagedKeys: reading,
        /// Reads a regex pattern set.
        GetRegexPatternSet: reading,
        /// Not here: who paid most.
        GetRevenueStatistics: reading,
        /// Not here: what was paid.
        GetRevenueStatisticsSummary: reading,
        /// Not here: what was paid when.
        GetRevenueStatisticsTimeSeries: reading,
        /// Reads a rule group.
        GetRuleGroup: reading,
        /// Reads samples of requests.
        GetSampledRequests: reading,
        /// Not here: where bots go.
        GetTopPathStatisticsByTraffic: reading,
        /// Reads a web ACL.
        GetWebACL: reading,
        /// Reads the web ACL of a resource.
        GetWebACLForResource: reading,
        /// Lists API keys.
        ListAPIKeys: reading,
        /// Lists the versions of a managed rule group.
        ListAvailableManagedRuleGroupVersions: reading,
        /// Lists managed rule groups.
        ListAvailableManagedRuleGroups: reading,
        /// Lists IP sets.
        ListIPSets: reading,
        /// Lists how web ACLs log.
        ListLoggingConfigurations: reading,
        /// Lists the managed rule sets of a vendor.
        ListManagedRuleSets: reading,
        /// Not here: the releases of a mobile SDK.
        ListMobileSdkReleases: reading,
        /// Lists regex pattern sets.
        ListRegexPatternSets: reading,
        /// Lists the resources that a web ACL protects.
        ListResourcesForWebACL: reading,
        /// Lists rule groups.
        ListRuleGroups: reading,
        /// Not here: payments.
        ListSettlementRecords: reading,
        /// Lists tags.
        ListTagsForResource: reading,
        /// Lists web ACLs.
        ListWebACLs: reading,
        /// Puts rule groups first and last on a web ACL, as Firewall Manager does. Not on the wire.
        PutFirewallManagerRuleGroups: writing,
        /// Says how a web ACL logs.
        PutLoggingConfiguration: writing,
        /// Publishes versions of a managed rule set of a vendor.
        PutManagedRuleSetVersions: writing,
        /// Says with whom a rule group is shared.
        PutPermissionPolicy: writing,
        /// Sets tags.
        TagResource: writing,
        /// Removes tags.
        UntagResource: writing,
        /// Replaces what an IP set holds.
        UpdateIPSet: writing,
        /// Lets a version of a managed rule set of a vendor expire.
        UpdateManagedRuleSetVersionExpiryDate: writing,
        /// Replaces what a regex pattern set holds.
        UpdateRegexPatternSet: writing,
        /// Replaces what a rule group holds.
        UpdateRuleGroup: writing,
        /// Replaces what a web ACL holds.
        UpdateWebACL: writing,
    }
}
