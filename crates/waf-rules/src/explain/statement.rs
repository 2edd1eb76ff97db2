//! What statements looked at.

use std::fmt;

use super::describe;
use crate::{compile::Node, decide::Evaluation};

/// What one statement looked at, and what it found.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct StatementExplanation {
    /// What it asks.
    pub question: String,
    /// Whether it matched.
    pub is_match: bool,
    /// What it looked at: the transformed values, cut where they are long, or why there were none.
    pub looked_at: Vec<String>,
    /// The statements inside.
    pub inner: Vec<Self>,
}

impl StatementExplanation {
    pub(super) fn new(evaluation: &mut Evaluation<'_>, node: &Node) -> Self {
        let is_match = evaluation.holds(node);
        let inner = match node {
            Node::And(nodes) | Node::Or(nodes) => nodes
                .iter()
                .map(|node| Self::new(evaluation, node))
                .collect(),
            Node::Not(node) => vec![Self::new(evaluation, node)],
            _ => Vec::new(),
        };
        Self {
            question: describe::question(evaluation, node),
            is_match,
            looked_at: describe::looked_at(evaluation, node),
            inner,
        }
    }

    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        let mark = if self.is_match { "yes" } else { "no " };
        writeln!(
            f,
            "{:indent$}{mark} {}",
            "",
            self.question,
            indent = depth * 2
        )?;
        for value in &self.looked_at {
            writeln!(f, "{:indent$}looked at {value}", "", indent = depth * 2 + 4)?;
        }
        self.inner
            .iter()
            .try_for_each(|inner| inner.write(f, depth + 1))
    }
}
