//! Parameter policies: when a parameter expires, and when somebody is to be told.

mod parse;
mod rule;

use common_types::{Timestamp, wire_enum};
pub(crate) use parse::parse;
pub(crate) use rule::{Rule, Span};

use crate::record::members;

wire_enum! {
    /// The type of a parameter's policy.
    ///
    /// Source: [Parameter policies](https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-policies.html).
    pub enum PolicyType {
        /// Deletes the parameter.
        Expiration = "Expiration",
        /// Tells that the parameter is about to expire.
        ExpirationNotification = "ExpirationNotification",
        /// Tells that the parameter has not been changed for long.
        NoChangeNotification = "NoChangeNotification",
    }
}

wire_enum! {
    /// What has become of a policy.
    pub enum PolicyStatus {
        /// Its time has not come.
        Pending = "Pending",
        /// It was applied.
        Finished = "Finished",
        /// It could not be applied.
        Failed = "Failed",
        /// It is being applied.
        InProgress = "InProgress",
    }
}

/// A policy of a parameter, and what has become of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Attached {
    pub(crate) rule: Rule,
    pub(crate) status: PolicyStatus,
    /// When it was given to the parameter.
    pub(crate) since: Timestamp,
    /// The version that it was given with: tells it from the policies before.
    pub(crate) version: u64,
}

members!(Attached {
    rule,
    status,
    since,
    version,
});

impl Attached {
    /// When a policy among these has to be applied, if it has to be.
    pub(crate) fn due(&self, all: &[Self], modified: Timestamp) -> Option<Timestamp> {
        if self.status != PolicyStatus::Pending {
            return None;
        }
        match &self.rule {
            Rule::Expiration { at } => Some(*at),
            Rule::ExpirationNotification { before } => {
                let expiration = all.iter().find_map(|policy| policy.rule.expiration())?;
                expiration.checked_sub_signed(before.duration())
            }
            Rule::NoChangeNotification { after } => modified.checked_add_signed(after.duration()),
        }
    }
}

/// The policies that a parameter has after a request: those of the request if it has any, else those that it had.
///
/// Where the request says the same again, what has become of them stays. That nothing has changed is counted anew.
pub(crate) fn merge(
    have: &[Attached],
    asked: Option<Vec<Rule>>,
    version: u64,
    now: Timestamp,
) -> Vec<Attached> {
    let said_again = |rules: &Vec<Rule>| {
        rules.len() == have.len() && rules.iter().zip(have).all(|(rule, old)| *rule == old.rule)
    };
    match asked {
        Some(rules) if !said_again(&rules) => rules
            .into_iter()
            .map(|rule| Attached {
                rule,
                status: PolicyStatus::Pending,
                since: now,
                version,
            })
            .collect(),
        Some(_) | None => have
            .iter()
            .cloned()
            .map(|policy| match (&policy.rule, policy.status) {
                // It was told once; a change is what it waits for, and then it waits anew.
                (Rule::NoChangeNotification { .. }, PolicyStatus::Finished) => Attached {
                    status: PolicyStatus::Pending,
                    version,
                    ..policy
                },
                _ => policy,
            })
            .collect(),
    }
}
