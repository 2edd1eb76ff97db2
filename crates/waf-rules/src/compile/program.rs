//! The compiled form: what a decision runs over.

use std::sync::Arc;

use crate::{
    address::AddressSet,
    inspect::{Input, Predicate, Stage},
    label::{LabelId, LabelTable, LabelTest},
    model::{ActionValue, FallbackBehavior, ForwardedIpPosition, VisibilityConfig},
    rate::RateTracker,
    transform::TextTransformationType,
};

/// A web ACL's rules, ready to decide.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) rules: RuleList,
    pub(crate) inputs: Vec<Input>,
    pub(crate) labels: LabelTable,
    /// What each bit says.
    pub(crate) predicates: Vec<Predicate>,
}

/// Rules in their order.
#[derive(Debug, Default)]
pub(crate) struct RuleList {
    pub(crate) rules: Vec<RuleProgram>,
    /// Of each rule, the one question on which it hangs: most rules are passed by without being looked at.
    hangs_on: Vec<Option<Test>>,
    /// How many neighbours hang on the same stage of the same input: they are passed by at once.
    runs: Vec<usize>,
}

impl RuleList {
    /// The rules run by run, with the questions on which they hang: all of one stage of one input, or none.
    pub(crate) fn runs(&self) -> impl Iterator<Item = (&[RuleProgram], &[Option<Test>])> {
        let (mut rules, mut hangs_on) = (&*self.rules, &*self.hangs_on);
        self.runs.iter().map(move |&length| {
            let (run, rest) = rules.split_at_checked(length).unwrap_or_default();
            rules = rest;
            let (questions, rest) = hangs_on.split_at_checked(length).unwrap_or_default();
            hangs_on = rest;
            (run, questions)
        })
    }
}

impl From<Vec<RuleProgram>> for RuleList {
    fn from(rules: Vec<RuleProgram>) -> Self {
        let hangs_on: Vec<_> = rules.iter().map(RuleProgram::hangs_on).collect();
        let stage = |test: &Option<Test>| test.map(|test| (test.input, test.stage));
        let runs = hangs_on.chunk_by(|a, b| stage(a) == stage(b));
        Self {
            runs: runs.map(<[_]>::len).collect(),
            rules,
            hangs_on,
        }
    }
}

impl RuleProgram {
    /// The one question on which the rule hangs, if there is one: where the answer is no, it does not match.
    fn hangs_on(&self) -> Option<Test> {
        match &self.kind {
            RuleKind::Statement(Node::Test(test)) => Some(*test),
            // Short of its first part, a conjunction fails; where it labels, it is looked at all the same.
            RuleKind::Statement(Node::And(nodes))
                if self.needed_headers.is_empty() && self.labelled_addresses.is_empty() =>
            {
                match nodes.first() {
                    Some(Node::Test(test)) => Some(*test),
                    _ => None,
                }
            }
            RuleKind::Statement(_) | RuleKind::Rate(_) | RuleKind::Group(_) => None,
        }
    }
}

/// One rule.
#[derive(Debug)]
pub(crate) struct RuleProgram {
    pub(crate) name: String,
    pub(crate) kind: RuleKind,
    pub(crate) action: Action,
    /// The action that the rule has of itself, where its use overrides it.
    pub(crate) overridden: Option<ActionValue>,
    /// Whether `ExcludedRules` has made it count.
    pub(crate) is_excluded: bool,
    pub(crate) labels: Box<[LabelId]>,
    /// Headers without which the rule does not apply.
    pub(crate) needed_headers: Box<[String]>,
    /// Addresses whose country and region the rule's geo match statements label: of the connection, or of a header.
    pub(crate) labelled_addresses: Box<[Origin]>,
    pub(crate) visibility: VisibilityConfig,
    pub(crate) captcha_immunity_seconds: u64,
    pub(crate) challenge_immunity_seconds: u64,
}

#[derive(Debug)]
pub(crate) enum RuleKind {
    Statement(Node),
    Rate(Box<RateRule>),
    Group(Box<Group>),
}

/// A rule group in its place.
#[derive(Debug)]
pub(crate) struct Group {
    /// Its ARN, or `VENDOR#NAME`.
    pub(crate) id: String,
    pub(crate) is_managed: bool,
    pub(crate) scope_down: Option<Node>,
    pub(crate) rules: RuleList,
    /// The count that becomes of its action.
    pub(crate) count_override: Option<Action>,
}

/// A rate-based statement.
#[derive(Debug)]
pub(crate) struct RateRule {
    pub(crate) limit: u64,
    pub(crate) window_seconds: u64,
    pub(crate) scope_down: Option<Node>,
    pub(crate) aggregation: Aggregation,
    pub(crate) tracker: Arc<RateTracker>,
    /// What its counts depend on: they go over to a new version of the web ACL where this is the same.
    pub(crate) identity: String,
}

#[derive(Debug)]
pub(crate) enum Aggregation {
    Address(Origin),
    Constant,
    Keys(Box<[KeyPart]>),
}

#[derive(Debug)]
pub(crate) enum KeyPart {
    Header(Box<[u8]>, Box<[TextTransformationType]>),
    Cookie(Box<[u8]>, Box<[TextTransformationType]>),
    Argument(Box<[u8]>, Box<[TextTransformationType]>),
    Query(Box<[TextTransformationType]>),
    Path(Box<[TextTransformationType]>),
    Method,
    Address(Origin),
    Labels(String),
    Ja3(FallbackBehavior),
    Ja4(FallbackBehavior),
    Asn(Origin),
}

/// Where an address comes from.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Origin {
    Connection,
    Header(ForwardedHeader),
}

#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct ForwardedHeader {
    pub(crate) name: String,
    pub(crate) fallback: FallbackBehavior,
    pub(crate) position: ForwardedIpPosition,
}

/// A statement.
#[derive(Debug)]
pub(crate) enum Node {
    And(Box<[Self]>),
    Or(Box<[Self]>),
    Not(Box<Self>),
    Test(Test),
    Addresses(Arc<AddressSet>, Origin),
    Country(Box<[[u8; 2]]>, Origin),
    Asn(Box<[u32]>, Origin),
    Label(Box<LabelTest>),
    /// What is left of a reference that was given up.
    Never,
}

/// A question to an input.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Test {
    pub(crate) input: u32,
    pub(crate) stage: Stage,
    pub(crate) bit: u32,
}

/// What follows a match.
#[derive(Clone, Debug)]
pub(crate) struct Action {
    pub(crate) value: ActionValue,
    /// Of a block.
    pub(crate) response: Option<Arc<Response>>,
    /// Of everything that lets the request go on, with the prefix.
    pub(crate) inserted_headers: Arc<[(String, String)]>,
}

/// A response that the application sends instead of its own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<(&'static str, String)>,
}

impl Origin {
    pub(crate) fn header(&self) -> Option<&str> {
        match self {
            Self::Connection => None,
            Self::Header(header) => Some(&header.name),
        }
    }
}
