//! Samples of the requests that rules matched: bounded, and never waited for.

use std::{
    collections::{HashMap, VecDeque},
    hash::{BuildHasher, RandomState},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock, TryLockError,
        atomic::{AtomicU64, Ordering},
    },
};

use common_types::Timestamp;
use waf_rules::{Request, RuleMatch, SampledHttpRequest, Verdict};

use crate::limits;

/// The samples of one web ACL, by the metric of its rule that matched, or its own for the default action.
#[derive(Debug, Default)]
pub(crate) struct Samples(RwLock<HashMap<String, Arc<OfRule>>>);

/// What a request for samples is answered with.
#[derive(Debug)]
pub(crate) struct Population {
    pub(crate) samples: Vec<SampledHttpRequest>,
    /// The requests that the samples were taken from.
    pub(crate) size: u64,
    /// The time of the last of them, where they were too many for the whole window.
    pub(crate) until: Option<Timestamp>,
}

/// The samples of one rule.
#[derive(Debug, Default)]
struct OfRule {
    reservoir: Mutex<Reservoir>,
    /// Requests that came while another one was being noted.
    missed: AtomicU64,
}

/// Requests of the last three hours, thinned out as they grow more and older: each stands for those that gave way to it.
#[derive(Debug, Default)]
struct Reservoir {
    samples: VecDeque<Sample>,
    /// The second in which the last request came, how many have come in it, and how many of them are kept.
    second: i64,
    came: u64,
    kept: usize,
    random: RandomState,
    drawn: u64,
}

#[derive(Debug)]
struct Sample {
    at: Timestamp,
    weight: u64,
    /// Of a rule of a group, its own metric.
    inner_metric: Option<String>,
    request: SampledHttpRequest,
}

impl Samples {
    /// Keeps a request for each rule that it matched, where that asks for samples.
    pub(crate) fn take(&self, request: &Request<'_>, verdict: &Verdict<'_>, now: Timestamp) {
        for found in verdict.matches() {
            // A group that was only counted comes after its own rule that decided.
            if found.is_sampled() && !found.is_rule_group() {
                self.note(
                    request,
                    verdict,
                    Some(found),
                    found.web_acl_metric_name(),
                    now,
                );
            }
        }
        let visibility = &verdict.web_acl().source().visibility_config;
        if verdict.terminating().is_none() && visibility.sampled_requests_enabled {
            self.note(request, verdict, None, &visibility.metric_name, now);
        }
    }

    /// Up to `most` of the first [`limits::SAMPLED_POPULATION`] requests of a metric in a window, the window's ends included.
    pub(crate) fn of_metric(
        &self,
        metric: &str,
        (start, end): (Timestamp, Timestamp),
        most: usize,
    ) -> Population {
        let rules = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let named = |sample: &Sample| sample.inner_metric.as_deref() == Some(metric);
        let mut found: Vec<(Timestamp, u64, SampledHttpRequest)> = Vec::new();
        for (name, rule) in rules.iter() {
            let mut reservoir = rule.settled();
            reservoir.weigh();
            let samples = reservoir.samples.iter();
            let wanted = samples.filter(|sample| {
                (name == metric || named(sample)) && (start..=end).contains(&sample.at)
            });
            found.extend(wanted.map(|sample| {
                (
                    sample.at,
                    sample.weight,
                    sample.request.clone().weighing(sample.weight),
                )
            }));
        }
        found.sort_by_key(|(at, ..)| *at);
        let (mut size, mut until, mut among) = (0_u64, None, 0_usize);
        for (at, weight, _) in &found {
            size = size.saturating_add(*weight);
            among += 1;
            if size >= limits::SAMPLED_POPULATION {
                size = limits::SAMPLED_POPULATION;
                until = (among < found.len()).then_some(*at);
                break;
            }
        }
        found.truncate(among);
        let random = RandomState::new();
        while found.len() > most {
            let at = draw(&random, found.len() as u64, found.len());
            found.remove(at);
        }
        Population {
            samples: found.into_iter().map(|(.., sample)| sample).collect(),
            size,
            until,
        }
    }

    fn note(
        &self,
        request: &Request<'_>,
        verdict: &Verdict<'_>,
        found: Option<&RuleMatch<'_>>,
        metric: &str,
        now: Timestamp,
    ) {
        let Some((rule, capacity)) = self.of_rule(metric, now) else {
            return;
        };
        let mut reservoir = match rule.reservoir.try_lock() {
            Ok(reservoir) => reservoir,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => {
                rule.missed.fetch_add(1, Ordering::Relaxed);
                return;
            }
        };
        reservoir.came = reservoir
            .came
            .saturating_add(rule.missed.swap(0, Ordering::Relaxed));
        reservoir.note(now, capacity, || Sample {
            at: now,
            weight: 1,
            inner_metric: found
                .filter(|found| found.rule_group().is_some())
                .map(|found| found.metric_name().to_owned()),
            request: SampledHttpRequest::new(request, verdict, found, 1, now),
        });
    }

    /// The samples of a rule, and how many it may have: all rules together have a bound.
    fn of_rule(&self, metric: &str, now: Timestamp) -> Option<(Arc<OfRule>, usize)> {
        let share = |rules: usize| {
            (limits::SAMPLES_OF_WEB_ACL / rules.max(1))
                .clamp(limits::SAMPLES_OF_SECOND, limits::SAMPLES_OF_RULE)
        };
        let rules = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(rule) = rules.get(metric) {
            return Some((Arc::clone(rule), share(rules.len())));
        }
        drop(rules);
        let mut rules = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if rules.len() >= limits::SAMPLED_RULES {
            rules.retain(|_, rule| rule.settled().is_of_use(now));
            if rules.len() >= limits::SAMPLED_RULES {
                return None;
            }
        }
        let rule = Arc::clone(rules.entry(metric.to_owned()).or_default());
        Some((rule, share(rules.len())))
    }
}

impl OfRule {
    fn settled(&self) -> MutexGuard<'_, Reservoir> {
        self.reservoir
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reservoir {
    /// Notes a request. Of each second some are kept, whichever; of all that are kept, some give way when there are too many.
    fn note(&mut self, now: Timestamp, capacity: usize, sample: impl FnOnce() -> Sample) {
        if now.timestamp() > self.second || self.samples.is_empty() {
            self.weigh();
            (self.second, self.came, self.kept) = (now.timestamp(), 0, 0);
            let is_old = |sample: &Sample| sample.at < oldest(now);
            while self.samples.front().is_some_and(is_old) {
                self.samples.pop_front();
            }
        }
        self.came = self.came.saturating_add(1);
        if self.kept < limits::SAMPLES_OF_SECOND {
            while self.samples.len() >= capacity && self.thin_out() {}
            self.samples.push_back(sample());
            self.kept += 1;
            return;
        }
        // The n-th of a second takes the place of one that is kept with a chance of `kept` in n: each has the same chance then.
        let at = self.draw(usize::try_from(self.came).unwrap_or(usize::MAX));
        let first = self.samples.len().saturating_sub(self.kept);
        if at < self.kept
            && let Some(replaced) = self.samples.get_mut(first + at)
        {
            *replaced = sample();
        }
    }

    /// Has the samples of the last second stand for all requests of it.
    fn weigh(&mut self) {
        let first = self.samples.len().saturating_sub(self.kept);
        let (mut left, mut samples) = (self.came, self.kept as u64);
        for sample in self.samples.range_mut(first..) {
            sample.weight = left / samples.max(1);
            left -= sample.weight;
            samples -= 1;
        }
    }

    /// One of an earlier second gives way to the one beside it; whether there was one.
    fn thin_out(&mut self) -> bool {
        let earlier = self.samples.len().saturating_sub(self.kept);
        if earlier < 2 {
            return false;
        }
        let at = self.draw(earlier - 1);
        let Some(gone) = self.samples.remove(at) else {
            return false;
        };
        if let Some(beside) = self.samples.get_mut(at) {
            beside.weight = beside.weight.saturating_add(gone.weight);
        }
        true
    }

    fn is_of_use(&self, now: Timestamp) -> bool {
        let last = self.samples.back();
        last.is_some_and(|sample| sample.at >= oldest(now))
    }

    fn draw(&mut self, below: usize) -> usize {
        self.drawn = self.drawn.wrapping_add(1);
        draw(&self.random, self.drawn, below)
    }
}

/// Samples from before are not kept.
pub(crate) fn oldest(now: Timestamp) -> Timestamp {
    now.checked_sub_signed(limits::SAMPLED_FOR)
        .unwrap_or(Timestamp::MIN_UTC)
}

/// A number below another one. Who is sampled protects nothing: the hasher's own randomness will do.
fn draw(random: &RandomState, nth: u64, below: usize) -> usize {
    let below = (below as u64).max(1);
    usize::try_from(random.hash_one(nth) % below).unwrap_or(0)
}

#[cfg(test)]
mod tests;
