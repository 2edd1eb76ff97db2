//! Texts that stand for all texts: one for each way in which some patterns can match.

use crate::algebra::{Constraint, Glob, Witness, witness};

/// Cells at most: beyond them the texts do not stand for all.
const MAX_CELLS: usize = 128;

/// Some values, and whether they stand for all there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Chosen<T> {
    pub(super) values: Vec<T>,
    pub(super) complete: bool,
}

/// One way to match: in these patterns, and in none of the others seen so far.
struct Cell<'a> {
    constraints: Vec<Constraint<'a>>,
    text: String,
}

/// Texts within a domain, one for each combination of patterns that some text matches.
pub(super) fn texts<'a>(domain: &[Constraint<'a>], patterns: &'a [Glob]) -> Chosen<String> {
    let mut complete = true;
    let mut find = |constraints: &[Constraint<'_>]| match witness(constraints) {
        Witness::Found(text) => Some(text),
        Witness::None => None,
        Witness::Unknown => {
            complete = false;
            None
        }
    };
    let mut cells: Vec<Cell<'a>> = find(domain)
        .map(|text| Cell {
            constraints: domain.to_vec(),
            text,
        })
        .into_iter()
        .collect();
    let mut full = false;
    for (at, pattern) in patterns.iter().enumerate() {
        let again = patterns
            .get(..at)
            .is_some_and(|seen| seen.contains(pattern));
        if again {
            continue;
        }
        let mut split = Vec::with_capacity(cells.len() + 1);
        for cell in cells {
            let sides = [Constraint::of([pattern]), Constraint::not_of([pattern])];
            for side in sides {
                let mut constraints = cell.constraints.clone();
                constraints.push(side);
                split.extend(find(&constraints).map(|text| Cell { constraints, text }));
            }
        }
        full |= split.len() > MAX_CELLS;
        split.truncate(MAX_CELLS);
        cells = split;
    }
    Chosen {
        values: cells
            .into_iter()
            .map(|cell| nicer(&cell.constraints, cell.text))
            .collect(),
        complete: complete && !full,
    }
}

/// The text with something readable behind its last `/`, `:` or `-`, if that is in the same cell.
fn nicer(constraints: &[Constraint<'_>], text: String) -> String {
    if !text.ends_with(['/', ':', '-']) {
        return text;
    }
    let longer = format!("{text}example");
    let literal = Glob::literal(&longer);
    let mut question = constraints.to_vec();
    question.push(Constraint::of([&literal]));
    match witness(&question) {
        Witness::Found(_) => longer,
        Witness::None | Witness::Unknown => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn globs(patterns: &[&str]) -> Vec<Glob> {
        use crate::{
            document::Version,
            pattern::{Template, Wildcards},
        };

        let parse = |text: &&str| {
            let template = Template::parse(text, Wildcards::Everywhere, Version::V2008).unwrap();
            Glob::widest(&template)
        };
        patterns.iter().map(parse).collect()
    }

    #[test]
    fn one_text_for_each_way_to_match() {
        let patterns = globs(&["a*", "*b", "abb"]);
        let any = Glob::any();
        let found = texts(&[Constraint::of([&any])], &patterns);
        assert!(found.complete);
        // In all three, in the first two, in one alone, in none.
        assert_eq!(found.values.len(), 5, "{:?}", found.values);
        let nothing = texts(
            &[Constraint::of([&any]), Constraint::not_of([&any])],
            &patterns,
        );
        assert!(nothing.complete && nothing.values.is_empty());
    }
}
