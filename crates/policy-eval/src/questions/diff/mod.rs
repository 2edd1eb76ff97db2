//! What a new policy allows and denies that an old one does not.

mod known;
mod report;
mod search;
mod space;

use self::search::Search;
use super::ExampleRequest;
use crate::{decide::Outcome, document::Policy, services::ServiceReference};

/// How two policies differ, in requests.
///
/// Each policy is taken by itself: what it allows, what it denies, and what it is silent about. Every example is verified:
/// both policies were asked.
#[derive(Clone, Debug)]
pub struct PolicyDiff {
    changes: Vec<Change>,
    exhaustive: bool,
}

/// One request on which two policies differ. There is one for each pair of statements that makes a difference.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Change {
    /// The request.
    pub request: ExampleRequest,
    /// What the old policy says.
    pub old: Verdict,
    /// What the new policy says.
    pub new: Verdict,
    /// Whether there is the request's action today; none where the actions of its service are not known.
    pub action_exists: Option<bool>,
}

/// What one policy says of a request, and by which statement.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub struct Verdict {
    /// Allowed, denied, or neither.
    pub outcome: Outcome,
    /// Whether it is the caller's account that is allowed: then the account's own policies must allow, too.
    pub to_account: bool,
    /// The statement's place in the policy, from 0.
    pub statement: Option<usize>,
    /// Its `Sid`.
    pub sid: Option<String>,
}

impl Verdict {
    /// How far the request gets by this policy: the more, the further.
    fn reach(&self) -> u8 {
        match (self.outcome, self.to_account) {
            (Outcome::ExplicitlyDenied, _) => 0,
            (Outcome::ImplicitlyDenied, _) => 1,
            (Outcome::Allowed, true) => 2,
            (Outcome::Allowed, false) => 3,
        }
    }
}

impl Change {
    /// Whether the new policy lets the request further than the old one, by allowing it.
    fn allows_more(&self) -> bool {
        self.new.outcome == Outcome::Allowed && self.new.reach() > self.old.reach()
    }

    /// Whether the old policy denied the request, and the new one is silent.
    fn denies_no_more(&self) -> bool {
        self.new.outcome == Outcome::ImplicitlyDenied && self.new.reach() > self.old.reach()
    }
}

impl PolicyDiff {
    /// As [`diff`], with other services than those that are built in: examples are about actions that there are, where a policy
    /// leaves a choice.
    pub fn between(old: &Policy, new: &Policy, services: &ServiceReference) -> Self {
        Search::run(old, new, services)
    }

    /// Every difference that was found.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// What the new policy allows and the old one did not.
    pub fn newly_allowed(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.allows_more())
    }

    /// What the new policy denies, or no longer allows.
    pub fn newly_denied(&self) -> impl Iterator<Item = &Change> {
        self.changes
            .iter()
            .filter(|change| change.new.reach() < change.old.reach())
    }

    /// What the old policy denied, and the new one is silent about.
    pub fn no_longer_denied(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.denies_no_more())
    }

    /// Whether there are no other differences. If not, there may be.
    pub fn is_exhaustive(&self) -> bool {
        self.exhaustive
    }
}

/// Compares two policies of one kind.
///
/// The search tries a request for each way in which the patterns and conditions of both policies can match. Where that is all
/// there is, it says so ([`PolicyDiff::is_exhaustive`]). Beyond it are policy variables, operators that ignore case beside others
/// that do not, keys under operators of several kinds, sets of more than five kinds of values, and very many combinations.
///
/// An action that no service has today is a difference, too: AWS adds actions, and a pattern covers them then.
/// [`Change::action_exists`] tells it.
///
/// ```
/// use policy_eval::{Policy, PolicyKind, diff};
///
/// let policy = |action: &str| {
///     let json = format!(r#"{{"Statement": {{"Effect": "Allow", "Action": "{action}", "Resource": "*"}}}}"#);
///     Policy::parse(&json, PolicyKind::Identity)
/// };
/// let diff = diff(&policy("s3:GetObject")?, &policy("s3:Get*")?);
/// assert!(diff.is_exhaustive());
/// assert_eq!(diff.newly_allowed().count(), 1);
/// assert_eq!(diff.newly_denied().count(), 0);
/// # Ok::<(), policy_eval::ParseError>(())
/// ```
pub fn diff(old: &Policy, new: &Policy) -> PolicyDiff {
    PolicyDiff::between(old, new, &ServiceReference::built_in())
}
