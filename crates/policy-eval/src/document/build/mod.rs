//! Policies made by a program: the same rules as for those that are read.

mod statement;

use std::sync::Arc;

pub use statement::StatementBuilder;

use super::{OneOrMany, Policy, PolicyKind, Version, statement::duplicate_sid};
use crate::error::Problem;

/// Makes a policy, part by part. What is wrong with a part shows when the policy is [built](Self::build).
///
/// ```
/// use policy_eval::{ConditionOperator, Operator, Policy, PolicyKind, PrincipalKey, StatementBuilder};
///
/// let policy = Policy::builder(PolicyKind::Resource)
///     .statement(
///         StatementBuilder::deny()
///             .sid("OnlyEncrypted")
///             .everybody()
///             .actions(["s3:*"])
///             .resources(["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"])
///             .condition(Operator::Bool, "aws:SecureTransport", [false]),
///     )
///     .statement(
///         StatementBuilder::allow()
///             .principals(PrincipalKey::Aws, ["arn:aws:iam::111122223333:role/app"])
///             .actions(["s3:GetObject"])
///             .resources(["arn:aws:s3:::bucket/*"])
///             .condition(
///                 ConditionOperator::from(Operator::StringLike).or_absent(),
///                 "s3:prefix",
///                 ["home/"],
///             ),
///     )
///     .build()?;
/// assert_eq!(Policy::parse(&policy.to_string(), PolicyKind::Resource)?, policy);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct PolicyBuilder {
    kind: PolicyKind,
    version: Version,
    id: Option<String>,
    statements: Vec<StatementBuilder>,
}

/// Why parts do not make a policy.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("statement {statement}: {problem}")]
pub struct BuildError {
    statement: usize,
    problem: Problem,
}

impl Policy {
    /// Begins a policy of version 2012-10-17.
    pub fn builder(kind: PolicyKind) -> PolicyBuilder {
        PolicyBuilder {
            kind,
            version: Version::V2012,
            id: None,
            statements: Vec::new(),
        }
    }
}

impl PolicyBuilder {
    /// Sets another version of the language.
    pub fn version(self, version: Version) -> Self {
        Self { version, ..self }
    }

    /// Sets the policy's `Id`.
    pub fn id(self, id: impl Into<String>) -> Self {
        Self {
            id: Some(id.into()),
            ..self
        }
    }

    /// Adds a statement.
    pub fn statement(mut self, statement: StatementBuilder) -> Self {
        self.statements.push(statement);
        self
    }

    /// Makes the policy.
    ///
    /// # Errors
    ///
    /// [`BuildError`] says which statement has what fault: those for which [`Policy::parse`] would refuse it.
    pub fn build(self) -> Result<Policy, BuildError> {
        let Self {
            kind,
            version,
            id,
            statements,
        } = self;
        let built = statements.into_iter().enumerate().map(|(at, statement)| {
            let built = statement.build(kind, version).map(Arc::new);
            built.map_err(|problem| BuildError {
                statement: at,
                problem,
            })
        });
        let statements: Vec<_> = built.collect::<Result<_, _>>()?;
        if let Some((statement, problem)) = duplicate_sid(&statements, kind) {
            return Err(BuildError { statement, problem });
        }
        Ok(Policy {
            kind,
            version: Some(version),
            id,
            statements: OneOrMany::Many(statements),
        })
    }
}

impl BuildError {
    /// Which statement is at fault, from 0.
    pub fn statement(&self) -> usize {
        self.statement
    }

    /// What is wrong with it.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}
