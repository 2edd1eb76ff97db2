//! Rules, and the rule groups that they stand for.

use std::collections::BTreeMap;

use super::{
    Compiler, action, counts,
    program::{Group, Node, Origin, RuleKind, RuleProgram},
};
use crate::{
    Error, ManagedRuleGroup,
    label::LabelId,
    model::{
        CountAction, CustomResponseBody, ExcludedRule, Rule, RuleAction, RuleActionOverride,
        RuleGroup, Statement,
    },
    validate,
};

/// Where a rule is.
pub(super) struct Context<'a> {
    /// What its labels begin with.
    pub(super) namespace: String,
    pub(super) bodies: &'a BTreeMap<String, CustomResponseBody>,
    /// For errors: `Rules`.
    pub(super) place: String,
    /// For rates: the rule that refers to the group, and a slash.
    pub(super) path: String,
}

/// A rule group that a rule stands for.
pub(super) struct SourceGroup {
    /// Its ARN, or `VENDOR#NAME`.
    id: String,
    is_managed: bool,
    contents: ManagedRuleGroup,
}

impl SourceGroup {
    fn own(group: &RuleGroup) -> Self {
        let namespace = validate::label_namespace(group.label_namespace.as_deref(), &group.arn);
        let rules = group.rules.clone().unwrap_or_default();
        let mut contents = ManagedRuleGroup::new(namespace, group.capacity, rules);
        contents.custom_response_bodies = group.custom_response_bodies.clone().unwrap_or_default();
        Self {
            id: group.arn.clone(),
            is_managed: false,
            contents,
        }
    }

    /// Its rules, each with what its labels begin with.
    pub(super) fn rules(&self) -> impl Iterator<Item = (&Rule, &str)> {
        let namespace = self.contents.label_namespace.as_str();
        self.contents
            .rules
            .iter()
            .map(move |rule| (rule, namespace))
    }
}

/// How a rule group is used.
#[derive(Clone, Copy)]
struct Usage<'a> {
    scope_down: Option<&'a Statement>,
    excluded: &'a [ExcludedRule],
    overrides: &'a [RuleActionOverride],
}

impl<'a> Usage<'a> {
    fn of(statement: &'a Statement) -> Self {
        match statement {
            Statement::RuleGroupReferenceStatement(reference) => Self {
                scope_down: None,
                excluded: reference.excluded_rules.as_deref().unwrap_or_default(),
                overrides: reference
                    .rule_action_overrides
                    .as_deref()
                    .unwrap_or_default(),
            },
            Statement::ManagedRuleGroupStatement(managed) => Self {
                scope_down: managed.scope_down_statement.as_ref(),
                excluded: managed.excluded_rules.as_deref().unwrap_or_default(),
                overrides: managed.rule_action_overrides.as_deref().unwrap_or_default(),
            },
            _ => Self {
                scope_down: None,
                excluded: &[],
                overrides: &[],
            },
        }
    }
}

/// An action in place of a rule's own.
pub(super) struct Replacement<'a> {
    action: &'a RuleAction,
    is_excluded: bool,
    bodies: &'a BTreeMap<String, CustomResponseBody>,
}

impl Compiler<'_> {
    /// The rule group that a statement refers to. What is not there is noted.
    pub(super) fn group_of(&mut self, statement: &Statement) -> Option<SourceGroup> {
        match statement {
            Statement::RuleGroupReferenceStatement(reference) => {
                let group = self.bundle.rule_group(&reference.arn).map(SourceGroup::own);
                if group.is_none() {
                    self.unresolved.push(reference.arn.clone());
                }
                group
            }
            Statement::ManagedRuleGroupStatement(managed) => {
                let id = format!("{}#{}", managed.vendor_name, managed.name);
                let version = managed.version.as_deref();
                let configs = managed
                    .managed_rule_group_configs
                    .as_deref()
                    .unwrap_or_default();
                let group = self.options.managed.and_then(|provider| {
                    provider.rule_group(&managed.vendor_name, &managed.name, version, configs)
                });
                if group.is_none() {
                    let at = version
                        .map(|version| format!("#{version}"))
                        .unwrap_or_default();
                    self.unresolved.push(format!("{id}{at}"));
                }
                group.map(|contents| SourceGroup {
                    id,
                    is_managed: true,
                    contents,
                })
            }
            _ => None,
        }
    }

    pub(super) fn intern_labels(&mut self, rule: &Rule, namespace: &str) -> Box<[LabelId]> {
        let labels = rule.rule_labels.iter().flatten();
        labels
            .map(|label| self.labels.intern(format!("{namespace}{}", label.name)))
            .collect()
    }

    pub(super) fn rule(
        &mut self,
        rule: &Rule,
        group: Option<&SourceGroup>,
        context: &Context<'_>,
        replacement: Option<&Replacement<'_>>,
    ) -> Result<RuleProgram, Error> {
        let place = format!("{}[{}].Statement", context.place, rule.name);
        let mut needs = Needs::default();
        let kind = match (&rule.statement, group) {
            (Statement::RateBasedStatement(rate), _) => {
                let path = format!("{}{}", context.path, rule.name);
                RuleKind::Rate(Box::new(
                    self.rate(rate, context, &place, &path, &mut needs)?,
                ))
            }
            (
                statement @ (Statement::RuleGroupReferenceStatement(_)
                | Statement::ManagedRuleGroupStatement(_)),
                Some(group),
            ) => RuleKind::Group(Box::new(
                self.group(rule, statement, group, context, &mut needs)?,
            )),
            // Given up, or refused before.
            (
                Statement::RuleGroupReferenceStatement(_) | Statement::ManagedRuleGroupStatement(_),
                None,
            ) => RuleKind::Statement(Node::Never),
            (statement, _) => {
                RuleKind::Statement(self.statement(statement, context, &place, &mut needs)?)
            }
        };
        let own = rule.action.as_ref().map(|own| (own, context.bodies));
        let (used, bodies) = match (replacement, own) {
            (Some(replacement), _) => (replacement.action.clone(), replacement.bodies),
            (None, Some((own, bodies))) => (own.clone(), bodies),
            (None, None) => (RuleAction::Count(CountAction::new()), context.bodies),
        };
        let immunity = |seconds: Option<u64>, default: u64| seconds.unwrap_or(default);
        let captcha = rule
            .captcha_config
            .and_then(|config| config.immunity_time_property);
        let challenge = rule
            .challenge_config
            .and_then(|config| config.immunity_time_property);
        Ok(RuleProgram {
            name: rule.name.clone(),
            kind,
            action: action::of(&used, bodies),
            overridden: replacement.and(rule.action.as_ref()).map(action::value_of),
            is_excluded: replacement.is_some_and(|replacement| replacement.is_excluded),
            labels: self.intern_labels(rule, &context.namespace),
            needed_headers: needs.headers.into(),
            labelled_addresses: needs.labelled.into(),
            visibility: rule.visibility_config.clone(),
            captcha_immunity_seconds: immunity(
                captcha.map(|property| property.immunity_time),
                self.captcha_immunity_seconds,
            ),
            challenge_immunity_seconds: immunity(
                challenge.map(|property| property.immunity_time),
                self.challenge_immunity_seconds,
            ),
        })
    }

    fn group(
        &mut self,
        rule: &Rule,
        statement: &Statement,
        group: &SourceGroup,
        context: &Context<'_>,
        needs: &mut Needs,
    ) -> Result<Group, Error> {
        let usage = Usage::of(statement);
        let place = format!("{}[{}]", context.place, rule.name);
        let scope_down = usage
            .scope_down
            .map(|scope| {
                self.statement(
                    scope,
                    context,
                    &format!("{place}.ScopeDownStatement"),
                    needs,
                )
            })
            .transpose()?;
        let inner = Context {
            namespace: group.contents.label_namespace.clone(),
            bodies: &group.contents.custom_response_bodies,
            place: format!("{place}.Rules"),
            path: format!("{}/", rule.name),
        };
        let count = RuleAction::Count(CountAction::new());
        let mut ordered: Vec<&Rule> = group.contents.rules.iter().collect();
        ordered.sort_by_key(|rule| rule.priority);
        let mut rules = Vec::with_capacity(ordered.len());
        for rule in ordered {
            let is_excluded = usage
                .excluded
                .iter()
                .any(|excluded| excluded.name == rule.name);
            let overridden = usage.overrides.iter().find(|other| other.name == rule.name);
            let replacement = match overridden {
                Some(other) => Some(&other.action_to_use),
                None => is_excluded.then_some(&count),
            };
            let replacement = replacement.map(|action| Replacement {
                action,
                is_excluded: is_excluded && overridden.is_none(),
                bodies: context.bodies,
            });
            rules.push(self.rule(rule, None, &inner, replacement.as_ref())?);
        }
        Ok(Group {
            id: group.id.clone(),
            is_managed: group.is_managed,
            scope_down,
            rules: rules.into(),
            count_override: counts(rule.override_action.as_ref()),
        })
    }
}

/// What a rule's statements need of a request, and what they label.
#[derive(Default)]
pub(super) struct Needs {
    headers: Vec<String>,
    labelled: Vec<Origin>,
}

impl Needs {
    /// The rule does not apply without the header.
    pub(super) fn address_of(&mut self, origin: &Origin) {
        if let Some(name) = origin.header()
            && !self.headers.iter().any(|known| known == name)
        {
            self.headers.push(name.to_owned());
        }
    }

    /// The rule labels the address's country and region.
    pub(super) fn label(&mut self, origin: &Origin) {
        if !self.labelled.contains(origin) {
            self.labelled.push(origin.clone());
        }
    }
}
