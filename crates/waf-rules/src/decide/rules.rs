//! Rules in their order, until one decides.

use common_types::Timestamp;

use super::{Environment, Evaluation, address::Address, rule_match::RuleMatch, verdict::Verdict};
use crate::{
    CompiledWebAcl, Request, Token, TokenResponse,
    compile::{Action, Group, RuleKind, RuleList, RuleProgram},
    explain::{RuleExplanation, RuleOutcome},
    inspect::Sight,
    model::ActionValue,
    token::TokenTerms,
};

/// One request on its way through the rules.
struct Run<'a, 'v> {
    acl: &'a CompiledWebAcl,
    now: Timestamp,
    evaluation: Evaluation<'a>,
    token: Option<Token>,
    verdict: &'v mut Verdict<'a>,
    /// What every rule found, where that was asked for.
    explained: Option<&'v mut Vec<RuleExplanation>>,
}

/// Whether the next rule is asked.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Next {
    GoOn,
    Stop,
}

/// Decides a request; what every rule found goes where that is wanted.
pub(crate) fn decide<'a>(
    acl: &'a CompiledWebAcl,
    request: &'a Request<'a>,
    now: Timestamp,
    environment: &Environment<'a>,
    explained: Option<&mut Vec<RuleExplanation>>,
) -> Verdict<'a> {
    let mut verdict = Verdict::new(acl);
    let sight = Sight {
        request,
        body_limit: acl.body_limit,
    };
    let run = Run {
        acl,
        now,
        evaluation: Evaluation::new(&acl.program, sight, environment),
        token: None,
        verdict: &mut verdict,
        explained,
    };
    run.run();
    verdict
}

impl<'a> Run<'a, '_> {
    fn run(mut self) {
        let acl = self.acl;
        self.rules(&acl.program.rules, |run, rule| match &rule.kind {
            RuleKind::Group(group) => run.group(rule, group),
            RuleKind::Statement(_) | RuleKind::Rate(_) => run.rule(rule, None),
        });
        self.verdict.oversize = self.evaluation.oversize;
        self.verdict.asns = self.evaluation.asns;
        if !self.evaluation.labels.is_empty() {
            self.verdict.labels = self.evaluation.labels;
        }
    }

    /// Asks the rules in their order, until one stops. Those that cannot match are passed by, unless all are to be explained.
    #[inline]
    fn rules(
        &mut self,
        rules: &'a RuleList,
        ask: impl Fn(&mut Self, &'a RuleProgram) -> Next,
    ) -> Next {
        let explains = self.explained.is_some();
        for (rules, hangs_on) in rules.runs() {
            if let Some(Some(test)) = hangs_on.first()
                && !explains
                && self.evaluation.denies_all(test.input, test.stage)
            {
                continue;
            }
            for (rule, hangs_on) in rules.iter().zip(hangs_on) {
                if let Some(test) = hangs_on
                    && !explains
                    && !self.evaluation.answer(*test)
                {
                    continue;
                }
                if ask(self, rule) == Next::Stop {
                    return Next::Stop;
                }
            }
        }
        Next::GoOn
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
        match self.rules(&group.rules, |run, inner| run.rule(inner, Some(rule))) {
            Next::Stop => self.end_of_group(rule, group),
            Next::GoOn => Next::GoOn,
        }
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
