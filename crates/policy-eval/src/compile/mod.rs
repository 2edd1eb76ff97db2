//! The compiled form: what decisions run over.

mod chains;
pub(crate) mod hash;
mod index;
mod program;
mod shared;

use std::{fmt, sync::Arc};

pub use program::StatementRef;

pub(crate) use program::{Findings, Program};

use crate::document::{Policy, PolicyKind};

/// One policy, ready to decide by: compiled once, shared by reference, used from any thread.
///
/// The name is what explanations call it by.
///
/// ```
/// use policy_eval::{CompiledPolicy, Policy, PolicyKind};
///
/// let json = r#"{"Statement": {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"}}"#;
/// let policy = Policy::parse(json, PolicyKind::Identity)?;
/// let compiled = CompiledPolicy::compile("decrypt-everything", &policy);
/// assert_eq!(compiled.name(), "decrypt-everything");
/// # Ok::<(), policy_eval::ParseError>(())
/// ```
#[derive(Clone)]
pub struct CompiledPolicy(Arc<Program>);

/// Any number of compiled policies of one kind, looked through as one: all identity policies of a caller, or all service
/// control policies of one organisation level.
///
/// A decision costs what could match, not how many policies or statements there are. A clone shares the compiled form.
///
/// ```
/// use policy_eval::{CompiledPolicy, Policy, PolicyKind, PolicySet};
///
/// let json = r#"{"Statement": {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"}}"#;
/// let policy = Policy::parse(json, PolicyKind::Identity)?;
/// let set: PolicySet = [CompiledPolicy::compile("inline", &policy)].into_iter().collect();
/// assert!(!set.is_empty());
/// # Ok::<(), policy_eval::ParseError>(())
/// ```
#[derive(Clone, Default)]
pub struct PolicySet(Arc<Program>);

impl CompiledPolicy {
    /// Compiles a policy under the name that explanations will call it by.
    pub fn compile(name: impl Into<Arc<str>>, policy: &Policy) -> Self {
        Self(Arc::new(Program::of_policy(name.into(), policy)))
    }

    /// The name that it was compiled under.
    pub fn name(&self) -> &str {
        self.0.first_policy().map_or("", |policy| &policy.name)
    }

    /// What it is attached to.
    pub fn kind(&self) -> PolicyKind {
        self.0
            .first_policy()
            .map_or(PolicyKind::Resource, |policy| policy.kind)
    }

    pub(crate) fn program(&self) -> &Program {
        &self.0
    }
}

impl PolicySet {
    /// No policies: they allow nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether there are no policies in it.
    pub fn is_empty(&self) -> bool {
        self.0.first_policy().is_none()
    }

    pub(crate) fn program(&self) -> &Program {
        &self.0
    }
}

impl FromIterator<CompiledPolicy> for PolicySet {
    fn from_iter<I: IntoIterator<Item = CompiledPolicy>>(policies: I) -> Self {
        Self(Arc::new(Program::of_programs(
            policies.into_iter().map(|policy| policy.0),
        )))
    }
}

/// A set of one shares its compiled form.
impl From<CompiledPolicy> for PolicySet {
    fn from(policy: CompiledPolicy) -> Self {
        Self(policy.0)
    }
}

impl fmt::Debug for CompiledPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CompiledPolicy").field(&self.name()).finish()
    }
}

impl fmt::Debug for PolicySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PolicySet")?;
        f.debug_list()
            .entries(self.0.policies().map(|policy| &policy.name))
            .finish()
    }
}
