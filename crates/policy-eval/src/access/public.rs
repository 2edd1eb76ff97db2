//! Whether a resource's policy lets in everybody.

use super::{
    answer::{AccessCheck, Words},
    condition::holds_without_key,
    principal::{self, Who},
    set::{self, Names, Proofs},
};
use crate::{
    algebra::Prover,
    document::{Condition, Effect, Policy, PrincipalKey, Scalar, Statement},
    limits,
    operator::{Operands, Operator, SetOperator},
};

const WORDS: Words = Words {
    pass: "The resource policy does not grant public access for the given resource type.",
    fail: "The resource policy grants public access for the given resource type.",
    reason: "Public access granted in the following statement",
};

/// Whether a resource's policy lets in nobody in particular: AWS's `CheckNoPublicAccess`.
///
/// A statement that allows everybody is not public if a condition, or a denial of everything else, asks for a fixed value of a key
/// that the caller cannot choose: its account or organisation, the network that it comes from, or the resource that a service
/// acts for. Wildcards, variables, `IfExists`, `ForAllValues` and negated operators fix nothing. Identity providers that anybody
/// can have an identity of need a condition on their claims.
///
/// ```
/// use policy_eval::{Policy, PolicyKind, check_no_public_access};
///
/// let policy = |condition: &str| {
///     let json = r#"{"Statement": {"Sid": "Share", "Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt",
///       "Resource": "*", "Condition": {"StringEquals": {CONDITION}}}}"#;
///     Policy::parse(&json.replace("CONDITION", condition), PolicyKind::Resource)
/// };
/// assert!(check_no_public_access(&policy(r#""aws:PrincipalOrgID": "o-abcdefghij""#)?).passed());
///
/// let answer = check_no_public_access(&policy(r#""aws:UserAgent": "ours""#)?);
/// assert_eq!(
///     answer.reasons[0].description,
///     "Public access granted in the following statement with sid: Share."
/// );
/// # Ok::<(), policy_eval::ParseError>(())
/// ```
///
/// # Source
///
/// [CheckNoPublicAccess](https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoPublicAccess.html), and
/// [the meaning of public](https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status).
pub fn check_no_public_access(policy: &Policy) -> AccessCheck {
    let prover = Prover::new(limits::PROOF_STEPS);
    let public: Vec<usize> = policy
        .statements()
        .iter()
        .enumerate()
        .filter(|(_, statement)| lets_in_everybody(&prover, policy, statement))
        .map(|(index, _)| index)
        .collect();
    AccessCheck::of(policy, &public, &WORDS)
}

/// Whether a resource's policy may let in everybody: what `BlockPublicPolicy` asks before a policy is put.
/// [`check_no_public_access`] says why.
pub fn is_public(policy: &Policy) -> bool {
    !check_no_public_access(policy).passed()
}

fn lets_in_everybody(prover: &Prover, policy: &Policy, statement: &Statement) -> bool {
    if statement.effect() == Effect::Deny {
        return false;
    }
    principal::each(statement).into_iter().any(|who| match who {
        Who::Everybody | Who::Except(_) => {
            !statement.conditions().iter().any(fixes)
                && !is_narrowed(prover, policy, statement, who)
        }
        Who::Named(PrincipalKey::Federated, name) => !knows_whom(statement, name.as_str()),
        Who::Attached | Who::Named(..) => false,
    })
}

/// Whether a denial leaves of the statement only what is fixed.
fn is_narrowed(prover: &Prover, policy: &Policy, statement: &Statement, who: Who<'_>) -> bool {
    let denials = policy
        .statements()
        .iter()
        .filter(|s| s.effect() == Effect::Deny);
    denials.into_iter().any(|denial| {
        let resources = set::surest_resources(denial, &Names::default(), &[]);
        !denial.conditions().is_empty()
            && denial.conditions().iter().all(spares_what_is_fixed)
            && principal::covers(denial, who)
            && prover.is_within(&set::actions(statement), &set::actions(denial))
            && resources
                .is_some_and(|all| prover.is_within(&set::widest_resources(statement), &all))
    })
}

/// Keys that the caller cannot choose, and what of their values must be fixed.
const TRUSTED: &[(&str, Fixed)] = &[
    ("aws:principalaccount", Fixed::All),
    ("aws:principalarn", Fixed::Account),
    ("aws:principalorgid", Fixed::All),
    ("aws:principalorgpaths", Fixed::Organization),
    ("aws:sourceaccount", Fixed::All),
    ("aws:sourcearn", Fixed::Account),
    ("aws:sourceorgid", Fixed::All),
    ("aws:sourceorgpaths", Fixed::Organization),
    ("aws:sourceip", Fixed::Network),
    ("aws:sourceowner", Fixed::All),
    ("aws:sourcevpc", Fixed::All),
    ("aws:sourcevpcarn", Fixed::Account),
    ("aws:sourcevpce", Fixed::All),
    ("aws:userid", Fixed::UniqueId),
    ("aws:vpceaccount", Fixed::All),
    ("aws:vpceorgid", Fixed::All),
    ("aws:vpceorgpaths", Fixed::Organization),
    ("kms:calleraccount", Fixed::All),
    ("s3:dataaccesspointaccount", Fixed::All),
    ("s3:dataaccesspointarn", Fixed::Account),
];

/// The part of a value that has no wildcard.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Fixed {
    All,
    /// The account of an ARN; of one without, the resource.
    Account,
    /// The organisation that a path begins with.
    Organization,
    /// The network: not half of the internet.
    Network,
    /// What stands before the colon.
    UniqueId,
}

/// Whether a condition holds of those alone whose value of a trusted key is fixed.
fn fixes(condition: &Condition) -> bool {
    let operator = condition.operator();
    !holds_without_key(condition)
        && !operator.operator().is_negated()
        && operator.set() != Some(SetOperator::ForAllValues)
        && has_fixed_values(condition)
}

/// Whether a condition of a denial holds of all but those whose value of a trusted key is fixed. With several conditions, what is
/// spared by each is spared.
fn spares_what_is_fixed(condition: &Condition) -> bool {
    let operator = condition.operator();
    let services = condition.key().folded() == "aws:principalisawsservice"
        && operator.operator() == Operator::Bool
        && operator.set().is_none()
        && operator.if_exists()
        && condition
            .values()
            .iter()
            .any(|value| value.text() == "false");
    let others =
        operator.operator().is_negated() && operator.set().is_none() && has_fixed_values(condition);
    services || others
}

fn has_fixed_values(condition: &Condition) -> bool {
    let key = condition.key().folded();
    let Some((_, fixed)) = TRUSTED.iter().find(|(name, _)| *name == key) else {
        return false;
    };
    match condition.operands() {
        Operands::Ip(ranges) => *fixed == Fixed::Network && ranges.iter().all(is_network),
        operands => match operands.templates() {
            Some((templates, _)) => {
                templates.iter().all(|t| t.variables().next().is_none())
                    && condition.values().iter().all(|value| fixed.holds(value))
            }
            None => false,
        },
    }
}

/// The widest ranges that are not the public's, as S3 has them.
fn is_network(range: &ipnet::IpNet) -> bool {
    match range {
        ipnet::IpNet::V4(range) => range.prefix_len() >= 8,
        ipnet::IpNet::V6(range) => range.prefix_len() >= 32,
    }
}

impl Fixed {
    fn holds(self, value: &Scalar) -> bool {
        let text = value.text();
        let plain = |part: &str| !part.is_empty() && !part.contains(['*', '?', '$']);
        match self {
            Self::All => plain(&text),
            Self::Account => {
                let fields: Vec<&str> = text.splitn(6, ':').collect();
                match fields.as_slice() {
                    [_, _, _, _, "", resource] => plain(resource),
                    [_, _, _, _, account, _] => plain(account),
                    _ => false,
                }
            }
            Self::Organization => {
                text.starts_with("o-") && text.split_once('/').is_some_and(|(id, _)| plain(id))
            }
            Self::UniqueId => plain(text.split(':').next().unwrap_or_default()),
            // Compared as text it is no network.
            Self::Network => false,
        }
    }
}

/// Whether a condition asks an identity provider whom it vouches for. A SAML provider is somebody's own.
fn knows_whom(statement: &Statement, provider: &str) -> bool {
    if provider.contains(":saml-provider/") {
        return true;
    }
    let provider = provider
        .split_once(":oidc-provider/")
        .map_or(provider, |(_, provider)| provider)
        .to_lowercase();
    statement.conditions().iter().any(|condition| {
        let operator = condition.operator();
        let claim = condition.key().folded().strip_prefix(&provider);
        let texts = condition.operands().templates();
        claim.is_some_and(|claim| claim.starts_with(':'))
            && !holds_without_key(condition)
            && !operator.operator().is_negated()
            // A value that is all wildcard asks nothing.
            && texts.is_some_and(|(texts, _)| texts.iter().all(|text| !text.literal_prefix().is_empty()))
    })
}
