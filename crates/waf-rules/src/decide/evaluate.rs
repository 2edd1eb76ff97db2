//! Whether statements match a request. What has been found out is kept for the next statement.

use std::{borrow::Cow, net::IpAddr};

use super::{Environment, address::Address, asked_asns::AskedAsns};
use crate::{
    Request,
    compile::{Node, Origin, Program, Test},
    inspect::{Bits, Extent, OversizeFields, STAGES, Sight, Stage},
    label::AddedLabels,
};

/// Transformed values of an input that more than one stage asks about.
#[derive(Debug)]
struct Kept<'r> {
    input: u32,
    extent: Extent,
    values: Vec<Cow<'r, [u8]>>,
}

/// One request, and what has been found out about it.
#[derive(Debug)]
pub(crate) struct Evaluation<'r> {
    program: &'r Program,
    sight: Sight<'r>,
    environment: Environment<'r>,
    /// Which stages of which inputs have been asked.
    asked: Bits,
    /// Which of them have answered any question with yes.
    affirmed: Bits,
    /// The answers.
    answers: Bits,
    kept: Vec<Kept<'r>>,
    pub(crate) labels: AddedLabels,
    pub(super) oversize: OversizeFields,
    pub(super) asns: AskedAsns,
}

impl<'r> Evaluation<'r> {
    pub(crate) fn new(
        program: &'r Program,
        sight: Sight<'r>,
        environment: &Environment<'r>,
    ) -> Self {
        Self {
            program,
            sight,
            environment: *environment,
            asked: Bits::new(program.inputs.len() * STAGES as usize),
            affirmed: Bits::new(program.inputs.len() * STAGES as usize),
            answers: Bits::new(program.predicates.len()),
            kept: Vec::new(),
            labels: AddedLabels::default(),
            oversize: OversizeFields::default(),
            asns: AskedAsns::default(),
        }
    }

    pub(crate) fn request(&self) -> &'r Request<'r> {
        self.sight.request
    }

    pub(crate) fn program(&self) -> &'r Program {
        self.program
    }

    pub(crate) fn sight(&self) -> Sight<'r> {
        self.sight
    }

    /// The labels that have been added so far.
    pub(crate) fn label_names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.labels.names(&self.program.labels)
    }

    pub(crate) fn environment(&self) -> &Environment<'r> {
        &self.environment
    }

    /// Whether the statement matches.
    pub(crate) fn holds(&mut self, node: &Node) -> bool {
        match node {
            Node::And(nodes) => nodes.iter().all(|node| self.holds(node)),
            Node::Or(nodes) => nodes.iter().any(|node| self.holds(node)),
            Node::Not(node) => !self.holds(node),
            Node::Test(test) => self.answer(*test),
            Node::Addresses(set, origin) => self.is_in_set(set, origin),
            Node::Country(codes, origin) => self.of_address(origin, |evaluation, address| {
                let location = evaluation.location(address);
                let code = location.country_code().unwrap_or_default().as_bytes();
                codes.iter().any(|wanted| wanted == code)
            }),
            Node::Asn(numbers, origin) => match self.address(origin) {
                Address::Known(address) => {
                    let number = self.location(address).asn_number().unwrap_or(UNKNOWN_ASN);
                    self.asns.note(origin, number);
                    numbers.contains(&number)
                }
                Address::Fallback(matches) => matches,
            },
            Node::Label(test) => self.labels.any(test),
            Node::Never => false,
        }
    }

    /// The answer to a question.
    #[inline]
    pub(super) fn answer(&mut self, test: Test) -> bool {
        if !self.asked.get(test.input * STAGES + test.stage.number()) {
            self.ask(test.input, test.stage);
        }
        self.answers.get(test.bit)
    }

    /// Whether the answer to every question of an input's stage is no.
    #[inline]
    pub(super) fn denies_all(&mut self, input: u32, stage: Stage) -> bool {
        let place = input * STAGES + stage.number();
        if !self.asked.get(place) {
            self.ask(input, stage);
        }
        !self.affirmed.get(place)
    }

    fn of_address(&self, origin: &Origin, holds: impl Fn(&Self, IpAddr) -> bool) -> bool {
        match self.address(origin) {
            Address::Known(address) => holds(self, address),
            Address::Fallback(matches) => matches,
        }
    }

    /// Finds out the answers of an input's stage.
    fn ask(&mut self, index: u32, stage: Stage) {
        let place = index * STAGES + stage.number();
        self.asked.set(place);
        let answered_before = self.answers.count();
        let Some(input) = self.program.inputs.get(index as usize) else {
            return;
        };
        let answers = &mut self.answers;
        let extent = if input.is_kept() {
            let at = match self.kept.iter().position(|kept| kept.input == index) {
                Some(at) => at,
                None => {
                    let mut values = Vec::new();
                    let extent = input.values(self.sight, &mut self.oversize, &mut |value| {
                        values.push(value);
                    });
                    self.kept.push(Kept {
                        input: index,
                        extent,
                        values,
                    });
                    self.kept.len() - 1
                }
            };
            match self.kept.get(at) {
                Some(kept) => {
                    if kept.extent == Extent::Inspected {
                        for value in &kept.values {
                            input.inspect(stage, value, answers);
                        }
                    }
                    kept.extent
                }
                None => Extent::NoMatch,
            }
        } else {
            input.values(self.sight, &mut self.oversize, &mut |value| {
                input.inspect(stage, &value, answers);
            })
        };
        if extent == Extent::Match {
            for bit in input.bits.get(stage.index()).into_iter().flatten() {
                answers.set(*bit);
            }
        }
        if answers.count() > answered_before {
            self.affirmed.set(place);
        }
    }
}

/// The autonomous system of an address that is in none.
///
/// Source: [ASN match](https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-asn-match.html).
pub(super) const UNKNOWN_ASN: u32 = 0;
