//! The answer of a check, in AWS's shape.

use serde::Serialize;

use crate::document::Policy;

/// What a check came to.
///
/// As JSON it is the response of AWS's check.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AccessCheck {
    /// Whether the check passed.
    pub result: CheckResult,
    /// The result in words.
    pub message: &'static str,
    /// The statements that made it fail.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<ReasonSummary>,
}

/// The two results.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum CheckResult {
    /// There is no such access: that is proven.
    Pass,
    /// There is, or may be.
    Fail,
}

/// Why a check failed.
///
/// Source: [ReasonSummary](https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ReasonSummary.html).
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReasonSummary {
    /// The reason in words.
    pub description: String,
    /// Which statement it is, from 0.
    pub statement_index: usize,
    /// The statement's `Sid`, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement_id: Option<String>,
}

impl AccessCheck {
    /// Whether the check passed.
    pub fn passed(&self) -> bool {
        self.result == CheckResult::Pass
    }

    /// The answer for a policy of which these statements have the access that is asked for.
    pub(super) fn of(policy: &Policy, statements: &[usize], words: &Words) -> Self {
        let (result, message) = match statements {
            [] => (CheckResult::Pass, words.pass),
            _ => (CheckResult::Fail, words.fail),
        };
        let reason = |&index: &usize| {
            let sid = policy.statements().get(index).and_then(|s| s.sid());
            let sid = sid.filter(|sid| !sid.is_empty());
            let which = match sid {
                Some(sid) => format!("sid: {sid}"),
                None => format!("index: {index}"),
            };
            ReasonSummary {
                description: format!("{} with {which}.", words.reason),
                statement_index: index,
                statement_id: sid.map(str::to_owned),
            }
        };
        Self {
            result,
            message,
            reasons: statements.iter().map(reason).collect(),
        }
    }
}

/// How AWS says it.
pub(super) struct Words {
    pub(super) pass: &'static str,
    pub(super) fail: &'static str,
    pub(super) reason: &'static str,
}
