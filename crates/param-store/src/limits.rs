//! The numbers of Parameter Store, each with its unit and its source.

use std::num::NonZeroU32;

/// Characters in the ARN of a parameter, and so in its name: the ARN's beginning counts.
///
/// Source: [PutParameter](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html#systemsmanager-PutParameter-request-Name).
pub const ARN_CHARS: usize = 1011;

/// Characters in a name, path or ARN as a request gives it.
///
/// Source: [GetParameter](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html#systemsmanager-GetParameter-request-Name).
pub const NAME_CHARS: usize = 2048;

/// Levels of a hierarchy, the parameter's own among them.
///
/// Source: [PutParameter](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html#systemsmanager-PutParameter-request-Name).
pub const LEVELS: usize = 15;

/// Bytes in the value of a standard parameter.
///
/// Source: [Parameter tiers](https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html).
pub const STANDARD_VALUE_BYTES: usize = 4 * 1024;

/// Bytes in the value of an advanced parameter.
///
/// Source: [Parameter tiers](https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html).
pub const ADVANCED_VALUE_BYTES: usize = 8 * 1024;

/// Standard parameters in one account and region.
///
/// Source: [Parameter tiers](https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html).
pub const STANDARD_PARAMETERS: u64 = 10_000;

/// Advanced parameters in one account and region.
///
/// Source: [Parameter tiers](https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html).
pub const ADVANCED_PARAMETERS: u64 = 100_000;

/// Versions of one parameter that are kept.
///
/// Source: [Parameter versions](https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html).
pub const VERSIONS: u64 = 100;

/// Labels on one version of a parameter.
///
/// Source: [LabelParameterVersion](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_LabelParameterVersion.html).
pub const LABELS_PER_VERSION: usize = 10;

/// Characters in a label.
///
/// Source: [LabelParameterVersion](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_LabelParameterVersion.html).
pub const LABEL_CHARS: usize = 100;

/// Characters in a description.
///
/// Source: [PutParameter](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html#systemsmanager-PutParameter-request-Description).
pub const DESCRIPTION_CHARS: usize = 1024;

/// Characters in an allowed pattern.
///
/// Source: [PutParameter](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html#systemsmanager-PutParameter-request-AllowedPattern).
pub const ALLOWED_PATTERN_CHARS: usize = 1024;

/// Bytes of a compiled allowed pattern, and of the tables made while it is matched. Ours: AWS states none.
pub const ALLOWED_PATTERN_COMPILED_BYTES: usize = 1024 * 1024;

/// Policies of one parameter.
///
/// Source: [PutParameter](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html), `PoliciesLimitExceededException`.
pub const POLICIES: usize = 10;

/// Characters in the JSON of a parameter's policies.
///
/// Source: [PutParameter](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html#systemsmanager-PutParameter-request-Policies).
pub const POLICIES_CHARS: usize = 4096;

/// Names in one [`get_parameters`](crate::ParamStoreHandle::get_parameters) or
/// [`delete_parameters`](crate::ParamStoreHandle::delete_parameters).
///
/// Source: [GetParameters](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html#systemsmanager-GetParameters-request-Names).
pub const NAMES: usize = 10;

/// Names in one [`read_parameters`](crate::ParamStoreHandle::read_parameters), which is ours.
pub const BATCH_NAMES: usize = 1000;

/// Parameters on a page of `GetParametersByPath`, at most and by default.
///
/// Source: [GetParametersByPath](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html#systemsmanager-GetParametersByPath-request-MaxResults).
pub const PATH_PAGE: usize = 10;

/// Entries on a page of the other listings, at most and by default.
///
/// Source: [DescribeParameters](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html#systemsmanager-DescribeParameters-request-MaxResults).
pub const PAGE: usize = 50;

/// Records that one page of a filtered listing looks at; past that it answers what it has, and a token.
///
/// Ours; AWS says that there is such a limit, and not which
/// ([DescribeParameters](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html)).
pub const LOOKED_AT: usize = 2000;

/// Values of one filter.
///
/// Source: [ParameterStringFilter](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html).
pub const FILTER_VALUES: usize = 50;

/// Bytes in a resource policy.
///
/// Source: [PutResourcePolicy](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutResourcePolicy.html), `ResourcePolicyLimitExceededException`.
pub const RESOURCE_POLICY_BYTES: usize = 1024;

/// Resource policies on one parameter. Ours: as many as one page of `GetResourcePolicies` shows.
pub const RESOURCE_POLICIES: usize = 50;

/// Bytes of memory that what was read may take unless [`ParamStore::with_cache_bytes`](crate::ParamStore::with_cache_bytes) says
/// otherwise: 100,000 parameters of 1 KiB, ten of them under a path, fit.
pub const CACHE_BYTES: usize = 320 * 1024 * 1024;

/// Settings that are kept in memory.
pub const CACHED_SETTINGS: usize = 1024;

/// Calls of `GetParameter`, `GetParameters` and `GetParametersByPath` a second, together, where throughput is standard and
/// [throttled](crate::ThroughputQuotas) at all.
///
/// Source: [quotas](https://docs.aws.amazon.com/general/latest/gr/ssm.html#limits_ssm).
pub const READS_PER_SECOND: NonZeroU32 = per_second(40);

/// Calls of `GetParameter` a second where throughput is high.
///
/// Source: [quotas](https://docs.aws.amazon.com/general/latest/gr/ssm.html#limits_ssm).
pub const HIGH_GET_PARAMETER_PER_SECOND: NonZeroU32 = per_second(10_000);

/// Calls of `GetParameters` a second where throughput is high.
///
/// Source: [quotas](https://docs.aws.amazon.com/general/latest/gr/ssm.html#limits_ssm).
pub const HIGH_GET_PARAMETERS_PER_SECOND: NonZeroU32 = per_second(1_000);

/// Calls of `GetParametersByPath` a second where throughput is high.
///
/// Source: [quotas](https://docs.aws.amazon.com/general/latest/gr/ssm.html#limits_ssm).
pub const HIGH_GET_PARAMETERS_BY_PATH_PER_SECOND: NonZeroU32 = per_second(100);

/// Accounts, regions and operations whose calls are counted at the same time; past it those that have all of their quota are forgotten.
pub const THROTTLED: usize = 16 * 1024;

/// Parts that the count of an account's parameters in one region is cut into, so that calls at the same time do not wait for each other.
pub const COUNT_SHARDS: u16 = 256;

/// Filters of one listing. Ours: AWS states none, and no key may come twice.
pub const FILTERS: usize = 50;

const fn per_second(calls: u32) -> NonZeroU32 {
    match NonZeroU32::new(calls) {
        Some(calls) => calls,
        None => NonZeroU32::MIN,
    }
}
