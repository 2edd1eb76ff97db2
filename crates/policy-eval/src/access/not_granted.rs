//! Whether a policy grants what it must not.

use super::{
    answer::{AccessCheck, Words},
    condition::all_follow,
    principal,
    set::{self, Names, Proofs, Set},
};
use crate::{
    algebra::{Glob, Prover},
    document::{Condition, Effect, Policy, Statement, Version},
    limits,
    pattern::{ActionPattern, ResourcePattern},
};

const WORDS: Words = Words {
    pass: "The policy document does not grant access to perform the listed actions or resources.",
    fail: "The policy document grants access to perform one or more of the listed actions or resources.",
    reason: "One or more of the listed actions or resources in the statement",
};

/// Access that a policy must not grant: actions, resources, or actions on resources.
///
/// Source: [Access](https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_Access.html).
#[derive(Clone, Debug)]
pub struct AccessToCheck {
    actions: Vec<Glob>,
    resources: Vec<Glob>,
}

/// Why some actions and resources are no access to check for.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidAccess {
    /// More than AWS takes: [`limits::ACCESS_ITEMS`].
    #[error("there are more than {} actions or resources", limits::ACCESS_ITEMS)]
    TooMany,
    /// Neither actions nor resources.
    #[error("there are neither actions nor resources")]
    Empty,
    /// A text that no policy could have as an action.
    #[error("`{0}` is not an action: it is `*` or looks like `kms:Encrypt`")]
    Action(String),
    /// A text that no policy could have as a resource.
    #[error("`{0}` is not a resource: it is `*` or an ARN, and has no variables")]
    Resource(String),
}

impl AccessToCheck {
    /// Any of these actions on any of these resources. Without actions any action is meant, without resources any resource. Both
    /// may have wildcards.
    ///
    /// # Errors
    ///
    /// [`InvalidAccess`] says what is wrong with them. AWS has `InvalidParameterException` for it.
    pub fn new<A: AsRef<str>, R: AsRef<str>>(
        actions: impl IntoIterator<Item = A>,
        resources: impl IntoIterator<Item = R>,
    ) -> Result<Self, InvalidAccess> {
        let action = |text: A| {
            let text = text.as_ref();
            let pattern = ActionPattern::parse(text);
            let pattern = pattern.ok_or_else(|| InvalidAccess::Action(text.to_owned()))?;
            Ok(Glob::of_action(&pattern))
        };
        let resource = |text: R| {
            let text = text.as_ref();
            ResourcePattern::parse(text, Version::V2012)
                .ok()
                .and_then(|pattern| Glob::surest(pattern.template()))
                .ok_or_else(|| InvalidAccess::Resource(text.to_owned()))
        };
        let actions = actions
            .into_iter()
            .map(action)
            .collect::<Result<Vec<_>, _>>()?;
        let resources = resources
            .into_iter()
            .map(resource)
            .collect::<Result<Vec<_>, _>>()?;
        if actions.len() > limits::ACCESS_ITEMS || resources.len() > limits::ACCESS_ITEMS {
            return Err(InvalidAccess::TooMany);
        }
        if actions.is_empty() && resources.is_empty() {
            return Err(InvalidAccess::Empty);
        }
        Ok(Self { actions, resources })
    }
}

/// Whether a policy grants none of some access, to anybody: AWS's `CheckAccessNotGranted`.
///
/// ```
/// use policy_eval::{AccessToCheck, Policy, PolicyKind, check_access_not_granted};
///
/// let json = r#"{"Statement": [
///   {"Effect": "Allow", "Action": "kms:*", "Resource": "*"},
///   {"Effect": "Deny", "Action": "kms:*Grant*", "Resource": "*"}
/// ]}"#;
/// let policy = Policy::parse(json, PolicyKind::Identity)?;
/// let anywhere: [&str; 0] = [];
/// assert!(check_access_not_granted(&policy, &AccessToCheck::new(["kms:CreateGrant"], anywhere)?).passed());
/// assert!(!check_access_not_granted(&policy, &AccessToCheck::new(["kms:Decrypt"], anywhere)?).passed());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// It passes only if that is proven. What is allowed under a condition is granted; what is denied under one only if the
/// allowing statement asks the same.
///
/// # Source
///
/// [CheckAccessNotGranted](https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckAccessNotGranted.html).
pub fn check_access_not_granted(policy: &Policy, access: &AccessToCheck) -> AccessCheck {
    let prover = Prover::new(limits::PROOF_STEPS);
    let statements = policy.statements().iter().map(|statement| &**statement);
    let (allow, deny): (Vec<_>, Vec<_>) = statements
        .enumerate()
        .partition(|(_, statement)| statement.effect() == Effect::Allow);
    let granting: Vec<usize> = allow
        .into_iter()
        .filter(|(_, statement)| {
            let denials: Vec<&Statement> = deny
                .iter()
                .map(|(_, denial)| *denial)
                .filter(|denial| denies_all_of(&prover, denial, statement))
                .collect();
            access.is_granted(&prover, statement, &denials)
        })
        .map(|(index, _)| index)
        .collect();
    AccessCheck::of(policy, &granting, &WORDS)
}

/// Whether a denial is about everybody that a statement allows, whenever it does.
fn denies_all_of(prover: &Prover, denial: &Statement, statement: &Statement) -> bool {
    let premises: Vec<&Condition> = statement.conditions().iter().collect();
    all_follow(prover, &premises, denial.conditions())
        && principal::each(statement)
            .into_iter()
            .all(|who| principal::covers(denial, who))
}

impl AccessToCheck {
    /// Whether the statement grants some of it that the denials leave.
    fn is_granted(&self, prover: &Prover, statement: &Statement, denials: &[&Statement]) -> bool {
        let (actions, resources) = (set::actions(statement), set::widest_resources(statement));
        let each = |globs: &[Glob]| match globs {
            [] => vec![Set::any()],
            globs => globs
                .iter()
                .map(|glob| Set::within(vec![glob.clone()]))
                .collect(),
        };
        // Variables of a denial are not known to have values.
        let names = Names::default();
        let denied: Vec<(Set, Set)> = denials
            .iter()
            .filter_map(|denial| {
                let resources = set::surest_resources(denial, &names, &[])?;
                Some((set::actions(denial), resources))
            })
            .collect();
        let asked_resources: Vec<Set> = each(&self.resources)
            .into_iter()
            .filter(|asked| !prover.are_apart(asked, &resources))
            .collect();
        each(&self.actions)
            .into_iter()
            .filter(|asked| !prover.are_apart(asked, &actions))
            .any(|asked_action| {
                asked_resources.iter().any(|asked_resource| {
                    let mut open = vec![asked_action.constraint(), actions.constraint()];
                    let whole = denied
                        .iter()
                        .filter(|(_, d)| prover.both_within(asked_resource, &resources, d));
                    open.extend(whole.map(|(a, _)| a.complement()));
                    if prover.nothing(&open) {
                        return false;
                    }
                    let mut open = vec![asked_resource.constraint(), resources.constraint()];
                    let whole = denied
                        .iter()
                        .filter(|(a, _)| prover.both_within(&asked_action, &actions, a));
                    open.extend(whole.map(|(_, r)| r.complement()));
                    !prover.nothing(&open)
                })
            })
    }
}
