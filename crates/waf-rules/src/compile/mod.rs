//! From a web ACL and what it refers to, to what decisions run over.

mod action;
mod inputs;
mod options;
mod program;
mod rate;
mod rule;
mod statement;

use std::{collections::BTreeMap, sync::Arc};

use inputs::Questions;
pub use options::{CompileOptions, ResourceType, Unresolved};
pub(crate) use program::{
    Action, Aggregation, Group, KeyPart, Node, Origin, Program, RateRule, RuleKind, RuleList,
    RuleProgram, Test,
};
use rule::{Context, SourceGroup};

use crate::{
    Bundle, Error, RateMatch, capacity,
    label::LabelTable,
    limits,
    model::{DefaultAction, FirewallManagerRuleGroup, OverrideAction, Rule, Statement, WebAcl},
    rate::RateTracker,
    validate,
};

/// A web ACL, ready to decide. Shared by reference between threads.
///
/// It keeps the counts of its rate-based rules. A new version of the web ACL takes them over with
/// [`inherit_rates`](CompiledWebAcl::inherit_rates).
#[derive(Debug)]
pub struct CompiledWebAcl {
    pub(crate) source: WebAcl,
    pub(crate) program: Program,
    pub(crate) default_action: Action,
    pub(crate) body_limit: usize,
    unresolved: Vec<String>,
    capacity: u64,
}

impl CompiledWebAcl {
    /// Checks the web ACL and what it refers to, and compiles it.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`] and [`Error::LimitsExceeded`] for what AWS refuses; [`Error::NonexistentItem`] names every reference
    /// that neither the bundle nor the provider of managed rule groups has, unless the options let them never match.
    pub fn compile(
        acl: &WebAcl,
        bundle: &Bundle,
        options: &CompileOptions<'_>,
    ) -> Result<Self, Error> {
        validate::web_acl(acl, bundle)?;
        let mut compiler = Compiler {
            bundle,
            options,
            questions: Questions::default(),
            labels: LabelTable::default(),
            unresolved: Vec::new(),
            captcha_immunity_seconds: acl
                .captcha_config
                .and_then(|config| config.immunity_time_property)
                .map_or(limits::IMMUNITY_SECONDS, |property| property.immunity_time),
            challenge_immunity_seconds: acl
                .challenge_config
                .and_then(|config| config.immunity_time_property)
                .map_or(limits::IMMUNITY_SECONDS, |property| property.immunity_time),
        };
        let no_bodies = BTreeMap::new();
        let context = Context {
            namespace: validate::label_namespace(acl.label_namespace.as_deref(), &acl.arn),
            bodies: acl.custom_response_bodies.as_ref().unwrap_or(&no_bodies),
            place: "Rules".to_owned(),
            path: String::new(),
        };
        let ordered = acl.rules_in_order();
        let groups = ordered
            .iter()
            .map(|rule| compiler.group_of(&rule.statement))
            .collect::<Vec<_>>();
        for (rule, group) in ordered.iter().zip(&groups) {
            compiler.intern_labels(rule, &context.namespace);
            for (inner, namespace) in group.iter().flat_map(SourceGroup::rules) {
                compiler.intern_labels(inner, namespace);
            }
        }
        let mut rules = Vec::with_capacity(ordered.len());
        for (rule, group) in ordered.iter().zip(&groups) {
            rules.push(compiler.rule(rule, group.as_ref(), &context, None)?);
        }
        let mut unresolved = std::mem::take(&mut compiler.unresolved);
        unresolved.sort();
        unresolved.dedup();
        if !unresolved.is_empty() && options.unresolved == Unresolved::Refuse {
            return Err(Error::NonexistentItem(unresolved));
        }
        let capacity = capacity::of_rules(&ordered, bundle, options.managed)?;
        validate::capacity(capacity)?;
        let default_action = match &acl.default_action {
            DefaultAction::Block(block) => action::of_block(block, context.bodies),
            DefaultAction::Allow(allow) => action::of_allow(allow),
        };
        let (inputs, predicates) = compiler.questions.finish();
        Ok(Self {
            program: Program {
                rules: rules.into(),
                inputs,
                labels: compiler.labels,
                predicates,
            },
            default_action,
            body_limit: options
                .resource_type
                .body_limit(acl.association_config.as_ref()),
            unresolved,
            capacity,
            source: acl.clone(),
        })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.source.name
    }

    /// The web ACL that it was compiled from.
    pub fn source(&self) -> &WebAcl {
        &self.source
    }

    /// The capacity units that it uses.
    pub fn capacity(&self) -> u64 {
        self.capacity
    }

    /// Bytes of a body that its rules look at. A server need not read more before it asks for a decision.
    pub fn body_limit(&self) -> usize {
        self.body_limit
    }

    /// References that were given up: they never match.
    pub fn unresolved(&self) -> &[String] {
        &self.unresolved
    }

    /// Whether any rule looks at a body: without one a server need not read it before it asks for a decision.
    pub fn inspects_body(&self) -> bool {
        self.program
            .inputs
            .iter()
            .any(|input| input.component.is_body())
    }

    /// The names of its metrics: its own, which is of the default action, and those of its rules and of the rules of its groups.
    pub fn metric_names(&self) -> impl Iterator<Item = &str> {
        let rules = self.program.rules.rules.iter();
        let all = rules.flat_map(|rule| {
            let inner: &[RuleProgram] = match &rule.kind {
                RuleKind::Group(group) => &group.rules.rules,
                RuleKind::Statement(_) | RuleKind::Rate(_) => &[],
            };
            std::iter::once(rule).chain(inner)
        });
        std::iter::once(&self.source.visibility_config)
            .chain(all.map(|rule| &rule.visibility))
            .map(|visibility| visibility.metric_name.as_str())
    }

    /// Takes over the counts of the rate-based rules that are the same in an earlier version: same name, same statement.
    pub fn inherit_rates(&mut self, earlier: &Self) {
        let mut counts: BTreeMap<&str, &Arc<RateTracker>> = BTreeMap::new();
        for rate in rates(&earlier.program.rules.rules) {
            counts.insert(&rate.identity, &rate.tracker);
        }
        for rate in rates_mut(&mut self.program.rules.rules) {
            if let Some(tracker) = counts.get(rate.identity.as_str()) {
                rate.tracker = Arc::clone(tracker);
            }
        }
    }

    /// The counts of a rate-based rule: of the web ACL, or of one of its rule groups by the name of the rule that refers to it.
    pub fn rate_tracker(&self, rule_group_rule: Option<&str>, rule: &str) -> Option<&RateTracker> {
        let rate = self.rate_rule(rule_group_rule, rule)?;
        Some(&rate.tracker)
    }

    /// What a rate-based rule counts, by the same names.
    pub fn rate_match(&self, rule_group_rule: Option<&str>, rule: &str) -> Option<RateMatch> {
        self.rate_rule(rule_group_rule, rule).map(RateMatch::new)
    }

    fn rate_rule(&self, rule_group_rule: Option<&str>, rule: &str) -> Option<&RateRule> {
        let find =
            |rules: &'_ [RuleProgram], name: &str| rules.iter().position(|rule| rule.name == name);
        let own = &self.program.rules.rules;
        let rules = match rule_group_rule {
            None => own,
            Some(outer) => match &own.get(find(own, outer)?)?.kind {
                RuleKind::Group(group) => &group.rules.rules,
                RuleKind::Statement(_) | RuleKind::Rate(_) => return None,
            },
        };
        match &rules.get(find(rules, rule)?)?.kind {
            RuleKind::Rate(rate) => Some(rate),
            RuleKind::Statement(_) | RuleKind::Group(_) => None,
        }
    }
}

struct Compiler<'a> {
    bundle: &'a Bundle,
    options: &'a CompileOptions<'a>,
    questions: Questions,
    labels: LabelTable,
    unresolved: Vec<String>,
    captcha_immunity_seconds: u64,
    challenge_immunity_seconds: u64,
}

impl WebAcl {
    /// All rules in the order in which they are asked: Firewall Manager's first groups, the web ACL's own, Firewall Manager's last groups.
    pub fn rules_in_order(&self) -> Vec<Rule> {
        let firewall_manager = |groups: &Option<Vec<FirewallManagerRuleGroup>>| {
            let mut rules: Vec<Rule> = groups.iter().flatten().map(as_rule).collect();
            rules.sort_by_key(|rule| rule.priority);
            rules
        };
        let mut own = self.rules.clone().unwrap_or_default();
        own.sort_by_key(|rule| rule.priority);
        let mut all = firewall_manager(&self.pre_process_firewall_manager_rule_groups);
        all.append(&mut own);
        all.append(&mut firewall_manager(
            &self.post_process_firewall_manager_rule_groups,
        ));
        all
    }
}

/// A group of Firewall Manager is a rule as those of the web ACL are.
fn as_rule(group: &FirewallManagerRuleGroup) -> Rule {
    let statement = Statement::from(group.firewall_manager_statement.clone());
    Rule::new(
        group.name.as_str(),
        group.priority,
        statement,
        group.visibility_config.clone(),
    )
    .override_action(group.override_action.clone())
}

fn rates(rules: &[RuleProgram]) -> Vec<&RateRule> {
    let mut found = Vec::new();
    for rule in rules {
        match &rule.kind {
            RuleKind::Rate(rate) => found.push(&**rate),
            RuleKind::Group(group) => found.extend(rates(&group.rules.rules)),
            RuleKind::Statement(_) => {}
        }
    }
    found
}

fn rates_mut(rules: &mut [RuleProgram]) -> Vec<&mut RateRule> {
    let mut found = Vec::new();
    for rule in rules {
        match &mut rule.kind {
            RuleKind::Rate(rate) => found.push(&mut **rate),
            RuleKind::Group(group) => found.extend(rates_mut(&mut group.rules.rules)),
            RuleKind::Statement(_) => {}
        }
    }
    found
}

/// Whether an override action only counts.
fn counts(override_action: Option<&OverrideAction>) -> Option<Action> {
    match override_action {
        Some(OverrideAction::Count(count)) => Some(action::of_count(count)),
        Some(OverrideAction::None(_)) | None => None,
    }
}
