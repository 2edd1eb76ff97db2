//! Which requests are logged.

use crate::{
    Verdict,
    model::{ActionValue, Condition, Filter, FilterBehavior, FilterRequirement, LoggingFilter},
};

/// The first filter that applies decides.
pub(super) fn keeps(filter: &LoggingFilter, verdict: &Verdict<'_>) -> bool {
    let first = filter
        .filters
        .iter()
        .find(|filter| applies(filter, verdict));
    let behavior = first.map_or(filter.default_behavior, |filter| filter.behavior);
    behavior == FilterBehavior::Keep
}

fn applies(filter: &Filter, verdict: &Verdict<'_>) -> bool {
    let mut conditions = filter.conditions.iter();
    match filter.requirement {
        FilterRequirement::MeetsAll => conditions.all(|condition| holds(condition, verdict)),
        FilterRequirement::MeetsAny => conditions.any(|condition| holds(condition, verdict)),
    }
}

fn holds(condition: &Condition, verdict: &Verdict<'_>) -> bool {
    match condition {
        Condition::LabelNameCondition(wanted) => {
            verdict.labels().any(|label| label == wanted.label_name)
        }
        Condition::ActionCondition(wanted) => match wanted.action {
            // Excluded rules, and rules that are overridden to count.
            ActionValue::ExcludedAsCount => verdict.matches().iter().any(|found| {
                found.is_excluded()
                    || (found.overridden_action().is_some() && found.action() == ActionValue::Count)
            }),
            action => {
                verdict.action() == action
                    || verdict
                        .matches()
                        .iter()
                        .any(|found| found.action() == action)
            }
        },
    }
}
