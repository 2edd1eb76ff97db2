//! Findings, in the shape of AWS's `ValidatePolicyFinding`.

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::{FindingType, IssueCode};

/// One thing that is to be said of a policy.
///
/// It prints as `line:column: TYPE CODE: details`, counted from 1 as editors do. As JSON it is AWS's `ValidatePolicyFinding`.
///
/// Source: [ValidatePolicyFinding](https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ValidatePolicyFinding.html).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    pub(super) code: IssueCode,
    pub(super) details: String,
    pub(super) locations: Vec<Location>,
}

/// A place in a policy: the way there through its JSON, and where it stands in the text.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Location {
    /// The way from the document to the place.
    pub path: Vec<PathElement>,
    /// Where the place begins and ends.
    pub span: Span,
}

/// One step of a path.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum PathElement {
    /// An item of a list, from 0.
    Index(usize),
    /// The name of a member itself.
    Key(String),
    /// The value of a member.
    Value(String),
}

/// Where a place begins, and where it ends: the end is no part of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Span {
    /// Its first character.
    pub start: SpanPosition,
    /// The first character behind it.
    pub end: SpanPosition,
}

/// A position as AWS counts it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[non_exhaustive]
pub struct SpanPosition {
    /// Characters from the document's beginning, from 0.
    pub offset: usize,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 0.
    pub column: usize,
}

impl Finding {
    /// What it is about.
    pub fn issue_code(&self) -> IssueCode {
        self.code
    }

    /// What it means for the policy.
    pub fn finding_type(&self) -> FindingType {
        self.code.finding_type()
    }

    /// What is to be said, in AWS's words.
    pub fn finding_details(&self) -> &str {
        &self.details
    }

    /// The places that it is about.
    pub fn locations(&self) -> &[Location] {
        &self.locations
    }

    pub(super) fn start(&self) -> Option<SpanPosition> {
        self.locations.first().map(|location| location.span.start)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(SpanPosition { line, column, .. }) = self.start() {
            write!(f, "{line}:{}: ", column + 1)?;
        }
        let Self { code, details, .. } = self;
        write!(f, "{} {code}: {details}", code.finding_type().as_str())
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self {
            code,
            details,
            locations,
        } = self;
        let mut object = serializer.serialize_struct("ValidatePolicyFinding", 5)?;
        object.serialize_field("findingDetails", details)?;
        object.serialize_field("findingType", &code.finding_type())?;
        object.serialize_field("issueCode", code)?;
        object.serialize_field("learnMoreLink", &code.learn_more_link())?;
        object.serialize_field("locations", locations)?;
        object.end()
    }
}
