//! Networks from which there is suddenly more than ever.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use super::{
    Kind, Signature,
    learn::{Candidate, count, weight},
};
use crate::{baseline::Reservoir, feature::Dimension, limits, sample::Sampled};

/// The networks that send much more than they usually do: those first that usually send least, for each request of the surge.
pub(super) fn learn(
    surge: &[&Sampled],
    baseline: &Reservoir,
    usual: f64,
    budget: f64,
) -> Option<Candidate> {
    let mut sent: HashMap<&Arc<str>, (f64, f64)> = HashMap::new();
    for sampled in surge {
        if let Some(source) = sampled.features.get(Dimension::Source) {
            sent.entry(source).or_default().0 += sampled.weight;
        }
    }
    for features in baseline.iter() {
        if let Some(counted) = features
            .get(Dimension::Source)
            .and_then(|source| sent.get_mut(source))
        {
            counted.1 += 1.0;
        }
    }
    let all = count(baseline.len()).max(1.0);
    let mut sent: Vec<_> = sent
        .into_iter()
        .filter(|(_, (now, before))| *now >= LEAST && *now > TIMES * usual * before / all)
        .collect();
    sent.sort_by(|(one, (now, before)), (other, (other_now, other_before))| {
        let order = (before / now).total_cmp(&(other_before / other_now));
        order.then_with(|| one.cmp(other))
    });
    let mut networks = BTreeSet::new();
    let mut matched = 0.0;
    for (network, (_, before)) in sent.into_iter().take(limits::ADDRESSES) {
        if (matched + before) / all > budget {
            break;
        }
        matched += before;
        networks.insert(Arc::clone(network));
    }
    let signature = Signature(Kind::Sources(networks));
    let kept: Vec<_> = surge
        .iter()
        .copied()
        .filter(|sampled| signature.matches(&sampled.features))
        .collect();
    (!kept.is_empty()).then(|| Candidate {
        weight: weight(&kept),
        collateral: matched / all,
        signature,
    })
}

/// A network with fewer requests in the window is not told from chance.
const LEAST: f64 = 10.0;
/// How many times more than usual a network sends that takes part.
const TIMES: f64 = 5.0;
