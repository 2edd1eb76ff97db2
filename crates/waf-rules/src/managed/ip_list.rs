//! The address lists that two of the groups refer to.

/// An address list that a managed rule group refers to. The application supplies its addresses, as an IP set under
/// [`arn`](Self::arn).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum IpList {
    /// Addresses that do harm, such as bots.
    Reputation,
    /// Addresses that look for what can be attacked.
    Reconnaissance,
    /// Addresses that flood.
    Ddos,
    /// Addresses that hide who sends a request: Tor, proxies, VPNs.
    Anonymous,
    /// Addresses of hosting providers.
    HostingProvider,
}

impl IpList {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Reputation,
        Self::Reconnaissance,
        Self::Ddos,
        Self::Anonymous,
        Self::HostingProvider,
    ];

    /// The name of the rule and its list.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reputation => "AWSManagedIPReputationList",
            Self::Reconnaissance => "AWSManagedReconnaissanceList",
            Self::Ddos => "AWSManagedIPDDoSList",
            Self::Anonymous => "AnonymousIPList",
            Self::HostingProvider => "HostingProviderIPList",
        }
    }

    /// The ARN by which the rule refers to its IP set.
    pub fn arn(self) -> String {
        format!(
            "arn:aws:wafv2:us-east-1:aws:global/ipset/{}/00000000-0000-0000-0000-000000000000",
            self.name()
        )
    }
}
