//! Watching one resource, and doing something about a flood.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use common_types::Timestamp;
use waf_rules::model::{IpSet, Rule, RuleGroup, VisibilityConfig};

use crate::{
    baseline::Baseline,
    feature::{Features, Observation},
    limits,
    mitigation::Mitigation,
    sample::{Bucket, Sampled},
    settings::Settings,
    signature::learn,
};

/// Watches one resource, and proposes rules against a flood.
///
/// Give it every request ([`observe`](Self::observe)), blocked ones too, and ask it every few seconds what is to be done
/// ([`evaluate`](Self::evaluate)). It has no clock and no thread of its own, and is shared between threads.
///
/// Memory is bounded: about 10 MB for the baseline, and a few MB during a flood.
#[derive(Debug)]
pub struct Shield {
    settings: Settings,
    state: Mutex<State>,
}

/// What happens to the resource.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Condition {
    /// Not enough was seen yet to tell a flood from what is usual.
    Learning,
    /// What arrives is what is usual.
    Normal,
    /// Much more arrives than is usual.
    UnderAttack,
}

/// What [`Shield::evaluate`] found.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Evaluation {
    /// What happens to the resource.
    pub condition: Condition,
    /// All rules against it.
    pub mitigations: Vec<Mitigation>,
    /// Whether they are others than at the evaluation before: install them then.
    pub has_changed: bool,
}

#[derive(Debug)]
struct State {
    current: Option<Bucket>,
    /// Buckets that are over, the newest last: what a signature is sought in.
    window: VecDeque<(Bucket, bool)>,
    baseline: Option<Baseline>,
    mitigations: Vec<Mitigation>,
    last_id: u64,
    has_changed: bool,
}

impl Shield {
    /// Nothing is known of the resource yet.
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            state: Mutex::new(State {
                current: None,
                window: VecDeque::new(),
                baseline: None,
                mitigations: Vec::new(),
                last_id: 0,
                has_changed: false,
            }),
        }
    }

    /// Takes notice of a request.
    pub fn observe(&self, now: Timestamp, observation: &Observation<'_>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.close_buckets(now, &self.settings);
        let bucket = state.current.get_or_insert_with(|| Bucket::new(now));
        bucket.add(|| Features::of(observation));
    }

    /// What is to be done now. Ask every few seconds.
    pub fn evaluate(&self, now: Timestamp) -> Evaluation {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.close_buckets(now, &self.settings);
        Evaluation {
            condition: state.condition(now, &self.settings),
            mitigations: state.mitigations.clone(),
            has_changed: std::mem::take(&mut state.has_changed),
        }
    }

    /// What happens to the resource now. Unlike [`evaluate`](Self::evaluate) it takes nothing from who asks that next.
    pub fn condition(&self, now: Timestamp) -> Condition {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.close_buckets(now, &self.settings);
        state.condition(now, &self.settings)
    }

    /// All rules as a rule group of AWS's shape, with the sets of addresses that it refers to. Its ARN and those of the sets are made of
    /// the prefix, such as `arn:aws:wafv2:eu-west-1:111122223333:regional/`.
    ///
    /// In a web ACL it belongs at [`limits::PRIORITY`], behind all other rules.
    pub fn rule_group(&self, name: &str, arn_prefix: &str) -> (RuleGroup, Vec<IpSet>) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut sets = Vec::new();
        let mut rules: Vec<Rule> = Vec::new();
        for (priority, mitigation) in (0..).zip(&state.mitigations) {
            let its_sets = mitigation.ip_sets(&format!("{arn_prefix}ipset/"));
            rules.push(mitigation.rule(priority, self.settings.response, &its_sets));
            sets.extend(its_sets);
        }
        let visibility = VisibilityConfig::new(true, true, name);
        let arn = format!("{arn_prefix}rulegroup/{name}/{name}");
        let group = RuleGroup::new(name, name, limits::CAPACITY, arn, visibility);
        (group.rules(rules), sets)
    }
}

impl State {
    fn condition(&self, now: Timestamp, settings: &Settings) -> Condition {
        let is_learnt = |baseline: &Baseline| baseline.is_learnt(settings, now);
        match (
            self.baseline.as_ref().is_some_and(is_learnt),
            self.window.back(),
        ) {
            (false, _) => Condition::Learning,
            (true, Some((_, true))) => Condition::UnderAttack,
            (true, _) => Condition::Normal,
        }
    }

    /// Closes the buckets whose time is over, and does what each of them calls for.
    fn close_buckets(&mut self, now: Timestamp, settings: &Settings) {
        while let Some(bucket) = self.current.take_if(|bucket| bucket.end() <= now) {
            let end = bucket.end();
            self.close(bucket, settings);
            // After a long silence there is no use in closing one empty bucket after another.
            let is_silence = now
                .signed_duration_since(end)
                .to_std()
                .is_ok_and(|gap| gap > LONG);
            self.current = Some(Bucket::new(if is_silence { now } else { end }));
            if is_silence {
                self.retire(now, settings);
            }
        }
    }

    fn close(&mut self, bucket: Bucket, settings: &Settings) {
        let end = bucket.end();
        let baseline = self
            .baseline
            .get_or_insert_with(|| Baseline::new(bucket.start));
        let is_learnt = baseline.is_learnt(settings, end);
        let is_surge = is_learnt && baseline.is_surge(settings, &bucket);
        // What an attack sends is not to be taken for usual one day.
        if !is_surge && self.mitigations.is_empty() {
            baseline.learn(&bucket);
        }
        self.window.push_back((bucket, is_surge));
        if self.window.len() > limits::WINDOW {
            self.window.pop_front();
        }
        self.see();
        if is_surge {
            self.respond(end);
        }
        self.retire(end, settings);
    }

    /// Notes which rules still match more than is usual.
    fn see(&mut self) {
        let (Some((bucket, _)), Some(baseline)) = (self.window.back(), &self.baseline) else {
            return;
        };
        let floor = baseline.usual() * SEEN;
        for mitigation in &mut self.mitigations {
            let matching = bucket
                .kept
                .iter()
                .filter(|sampled| mitigation.signature.matches(&sampled.features));
            let seen: f64 = matching.map(|sampled| sampled.weight).sum();
            if seen > floor {
                mitigation.last_seen = bucket.end();
            }
        }
    }

    /// Finds what the surge has and the baseline has not, beyond what is matched already.
    fn respond(&mut self, now: Timestamp) {
        let Some(baseline) = &self.baseline else {
            return;
        };
        let surges: Vec<_> = self
            .window
            .iter()
            .filter(|(_, is_surge)| *is_surge)
            .collect();
        let usual = baseline.usual() * crate::sample::as_f64(surges.len() as u64);
        let matched = |features: &Features| {
            self.mitigations
                .iter()
                .any(|mitigation| mitigation.signature.matches(features))
        };
        let unmatched: Vec<&Sampled> = surges
            .iter()
            .flat_map(|(bucket, _)| &bucket.kept)
            .filter(|sampled| !matched(&sampled.features))
            .collect();
        let all = crate::sample::as_f64(baseline.requests.len() as u64).max(1.0);
        let spent = baseline
            .requests
            .iter()
            .filter(|features| matched(features))
            .count();
        let budget = limits::COLLATERAL - crate::sample::as_f64(spent as u64) / all;
        for signature in learn(
            &unmatched,
            &baseline.requests,
            usual,
            budget.max(0.0),
            RULES,
        ) {
            let mitigation = Mitigation {
                id: self.last_id.saturating_add(1),
                signature,
                since: now,
                last_seen: now,
            };
            let used: u64 = self.mitigations.iter().map(Mitigation::capacity).sum();
            if used.saturating_add(mitigation.capacity()) > limits::CAPACITY {
                break;
            }
            self.last_id = mitigation.id;
            self.mitigations.push(mitigation);
            self.has_changed = true;
        }
    }

    /// Lets go of rules whose signature was not seen for a while.
    fn retire(&mut self, now: Timestamp, settings: &Settings) {
        let before = self.mitigations.len();
        self.mitigations.retain(|mitigation| {
            let quiet = now.signed_duration_since(mitigation.last_seen).to_std();
            quiet.is_ok_and(|quiet| quiet < settings.quiet)
        });
        self.has_changed |= self.mitigations.len() < before;
    }
}

/// A signature counts as seen while it matches this share of the usual rate.
const SEEN: f64 = 0.02;
/// Rules that are made at once.
const RULES: usize = 10;
/// A silence that is not closed bucket by bucket.
const LONG: std::time::Duration = std::time::Duration::from_secs(600);
