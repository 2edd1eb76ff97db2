//! Finding signatures: what a surge has, and the baseline has not.

use std::{collections::HashMap, sync::Arc};

use super::{Kind, Signature, sources};
use crate::{
    baseline::Reservoir,
    feature::{Dimension, Features},
    sample::Sampled,
};

/// Finds what tells a surge from the baseline, one signature after another: each takes what it matches out of the surge, until what is
/// left is about as much as is usual, nothing tells it apart, or `most` are found.
///
/// All signatures together match at most `budget` of the baseline.
pub(crate) fn learn(
    surge: &[&Sampled],
    baseline: &Reservoir,
    usual: f64,
    mut budget: f64,
    most: usize,
) -> Vec<Signature> {
    let mut rest = surge.to_vec();
    let total = weight(&rest);
    let mut found = Vec::new();
    while found.len() < most {
        let excess = weight(&rest) - usual;
        if excess < usual * NEARLY_USUAL || excess < total * WORTH {
            break;
        }
        let by_values = by_values(&rest, baseline, budget);
        let candidate = by_values.or_else(|| sources::learn(&rest, baseline, usual, budget));
        let Some(candidate) = candidate else {
            break;
        };
        if candidate.weight < total * WORTH {
            break;
        }
        rest.retain(|sampled| !candidate.signature.matches(&sampled.features));
        budget -= candidate.collateral;
        found.push(candidate.signature);
    }
    found
}

/// A signature, how much of the surge it matches, and which share of the baseline.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) signature: Signature,
    pub(super) weight: f64,
    pub(super) collateral: f64,
}

/// Adds one value after another, each time the one that tells most, until hardly any usual request is matched.
fn by_values(surge: &[&Sampled], baseline: &Reservoir, budget: f64) -> Option<Candidate> {
    let mut values: Vec<(Dimension, Arc<str>)> = Vec::new();
    let mut surge = surge.to_vec();
    let mut usual: Vec<&Features> = baseline.iter().collect();
    let all = count(baseline.len());
    loop {
        if !values.is_empty() && count(usual.len()) <= all * budget {
            return Some(Candidate {
                weight: weight(&surge),
                collateral: count(usual.len()) / all,
                signature: Signature(Kind::Values(values)),
            });
        }
        let unused = Dimension::VALUES
            .into_iter()
            .filter(|dimension| !values.iter().any(|(used, _)| used == dimension));
        let best = unused
            .filter_map(|dimension| best_value(dimension, &surge, &usual, all))
            .max_by(|one, other| one.gain.total_cmp(&other.gain))?;
        surge.retain(|sampled| sampled.features.get(best.dimension) == Some(&best.value));
        usual.retain(|features| features.get(best.dimension) == Some(&best.value));
        values.push((best.dimension, best.value));
    }
}

/// A value, and how much it tells.
struct Best {
    dimension: Dimension,
    value: Arc<str>,
    gain: f64,
}

/// The value of one dimension that tells most: many requests of the surge have it, and relatively few of the usual ones.
///
/// The measure is FOIL's: what is kept of the surge, times by how much that makes a request more likely to be of it.
fn best_value(
    dimension: Dimension,
    surge: &[&Sampled],
    usual: &[&Features],
    all: f64,
) -> Option<Best> {
    let mut counts: HashMap<&Arc<str>, (f64, f64)> = HashMap::new();
    for sampled in surge {
        if let Some(value) = sampled.features.get(dimension) {
            counts.entry(value).or_default().0 += sampled.weight;
        }
    }
    for features in usual {
        if let Some(counted) = features
            .get(dimension)
            .and_then(|value| counts.get_mut(value))
        {
            counted.1 += 1.0;
        }
    }
    // Both in the same measure: as if the baseline were as large as the surge.
    let total = weight(surge);
    let scale = total / all.max(1.0);
    let likely = |kept: f64, usual: f64| kept / (kept + usual * scale + f64::MIN_POSITIVE);
    let before = likely(total, count(usual.len()));
    let gain = |kept: f64, usual: f64| kept * (likely(kept, usual).log2() - before.log2());
    counts
        .into_iter()
        .map(|(value, (kept, usual))| Best {
            dimension,
            value: Arc::clone(value),
            gain: gain(kept, usual),
        })
        .filter(|best| best.gain > total * TELLING)
        .max_by(|one, other| {
            one.gain
                .total_cmp(&other.gain)
                .then_with(|| other.value.cmp(&one.value))
        })
}

pub(super) fn weight(requests: &[&Sampled]) -> f64 {
    requests.iter().map(|sampled| sampled.weight).sum()
}

pub(super) fn count(requests: usize) -> f64 {
    crate::sample::as_f64(requests as u64)
}

/// An excess of this share of the usual rate is no flood any more.
const NEARLY_USUAL: f64 = 0.3;
/// The share of a surge that a signature must match to be worth a rule.
const WORTH: f64 = 0.02;
/// A value that tells less than this, per request, tells nothing.
const TELLING: f64 = 0.001;
