//! Everything that rules ask of the values of one input.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind, packed};

use super::{Bits, Pattern};
use crate::{
    injection::{self, SensitivityLevel},
    model::{ComparisonOperator, PositionalConstraint},
};

/// One question about a value.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Predicate {
    Bytes(PositionalConstraint, Box<[u8]>),
    Size(ComparisonOperator, u64),
    /// Any of these patterns.
    Patterns(Box<[String]>),
    Sqli(SensitivityLevel),
    Xss,
}

/// The questions about the values of one input, ordered for asking them together.
#[derive(Debug, Default)]
pub(crate) struct Matcher {
    sizes: Vec<(ComparisonOperator, u64, u32)>,
    anchored: Vec<(PositionalConstraint, Box<[u8]>, u32)>,
    scan: Option<Scan>,
    patterns: Vec<(Pattern, u32)>,
    /// Patterns that every value is tried against: no literal must be there for them to match.
    always: Vec<usize>,
    pub(super) sqli_low: Option<u32>,
    pub(super) sqli_high: Option<u32>,
    pub(super) xss: Option<u32>,
}

/// All literals of an input, searched for in one pass.
#[derive(Debug)]
struct Scan {
    /// Finds whether there is any: fast, and enough for almost all requests.
    any: Any,
    /// Finds all of them, overlapping.
    all: AhoCorasick,
    /// What each literal is looked for.
    wanted: Vec<Vec<Wanted>>,
}

/// Whether any of some literals is there.
#[derive(Debug)]
enum Any {
    /// By vector instructions: a few literals.
    Packed(packed::Searcher),
    Automaton(AhoCorasick),
}

impl Any {
    fn is_in(&self, value: &[u8]) -> bool {
        match self {
            Self::Packed(searcher) => searcher.find(value).is_some(),
            Self::Automaton(automaton) => automaton.is_match(value),
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Wanted {
    Anywhere(u32),
    AsWord(u32),
    /// A pattern may match.
    ByPattern(usize),
}

impl Matcher {
    /// Each predicate with the bit that says whether it holds. Patterns come compiled.
    pub(crate) fn new(
        predicates: &[(Predicate, u32)],
        pattern: impl Fn(&str) -> Option<Pattern>,
    ) -> Self {
        let mut matcher = Self::default();
        let mut literals = Literals::default();
        for (predicate, bit) in predicates {
            match predicate {
                Predicate::Bytes(PositionalConstraint::Contains, bytes) if !bytes.is_empty() => {
                    literals.want(bytes, Wanted::Anywhere(*bit));
                }
                Predicate::Bytes(PositionalConstraint::ContainsWord, bytes)
                    if !bytes.is_empty() =>
                {
                    literals.want(bytes, Wanted::AsWord(*bit));
                }
                Predicate::Bytes(constraint, bytes) => {
                    matcher.anchored.push((*constraint, bytes.clone(), *bit));
                }
                Predicate::Size(operator, size) => matcher.sizes.push((*operator, *size, *bit)),
                Predicate::Patterns(sources) => {
                    for pattern in sources.iter().filter_map(|source| pattern(source)) {
                        let index = matcher.patterns.len();
                        match pattern.required() {
                            Some(required) => required.iter().for_each(|literal| {
                                literals.want(literal, Wanted::ByPattern(index))
                            }),
                            None => matcher.always.push(index),
                        }
                        matcher.patterns.push((pattern, *bit));
                    }
                }
                Predicate::Sqli(SensitivityLevel::Low) => matcher.sqli_low = Some(*bit),
                Predicate::Sqli(SensitivityLevel::High) => matcher.sqli_high = Some(*bit),
                Predicate::Xss => matcher.xss = Some(*bit),
            }
        }
        matcher.scan = literals.compile();
        matcher
    }

    /// Asks all but the detection of injections, which is asked for when it is needed.
    pub(super) fn inspect(&self, value: &[u8], bits: &mut Bits) {
        for (operator, size, bit) in &self.sizes {
            if compares(*operator, value.len() as u64, *size) {
                bits.set(*bit);
            }
        }
        for (constraint, bytes, bit) in &self.anchored {
            if is_anchored(*constraint, bytes, value) {
                bits.set(*bit);
            }
        }
        for (pattern, bit) in self
            .always
            .iter()
            .filter_map(|&index| self.patterns.get(index))
        {
            if !bits.get(*bit) && pattern.is_match(value) {
                bits.set(*bit);
            }
        }
        if let Some(scan) = &self.scan
            && scan.any.is_in(value)
        {
            self.inspect_closely(scan, value, bits);
        }
    }

    /// At least one literal is there: finds all, and tries the patterns that they let.
    fn inspect_closely(&self, scan: &Scan, value: &[u8], bits: &mut Bits) {
        let mut candidates = Bits::new(self.patterns.len());
        for found in scan.all.find_overlapping_iter(value) {
            let wanted = scan.wanted.get(found.pattern().as_usize());
            for wanted in wanted.into_iter().flatten() {
                match *wanted {
                    Wanted::Anywhere(bit) => bits.set(bit),
                    Wanted::AsWord(bit) => {
                        if is_word(value, found.start(), found.end()) {
                            bits.set(bit);
                        }
                    }
                    Wanted::ByPattern(index) => {
                        candidates.set(u32::try_from(index).unwrap_or(u32::MAX));
                    }
                }
            }
        }
        for (pattern, bit) in candidates
            .iter()
            .filter_map(|index| self.patterns.get(index as usize))
        {
            if !bits.get(*bit) && pattern.is_match(value) {
                bits.set(*bit);
            }
        }
    }

    pub(super) fn inspect_sqli(
        bit: Option<u32>,
        level: SensitivityLevel,
        value: &[u8],
        bits: &mut Bits,
    ) {
        if let Some(bit) = bit
            && !bits.get(bit)
            && injection::is_sqli(value, level)
        {
            bits.set(bit);
        }
    }

    pub(super) fn inspect_xss(&self, value: &[u8], bits: &mut Bits) {
        if let Some(bit) = self.xss
            && !bits.get(bit)
            && injection::is_xss(value)
        {
            bits.set(bit);
        }
    }
}

/// Literals up to which vector instructions win.
const PACKED: usize = 64;

#[derive(Default)]
struct Literals {
    texts: Vec<Vec<u8>>,
    wanted: Vec<Vec<Wanted>>,
    ids: HashMap<Vec<u8>, usize>,
}

impl Literals {
    fn want(&mut self, literal: &[u8], wanted: Wanted) {
        let id = *self.ids.entry(literal.to_vec()).or_insert_with(|| {
            self.texts.push(literal.to_vec());
            self.wanted.push(Vec::new());
            self.texts.len() - 1
        });
        if let Some(list) = self.wanted.get_mut(id) {
            list.push(wanted);
        }
    }

    fn compile(self) -> Option<Scan> {
        if self.texts.is_empty() {
            return None;
        }
        let build = |kind: MatchKind| AhoCorasick::builder().match_kind(kind).build(&self.texts);
        let packed = (self.texts.len() <= PACKED)
            .then(|| packed::Searcher::new(&self.texts))
            .flatten();
        // Building fails past two billion states only: literals are far too short and few for that.
        Some(Scan {
            any: match packed {
                Some(searcher) => Any::Packed(searcher),
                None => Any::Automaton(build(MatchKind::LeftmostFirst).ok()?),
            },
            all: build(MatchKind::Standard).ok()?,
            wanted: self.wanted,
        })
    }
}

pub(crate) fn compares(operator: ComparisonOperator, size: u64, to: u64) -> bool {
    match operator {
        ComparisonOperator::Eq => size == to,
        ComparisonOperator::Ne => size != to,
        ComparisonOperator::Le => size <= to,
        ComparisonOperator::Lt => size < to,
        ComparisonOperator::Ge => size >= to,
        ComparisonOperator::Gt => size > to,
    }
}

/// Questions that are answered at one place of the value. An empty string is contained in everything.
fn is_anchored(constraint: PositionalConstraint, bytes: &[u8], value: &[u8]) -> bool {
    match constraint {
        PositionalConstraint::Exactly => value == bytes,
        PositionalConstraint::StartsWith => value.starts_with(bytes),
        PositionalConstraint::EndsWith => value.ends_with(bytes),
        PositionalConstraint::Contains | PositionalConstraint::ContainsWord => bytes.is_empty(),
    }
}

fn is_word(value: &[u8], start: usize, end: usize) -> bool {
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
    let before = start.checked_sub(1).and_then(|at| value.get(at));
    !before.is_some_and(is_part) && !value.get(end).is_some_and(is_part)
}
