//! Verdicts: what becomes of a request, and why.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::{RuleMatch, asked_asns::AskedAsns};
use crate::{
    CompiledWebAcl, TokenResponse,
    compile::{Action, RuleProgram},
    inspect::OversizeFields,
    label::AddedLabels,
    model::ActionValue,
};

/// What becomes of a request, and why. It borrows the web ACL.
#[derive(Debug)]
pub struct Verdict<'a> {
    pub(crate) acl: &'a CompiledWebAcl,
    /// Rules that matched, in order: of a group, its rules come before what became of the group.
    pub(super) matches: SmallVec<[RuleMatch<'a>; 2]>,
    /// Rules whose group decided, and was only counted.
    pub(super) overridden_groups: SmallVec<[&'a RuleProgram; 1]>,
    pub(crate) labels: AddedLabels,
    pub(super) oversize: OversizeFields,
    pub(crate) asns: AskedAsns,
}

/// A response that goes to the client instead of the application's.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct VerdictResponse<'a> {
    /// The status code.
    pub status: u16,
    /// Headers besides the content type.
    pub headers: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// Media type and text, where the web ACL has one.
    pub body: Option<(&'static str, &'a str)>,
}

/// A count of one request, as AWS WAF reports it to CloudWatch.
///
/// Source: [metrics](https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct Metric<'a> {
    /// Such as `BlockedRequests`.
    pub name: &'static str,
    /// The dimension `Rule`: a metric's name, or `Default_Action`.
    pub rule: &'a str,
    /// The dimension `RuleGroup`: the metric's name of the rule that refers to the group.
    pub rule_group: Option<&'a str>,
}

impl<'a> Verdict<'a> {
    pub(super) fn new(acl: &'a CompiledWebAcl) -> Self {
        Self {
            acl,
            matches: SmallVec::new(),
            overridden_groups: SmallVec::new(),
            labels: AddedLabels::default(),
            oversize: OversizeFields::default(),
            asns: AskedAsns::default(),
        }
    }

    /// The web ACL that decided.
    pub fn web_acl(&self) -> &'a CompiledWebAcl {
        self.acl
    }

    /// What becomes of the request: never a count.
    pub fn action(&self) -> ActionValue {
        self.decisive().value
    }

    /// Whether the request goes on to the application.
    pub fn is_allowed(&self) -> bool {
        self.action() == ActionValue::Allow
    }

    /// The rule of the web ACL that decided; `Default_Action` where none did.
    pub fn rule(&self) -> &'a str {
        self.terminating()
            .map_or("Default_Action", |found| found.web_acl_rule())
    }

    /// The rule that decided, as it matched.
    pub fn terminating(&self) -> Option<&RuleMatch<'a>> {
        let is_overridden = |found: &RuleMatch<'a>| {
            found.within.is_some_and(|outer| {
                self.overridden_groups
                    .iter()
                    .any(|group| std::ptr::eq(*group, outer))
            })
        };
        self.matches
            .iter()
            .find(|found| found.is_terminating && !is_overridden(found))
    }

    /// All rules that matched, in order. A rule group whose decision was only counted is there after its rules.
    pub fn matches(&self) -> &[RuleMatch<'a>] {
        &self.matches
    }

    /// The labels, fully qualified, in the order in which they were added.
    pub fn labels(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.labels.names(&self.acl.program.labels)
    }

    /// Headers that the application's request gets. Empty where the request does not go on.
    pub fn insert_headers(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let passes = self.is_allowed();
        let default = self
            .terminating()
            .is_none()
            .then_some(&self.acl.default_action);
        let actions = self.matches.iter().map(|found| found.action).chain(default);
        actions
            .filter(move |_| passes)
            .flat_map(|action| action.inserted_headers.iter())
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The response to the client, where the request does not go on.
    pub fn response(&self) -> Option<VerdictResponse<'a>> {
        let action = self.decisive();
        let asks = |status: u16, word: &'static str| VerdictResponse {
            status,
            headers: vec![("x-amzn-waf-action".into(), word.into())],
            body: None,
        };
        match action.value {
            ActionValue::Allow | ActionValue::Count | ActionValue::ExcludedAsCount => None,
            ActionValue::Captcha => Some(asks(405, "captcha")),
            ActionValue::Challenge => Some(asks(202, "challenge")),
            ActionValue::Monetize => Some(asks(402, "monetize")),
            ActionValue::Block => Some(match action.response.as_deref() {
                Some(custom) => VerdictResponse {
                    status: custom.status,
                    headers: custom
                        .headers
                        .iter()
                        .map(|(name, value)| (name.as_str().into(), value.as_str().into()))
                        .collect(),
                    body: custom
                        .body
                        .as_ref()
                        .map(|(media_type, content)| (*media_type, content.as_str())),
                },
                None => VerdictResponse {
                    status: 403,
                    headers: Vec::new(),
                    body: None,
                },
            }),
        }
    }

    /// What the request counts for, where the rules' settings ask for metrics.
    pub fn metrics(&self) -> Vec<Metric<'a>> {
        let mut metrics = Vec::new();
        for found in &self.matches {
            let visibility = &found.rule.visibility;
            if !visibility.cloud_watch_metrics_enabled {
                continue;
            }
            let metric = |name| Metric {
                name,
                rule: &visibility.metric_name,
                rule_group: found
                    .within
                    .map(|outer| outer.visibility.metric_name.as_str()),
            };
            metrics.push(metric(counted_as(found.action.value)));
            let is_passed = found
                .token
                .is_some_and(|token| token.failure_reason.is_none());
            match found.action.value {
                ActionValue::Captcha if is_passed => {
                    metrics.push(metric("RequestsWithValidCaptchaToken"));
                }
                ActionValue::Challenge if is_passed => {
                    metrics.push(metric("RequestsWithValidChallengeToken"));
                }
                _ => {}
            }
        }
        let visibility = &self.acl.source.visibility_config;
        if self.terminating().is_none() && visibility.cloud_watch_metrics_enabled {
            metrics.push(Metric {
                name: counted_as(self.acl.default_action.value),
                rule: "Default_Action",
                rule_group: None,
            });
        }
        metrics
    }

    /// Components that were inspected and are larger than what is inspected, as logs name them.
    pub fn oversize_fields(&self) -> impl Iterator<Item = &'static str> {
        let OversizeFields {
            body,
            json_body,
            headers,
            cookies,
        } = self.oversize;
        [
            (body, "REQUEST_BODY"),
            (json_body, "REQUEST_JSON_BODY"),
            (headers, "REQUEST_HEADERS"),
            (cookies, "REQUEST_COOKIES"),
        ]
        .into_iter()
        .filter(|(is_oversize, _)| *is_oversize)
        .map(|(_, name)| name)
    }

    /// What the last CAPTCHA said of the token, if one was asked for.
    pub fn captcha_response(&self) -> Option<TokenResponse> {
        self.token_response(ActionValue::Captcha)
    }

    /// What the last challenge said of the token, if one was asked for.
    pub fn challenge_response(&self) -> Option<TokenResponse> {
        self.token_response(ActionValue::Challenge)
    }

    fn token_response(&self, action: ActionValue) -> Option<TokenResponse> {
        let asked = self
            .matches
            .iter()
            .rev()
            .find(|found| found.action.value == action);
        asked.and_then(|found| found.token)
    }

    fn decisive(&self) -> &'a Action {
        self.terminating()
            .map_or(&self.acl.default_action, |found| found.action)
    }
}

fn counted_as(action: ActionValue) -> &'static str {
    match action {
        ActionValue::Allow => "AllowedRequests",
        ActionValue::Block => "BlockedRequests",
        ActionValue::Count | ActionValue::ExcludedAsCount => "CountedRequests",
        ActionValue::Captcha => "CaptchaRequests",
        ActionValue::Challenge => "ChallengeRequests",
        ActionValue::Monetize => "MonetizedRequests",
    }
}
