//! References in a text.

use std::ops::Range;

use super::{Reference, parse};
use crate::Problem;

/// A reference in a text, and where it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Found {
    pub(crate) place: Range<usize>,
    pub(crate) reference: Reference,
}

/// All references of a text, in order.
///
/// # Errors
///
/// The first that begins as a reference and is none, with its text.
pub(crate) fn find(text: &str) -> Result<Vec<Found>, (String, Problem)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find(BEGIN)) {
        let start = from.saturating_add(start);
        let inner = text
            .get(start.saturating_add(BEGIN.len())..)
            .unwrap_or_default();
        let Some((inner, _)) = inner.split_once(END) else {
            return Err((shown(inner, false), Problem::Malformed("it has no end")));
        };
        let reference = parse::inside(inner).map_err(|problem| (shown(inner, true), problem))?;
        from = start + BEGIN.len() + inner.len() + END.len();
        found.push(Found {
            place: start..from,
            reference,
        });
    }
    Ok(found)
}

/// What is shown of a text that begins as a reference and is none: no more than could be one. What follows may be secret.
fn shown(inner: &str, has_end: bool) -> String {
    let ends = |char: char| char.is_whitespace() || "{}\"'".contains(char);
    let (key, rest) = inner.split_at(inner.find(ends).unwrap_or(inner.len()));
    let key: String = key.chars().take(SHOWN).collect();
    let end = if has_end && rest.is_empty() {
        END
    } else {
        "…"
    };
    format!("{BEGIN}{key}{end}")
}

/// Characters that are shown.
const SHOWN: usize = 256;
const BEGIN: &str = "{{resolve:";
const END: &str = "}}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_a_text_are_found_where_they_stand() {
        let text = "a {{resolve:ssm:x}}{{resolve:ssm:y:2}} {{other}} b";
        let found = find(text).unwrap();
        let texts: Vec<_> = found
            .iter()
            .map(|found| text.get(found.place.clone()).unwrap())
            .collect();
        assert_eq!(texts, ["{{resolve:ssm:x}}", "{{resolve:ssm:y:2}}"]);
    }

    #[test]
    fn one_that_is_none_is_told() {
        assert_eq!(
            find("{{resolve:ssm:x").unwrap_err().1,
            Problem::Malformed("it has no end")
        );
        for (text, told) in [
            ("x {{resolve:nothing:x}}", "{{resolve:nothing:x}}"),
            ("{{resolve:ssm:/x", "{{resolve:ssm:/x…"),
            ("{{resolve:ssm:/x} marker", "{{resolve:ssm:/x…"),
            (
                "{{resolve:ssm:/x, marker {{resolve:ssm:/y}}",
                "{{resolve:ssm:/x,…",
            ),
            ("{{resolve:ssm:/x\"}, {\"marker\": {}}", "{{resolve:ssm:/x…"),
        ] {
            assert_eq!(find(text).unwrap_err().0, told);
        }
    }
}
