//! What errors carry: grounds, quotas, what is wrong with a filter.

use service_kit::Denied;

use crate::limits;

/// Why a call is not allowed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Denial {
    /// The policies do not allow it. [`Denied`] knows which statement of which policy decided.
    #[error("{0}")]
    Policies(Denied),
    /// The name is one that only AWS may give.
    #[error("No access to reserved parameter name: {name}.")]
    ReservedName {
        /// The name.
        name: String,
    },
    /// The service that was asked on the caller's behalf does not allow it.
    #[error("{reason}")]
    Dependency {
        /// What it said.
        reason: String,
    },
}

/// A quota that is exhausted.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Quota {
    /// [`limits::STANDARD_PARAMETERS`].
    #[error("an account has at most {max} standard parameters in a Region", max = limits::STANDARD_PARAMETERS)]
    StandardParameters,
    /// [`limits::ADVANCED_PARAMETERS`].
    #[error("an account has at most {max} advanced parameters in a Region", max = limits::ADVANCED_PARAMETERS)]
    AdvancedParameters,
    /// [`limits::RESOURCE_POLICY_BYTES`].
    #[error("a resource policy has at most {max} bytes", max = limits::RESOURCE_POLICY_BYTES)]
    ResourcePolicyBytes,
    /// [`limits::RESOURCE_POLICIES`].
    #[error("a parameter has at most {max} resource policies", max = limits::RESOURCE_POLICIES)]
    ResourcePolicies,
}

/// What is wrong with a filter. The words are AWS's.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidFilter {
    /// This listing has no such filter.
    #[error("The following filter key is not valid: {key}. Valid filter keys include: [{valid}].")]
    Key {
        /// The key that was given.
        key: String,
        /// Those that there are.
        valid: &'static str,
    },
    /// A key comes twice.
    #[error("The following filter key is specified more than once: {key}.")]
    Twice {
        /// The key.
        key: String,
    },
    /// The new and the old filters were given together.
    #[error("You can use either Filters or ParameterFilters in a single request.")]
    Both,
    /// The filter does not have this option.
    #[error(
        "The following filter option is not valid: {option}. Valid options include: [{valid}]."
    )]
    Option {
        /// The option that was given.
        option: String,
        /// Those that there are.
        valid: &'static str,
    },
    /// A filter has no values.
    #[error("The following filter values are missing : null for filter key {key}.")]
    NoValues {
        /// The filter's key.
        key: String,
    },
    /// The value cannot be what is looked for.
    #[error("The following filter value is not valid: {value}. {valid}")]
    Value {
        /// The value that was given.
        value: String,
        /// What it may be.
        valid: String,
    },
}
