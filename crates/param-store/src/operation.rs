//! Every operation, declared once: its name, and whether it changes anything.

service_kit::operations! {
    /// An operation of the Parameter Store API.
    pub enum Operation in "ssm" {
        /// Sets tags.
        AddTagsToResource: writing,
        /// Deletes a parameter.
        DeleteParameter: writing,
        /// Deletes up to ten parameters.
        DeleteParameters: writing,
        /// Takes a resource policy off a parameter.
        DeleteResourcePolicy: writing,
        /// Lists parameters without their values.
        DescribeParameters: reading,
        /// Reads a parameter.
        GetParameter: reading,
        /// Reads all versions of a parameter.
        GetParameterHistory: reading,
        /// Reads up to ten parameters.
        GetParameters: reading,
        /// Reads the parameters under a path.
        GetParametersByPath: reading,
        /// Lists the resource policies of a parameter.
        GetResourcePolicies: reading,
        /// Reads a setting of the account.
        GetServiceSetting: reading,
        /// Puts labels on a version.
        LabelParameterVersion: writing,
        /// Lists tags.
        ListTagsForResource: reading,
        /// Makes a parameter, or a new version of one.
        PutParameter: writing,
        /// Puts a resource policy on a parameter.
        PutResourcePolicy: writing,
        /// Removes tags.
        RemoveTagsFromResource: writing,
        /// Puts a setting of the account back to its default.
        ResetServiceSetting: writing,
        /// Takes labels off a version.
        UnlabelParameterVersion: writing,
        /// Changes a setting of the account.
        UpdateServiceSetting: writing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_listed_in_the_order_of_their_names() {
        assert!(Operation::ALL.is_sorted_by_key(|operation| operation.name()));
    }
}
