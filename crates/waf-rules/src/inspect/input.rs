//! An input: a component under a chain of transformations. Rules that share both share the work.

use std::borrow::Cow;

use super::{Bits, Component, Extent, Matcher, OversizeFields, Sight};
use crate::{
    injection::SensitivityLevel,
    model::TextTransformation,
    transform::{self, TextTransformationType},
};

/// A component under a chain of transformations, and everything that rules ask of it.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) component: Component,
    pub(crate) chain: Box<[TextTransformationType]>,
    pub(crate) matcher: Matcher,
    /// The bits of each stage, for extents that decide without looking.
    pub(crate) bits: [Vec<u32>; STAGES as usize],
}

/// Questions that are asked together.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Stage {
    /// Strings, sizes, patterns.
    Text,
    SqliLow,
    SqliHigh,
    Xss,
}

/// How many stages there are.
pub(crate) const STAGES: u32 = 4;

impl Input {
    /// Transformations in the order of their priority, without those that do nothing.
    pub(crate) fn chain(transformations: &[TextTransformation]) -> Box<[TextTransformationType]> {
        let mut sorted = transformations.to_vec();
        sorted.sort_by_key(|transformation| transformation.priority);
        let kinds = sorted.into_iter().map(|transformation| transformation.kind);
        kinds
            .filter(|kind| *kind != TextTransformationType::None)
            .collect()
    }

    /// The transformed values.
    pub(crate) fn values<'r>(
        &'r self,
        sight: Sight<'r>,
        oversize_fields: &mut OversizeFields,
        sink: &mut dyn FnMut(Cow<'r, [u8]>),
    ) -> Extent {
        if self.chain.is_empty() {
            return self.component.values(sight, oversize_fields, sink);
        }
        self.component.values(sight, oversize_fields, &mut |value| {
            sink(self.transformed(value));
        })
    }

    /// A value under the chain.
    pub(crate) fn transformed<'v>(&self, value: Cow<'v, [u8]>) -> Cow<'v, [u8]> {
        let chain = self.chain.iter();
        chain.fold(value, |value, kind| transform::apply(*kind, value))
    }

    /// Asks a stage's questions of a transformed value.
    pub(crate) fn inspect(&self, stage: Stage, value: &[u8], bits: &mut Bits) {
        let matcher = &self.matcher;
        match stage {
            Stage::Text => matcher.inspect(value, bits),
            Stage::SqliLow => {
                Matcher::inspect_sqli(matcher.sqli_low, SensitivityLevel::Low, value, bits);
            }
            Stage::SqliHigh => {
                Matcher::inspect_sqli(matcher.sqli_high, SensitivityLevel::High, value, bits);
            }
            Stage::Xss => matcher.inspect_xss(value, bits),
        }
    }

    /// Whether transformed values are worth keeping: there is work in them, and more than one stage.
    pub(crate) fn is_kept(&self) -> bool {
        let is_work = !self.chain.is_empty() || matches!(self.component, Component::Json { .. });
        is_work && self.bits.iter().filter(|bits| !bits.is_empty()).count() > 1
    }
}

impl Stage {
    pub(crate) const fn index(self) -> usize {
        self.number() as usize
    }

    pub(crate) const fn number(self) -> u32 {
        match self {
            Self::Text => 0,
            Self::SqliLow => 1,
            Self::SqliHigh => 2,
            Self::Xss => 3,
        }
    }
}
