//! Rules in their order, until one decides.

use common_types::Timestamp;

use super::{Environment, Evaluation, address::Address, rule_match::RuleMatch, verdict::Verdict};
use crate::{
    CompiledWebAcl, Request, Token, TokenResponse,
    compile::{Action, Group, RuleKind, RuleProgram, Test},
    explain::{RuleExplanation, RuleOutcome},
    inspect::Sight,
    model::ActionValue,
    token::TokenTerms,
};

/// One request on its way through the rules.
pub(crate) struct Run<'a> {
    acl: &'a CompiledWebAcl,
    now: Timestamp,
    evaluation: Evaluation<'a>,
    token: Option<Token>,
    verdict: Verdict<'a>,
    /// What every rule found, where that was asked for.
    explained: Option<Vec<RuleExplanation>>,
}

/// Whether the next rule is asked.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Next {
    GoOn,
    Stop,
}

impl<'a> Run<'a> {
    pub(crate) fn new(
        acl: &'a CompiledWebAcl,
        request: &'a Request<'a>,
        now: Timestamp,
        environment: &Environment<'a>,
    ) -> Self {
        let sight = Sight {
            request,
            body_limit: acl.body_limit,
        };
        Self {
            acl,
            now,
            evaluation: Evaluation::new(&acl.program, sight, environment),
            token: None,
            verdict: Verdict::new(acl),
            explained: None,
        }
    }

    pub(crate) fn decide(mut self) -> Verdict<'a> {
        self.run();
        self.verdict
    }

    pub(crate) fn explain(mut self) -> (Verdict<'a>, Vec<RuleExplanation>) {
        self.explained = Some(Vec::new());
        self.run();
        (self.verdict, self.explained.unwrap_or_default())
    }

    fn run(&mut self) {
        let acl = self.acl;
        for (rule, hangs_on) in acl.program.rules.iter() {
            if self.is_passed_by(hangs_on) {
                continue;
            }
            let next = match &rule.kind {
                RuleKind::Group(group) => self.group(rule, group),
                RuleKind::Statement(_) | RuleKind::Rate(_) => self.rule(rule, None),
            };
            if next == Next::Stop {
                break;
            }
        }
        self.verdict.labels = std::mem::take(&mut self.evaluation.labels);
        self.verdict.oversize = self.evaluation.oversize;
    }

    /// Whether a rule cannot match, because of the one question on which it hangs.
    #[inline]
    fn is_passed_by(&mut self, hangs_on: Option<Test>) -> bool {
        match hangs_on {
            Some(test) if self.explained.is_none() => !self.evaluation.answer(test),
            _ => false,
        }
    }

    /// A rule of the web ACL, or of a group.
    fn rule(&mut self, rule: &'a RuleProgram, within: Option<&'a RuleProgram>) -> Next {
        if !self.applies(rule, within) {
            return Next::GoOn;
        }
        let labels_before = self.evaluation.labels.len();
        let is_match = match &rule.kind {
            RuleKind::Statement(node) => self.evaluation.holds(node),
            RuleKind::Rate(rate) => self.evaluation.exceeds(&self.acl.program, rate, self.now),
            // Groups do not nest.
            RuleKind::Group(_) => false,
        };
        self.note(rule, within, || match is_match {
            true => RuleOutcome::Match(rule.action.value),
            false => RuleOutcome::NoMatch,
        });
        self.label_locations(rule);
        if !is_match {
            return Next::GoOn;
        }
        for label in &rule.labels {
            self.evaluation.labels.add(*label);
        }
        let (next, token) = self.act(rule, &rule.action);
        self.verdict.matches.push(RuleMatch {
            rule,
            within,
            action: &rule.action,
            is_terminating: next == Next::Stop,
            token,
            labels_before,
        });
        next
    }

    fn group(&mut self, rule: &'a RuleProgram, group: &'a Group) -> Next {
        if !self.applies(rule, None) {
            return Next::GoOn;
        }
        self.note(rule, None, || RuleOutcome::Group);
        let is_in_scope = match &group.scope_down {
            Some(scope) => self.evaluation.holds(scope),
            None => true,
        };
        self.label_locations(rule);
        if !is_in_scope {
            return Next::GoOn;
        }
        for (inner, hangs_on) in group.rules.iter() {
            if self.is_passed_by(hangs_on) {
                continue;
            }
            if self.rule(inner, Some(rule)) == Next::Stop {
                return self.end_of_group(rule, group);
            }
        }
        Next::GoOn
    }

    /// A rule of the group has decided: for the web ACL, or only for the count.
    fn end_of_group(&mut self, rule: &'a RuleProgram, group: &'a Group) -> Next {
        let Some(count) = &group.count_override else {
            return Next::Stop;
        };
        self.verdict.matches.push(RuleMatch {
            rule,
            within: None,
            action: count,
            is_terminating: false,
            token: None,
            labels_before: self.evaluation.labels.len(),
        });
        self.verdict.overridden_groups.push(rule);
        Next::GoOn
    }

    /// A rule does not apply where a header is missing that one of its statements takes an address from.
    fn applies(&mut self, rule: &RuleProgram, within: Option<&RuleProgram>) -> bool {
        let request = self.evaluation.request();
        let mut needed = rule.needed_headers.iter();
        match needed.find(|name| request.header(name).is_none()) {
            None => true,
            Some(missing) => {
                self.note(rule, within, || RuleOutcome::HeaderMissing(missing.clone()));
                false
            }
        }
    }

    /// Keeps what a rule found, where that was asked for.
    fn note(
        &mut self,
        rule: &RuleProgram,
        within: Option<&RuleProgram>,
        outcome: impl FnOnce() -> RuleOutcome,
    ) {
        if let Some(explained) = &mut self.explained {
            let evaluation = &mut self.evaluation;
            explained.push(RuleExplanation::new(evaluation, rule, within, outcome()));
        }
    }

    /// Labels come at the end of a rule's evaluation, match or not.
    fn label_locations(&mut self, rule: &RuleProgram) {
        for origin in &rule.labelled_addresses {
            if let Address::Known(address) = self.evaluation.address(origin) {
                let location = self.evaluation.location(address);
                self.evaluation
                    .labels
                    .add_location(location, origin.header().is_some());
            }
        }
    }

    fn act(&mut self, rule: &RuleProgram, action: &Action) -> (Next, Option<TokenResponse>) {
        match action.value {
            ActionValue::Allow | ActionValue::Block | ActionValue::Monetize => (Next::Stop, None),
            ActionValue::Count | ActionValue::ExcludedAsCount => (Next::GoOn, None),
            ActionValue::Captcha | ActionValue::Challenge => {
                let is_captcha = action.value == ActionValue::Captcha;
                let response = self.judge(rule, is_captcha);
                let is_passed = response.failure_reason.is_none();
                let next = if is_passed { Next::GoOn } else { Next::Stop };
                (next, Some(response))
            }
        }
    }

    fn judge(&mut self, rule: &RuleProgram, is_captcha: bool) -> TokenResponse {
        let request = self.evaluation.request();
        let check = self.evaluation.environment().tokens;
        let token = self.token.get_or_insert_with(|| {
            check.map_or(Token::Missing, |check| check.check(request, self.now))
        });
        let terms = TokenTerms {
            is_captcha,
            immunity_seconds: if is_captcha {
                rule.captcha_immunity_seconds
            } else {
                rule.challenge_immunity_seconds
            },
            domains: self.acl.source.token_domains.as_deref().unwrap_or_default(),
        };
        terms.judge(token, request.header("host"), self.now)
    }
}
