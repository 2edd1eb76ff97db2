//! Policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, and the escapes `${*}`, `${?}`, `${$}`.
//!
//! Source: [Variables and tags](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html).

use crate::keys::{ConditionKey, ConditionKeys, Value, Values};

/// A placeholder for the value of a single-valued condition key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Variable {
    key: ConditionKey,
    default: Option<Box<str>>,
}

/// What stands between `${` and `}`.
pub(crate) enum Placeholder {
    Variable(Variable),
    /// One of the three characters that have a meaning of their own outside.
    Escaped(char),
}

impl Placeholder {
    pub(crate) fn parse(inner: &str) -> Option<Self> {
        if let "*" | "?" | "$" = inner {
            return inner.chars().next().map(Self::Escaped);
        }
        let (key, default) = match inner.split_once(',') {
            None => (inner, None),
            Some((key, default)) => {
                let quoted = default.trim().strip_prefix('\'')?.strip_suffix('\'')?;
                (key, Some(Box::from(quoted)))
            }
        };
        let key = key.trim().parse().ok()?;
        Some(Self::Variable(Variable { key, default }))
    }
}

impl Variable {
    pub(crate) fn key(&self) -> &ConditionKey {
        &self.key
    }

    /// The variable's value in a request. A key that is multivalued is no variable, so it has none.
    pub(crate) fn value<'a>(&'a self, keys: &'a dyn ConditionKeys) -> Option<Value<'a>> {
        match keys.lookup(&self.key) {
            Some(Values::One(value)) => Some(value),
            Some(Values::Many(_)) => None,
            None => self.default.as_deref().map(Value::Text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_placeholder() {
        for (inner, key, default) in [
            ("aws:username", "aws:username", None),
            (
                "aws:PrincipalTag/team, 'company-wide'",
                "aws:PrincipalTag/team",
                Some("company-wide"),
            ),
            (
                "aws:PrincipalTag/team,''",
                "aws:PrincipalTag/team",
                Some(""),
            ),
        ] {
            let Some(Placeholder::Variable(variable)) = Placeholder::parse(inner) else {
                panic!("{inner}");
            };
            assert_eq!(
                (variable.key.as_str(), variable.default.as_deref()),
                (key, default)
            );
        }
        for escape in ["*", "?", "$"] {
            assert!(matches!(
                Placeholder::parse(escape),
                Some(Placeholder::Escaped(_))
            ));
        }
        for bad in [
            "",
            "username",
            "aws:username, none",
            "aws:username, 'none",
            "**",
        ] {
            assert!(Placeholder::parse(bad).is_none(), "{bad}");
        }
    }
}
