//! Which condition keys policies ask for: in conditions, and as variables.

use std::collections::BTreeMap;

use common_types::constraint::Constrained as _;

use super::{
    GetContextKeysForCustomPolicyRequest, GetContextKeysForPolicyResponse,
    GetContextKeysForPrincipalPolicyRequest, SimulateError, attached::Attached,
    exclude::Exclusions, source::Source,
};
use crate::{
    directory::Directory,
    document::{Policy, Statement},
    keys::ConditionKey,
};

impl Policy {
    /// The condition keys that the policy asks for, in conditions and as variables, each once.
    pub fn context_keys(&self) -> Vec<&ConditionKey> {
        context_keys(self.statements().iter().map(|statement| &**statement))
    }
}

/// Tells which condition keys policies ask for, as IAM's `GetContextKeysForCustomPolicy` does.
///
/// # Errors
///
/// [`SimulateError::Validation`] or [`SimulateError::InvalidInput`]: no policy was given, or one is malformed.
pub fn context_keys_for_custom_policy(
    request: &GetContextKeysForCustomPolicyRequest,
) -> Result<GetContextKeysForPolicyResponse, SimulateError> {
    request.validate()?;
    Ok(asked_for(&Source::given(&request.policy_input_list)?))
}

impl Directory {
    /// Tells which condition keys the identity-based policies of a user, group or role ask for, and more that are given, as
    /// IAM's `GetContextKeysForPrincipalPolicy` does.
    ///
    /// # Errors
    ///
    /// [`SimulateError::NoSuchEntity`] if it is not in the directory; [`SimulateError::InvalidInput`] if a policy that was
    /// given is malformed.
    pub fn context_keys_for_principal_policy(
        &self,
        request: &GetContextKeysForPrincipalPolicyRequest,
    ) -> Result<GetContextKeysForPolicyResponse, SimulateError> {
        request.validate()?;
        let attached = Attached::find(self, &request.policy_source_arn)?;
        let mut sources = attached.sources(self, &Exclusions::new(&[])?)?;
        sources.extend(Source::given(&request.policy_input_list)?);
        Ok(asked_for(&sources))
    }
}

fn asked_for(sources: &[Source]) -> GetContextKeysForPolicyResponse {
    let statements = sources.iter().flat_map(|source| source.policy.statements());
    let keys = context_keys(statements.map(|statement| &**statement));
    GetContextKeysForPolicyResponse {
        context_key_names: keys.into_iter().map(ToString::to_string).collect(),
    }
}

/// The keys by their folded names, as they were first written.
pub(super) fn context_keys<'a>(
    statements: impl Iterator<Item = &'a Statement>,
) -> Vec<&'a ConditionKey> {
    let mut keys = BTreeMap::new();
    for statement in statements {
        let patterns = statement.resources().into_iter().flat_map(|r| r.patterns());
        let variables = patterns
            .flat_map(|pattern| pattern.template().variables())
            .chain(
                statement
                    .conditions()
                    .iter()
                    .flat_map(|condition| condition.variables()),
            )
            .map(|variable| variable.key());
        let conditions = statement
            .conditions()
            .iter()
            .map(|condition| condition.key());
        for key in conditions.chain(variables) {
            keys.entry(key.folded()).or_insert(key);
        }
    }
    keys.into_values().collect()
}
