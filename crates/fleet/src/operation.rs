//! Every operation, declared once.

service_kit::operations! {
    /// An operation of the Firewall Manager API.
    pub enum Operation in "fms" {
        /// Deletes a policy.
        DeletePolicy: writing,
        /// Tells which resources of an account do not comply.
        GetComplianceDetail: reading,
        /// Reads a policy.
        GetPolicy: reading,
        /// Lists how accounts comply with a policy.
        ListComplianceStatus: reading,
        /// Lists policies.
        ListPolicies: reading,
        /// Makes a policy, or changes one.
        PutPolicy: writing,
    }
}
