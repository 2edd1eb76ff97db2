//! Counting requests of rate-based rules.
//!
//! Source: [aggregation options](https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based-aggregation-options.html).

use std::borrow::Cow;

use common_types::Timestamp;

use super::{Evaluation, address::Address, evaluate::UNKNOWN_ASN};
use crate::{
    compile::{Aggregation, KeyPart, Program, RateRule},
    model::FallbackBehavior,
    rate::{InstanceKey, KeyValue},
    request::{Arguments, Cookies, Header},
    transform::{self, TextTransformationType},
};

/// What a request's key came to.
enum Counted {
    /// It belongs to this instance.
    As(InstanceKey),
    /// It is not counted: the rule does not match.
    Not,
    /// A fingerprint is absent that is configured to match: it is not counted, and the rule matches.
    Fallback,
}

impl Evaluation<'_> {
    /// Counts the request; whether its instance exceeds the limit with it.
    pub(super) fn exceeds(&mut self, program: &Program, rate: &RateRule, now: Timestamp) -> bool {
        if let Some(scope) = &rate.scope_down
            && !self.holds(scope)
        {
            return false;
        }
        match self.instance(program, rate) {
            Counted::As(key) => {
                let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
                rate.tracker.exceeds(key, millis)
            }
            Counted::Not => false,
            Counted::Fallback => true,
        }
    }

    fn instance(&self, program: &Program, rate: &RateRule) -> Counted {
        match &rate.aggregation {
            Aggregation::Constant => Counted::As(InstanceKey::constant()),
            Aggregation::Address(origin) => match self.address(origin) {
                Address::Known(address) => Counted::As(InstanceKey::of_address(address)),
                Address::Fallback(true) => Counted::As(InstanceKey::INVALID),
                Address::Fallback(false) => Counted::Not,
            },
            Aggregation::Keys(parts) => {
                let mut key = rate.tracker.key();
                let mut is_fallback = false;
                for part in parts {
                    let mut count = 0_u64;
                    let found = self.part(program, part, &mut |value| {
                        key.value(&value);
                        count += 1;
                    });
                    // Two values of one component are not one value of each of two.
                    key.part(&count.to_be_bytes());
                    match found {
                        // Nothing else has no value: all that are invalid fall together.
                        Part::Present | Part::Invalid => {}
                        Part::Absent => return Counted::Not,
                        Part::Fallback => is_fallback = true,
                    }
                }
                if is_fallback {
                    Counted::Fallback
                } else {
                    Counted::As(key.finish())
                }
            }
        }
    }

    /// Hands the values of a part of an instance's key to the sink.
    pub(crate) fn part(
        &self,
        program: &Program,
        part: &KeyPart,
        sink: &mut dyn FnMut(KeyValue<'_>),
    ) -> Part {
        let request = self.request();
        match part {
            KeyPart::Header(name, chain) => {
                let headers = request.all_headers().iter();
                let named = headers.filter(|header| header.is(name));
                each(chain, named.map(Header::value), sink)
            }
            KeyPart::Cookie(name, chain) => {
                let cookies = Cookies::new(request.all_headers());
                let named = cookies.filter(|(n, _)| *n == &**name);
                each(chain, named.map(|(_, value)| value), sink)
            }
            KeyPart::Argument(name, chain) => {
                let arguments = request.query().into_iter().flat_map(Arguments::new);
                let named = arguments.filter(|(n, _)| n.eq_ignore_ascii_case(name));
                each(chain, named.map(|(_, value)| value), sink)
            }
            KeyPart::Query(chain) => each(chain, request.query().into_iter(), sink),
            KeyPart::Path(chain) => each(chain, std::iter::once(request.path()), sink),
            KeyPart::Method => each(&[], std::iter::once(request.method()), sink),
            KeyPart::Address(origin) => match self.address(origin) {
                Address::Known(address) => {
                    sink(KeyValue::Address(address));
                    Part::Present
                }
                Address::Fallback(matches) => Part::invalid(matches),
            },
            KeyPart::Labels(namespace) => {
                let mut names: Vec<Cow<'_, str>> = self
                    .labels
                    .names(&program.labels)
                    .filter(|name| is_of_namespace(name, namespace))
                    .collect();
                names.sort_unstable();
                each(&[], names.iter().map(|name| name.as_bytes()), sink)
            }
            KeyPart::Ja3(fallback) => fingerprint(request.ja3_fingerprint(), *fallback, sink),
            KeyPart::Ja4(fallback) => fingerprint(request.ja4_fingerprint(), *fallback, sink),
            KeyPart::Asn(origin) => match self.address(origin) {
                Address::Known(address) => {
                    let number = self.location(address).asn_number();
                    sink(KeyValue::Number(number.unwrap_or(UNKNOWN_ASN)));
                    Part::Present
                }
                Address::Fallback(matches) => Part::invalid(matches),
            },
        }
    }
}

/// What became of a part of a key.
pub(crate) enum Part {
    Present,
    Absent,
    /// An address that is none, and is configured to match: a value like another.
    Invalid,
    /// A fingerprint that is absent, and is configured to match.
    Fallback,
}

impl Part {
    fn invalid(matches: bool) -> Self {
        if matches { Self::Invalid } else { Self::Absent }
    }

    fn fallback(matches: bool) -> Self {
        if matches {
            Self::Fallback
        } else {
            Self::Absent
        }
    }
}

/// All values of a component belong to the key; without one the component is absent.
fn each<'v>(
    chain: &[TextTransformationType],
    values: impl Iterator<Item = &'v [u8]>,
    sink: &mut dyn FnMut(KeyValue<'_>),
) -> Part {
    let mut found = Part::Absent;
    for value in values {
        let value = chain.iter().fold(Cow::Borrowed(value), |value, kind| {
            transform::apply(*kind, value)
        });
        sink(KeyValue::Text(&value));
        found = Part::Present;
    }
    found
}

fn fingerprint(
    value: Option<&str>,
    fallback: FallbackBehavior,
    sink: &mut dyn FnMut(KeyValue<'_>),
) -> Part {
    match value {
        Some(value) => {
            sink(KeyValue::Text(value.as_bytes()));
            Part::Present
        }
        None => Part::fallback(fallback == FallbackBehavior::Match),
    }
}

/// Directly in the namespace: what is left is the name.
fn is_of_namespace(label: &str, namespace: &str) -> bool {
    label
        .strip_prefix(namespace)
        .is_some_and(|name| !name.is_empty() && !name.contains(':'))
}
