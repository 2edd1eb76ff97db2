//! What a label match statement looks for.

use std::fmt;

use super::{LabelId, LabelTable};
use crate::model::LabelMatchScope;

/// A label match statement in its context.
///
/// A key that begins with `awswaf:` is fully qualified. Any other is looked for among the labels of the web ACL or rule group that the
/// statement is in.
///
/// Source: [label match](https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-label-match.html).
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct LabelQuery {
    scope: LabelMatchScope,
    key: String,
    /// `awswaf:ACCOUNT:webacl:NAME:`; empty of a qualified key.
    context: String,
}

impl LabelQuery {
    pub(crate) fn new(scope: LabelMatchScope, key: &str, context: &str) -> Self {
        let is_qualified = key.starts_with("awswaf:");
        let ends = key.ends_with(':') || scope == LabelMatchScope::Label;
        Self {
            scope,
            key: format!("{key}{}", if ends { "" } else { ":" }),
            context: if is_qualified { "" } else { context }.to_owned(),
        }
    }

    pub(crate) fn is_qualified(&self) -> bool {
        self.context.is_empty()
    }

    /// Whether a fully qualified label is one that is looked for.
    pub(crate) fn holds_for(&self, label: &[u8]) -> bool {
        let key = self.key.as_bytes();
        let Some(own) = label.strip_prefix(self.context.as_bytes()) else {
            return false;
        };
        match self.scope {
            LabelMatchScope::Label if self.is_qualified() => own == key,
            LabelMatchScope::Label => own
                .strip_suffix(key)
                .is_some_and(|before| before.is_empty() || before.ends_with(b":")),
            LabelMatchScope::Namespace if self.is_qualified() => {
                own.len() > key.len() && own.starts_with(key)
            }
            LabelMatchScope::Namespace => {
                let name_at = own.iter().rposition(|&b| b == b':').map_or(0, |at| at + 1);
                let namespaces = own.get(..name_at).unwrap_or_default();
                memchr::memmem::find_iter(namespaces, key)
                    .any(|at| at == 0 || namespaces.get(at - 1) == Some(&b':'))
            }
        }
    }
}

impl fmt::Display for LabelQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.scope {
            LabelMatchScope::Label => write!(f, "a label ends with `{}`", self.key)?,
            LabelMatchScope::Namespace => write!(f, "a label has namespace `{}`", self.key)?,
        }
        if self.is_qualified() {
            Ok(())
        } else {
            write!(f, " in `{}`", self.context)
        }
    }
}

/// A query with the labels of the table that it holds for.
#[derive(Clone, Debug)]
pub(crate) struct LabelTest {
    query: LabelQuery,
    ids: Box<[LabelId]>,
}

impl LabelTest {
    pub(crate) fn new(query: LabelQuery, table: &LabelTable) -> Self {
        let ids = table
            .iter()
            .filter(|(_, name)| query.holds_for(name.as_bytes()))
            .map(|(id, _)| id)
            .collect();
        Self { query, ids }
    }

    pub(crate) fn query(&self) -> &LabelQuery {
        &self.query
    }

    pub(crate) fn holds_for(&self, id: LabelId) -> bool {
        self.ids.binary_search(&id).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTEXT: &str = "awswaf:111122223333:webacl:edge:";

    fn holds(scope: LabelMatchScope, key: &str, label: &str) -> bool {
        LabelQuery::new(scope, key, CONTEXT).holds_for(label.as_bytes())
    }

    #[test]
    fn labels_by_their_end_in_the_same_context() {
        let label = "awswaf:111122223333:webacl:edge:ns1:ns2:name";
        for (key, expected) in [
            ("name", true),
            ("ns2:name", true),
            ("ns1:ns2:name", true),
            ("ame", false),
            ("ns1:name", false),
            ("ns1:ns2:", false),
            ("edge:ns1:ns2:name", false),
            ("Name", false),
            (label, true),
            ("awswaf:111122223333:webacl:edge:ns1", false),
        ] {
            assert_eq!(holds(LabelMatchScope::Label, key, label), expected, "{key}");
        }
        assert!(!holds(
            LabelMatchScope::Label,
            "name",
            "awswaf:111122223333:rulegroup:edge:name"
        ));
    }

    #[test]
    fn namespaces_anywhere_in_the_same_context() {
        let label = "awswaf:111122223333:webacl:edge:ns1:ns2:name";
        for (key, expected) in [
            ("ns1:", true),
            ("ns1", true),
            ("ns2:", true),
            ("ns1:ns2:", true),
            ("s1:", false),
            ("name:", false),
            ("name", false),
            ("awswaf:111122223333:webacl:edge:", true),
            ("awswaf:111122223333:webacl:edge:ns1:", true),
            ("awswaf:111122223333:webacl:edge:ns2:", false),
        ] {
            assert_eq!(
                holds(LabelMatchScope::Namespace, key, label),
                expected,
                "{key}"
            );
        }
        assert!(holds(
            LabelMatchScope::Namespace,
            "awswaf:clientip:geo:country",
            "awswaf:clientip:geo:country:US"
        ));
    }
}
