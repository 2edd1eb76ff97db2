//! Whether one condition follows from others, and whether two can hold together.

use crate::{
    algebra::{Glob, Prover},
    document::Condition,
    keys::GlobalKey,
    operator::{Operands, Operator, SetOperator},
    pattern::Template,
};

/// Whether every conclusion is proven to hold wherever all premises do.
pub(super) fn all_follow(
    prover: &Prover,
    premises: &[&Condition],
    conclusions: &[Condition],
) -> bool {
    prover.spend(premises.len() * conclusions.len())
        && conclusions.iter().all(|conclusion| {
            premises
                .iter()
                .any(|premise| follows(prover, premise, conclusion))
        })
}

/// Whether some two of the conditions are proven never to hold together.
pub(super) fn exclude(prover: &Prover, some: &[Condition], others: &[Condition]) -> bool {
    prover.spend(some.len() * others.len())
        && some
            .iter()
            .any(|one| others.iter().any(|other| contradict(prover, one, other)))
}

/// Whether a condition is proven to hold wherever another one does.
fn follows(prover: &Prover, premise: &Condition, conclusion: &Condition) -> bool {
    if premise.key() != conclusion.key() {
        return false;
    }
    let (p, c) = (premise.operator(), conclusion.operator());
    if c.operator() == Operator::Null {
        // What holds only of a key that is there.
        let says_there =
            matches!(conclusion.operands(), Operands::Null(wanted) if wanted.contains(&false));
        let there = !holds_without_key(premise) && p.operator() != Operator::Null;
        let same = p == c && premise.operands().all_in(conclusion.operands());
        return c.set().is_none() && (same || says_there && there);
    }
    if p.set() != c.set()
        || p.operator().is_negated() != c.operator().is_negated()
        || holds_without_key(premise) && !holds_without_key(conclusion)
    {
        return false;
    }
    match p.operator().is_negated() {
        false => within(prover, premise.operands(), conclusion.operands()),
        true => within(prover, conclusion.operands(), premise.operands()),
    }
}

/// Whether two conditions are proven never to hold of the same request.
fn contradict(prover: &Prover, one: &Condition, other: &Condition) -> bool {
    if one.key() != other.key() {
        return false;
    }
    let must_be_there = |condition: &Condition| !holds_without_key(condition);
    let must_be_absent = |condition: &Condition| {
        condition.operator().set().is_none()
            && matches!(condition.operands(), Operands::Null(wanted) if !wanted.contains(&false))
    };
    if must_be_absent(one) && must_be_there(other) && !must_be_absent(other)
        || must_be_absent(other) && must_be_there(one) && !must_be_absent(one)
    {
        return true;
    }
    let plain = |condition: &Condition| {
        condition.operator().set().is_none() && condition.operator().operator() != Operator::Null
    };
    if !plain(one) || !plain(other) || !(must_be_there(one) || must_be_there(other)) {
        return false;
    }
    let negated = |condition: &Condition| condition.operator().operator().is_negated();
    match (negated(one), negated(other)) {
        // A value is wanted that must not be there.
        (false, true) => within(prover, one.operands(), other.operands()),
        (true, false) => within(prover, other.operands(), one.operands()),
        // Of a key with one value, two different ones are wanted.
        (false, false) => is_single(one) && apart(prover, one.operands(), other.operands()),
        (true, true) => false,
    }
}

/// Whether the condition holds of a request that does not have the key.
pub(super) fn holds_without_key(condition: &Condition) -> bool {
    let operator = condition.operator();
    if let Operands::Null(wanted) = condition.operands() {
        return match operator.set() {
            None => wanted.contains(&true),
            Some(SetOperator::ForAllValues) => true,
            Some(SetOperator::ForAnyValue) => false,
        };
    }
    operator.if_exists()
        || match operator.set() {
            None => operator.operator().is_negated(),
            Some(SetOperator::ForAllValues) => true,
            Some(SetOperator::ForAnyValue) => false,
        }
}

fn is_single(condition: &Condition) -> bool {
    GlobalKey::find(condition.key()).is_some_and(|key| !key.kind.multivalued)
}

/// Whether every value that the one looks for is proven to be one that the other looks for.
fn within(prover: &Prover, inner: &Operands, outer: &Operands) -> bool {
    if let (Some(inner), Some(outer)) = (inner.templates(), outer.templates()) {
        return texts_within(prover, inner, outer);
    }
    match (inner, outer) {
        (Operands::Ip(inner), Operands::Ip(outer)) => inner
            .iter()
            .all(|range| outer.iter().any(|wide| wide.contains(range))),
        _ => inner.all_in(outer),
    }
}

/// Whether no value is one that both look for.
fn apart(prover: &Prover, one: &Operands, other: &Operands) -> bool {
    if let (Some((one, false)), Some((other, false))) = (one.templates(), other.templates()) {
        let globs = |texts: &[Template]| texts.iter().map(Glob::widest).collect::<Vec<_>>();
        return prover.disjoint(&globs(one), &globs(other));
    }
    match (one, other) {
        (Operands::Bool(_), Operands::Bool(_)) => one.truths_apart(other),
        (Operands::Ip(one), Operands::Ip(other)) => {
            let meet = |a: &ipnet::IpNet, b: &ipnet::IpNet| a.contains(b) || b.contains(a);
            !one.iter().any(|a| other.iter().any(|b| meet(a, b)))
        }
        _ => false,
    }
}

/// Whether all texts that the one's patterns match are matched by the other's. `any_case`: whether case does not matter to
/// them.
fn texts_within(
    prover: &Prover,
    (inner, inner_any_case): (&[Template], bool),
    (outer, any_case): (&[Template], bool),
) -> bool {
    if inner_any_case && !any_case {
        return false;
    }
    // Beyond ASCII, upper and lower case are not one to one.
    let ascii = |texts: &[Template]| texts.iter().all(|text| text.as_str().is_ascii());
    if any_case && !(ascii(inner) && ascii(outer)) {
        return false;
    }
    let mut names = Vec::new();
    for variable in inner.iter().chain(outer).flat_map(Template::variables) {
        if !names.contains(variable) {
            names.push(variable.clone());
        }
    }
    let globs = |texts: &[Template]| -> Option<Vec<Glob>> {
        let named = texts.iter().map(|text| Glob::named(text, &names));
        let fold = |glob: Glob| match any_case {
            true => glob.lower_case(),
            false => glob,
        };
        named.map(|glob| glob.map(fold)).collect()
    };
    match (globs(inner), globs(outer)) {
        (Some(inner), Some(outer)) => prover.covers(&outer, &inner),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Policy, PolicyKind};

    fn conditions(json: &str) -> Vec<Condition> {
        let policy = format!(
            r#"{{"Version": "2012-10-17", "Statement":
               {{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {json}}}}}"#
        );
        let policy = Policy::parse(&policy, PolicyKind::Identity).unwrap();
        policy.statements()[0].conditions().to_vec()
    }

    #[test]
    fn what_follows_from_what() {
        for (premise, conclusion, expected) in [
            (
                r#"{"StringEquals": {"a:b": "x"}}"#,
                r#"{"StringEquals": {"A:B": ["y", "x"]}}"#,
                true,
            ),
            (
                r#"{"StringEquals": {"a:b": ["y", "x"]}}"#,
                r#"{"StringEquals": {"a:b": "x"}}"#,
                false,
            ),
            (
                r#"{"StringEquals": {"a:b": "xy"}}"#,
                r#"{"StringLike": {"a:b": "x*"}}"#,
                true,
            ),
            (
                r#"{"StringLike": {"a:b": "x*"}}"#,
                r#"{"StringEquals": {"a:b": "x*"}}"#,
                false,
            ),
            (
                r#"{"StringEquals": {"a:b": "x"}}"#,
                r#"{"StringEqualsIgnoreCase": {"a:b": "X"}}"#,
                true,
            ),
            (
                r#"{"StringEqualsIgnoreCase": {"a:b": "x"}}"#,
                r#"{"StringEquals": {"a:b": "x"}}"#,
                false,
            ),
            (
                r#"{"StringEquals": {"a:b": "x"}}"#,
                r#"{"StringEqualsIfExists": {"a:b": "x"}}"#,
                true,
            ),
            (
                r#"{"StringEqualsIfExists": {"a:b": "x"}}"#,
                r#"{"StringEquals": {"a:b": "x"}}"#,
                false,
            ),
            (
                r#"{"StringNotEquals": {"a:b": ["x", "y"]}}"#,
                r#"{"StringNotEquals": {"a:b": "x"}}"#,
                true,
            ),
            (
                r#"{"StringNotEquals": {"a:b": "x"}}"#,
                r#"{"StringNotEquals": {"a:b": ["x", "y"]}}"#,
                false,
            ),
            (
                r#"{"StringEquals": {"a:b": "${aws:username}"}}"#,
                r#"{"StringLike": {"a:b": "${aws:username}*"}}"#,
                true,
            ),
            (
                r#"{"StringEquals": {"a:b": "${aws:username}"}}"#,
                r#"{"StringEquals": {"a:b": "${aws:userid}"}}"#,
                false,
            ),
            (
                r#"{"StringEquals": {"a:b": "x"}}"#,
                r#"{"Null": {"a:b": "false"}}"#,
                true,
            ),
            (
                r#"{"StringNotEquals": {"a:b": "x"}}"#,
                r#"{"Null": {"a:b": "false"}}"#,
                false,
            ),
            (
                r#"{"IpAddress": {"a:b": "10.1.0.0/16"}}"#,
                r#"{"IpAddress": {"a:b": "10.0.0.0/8"}}"#,
                true,
            ),
            (
                r#"{"NotIpAddress": {"a:b": "10.1.0.0/16"}}"#,
                r#"{"NotIpAddress": {"a:b": "10.0.0.0/8"}}"#,
                false,
            ),
            (
                r#"{"ForAnyValue:StringEquals": {"a:b": "x"}}"#,
                r#"{"ForAllValues:StringEquals": {"a:b": "x"}}"#,
                false,
            ),
            (
                r#"{"Bool": {"a:b": "true"}}"#,
                r#"{"Bool": {"a:b": true}}"#,
                true,
            ),
            (
                r#"{"NumericLessThan": {"a:b": "3"}}"#,
                r#"{"NumericLessThan": {"a:b": ["3", "4"]}}"#,
                true,
            ),
            (
                r#"{"NumericLessThan": {"a:b": "3"}}"#,
                r#"{"NumericLessThanEquals": {"a:b": "3"}}"#,
                false,
            ),
        ] {
            let (premises, conclusions) = (conditions(premise), conditions(conclusion));
            let prover = Prover::new(usize::MAX);
            let premises: Vec<&Condition> = premises.iter().collect();
            assert_eq!(
                all_follow(&prover, &premises, &conclusions),
                expected,
                "{premise} {conclusion}"
            );
        }
    }

    #[test]
    fn what_excludes_what() {
        for (one, other, expected) in [
            (
                r#"{"StringEquals": {"a:b": "x"}}"#,
                r#"{"StringNotEquals": {"a:b": ["x", "y"]}}"#,
                true,
            ),
            (
                r#"{"StringEquals": {"a:b": "x"}}"#,
                r#"{"StringNotEquals": {"a:b": "y"}}"#,
                false,
            ),
            (
                r#"{"StringEquals": {"aws:username": "x"}}"#,
                r#"{"StringLike": {"aws:username": "y*"}}"#,
                true,
            ),
            // Of a key that is not known, there may be several values.
            (
                r#"{"StringEquals": {"a:b": "x"}}"#,
                r#"{"StringEquals": {"a:b": "y"}}"#,
                false,
            ),
            (
                r#"{"StringEqualsIfExists": {"aws:username": "x"}}"#,
                r#"{"StringNotEquals": {"aws:username": "x"}}"#,
                false,
            ),
            (
                r#"{"Bool": {"aws:SecureTransport": "true"}}"#,
                r#"{"Bool": {"aws:SecureTransport": "false"}}"#,
                true,
            ),
            (
                r#"{"Null": {"a:b": "true"}}"#,
                r#"{"StringEquals": {"a:b": "y"}}"#,
                true,
            ),
            (
                r#"{"Null": {"a:b": "true"}}"#,
                r#"{"Null": {"a:b": "false"}}"#,
                true,
            ),
            (
                r#"{"Null": {"a:b": "true"}}"#,
                r#"{"StringNotEquals": {"a:b": "y"}}"#,
                false,
            ),
            (
                r#"{"Null": {"a:b": "true"}}"#,
                r#"{"Null": {"a:b": "true"}}"#,
                false,
            ),
        ] {
            let prover = Prover::new(usize::MAX);
            let (one, other) = (conditions(one), conditions(other));
            assert_eq!(
                exclude(&prover, &one, &other),
                expected,
                "{one:?} {other:?}"
            );
            assert_eq!(
                exclude(&prover, &other, &one),
                expected,
                "{other:?} {one:?}"
            );
        }
    }
}
