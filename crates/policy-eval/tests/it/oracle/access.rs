//! The custom checks beside the engine: what passes holds of every request that is tried.

use policy_eval::{
    AccessToCheck, CompiledPolicy, Context, GlobalKey, Outcome, Policies, Policy, PolicyKind,
    PolicySet, Request, Resource, ResourcePolicyMode, check_access_not_granted,
    check_no_new_access, check_no_public_access, decide,
};
use proptest::prelude::*;
use serde_json::Value;

use super::generate::{Asked, Held, Who, change, context};

/// A policy that alone decides.
struct Alone {
    kind: PolicyKind,
    compiled: CompiledPolicy,
    identity: PolicySet,
    everything: PolicySet,
}

impl Alone {
    fn new(policy: &Policy) -> Self {
        let compiled = CompiledPolicy::compile("policy", policy);
        let everything = r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
        let everything = Policy::parse(everything, PolicyKind::Identity).unwrap();
        Self {
            kind: policy.kind(),
            identity: PolicySet::from(compiled.clone()),
            compiled,
            everything: PolicySet::from(CompiledPolicy::compile("everything", &everything)),
        }
    }

    /// Whether it allows the request: to a caller, or as a resource's policy to whom it or its account lets in.
    fn allows(&self, asked: &Asked, keys: &Context) -> bool {
        let principal = asked.who.principal();
        let request = Request::new(&principal, asked.action, Resource::new(asked.target), keys);
        let policies = match self.kind {
            PolicyKind::Identity => Policies::new().identity(&self.identity),
            _ => Policies::new()
                .resource(&self.compiled, ResourcePolicyMode::Mandatory)
                .identity(&self.everything),
        };
        decide(&policies, &request).outcome() == Outcome::Allowed
    }
}

impl Asked {
    /// Whether no key that has one value has several.
    fn could_be(&self) -> bool {
        !self.keys.iter().any(|(key, held)| {
            let global = GlobalKey::find(&key.parse().unwrap());
            matches!(held, Held::Many(_)) && global.is_some_and(|key| !key.kind.multivalued)
        })
    }
}

fn parse(json: &Value, kind: PolicyKind) -> Policy {
    Policy::parse(&json.to_string(), kind).unwrap_or_else(|error| panic!("{error}: {json}"))
}

fn kind(principals: bool) -> PolicyKind {
    match principals {
        true => PolicyKind::Resource,
        false => PolicyKind::Identity,
    }
}

/// Nothing that a check passed is there.
fn holds(
    principals: bool,
    (existing, new, asked): (Value, Value, Vec<Asked>),
) -> Result<(), TestCaseError> {
    let kind = kind(principals);
    let (old, changed) = (parse(&existing, kind), parse(&new, kind));
    let no_new_access = check_no_new_access(&changed, &old).passed();
    prop_assert!(check_no_new_access(&old, &old).passed(), "{existing}");
    let (before, now) = (Alone::new(&old), Alone::new(&changed));
    for asked in asked.iter().filter(|asked| asked.could_be()) {
        let keys = context(&asked.keys);
        let (before, now) = (before.allows(asked, &keys), now.allows(asked, &keys));
        // The root user of an account needs no policy.
        if now && asked.who != Who::Root {
            prop_assert!(
                before || !no_new_access,
                "{asked:?} is new: {new} after {existing}"
            );
            let access = AccessToCheck::new([asked.action], [asked.target]).unwrap();
            let granted = check_access_not_granted(&changed, &access);
            prop_assert!(!granted.passed(), "{asked:?} is granted: {new}");
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn what_passes_is_no_new_access_of_a_caller(change in change(false)) {
        holds(false, change)?;
    }

    #[test]
    fn what_passes_is_no_new_access_to_a_resource(change in change(true)) {
        holds(true, change)?;
    }

    #[test]
    fn what_is_not_public_lets_in_nobody_unknown((policy, _, asked) in change(true)) {
        let policy = parse(&policy, PolicyKind::Resource);
        if check_no_public_access(&policy).passed() {
            let alone = Alone::new(&policy);
            for asked in asked.iter().filter(|asked| asked.who == Who::Anonymous) {
                let keys = context(&asked.keys);
                prop_assert!(!alone.allows(asked, &keys), "{asked:?}: {policy}");
            }
        }
    }
}

/// Both answers are given: a check that never passes is sound, and of no use.
#[test]
fn changes_pass_and_fail() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};

    let mut runner = TestRunner::deterministic();
    let mut passed = 0;
    for _ in 0..300 {
        let (existing, new, _) = change(true).new_tree(&mut runner).unwrap().current();
        let (existing, new) = (
            parse(&existing, PolicyKind::Resource),
            parse(&new, PolicyKind::Resource),
        );
        passed += usize::from(check_no_new_access(&new, &existing).passed());
    }
    assert!((30..=270).contains(&passed), "{passed} of 300 passed");
}
