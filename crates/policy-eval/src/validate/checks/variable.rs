//! Policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`.

use crate::validate::{Checker, IssueCode, element::Element};

/// What stands in a text from one `${` to its `}`.
pub(super) struct Placeholder<'a> {
    /// With `${` and, where it is there, `}`.
    pub(super) written: &'a str,
    /// What is between; none where the `}` is missing.
    inner: Option<&'a str>,
}

impl Placeholder<'_> {
    /// Whether it stands for one character, as `${*}` does.
    pub(super) fn is_escape(&self) -> bool {
        matches!(self.inner, Some("*" | "?" | "$"))
    }
}

/// All placeholders of a text.
pub(super) fn placeholders(text: &str) -> Vec<Placeholder<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        rest = rest.get(start..).unwrap_or_default();
        let end = rest.find('}');
        let len = end.map_or(rest.len(), |end| end + 1);
        found.push(Placeholder {
            written: rest.get(..len).unwrap_or_default(),
            inner: end.and_then(|end| rest.get(2..end)),
        });
        rest = rest.get(len..).unwrap_or_default();
    }
    found
}

/// Whether a text has a policy variable in it.
pub(super) fn has_variable(text: &str) -> bool {
    placeholders(text).iter().any(|p| !p.is_escape())
}

/// The text without its placeholders: what is left of `*` and `?` are wildcards.
pub(super) fn outside(text: &str) -> String {
    let mut outside = text.to_owned();
    for placeholder in placeholders(text) {
        outside = outside.replacen(placeholder.written, "", 1);
    }
    outside
}

/// Checks the placeholders of a text that may have variables.
pub(super) fn check(cx: &mut Checker<'_, '_>, element: &Element<'_>, text: &str) {
    for placeholder in placeholders(text) {
        let fault = placeholder.inner.map_or_else(
            || {
                Some((
                    IssueCode::MissingBraceInVariable,
                    "The policy variable is missing a closing curly brace. Add } after the variable text.",
                ))
            },
            fault,
        );
        let place = element.place();
        match fault {
            // `${*}` is as old as variables are: before, it is mere text too.
            _ if !cx.version.has_variables() => {
                let details = "To include variables in your policy, use the policy version 2012-10-17 or later.";
                cx.add(IssueCode::VariableUnsupportedInVersion, &place, details);
                return;
            }
            Some((code, details)) => cx.add(code, &place, details),
            None => {}
        }
    }
}

fn fault(inner: &str) -> Option<(IssueCode, &'static str)> {
    if inner.trim().is_empty() {
        return Some((
            IssueCode::EmptyVariable,
            "Empty policy variable. Remove the ${ } variable structure or provide a variable within the structure.",
        ));
    }
    let (name, default) = match inner.split_once(',') {
        None => (inner, None),
        Some((name, default)) => (name, Some(default.trim())),
    };
    let quoted = |text: &str| text.len() >= 2 && text.starts_with('\'') && text.ends_with('\'');
    if default.is_some_and(|default| !quoted(default)) {
        return Some((
            IssueCode::MissingQuoteInVariable,
            "The policy variable default value must begin and end with a single quote. Add the missing quote.",
        ));
    }
    name.contains(' ').then_some((
        IssueCode::UnsupportedSpaceInVariable,
        "A space is not supported within the policy variable text. Remove the space.",
    ))
}

/// Checks a text that must not have variables; whether it has.
pub(super) fn unsupported(cx: &mut Checker<'_, '_>, element: &Element<'_>, text: &str) -> bool {
    let found = placeholders(text);
    let Some(first) = found.first() else {
        return false;
    };
    let details = format!(
        "Policy variables are supported in the Resource and Condition elements. Remove the policy variable {} from this \
         element.",
        first.written
    );
    cx.add(
        IssueCode::VariableUnsupportedInElement,
        &element.place(),
        details,
    );
    true
}
