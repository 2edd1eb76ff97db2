//! The policies that go into a simulation, with where they come from.

use super::{MatchedStatement, PolicySourceType, SimulateError};
use crate::{
    compile::{CompiledPolicy, StatementRef},
    directory::Document,
    document::{Policy, PolicyKind, statement_spans},
    error::Position,
};

/// One identity-based or resource-based policy.
#[derive(Clone, Debug)]
pub(super) struct Source {
    id: String,
    source_type: PolicySourceType,
    text: Document,
    pub(super) policy: Policy,
}

impl Source {
    /// A policy that is attached, and so parses.
    pub(super) fn attached(
        id: impl Into<String>,
        source_type: PolicySourceType,
        text: &Document,
        kind: PolicyKind,
    ) -> Result<Self, SimulateError> {
        let id = id.into();
        let policy = parse(&id, text.as_str(), kind)?;
        Ok(Self {
            id,
            source_type,
            text: text.clone(),
            policy,
        })
    }

    /// Policies that came with the request: `PolicyInputList.1` and on.
    pub(super) fn given(texts: &[String]) -> Result<Vec<Self>, SimulateError> {
        let given = |(at, text): (usize, &String)| {
            Self::attached(
                format!("PolicyInputList.{}", at + 1),
                PolicySourceType::None,
                &Document::new(text.as_str()),
                PolicyKind::Identity,
            )
        };
        texts.iter().enumerate().map(given).collect()
    }

    /// The resource's policy, that came with the request.
    pub(super) fn of_resource(text: &str) -> Result<Self, SimulateError> {
        Self::attached(
            "ResourcePolicy",
            PolicySourceType::Resource,
            &Document::new(text),
            PolicyKind::Resource,
        )
    }

    pub(super) fn compile(&self) -> CompiledPolicy {
        CompiledPolicy::compile(self.id.as_str(), &self.policy)
    }

    /// One of its statements, if it is one of its.
    pub(super) fn matched(&self, statement: StatementRef<'_>) -> Option<MatchedStatement> {
        if statement.policy() != self.id {
            return None;
        }
        let text = self.text.as_str();
        let span = statement_spans(text).ok()?.get(statement.index())?.clone();
        Some(MatchedStatement {
            source_policy_id: self.id.clone(),
            source_policy_type: self.source_type,
            start_position: Position::of(span.start, text.as_bytes()).into(),
            end_position: Position::of(span.end, text.as_bytes()).into(),
        })
    }
}

/// Reads a policy that came with the request.
pub(super) fn parse(id: &str, text: &str, kind: PolicyKind) -> Result<Policy, SimulateError> {
    let invalid = |error| SimulateError::invalid(format!("{id} is malformed: {error}"));
    Policy::parse(text, kind).map_err(invalid)
}
