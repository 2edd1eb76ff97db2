//! A signature as a rule: what it says in AWS's shapes, and when it goes.

use common_types::Timestamp;
use waf_rules::model::{
    AndStatement, BlockAction, ByteMatchStatement, CountAction, FallbackBehavior, FieldToMatch,
    GeoMatchStatement, IpAddressVersion, IpSet, IpSetReferenceStatement, Ja3Fingerprint,
    Ja4Fingerprint, Method, OrStatement, PositionalConstraint, Rule, RuleAction, SingleHeader,
    Statement, TextTransformation, UriPath, VisibilityConfig,
};
use waf_rules::transform::TextTransformationType;

use crate::{
    feature::Dimension,
    limits,
    settings::Response,
    signature::{Kind, Signature},
};

/// A rule against an attack.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Mitigation {
    /// Its number: rules of one resource are counted.
    pub id: u64,
    /// What the attack's requests have in common.
    pub signature: Signature,
    /// When it was found.
    pub since: Timestamp,
    /// When more requests than usual carried it last. It goes when that was long enough ago.
    pub last_seen: Timestamp,
}

impl Mitigation {
    /// Its name in the rule group.
    pub fn name(&self) -> String {
        format!("mitigation-{}", self.id)
    }

    /// The rule in AWS's shape, at its place in the group, over the sets that [`ip_sets`](Self::ip_sets) tells.
    pub fn rule(&self, priority: u32, response: Response, sets: &[IpSet]) -> Rule {
        let action = match response {
            Response::Count => RuleAction::from(CountAction::new()),
            Response::Block => RuleAction::from(BlockAction::new()),
        };
        let visibility = VisibilityConfig::new(true, true, self.name());
        Rule::new(self.name(), priority, self.statement(sets), visibility).action(action)
    }

    /// The sets of addresses that the rule refers to, one for each version of IP that it needs. Their ARNs are made of the prefix.
    pub fn ip_sets(&self, arn_prefix: &str) -> Vec<IpSet> {
        let Kind::Sources(networks) = self.signature.kind() else {
            return Vec::new();
        };
        let (v6, v4): (Vec<_>, Vec<_>) = networks
            .iter()
            .map(ToString::to_string)
            .partition(|net| net.contains(':'));
        let sets = [
            ("ipv4", IpAddressVersion::Ipv4, v4),
            ("ipv6", IpAddressVersion::Ipv6, v6),
        ];
        sets.into_iter()
            .filter(|(_, _, addresses)| !addresses.is_empty())
            .map(|(version, kind, addresses)| {
                let (name, id) = (
                    format!("{}-{version}", self.name()),
                    format!("{:032x}", self.id),
                );
                let arn = format!("{arn_prefix}{name}/{id}");
                IpSet::new(name, id, arn, kind, addresses)
            })
            .collect()
    }

    /// Its capacity units: 1 for a country or a set of addresses, 2 for a string.
    pub fn capacity(&self) -> u64 {
        match self.signature.kind() {
            Kind::Sources(networks) => {
                let v6 = networks.iter().filter(|net| net.contains(':')).count();
                u64::from(v6 > 0) + u64::from(v6 < networks.len())
            }
            Kind::Values(values) => values
                .iter()
                .map(|(dimension, _)| match dimension {
                    Dimension::Country => 1,
                    _ => 2,
                })
                .sum(),
        }
    }

    fn statement(&self, sets: &[IpSet]) -> Statement {
        let mut parts: Vec<Statement> = match self.signature.kind() {
            Kind::Values(values) => values
                .iter()
                .map(|(dimension, value)| part(*dimension, value))
                .collect(),
            Kind::Sources(_) => {
                let sets: Vec<Statement> = sets
                    .iter()
                    .map(|set| IpSetReferenceStatement::new(set.arn.clone()).into())
                    .collect();
                match <[Statement; 1]>::try_from(sets) {
                    Ok(one) => one.into(),
                    Err(sets) => vec![OrStatement::new(sets).into()],
                }
            }
        };
        match parts.len() {
            1 => parts.remove(0),
            _ => AndStatement::new(parts).into(),
        }
    }
}

/// That one component of a request has a value.
fn part(dimension: Dimension, value: &str) -> Statement {
    let field: FieldToMatch = match dimension {
        Dimension::Country => {
            return GeoMatchStatement::new()
                .country_codes(vec![value.to_owned()])
                .into();
        }
        // No signature of values has it: networks are a set of addresses.
        Dimension::Source => return IpSetReferenceStatement::new(value).into(),
        Dimension::Method => Method::new().into(),
        Dimension::Path => UriPath::new().into(),
        Dimension::UserAgent => SingleHeader::new("user-agent").into(),
        Dimension::Ja3 => Ja3Fingerprint::new(FallbackBehavior::NoMatch).into(),
        Dimension::Ja4 => Ja4Fingerprint::new(FallbackBehavior::NoMatch).into(),
    };
    // What was cut to the length that a match takes is only the beginning.
    let position = if value.len() > limits::VALUE_BYTES - 4 {
        PositionalConstraint::StartsWith
    } else {
        PositionalConstraint::Exactly
    };
    let as_it_is = vec![TextTransformation::new(0_u32, TextTransformationType::None)];
    ByteMatchStatement::new(value.as_bytes().to_vec(), field, as_it_is, position).into()
}
