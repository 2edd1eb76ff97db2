//! What kind of parameter: its tier and data type.

use common_types::wire_enum;

wire_enum! {
    /// What a parameter may hold, or how that is decided.
    ///
    /// Source: [Parameter tiers](https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html).
    pub enum ParameterTier {
        /// Values of up to 4 KB.
        Standard = "Standard",
        /// Values of up to 8 KB, policies, sharing.
        Advanced = "Advanced",
        /// Standard, unless the parameter needs to be advanced. No parameter is of this tier; requests and the default are.
        IntelligentTiering = "Intelligent-Tiering",
    }
}

wire_enum! {
    /// What the value of a parameter is.
    ///
    /// Source: [Parameter data types](https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-data-types.html).
    pub enum DataType {
        /// Any text.
        Text = "text",
        /// The id of an Amazon Machine Image.
        Ec2Image = "aws:ec2:image",
        /// The configuration of an integration with another service.
        SsmIntegration = "aws:ssm:integration",
    }
}
