//! Gathering what all rules ask, so that each input is looked at once.

use std::collections::HashMap;

use super::program::Test;
use crate::{
    injection::SensitivityLevel,
    inspect::{Component, Input, Matcher, Pattern, Predicate, STAGES, Stage},
    transform::TextTransformationType,
};

/// What has been asked so far.
#[derive(Debug, Default)]
pub(super) struct Questions {
    inputs: Vec<Asked>,
    ids: HashMap<(Component, Box<[TextTransformationType]>), usize>,
    patterns: HashMap<String, Pattern>,
    bit_count: u32,
}

#[derive(Debug)]
struct Asked {
    component: Component,
    chain: Box<[TextTransformationType]>,
    predicates: Vec<(Predicate, u32)>,
    bits: HashMap<Predicate, u32>,
}

impl Questions {
    /// Asks it: the same question gets the same bit.
    pub(super) fn ask(
        &mut self,
        component: Component,
        chain: Box<[TextTransformationType]>,
        predicate: Predicate,
    ) -> Test {
        let key = (component, chain);
        let input = match self.ids.get(&key) {
            Some(&input) => input,
            None => {
                let input = self.inputs.len();
                self.inputs.push(Asked {
                    component: key.0.clone(),
                    chain: key.1.clone(),
                    predicates: Vec::new(),
                    bits: HashMap::new(),
                });
                self.ids.insert(key, input);
                input
            }
        };
        let stage = stage_of(&predicate);
        let bit = match self.inputs.get_mut(input) {
            Some(asked) => *asked.bits.entry(predicate).or_insert_with_key(|predicate| {
                let bit = self.bit_count;
                self.bit_count += 1;
                asked.predicates.push((predicate.clone(), bit));
                bit
            }),
            None => self.bit_count,
        };
        Test {
            input: u32::try_from(input).unwrap_or(u32::MAX),
            stage,
            bit,
        }
    }

    /// Compiles a pattern once.
    pub(super) fn pattern(&mut self, source: &str) -> Result<(), String> {
        if !self.patterns.contains_key(source) {
            self.patterns
                .insert(source.to_owned(), Pattern::new(source)?);
        }
        Ok(())
    }

    pub(super) fn finish(self) -> (Vec<Input>, Vec<Predicate>) {
        let patterns = self.patterns;
        let mut predicates: Vec<(Predicate, u32)> = Vec::new();
        for asked in &self.inputs {
            predicates.extend(asked.predicates.iter().cloned());
        }
        predicates.sort_by_key(|(_, bit)| *bit);
        let inputs = self.inputs.into_iter().map(|asked| {
            let mut bits: [Vec<u32>; STAGES as usize] = Default::default();
            for (predicate, bit) in &asked.predicates {
                if let Some(of_stage) = bits.get_mut(stage_of(predicate).index()) {
                    of_stage.push(*bit);
                }
            }
            Input {
                matcher: Matcher::new(&asked.predicates, |source| patterns.get(source).cloned()),
                component: asked.component,
                chain: asked.chain,
                bits,
            }
        });
        let predicates = predicates.into_iter().map(|(predicate, _)| predicate);
        (inputs.collect(), predicates.collect())
    }
}

fn stage_of(predicate: &Predicate) -> Stage {
    match predicate {
        Predicate::Bytes(..) | Predicate::Size(..) | Predicate::Patterns(_) => Stage::Text,
        Predicate::Sqli(SensitivityLevel::Low) => Stage::SqliLow,
        Predicate::Sqli(SensitivityLevel::High) => Stage::SqliHigh,
        Predicate::Xss => Stage::Xss,
    }
}
