//! Which strings a pattern cannot match without.

use regex_syntax::hir::{Class, Hir, HirKind};

/// A set of strings of which at least one is in every text that the pattern matches. `None` where none of them would be long enough to be
/// worth looking for.
pub(super) fn required(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    best(hir).filter(|set| is_worthwhile(set))
}

/// Strings shorter than this are everywhere.
const MIN_BYTES: usize = 3;

/// Strings that one pattern brings along.
const MAX_STRINGS: usize = 24;

/// Strings that one run of characters brings along: `(?i)abc` has eight.
const MAX_VARIANTS: usize = 8;

fn is_worthwhile(set: &[Vec<u8>]) -> bool {
    !set.is_empty()
        && set.len() <= MAX_STRINGS
        && set.iter().all(|string| string.len() >= MIN_BYTES)
}

fn best(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => None,
        HirKind::Literal(_) | HirKind::Class(_) => variants(hir),
        HirKind::Capture(capture) => best(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => best(&repetition.sub),
        HirKind::Repetition(_) => None,
        HirKind::Alternation(branches) => {
            let mut all = Vec::new();
            for branch in branches {
                all.extend(required(branch)?);
            }
            Some(all)
        }
        HirKind::Concat(parts) => best_of(parts),
    }
}

/// The best set of a sequence: a run of its parts that are each one of few strings, or one part alone.
fn best_of(parts: &[Hir]) -> Option<Vec<Vec<u8>>> {
    let mut found: Option<Vec<Vec<u8>>> = None;
    let mut offer = |set: Vec<Vec<u8>>| {
        if is_worthwhile(&set)
            && found
                .as_ref()
                .is_none_or(|found| score(&set) > score(found))
        {
            found = Some(set);
        }
    };
    let mut run: Vec<Vec<u8>> = Vec::new();
    for part in parts {
        let exact = variants(part);
        match exact {
            Some(next) if run.is_empty() => run = next,
            Some(next) if run.len() * next.len() <= MAX_VARIANTS => run = product(&run, &next),
            Some(next) => offer(std::mem::replace(&mut run, next)),
            None => {
                offer(std::mem::take(&mut run));
                if let Some(set) = best(part) {
                    offer(set);
                }
            }
        }
    }
    offer(run);
    found
}

/// Longer strings are rarer, and fewer are cheaper.
fn score(set: &[Vec<u8>]) -> (usize, std::cmp::Reverse<usize>) {
    let shortest = set.iter().map(Vec::len).min().unwrap_or(0);
    (shortest.min(8), std::cmp::Reverse(set.len()))
}

/// All strings that the expression matches, where they are few.
fn variants(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(vec![literal.0.to_vec()]),
        HirKind::Class(Class::Bytes(class)) => {
            let bytes: Vec<u8> = class
                .ranges()
                .iter()
                .flat_map(|range| range.start()..=range.end())
                .take(MAX_VARIANTS + 1)
                .collect();
            (!bytes.is_empty() && bytes.len() <= 4)
                .then(|| bytes.into_iter().map(|b| vec![b]).collect())
        }
        HirKind::Class(Class::Unicode(class)) => {
            let characters: Vec<char> = class
                .ranges()
                .iter()
                .flat_map(|range| range.start()..=range.end())
                .take(MAX_VARIANTS + 1)
                .collect();
            (!characters.is_empty() && characters.len() <= 4).then(|| {
                characters
                    .into_iter()
                    .map(|c| c.to_string().into_bytes())
                    .collect()
            })
        }
        HirKind::Capture(capture) => variants(&capture.sub),
        HirKind::Empty
        | HirKind::Look(_)
        | HirKind::Repetition(_)
        | HirKind::Alternation(_)
        | HirKind::Concat(_) => None,
    }
}

fn product(before: &[Vec<u8>], after: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let joined = |a: &Vec<u8>, b: &Vec<u8>| [a.as_slice(), b.as_slice()].concat();
    before
        .iter()
        .flat_map(|a| after.iter().map(move |b| joined(a, b)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn required_of(pattern: &str) -> Option<Vec<String>> {
        let mut parser = regex_syntax::ParserBuilder::new()
            .unicode(false)
            .utf8(false)
            .build();
        let set = required(&parser.parse(pattern).unwrap())?;
        let mut texts: Vec<String> = set
            .iter()
            .map(|s| String::from_utf8_lossy(s).into_owned())
            .collect();
        texts.sort();
        Some(texts)
    }

    #[test]
    fn strings_that_must_be_there() {
        let some = |texts: &[&str]| Some(texts.iter().map(|&t| t.to_owned()).collect::<Vec<_>>());
        assert_eq!(required_of(r"^/admin/.*\.php"), some(&["/admin/"]));
        assert_eq!(
            required_of(r"(?:select|union)\s"),
            some(&["select", "union"])
        );
        assert_eq!(required_of(r"(?i)ab/"), some(&["AB/", "Ab/", "aB/", "ab/"]));
        assert_eq!(required_of(r"\d+\.\d+"), None);
        assert_eq!(required_of(r"(?:abc)?x"), None);
        assert_eq!(required_of(r"(?:abc)+x"), some(&["abc"]));
        assert_eq!(required_of(r"abc|x"), None);
        // More variants than are worth it: the run begins anew.
        assert_eq!(required_of(r"(?i)union").map(|set| set.len()), Some(8));
    }
}
