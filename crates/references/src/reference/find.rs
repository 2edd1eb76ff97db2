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
            let shown = text
                .get(start..)
                .unwrap_or_default()
                .chars()
                .take(64)
                .collect();
            return Err((shown, Problem::Malformed("it has no end")));
        };
        let reference =
            parse::inside(inner).map_err(|problem| (format!("{BEGIN}{inner}{END}"), problem))?;
        from = start + BEGIN.len() + inner.len() + END.len();
        found.push(Found {
            place: start..from,
            reference,
        });
    }
    Ok(found)
}

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
        let (text, _) = find("x {{resolve:nothing:x}}").unwrap_err();
        assert_eq!(text, "{{resolve:nothing:x}}");
    }
}
