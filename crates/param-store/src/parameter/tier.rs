//! Which tier a parameter has, or comes to have.

use super::ParameterTier;
use crate::{Error, Result, limits};

/// What a request needs of a tier.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Needs {
    /// Bytes in the value.
    pub(crate) value_bytes: usize,
    /// Whether it is to have policies.
    pub(crate) policies: bool,
}

/// What tier a parameter is to have.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Decided {
    pub(crate) tier: ParameterTier,
    /// Whether it may be advanced too, if there are as many standard parameters as there may be.
    pub(crate) may_be_advanced: bool,
}

/// Decides the tier of a parameter: by the request, or else by the account's default, and by what it has already.
///
/// # Errors
///
/// [`Error::Validation`] if the tier does not go with what the request needs, or would be a downgrade.
///
/// Source: [Parameter tiers](https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html).
pub(crate) fn decide(
    asked: Option<ParameterTier>,
    default: ParameterTier,
    have: Option<ParameterTier>,
    needs: Needs,
) -> Result<Decided> {
    use ParameterTier::{Advanced, IntelligentTiering, Standard};

    let is_advanced = have == Some(Advanced);
    let decided = |tier, may_be_advanced| Decided {
        tier,
        may_be_advanced,
    };
    let decided = match asked.unwrap_or(default) {
        // Once advanced, always advanced.
        Standard if is_advanced && asked.is_some() => return Err(Error::validation(DOWNGRADE)),
        _ if is_advanced => decided(Advanced, true),
        Standard => decided(Standard, false),
        Advanced => decided(Advanced, true),
        IntelligentTiering
            if needs.policies || needs.value_bytes > limits::STANDARD_VALUE_BYTES =>
        {
            decided(Advanced, true)
        }
        IntelligentTiering => decided(Standard, true),
    };
    match decided.tier {
        Standard if needs.policies => Err(Error::validation(POLICIES)),
        Standard if needs.value_bytes > limits::STANDARD_VALUE_BYTES => {
            Err(Error::validation(STANDARD_VALUE))
        }
        Advanced if needs.value_bytes > limits::ADVANCED_VALUE_BYTES => {
            Err(Error::validation(ADVANCED_VALUE))
        }
        Standard | Advanced | IntelligentTiering => Ok(decided),
    }
}

const DOWNGRADE: &str = "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter \
                         tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate \
                         it as a standard parameter.";
const POLICIES: &str =
    "Parameter policies are available for parameters that use the advanced-parameter tier.";
const STANDARD_VALUE: &str = "Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter \
                              value, upgrade the parameter to use the advanced-parameter tier.";
const ADVANCED_VALUE: &str =
    "Advanced tier parameters support a maximum parameter value of 8192 characters.";

#[cfg(test)]
mod tests {
    use super::{
        ParameterTier::{Advanced, IntelligentTiering, Standard},
        *,
    };

    #[test]
    fn the_table_of_tiers() {
        let small = Needs {
            value_bytes: 4096,
            policies: false,
        };
        let large = Needs {
            value_bytes: 4097,
            policies: false,
        };
        let with_policies = Needs {
            value_bytes: 1,
            policies: true,
        };
        let too_large = Needs {
            value_bytes: 8193,
            policies: false,
        };
        for (asked, default, have, needs, wanted) in [
            (None, Standard, None, small, Some(Standard)),
            (None, Standard, None, large, None),
            (None, Standard, None, with_policies, None),
            (None, Advanced, None, small, Some(Advanced)),
            (None, IntelligentTiering, None, small, Some(Standard)),
            (None, IntelligentTiering, None, large, Some(Advanced)),
            (Some(Standard), Advanced, None, small, Some(Standard)),
            (Some(Standard), Advanced, None, large, None),
            (Some(Advanced), Standard, None, large, Some(Advanced)),
            (Some(Advanced), Standard, None, too_large, None),
            (
                Some(IntelligentTiering),
                Standard,
                None,
                with_policies,
                Some(Advanced),
            ),
            (Some(IntelligentTiering), Standard, None, too_large, None),
            // Updates.
            (None, Standard, Some(Standard), small, Some(Standard)),
            (None, Standard, Some(Standard), large, None),
            (None, Standard, Some(Advanced), large, Some(Advanced)),
            (Some(Standard), Standard, Some(Advanced), small, None),
            (
                Some(Advanced),
                Standard,
                Some(Standard),
                small,
                Some(Advanced),
            ),
            (
                Some(IntelligentTiering),
                Standard,
                Some(Advanced),
                small,
                Some(Advanced),
            ),
            (
                Some(IntelligentTiering),
                Standard,
                Some(Standard),
                large,
                Some(Advanced),
            ),
        ] {
            let tier = decide(asked, default, have, needs)
                .ok()
                .map(|decided| decided.tier);
            assert_eq!(tier, wanted, "{asked:?} {default} {have:?} {needs:?}");
        }
    }
}
