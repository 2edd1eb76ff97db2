//! Rules that matched.

use crate::{
    TokenResponse,
    compile::{Action, RateRule, RuleKind, RuleProgram},
    log::limit_key,
    model::ActionValue,
};

/// A rule that matched.
#[derive(Clone, Copy, Debug)]
pub struct RuleMatch<'a> {
    pub(super) rule: &'a RuleProgram,
    pub(super) within: Option<&'a RuleProgram>,
    pub(super) action: &'a Action,
    pub(super) is_terminating: bool,
    pub(super) token: Option<TokenResponse>,
    /// How many labels there were when the rule was asked.
    pub(super) labels_before: usize,
}

/// What a rate-based rule that matched counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct RateMatch {
    /// Its limit in requests.
    pub limit: u64,
    /// Its window in seconds.
    pub evaluation_window_sec: u64,
    /// What it aggregates by, as logs name it: `IP`, `FORWARDED_IP`, `CUSTOMKEYS`, `CONSTANT`.
    pub limit_key: &'static str,
}

impl<'a> RuleMatch<'a> {
    /// The rule's name, in its web ACL or rule group.
    pub fn rule(&self) -> &'a str {
        &self.rule.name
    }

    /// The rule of the web ACL: this one, or the one that refers to its group.
    pub fn web_acl_rule(&self) -> &'a str {
        self.within.map_or(&self.rule.name, |outer| &outer.name)
    }

    /// Of a rule of a group: the group's ARN, or `VENDOR#NAME`.
    pub fn rule_group(&self) -> Option<&'a str> {
        match &self.within?.kind {
            RuleKind::Group(group) => Some(&group.id),
            RuleKind::Statement(_) | RuleKind::Rate(_) => None,
        }
    }

    /// Whether it is a whole rule group, whose decision was only counted. The group's own rule that decided comes before it.
    pub fn is_rule_group(&self) -> bool {
        matches!(self.rule.kind, RuleKind::Group(_))
    }

    /// The metric's name of the rule of the web ACL: see [`web_acl_rule`](Self::web_acl_rule).
    pub fn web_acl_metric_name(&self) -> &'a str {
        let rule = self.within.unwrap_or(self.rule);
        &rule.visibility.metric_name
    }

    /// The action that was applied.
    pub fn action(&self) -> ActionValue {
        self.action.value
    }

    /// The action that the rule has of itself, where its use in the web ACL overrides it.
    pub fn overridden_action(&self) -> Option<ActionValue> {
        self.rule.overridden
    }

    /// Whether `ExcludedRules` made it count.
    pub fn is_excluded(&self) -> bool {
        self.rule.is_excluded
    }

    /// Whether its action ended the web ACL's evaluation, or its group's.
    pub fn is_terminating(&self) -> bool {
        self.is_terminating
    }

    /// What was asked of the client's token.
    pub fn token(&self) -> Option<TokenResponse> {
        self.token
    }

    /// What it counts, of a rate-based rule.
    pub fn rate(&self) -> Option<RateMatch> {
        match &self.rule.kind {
            RuleKind::Rate(rate) => Some(RateMatch::new(rate)),
            RuleKind::Statement(_) | RuleKind::Group(_) => None,
        }
    }

    /// Whether samples of its requests are kept.
    pub fn is_sampled(&self) -> bool {
        self.rule.visibility.sampled_requests_enabled
    }

    /// The metric's name.
    pub fn metric_name(&self) -> &'a str {
        &self.rule.visibility.metric_name
    }

    /// Whether the group that the rule is of is managed.
    pub(crate) fn is_of_managed_group(&self) -> bool {
        self.within.is_some_and(|outer| match &outer.kind {
            RuleKind::Group(group) => group.is_managed,
            RuleKind::Statement(_) | RuleKind::Rate(_) => false,
        })
    }

    pub(crate) fn labels_before(&self) -> usize {
        self.labels_before
    }

    pub(crate) fn applied(&self) -> &'a Action {
        self.action
    }

    pub(crate) fn program(&self) -> &'a RuleProgram {
        self.rule
    }

    pub(crate) fn outer(&self) -> Option<&'a RuleProgram> {
        self.within
    }
}

impl RateMatch {
    pub(crate) fn new(rate: &RateRule) -> Self {
        Self {
            limit: rate.limit,
            evaluation_window_sec: rate.window_seconds,
            limit_key: limit_key(&rate.aggregation),
        }
    }
}
