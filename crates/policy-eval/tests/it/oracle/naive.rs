//! AWS's rules as they read, over the JSON as it stands: no types, no index, no speed.

use serde_json::Value;

use super::generate::{Case, Held, Who};
use policy_eval::ResourcePolicyMode;

const ACCOUNT: &str = "111122223333";

/// How a statement of a resource policy names the caller: 3 itself, 2 its role, 1 its account, 0 not.
type Reach = u8;

pub(super) fn decide(case: &Case) -> &'static str {
    let has_account = !matches!(case.who, Who::Service | Who::Googler | Who::Anonymous);
    let has_identity = has_account && case.who != Who::Root;
    let is_session = matches!(case.who, Who::AppSession | Who::FederatedBob);

    let identity: &[Value] = if has_identity { &case.identity } else { &[] };
    let boundary = case.boundary.as_ref().filter(|_| has_identity);
    let session = case.session.as_ref().filter(|_| is_session);
    let scps: &[Vec<Value>] = if has_account { &case.scps } else { &[] };
    let resource: Vec<Value> = case.resource.iter().cloned().collect();

    let any =
        |documents: &[Value], effect: &str| best(case, documents, effect, boundary.is_some()) > 0;
    let denied = any(identity, "Deny")
        || any(&resource, "Deny")
        || boundary.is_some_and(|b| any(b, "Deny"))
        || session.is_some_and(|s| any(s, "Deny"))
        || scps.iter().any(|level| any(level, "Deny"));
    if denied {
        return "ExplicitlyDenied";
    }
    if scps.iter().any(|level| !any(level, "Allow")) {
        return "ImplicitlyDenied";
    }

    let by_resource = best(case, &resource, "Allow", boundary.is_some());
    let by_identity = case.who == Who::Root || any(identity, "Allow");
    let within_limits = boundary.is_none_or(|b| any(b, "Allow"))
        && match session {
            Some(session) => any(session, "Allow"),
            None => case.who != Who::FederatedBob,
        };
    let own_side = by_identity && within_limits;

    let owner = case.owner.or_else(|| {
        case.target
            .split(':')
            .nth(4)
            .filter(|account| !account.is_empty())
    });
    let foreign = has_account && owner.is_some_and(|owner| owner != ACCOUNT);
    let mandatory = case.resource.is_some() && case.mode == ResourcePolicyMode::Mandatory;
    let allowed = if !has_account {
        by_resource == 3
    } else if foreign {
        by_resource > 0 && own_side
    } else if mandatory {
        by_resource == 3 || (by_resource == 2 && within_limits) || (by_resource == 1 && own_side)
    } else {
        by_resource == 3 || (by_resource == 2 && within_limits) || own_side
    };
    if allowed {
        "Allowed"
    } else {
        "ImplicitlyDenied"
    }
}

/// The closest way in which a matching statement of this effect names the caller.
fn best(case: &Case, documents: &[Value], effect: &str, bounded: bool) -> Reach {
    let mut best = 0;
    for document in documents {
        let variables = document["Version"] == "2012-10-17";
        for statement in document["Statement"].as_array().unwrap() {
            if statement["Effect"] == effect && matches(case, statement, variables) {
                best = best.max(reach(case.who, statement, bounded));
            }
        }
    }
    best
}

fn matches(case: &Case, statement: &Value, variables: bool) -> bool {
    let action = |pattern: &String| {
        glob(
            &plain(&pattern.to_lowercase()),
            &case.action.to_lowercase(),
            &|_, _| true,
        )
    };
    let actions = match (statement.get("Action"), statement.get("NotAction")) {
        (Some(patterns), _) => list(patterns).iter().any(action),
        (_, Some(patterns)) => !list(patterns).iter().any(action),
        _ => unreachable!(),
    };
    let target = |pattern: &String| {
        resolve(case, pattern, variables).map(|pattern| {
            glob(&pattern, &case.target, &|rest, c| {
                c != ':' || ends_segment(rest)
            })
        })
    };
    let resources = match (statement.get("Resource"), statement.get("NotResource")) {
        (Some(patterns), _) => {
            let matched: Vec<_> = list(patterns).iter().map(target).collect();
            matched.contains(&Some(true)) && !matched.contains(&None)
        }
        (_, Some(patterns)) => list(patterns).iter().all(|p| target(p) == Some(false)),
        _ => unreachable!(),
    };
    let conditions = statement.get("Condition").is_none_or(|operators| {
        operators
            .as_object()
            .unwrap()
            .iter()
            .all(|(operator, keys)| {
                keys.as_object()
                    .unwrap()
                    .iter()
                    .all(|(key, values)| holds(case, operator, key, &list(values), variables))
            })
    });
    actions && resources && conditions
}

fn reach(who: Who, statement: &Value, bounded: bool) -> Reach {
    let named = |principals: &Value| {
        if principals == "*" {
            return 3;
        }
        let mut best = 0;
        for (kind, names) in principals.as_object().unwrap() {
            for name in list(names) {
                let account = [ACCOUNT, "arn:aws:iam::111122223333:root"].contains(&&*name);
                best = best.max(match (kind.as_str(), who) {
                    ("AWS", _) if name == "*" => 3,
                    ("AWS", Who::Service | Who::Googler | Who::Anonymous) => 0,
                    ("Federated", Who::Googler) if name == "accounts.google.com" => 3,
                    ("AWS", Who::Root) if account => 3,
                    ("AWS", _) if account => 1,
                    ("AWS", Who::Alice) if name == "arn:aws:iam::111122223333:user/alice" => 3,
                    ("AWS", Who::AppSession) if name.ends_with(":assumed-role/app/one") => 3,
                    ("AWS", Who::AppSession) if name.ends_with(":role/app") => 2,
                    ("AWS", Who::FederatedBob) if name.ends_with(":federated-user/bob") => 3,
                    ("AWS", Who::FederatedBob) if name.ends_with(":user/alice") => 2,
                    ("Service", Who::Service) if name == "ssm.amazonaws.com" => 3,
                    _ => 0,
                });
            }
        }
        best
    };
    match (statement.get("Principal"), statement.get("NotPrincipal")) {
        (Some(principals), _) => named(principals),
        (_, Some(principals)) if bounded || named(principals) < 3 => 3,
        (_, Some(_)) => 0,
        (None, None) => 3,
    }
}

fn holds(case: &Case, operator: &str, key: &str, wanted: &[String], variables: bool) -> bool {
    let held = case
        .keys
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(key))
        .map(|(_, held)| held);
    let values: Option<Vec<&str>> = match held {
        Some(Held::One(value)) => Some(vec![value]),
        Some(Held::Many(values)) if !values.is_empty() => Some(values.clone()),
        _ => None,
    };
    if operator == "Null" {
        return wanted.contains(&values.is_none().to_string());
    }
    let (set, operator) = operator.split_once(':').unwrap_or(("", operator));
    let (operator, if_exists) = match operator.strip_suffix("IfExists") {
        Some(operator) => (operator, true),
        None => (operator, false),
    };
    if values.is_none() && if_exists {
        return true;
    }
    let negated = operator.contains("Not");
    let positive = operator.replace("Not", "");
    let equal = |value: &str| {
        wanted
            .iter()
            .any(|wanted| compare(case, &positive, value, wanted, variables))
    };
    let null_set = values
        .as_ref()
        .is_none_or(|values| values.iter().all(|v| v.is_empty()));
    match (set, values) {
        ("ForAllValues", _) if null_set => true,
        ("ForAnyValue", _) if null_set => false,
        ("ForAllValues", Some(values)) => values.iter().all(|v| equal(v) != negated),
        ("ForAnyValue", Some(values)) => values.iter().any(|v| equal(v) != negated),
        (_, Some(values)) => values.iter().any(|v| equal(v)) != negated,
        (_, None) => negated,
    }
}

fn compare(case: &Case, operator: &str, have: &str, wanted: &str, variables: bool) -> bool {
    let resolved = resolve(case, wanted, variables);
    let date = |text: &str| -> Option<i64> {
        match text {
            "2024-01-01T00:00:00Z" | "2024-01-01" | "1704067200" => Some(1_704_067_200),
            "2024-06-01T00:00:00Z" => Some(1_717_200_000),
            "2025-01-01" => Some(1_735_689_600),
            "10" | "11" => text.parse().ok(),
            _ => None,
        }
    };
    let number = |text: &str| text.parse::<f64>().ok();
    let both = |f: &dyn Fn(f64, f64) -> bool| match (number(have), number(wanted)) {
        (Some(a), Some(b)) => f(a, b),
        _ => false,
    };
    let dates = |f: &dyn Fn(i64, i64) -> bool| match (date(have), date(wanted)) {
        (Some(a), Some(b)) => f(a, b),
        _ => false,
    };
    let literal = || {
        resolved
            .as_ref()
            .map(|tokens| tokens.iter().map(Token::char).collect::<String>())
    };
    match operator {
        "StringEquals" => literal().is_some_and(|text| text == have),
        "StringEqualsIgnoreCase" => {
            literal().is_some_and(|text| text.to_lowercase() == have.to_lowercase())
        }
        "StringLike" => resolved.is_some_and(|tokens| glob(&tokens, have, &|_, _| true)),
        "NumericEquals" => both(&|a, b| a == b),
        "NumericLessThan" => both(&|a, b| a < b),
        "NumericGreaterThanEquals" => both(&|a, b| a >= b),
        "DateEquals" => dates(&|a, b| a == b),
        "DateLessThan" => dates(&|a, b| a < b),
        "DateGreaterThanEquals" => dates(&|a, b| a >= b),
        "Bool" => have.to_lowercase() == wanted,
        "IpAddress" => match wanted {
            "10.0.0.0/8" | "10.1.2.3" => have == "10.1.2.3",
            _ => have == "192.0.2.1",
        },
        "ArnLike" | "ArnEquals" => {
            wanted == "*" || {
                let (have, wanted): (Vec<_>, Vec<_>) = (
                    have.splitn(6, ':').collect(),
                    wanted.splitn(6, ':').collect(),
                );
                have.len() == 6
                    && have
                        .iter()
                        .zip(&wanted)
                        .all(|(have, wanted)| glob(&plain(wanted), have, &|_, _| true))
            }
        }
        other => unreachable!("{other}"),
    }
}

/// A character of a pattern, after variables were put in.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Char(char),
    Wild(char),
}

impl Token {
    fn char(&self) -> char {
        match self {
            Self::Char(c) | Self::Wild(c) => *c,
        }
    }
}

fn plain(pattern: &str) -> Vec<Token> {
    let token = |c| {
        if c == '*' || c == '?' {
            Token::Wild(c)
        } else {
            Token::Char(c)
        }
    };
    pattern.chars().map(token).collect()
}

/// The pattern with its variables' values as plain characters; `None` if one has none.
fn resolve(case: &Case, pattern: &str, variables: bool) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = pattern;
    while !rest.is_empty() {
        if variables && rest.starts_with("${") {
            let end = rest.find('}').unwrap();
            let (name, default) = match rest[2..end].split_once(", ") {
                Some((name, default)) => (name, Some(default.trim_matches('\''))),
                None => (&rest[2..end], None),
            };
            let held = case
                .keys
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, held)| held);
            let value = match (name, held) {
                ("*", _) => "*",
                (_, Some(Held::One(value))) => value,
                (_, Some(Held::Many(_))) => return None,
                (_, None) => default?,
            };
            tokens.extend(value.chars().map(Token::Char));
            rest = &rest[end + 1..];
        } else {
            let c = rest.chars().next().unwrap();
            tokens.extend(plain(&c.to_string()));
            rest = &rest[c.len_utf8()..];
        }
    }
    Some(tokens)
}

/// The definition. `eats` says whether a wildcard, before these tokens, may take this character.
fn glob(pattern: &[Token], text: &str, eats: &dyn Fn(&[Token], char) -> bool) -> bool {
    let first = text.chars().next();
    let tail = |c: char| &text[c.len_utf8()..];
    match pattern.split_first() {
        None => text.is_empty(),
        Some((Token::Wild('*'), rest)) => {
            glob(rest, text, eats)
                || first.is_some_and(|c| eats(rest, c) && glob(pattern, tail(c), eats))
        }
        Some((Token::Wild(_), rest)) => {
            // `?` takes one character, and never ends a segment by reaching over its colon.
            first.is_some_and(|c| eats(&[Token::Char('x')], c) && glob(rest, tail(c), eats))
        }
        Some((Token::Char(wanted), rest)) => {
            first.is_some_and(|c| c == *wanted && glob(rest, tail(c), eats))
        }
    }
}

fn ends_segment(rest: &[Token]) -> bool {
    matches!(rest.first(), None | Some(Token::Char(':')))
}

fn list(value: &Value) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match value {
        Value::Array(values) => values.iter().map(text).collect(),
        one => vec![text(one)],
    }
}
