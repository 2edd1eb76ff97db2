//! Where findings are gathered.

use std::ops::Range;

use super::{Finding, IssueCode, Location, PathElement, Span, SpanPosition};
use crate::limits;

/// A place in a document: what [`Location`] says, in bytes.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) path: Vec<PathElement>,
    pub(super) span: Range<usize>,
}

/// The findings so far.
pub(super) struct Report<'t> {
    text: &'t str,
    /// At every so many bytes, the position there: so that none is far away.
    milestones: Vec<(usize, SpanPosition)>,
    findings: Vec<Finding>,
}

/// Bytes between two milestones.
const STRIDE: usize = 1024;

impl<'t> Report<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut milestones = Vec::new();
        let mut position = SpanPosition {
            offset: 0,
            line: 1,
            column: 0,
        };
        let mut due = 0;
        for (at, c) in text.char_indices() {
            if at >= due {
                milestones.push((at, position));
                due = at + STRIDE;
            }
            advance(&mut position, c);
        }
        Self {
            text,
            milestones,
            findings: Vec::new(),
        }
    }

    /// Adds a finding about one place.
    pub(super) fn add(&mut self, code: IssueCode, place: &Place, details: impl Into<String>) {
        self.add_at(code, std::slice::from_ref(place), details);
    }

    /// Adds a finding about several places.
    pub(super) fn add_at(&mut self, code: IssueCode, places: &[Place], details: impl Into<String>) {
        if self.is_full() {
            return;
        }
        let locations = places
            .iter()
            .map(|place| Location {
                path: place.path.clone(),
                span: Span {
                    start: self.position(place.span.start),
                    end: self.position(place.span.end),
                },
            })
            .collect();
        self.findings.push(Finding {
            code,
            details: details.into(),
            locations,
        });
    }

    /// Whether no more findings are taken.
    pub(super) fn is_full(&self) -> bool {
        self.findings.len() >= limits::FINDINGS
    }

    /// All findings, in the order of the document.
    pub(super) fn finish(mut self) -> Vec<Finding> {
        self.findings
            .sort_by_key(|finding| (finding.start(), finding.code.finding_type(), finding.code));
        self.findings
    }

    /// The position of a byte offset.
    pub(super) fn position(&self, byte: usize) -> SpanPosition {
        let next = self.milestones.partition_point(|(at, _)| *at <= byte);
        let (from, mut position) = next
            .checked_sub(1)
            .and_then(|at| self.milestones.get(at).copied())
            .unwrap_or((
                0,
                SpanPosition {
                    offset: 0,
                    line: 1,
                    column: 0,
                },
            ));
        for c in self.text.get(from..byte).unwrap_or_default().chars() {
            advance(&mut position, c);
        }
        position
    }
}

fn advance(position: &mut SpanPosition, c: char) {
    position.offset += 1;
    if c == '\n' {
        position.line += 1;
        position.column = 0;
    } else {
        position.column += 1;
    }
}
