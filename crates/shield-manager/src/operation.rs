//! Every operation, declared once.

service_kit::operations! {
    /// An operation of the Shield API.
    pub enum Operation in "shield" {
        /// Tells whether a resource has automatic mitigation, and what it does.
        DescribeProtection: reading,
        /// Ends automatic mitigation for a resource.
        DisableApplicationLayerAutomaticResponse: writing,
        /// Begins automatic mitigation for a resource.
        EnableApplicationLayerAutomaticResponse: writing,
        /// Has the rules of a resource count, or block.
        UpdateApplicationLayerAutomaticResponse: writing,
    }
}
