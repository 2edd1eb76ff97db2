//! The search for a text that some patterns match and others do not.
//!
//! A pattern is a machine whose state is how far into the pattern the text read so far may have come: several positions at
//! once, since a `*` may have eaten more or less. All patterns of a question read the same text side by side. The search
//! goes from state to state, shortest texts first, and never visits one twice.

use std::collections::HashSet;

use super::glob::{Glob, Symbol};

/// How many states a search visits before it is given up. Patterns in policies take a few dozen.
const STATES: usize = 20_000;

/// How much memory the states may take, in words of 64 positions.
const WORDS: usize = 1 << 21;

/// A set that the text is to be in, or not to be in.
#[derive(Clone, Debug)]
pub(crate) struct Constraint<'a> {
    /// The set: all that one of these matches.
    globs: Vec<&'a Glob>,
    inside: bool,
}

/// What a search came to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Witness {
    /// This text is in all of the sets that it was to be in, and in none of the others.
    Found(String),
    /// There is no such text.
    None,
    /// The search was given up.
    Unknown,
}

impl<'a> Constraint<'a> {
    /// In what one of the patterns matches.
    pub(crate) fn of(globs: impl IntoIterator<Item = &'a Glob>) -> Self {
        Self {
            globs: globs.into_iter().collect(),
            inside: true,
        }
    }

    /// In what none of the patterns matches.
    pub(crate) fn not_of(globs: impl IntoIterator<Item = &'a Glob>) -> Self {
        Self {
            globs: globs.into_iter().collect(),
            inside: false,
        }
    }
}

/// Looks for a text that meets all constraints: a shortest one, if there is one.
pub(crate) fn witness(constraints: &[Constraint<'_>]) -> Witness {
    let mut left = usize::MAX;
    witness_within(constraints, &mut left)
}

/// As [`witness`], in at most `left` steps, from which those that it takes are taken away. A step is a state of 64 positions.
pub(super) fn witness_within(constraints: &[Constraint<'_>], left: &mut usize) -> Witness {
    // To make the question ready takes as long as a state.
    let words = Search::words(constraints);
    if *left < words {
        *left = 0;
        return Witness::Unknown;
    }
    *left -= words;
    let search = Search::new(constraints);
    let limit = STATES.min(WORDS / words).min(*left / words);
    let (found, states) = search.run(limit);
    *left = left.saturating_sub(states.saturating_mul(words));
    found
}

/// Positions in all patterns of the question, one bit each.
type State = Box<[u64]>;

/// The question, made ready: all patterns laid one behind the other.
struct Search {
    /// What stands at each position; nothing behind the last symbol of a pattern.
    symbols: Vec<Option<Symbol>>,
    sets: Vec<Set>,
    /// Where every pattern begins.
    first: State,
    /// A character that no pattern names: it stands for all of those.
    other: char,
}

/// One constraint, as positions.
struct Set {
    inside: bool,
    /// Those of its patterns.
    all: State,
    /// Where one of them has matched.
    ends: State,
    /// Where one of them matches, however the text goes on.
    forever: State,
}

impl Search {
    /// How many words a state of the question has.
    fn words(constraints: &[Constraint<'_>]) -> usize {
        let globs = constraints.iter().flat_map(|constraint| &constraint.globs);
        let positions = globs.map(|glob| glob.symbols().len() + 1).sum::<usize>();
        positions.div_ceil(64).max(1)
    }

    fn new(constraints: &[Constraint<'_>]) -> Self {
        let globs = || constraints.iter().flat_map(|constraint| &constraint.globs);
        // One position before each symbol, and one at the end.
        let positions = globs().map(|glob| glob.symbols().len() + 1).sum::<usize>();
        let empty = || vec![0; positions.div_ceil(64)].into_boxed_slice();
        let mut search = Self {
            symbols: Vec::with_capacity(positions),
            sets: Vec::with_capacity(constraints.len()),
            first: empty(),
            other: other_than(globs()),
        };
        for constraint in constraints {
            let mut set = Set {
                inside: constraint.inside,
                all: empty(),
                ends: empty(),
                forever: empty(),
            };
            for glob in &constraint.globs {
                let start = search.symbols.len();
                let count = glob.symbols().len();
                search
                    .symbols
                    .extend(glob.symbols().iter().copied().map(Some));
                search.symbols.push(None);
                for at in 0..=count {
                    add(&mut set.all, start + at);
                    if glob.ends_at(at) {
                        add(&mut set.forever, start + at);
                    }
                }
                add(&mut set.ends, start + count);
                enter(&mut search.first, &search.symbols, start);
            }
            search.sets.push(set);
        }
        search
    }

    /// What the search comes to, and how many states it took.
    fn run(&self, limit: usize) -> (Witness, usize) {
        let mut known: HashSet<State> = HashSet::new();
        // Each state with the one that it was reached from, and by which character.
        let mut reached: Vec<(State, Option<(usize, char)>)> = Vec::new();
        if self.is_alive(&self.first) {
            reached.push((self.first.clone(), None));
        }
        let mut at = 0;
        while let Some((state, _)) = reached.get(at) {
            if self.accepts(state) {
                return (Witness::Found(text_of(at, &reached)), reached.len());
            }
            let steps: Vec<(State, char)> = self
                .characters(state)
                .into_iter()
                .map(|c| (self.step(state, c), c))
                .collect();
            for (next, c) in steps {
                if !self.is_alive(&next) || next == self.first || known.contains(&next) {
                    continue;
                }
                if reached.len() >= limit {
                    return (Witness::Unknown, limit);
                }
                known.insert(next.clone());
                reached.push((next, Some((at, c))));
            }
            at += 1;
        }
        (Witness::None, reached.len())
    }

    /// Where the patterns are when one character more was read.
    fn step(&self, state: &State, c: char) -> State {
        let mut next = vec![0; state.len()].into_boxed_slice();
        for position in positions(state) {
            match self.symbols.get(position).copied().flatten() {
                Some(symbol) if !symbol.takes(c) => {}
                Some(Symbol::Star { .. }) => enter(&mut next, &self.symbols, position),
                Some(Symbol::Char(_) | Symbol::One { .. }) => {
                    enter(&mut next, &self.symbols, position + 1);
                }
                None => {}
            }
        }
        next
    }

    /// The characters that may lead somewhere else: those that are asked for here, a colon, and one for all others.
    fn characters(&self, state: &State) -> Vec<char> {
        let mut characters = vec![self.other, ':'];
        for position in positions(state) {
            if let Some(Some(Symbol::Char(c))) = self.symbols.get(position) {
                characters.push(*c);
            }
        }
        characters.sort_unstable();
        characters.dedup();
        characters
    }

    /// Whether the text that was read meets all constraints.
    fn accepts(&self, state: &State) -> bool {
        self.sets
            .iter()
            .all(|set| meet(state, &set.ends) == set.inside)
    }

    /// Whether a longer text may meet all constraints yet.
    fn is_alive(&self, state: &State) -> bool {
        self.sets.iter().all(|set| match set.inside {
            true => meet(state, &set.all),
            false => !meet(state, &set.forever),
        })
    }
}

/// A character that none of the patterns names.
fn other_than<'a>(globs: impl Iterator<Item = &'a &'a Glob>) -> char {
    let named: HashSet<char> = globs
        .flat_map(|glob| glob.symbols())
        .filter_map(|symbol| match symbol {
            Symbol::Char(c) => Some(*c),
            Symbol::One { .. } | Symbol::Star { .. } => None,
        })
        .collect();
    ('a'..='z')
        .chain('0'..='9')
        .chain('\u{e000}'..='\u{f8ff}')
        .chain('\u{100000}'..='\u{10fffd}')
        .find(|c| !named.contains(c))
        // Patterns that name 70,000 characters are longer than any document.
        .unwrap_or('\u{10ffff}')
}

/// Adds a position, and those behind it that a `*` which eats nothing leads to.
fn enter(state: &mut State, symbols: &[Option<Symbol>], mut position: usize) {
    loop {
        add(state, position);
        match symbols.get(position) {
            Some(Some(Symbol::Star { .. })) => position += 1,
            Some(Some(Symbol::Char(_) | Symbol::One { .. }) | None) | None => return,
        }
    }
}

fn add(state: &mut State, position: usize) {
    if let Some(word) = state.get_mut(position / 64) {
        *word |= 1 << (position % 64);
    }
}

fn meet(one: &State, other: &State) -> bool {
    one.iter().zip(other).any(|(a, b)| a & b != 0)
}

fn positions(state: &State) -> impl Iterator<Item = usize> + '_ {
    state.iter().enumerate().flat_map(|(at, &word)| {
        let bits = std::iter::successors(Some(word), |word| Some(word & word.wrapping_sub(1)));
        bits.take_while(|&word| word != 0)
            .map(move |word| at * 64 + word.trailing_zeros() as usize)
    })
}

fn text_of(at: usize, reached: &[(State, Option<(usize, char)>)]) -> String {
    let mut characters = Vec::new();
    let mut from = at;
    while let Some((_, Some((before, c)))) = reached.get(from) {
        characters.push(*c);
        from = *before;
    }
    characters.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        algebra::Prover,
        document::Version,
        pattern::{Template, Wildcards},
    };

    fn glob(pattern: &str, wildcards: Wildcards) -> Glob {
        Glob::widest(&Template::parse(pattern, wildcards, Version::V2012).unwrap())
    }

    fn covers<const N: usize>(outer: [&Glob; N], inner: [&Glob; 1]) -> bool {
        Prover::new(usize::MAX).covers(outer, inner)
    }

    fn disjoint(one: [&Glob; 1], other: [&Glob; 1]) -> bool {
        Prover::new(usize::MAX).disjoint(one, other)
    }

    fn plain(pattern: &str) -> Glob {
        glob(pattern, Wildcards::Everywhere)
    }

    #[test]
    fn what_covers_what() {
        for (outer, inner, expected) in [
            ("*", "s3:*", true),
            ("s3:*", "*", false),
            ("s3:Get*", "s3:GetObject*", true),
            ("s3:*Object", "s3:Get*Object", true),
            ("s3:Get*", "s3:*Object", false),
            ("a?", "ab", true),
            ("a*", "a?", true),
            ("a?", "a*", false),
            ("**", "x", true),
            ("", "", true),
        ] {
            let (outer, inner) = (plain(outer), plain(inner));
            assert_eq!(covers([&outer], [&inner]), expected, "{outer:?} {inner:?}");
        }
    }

    #[test]
    fn several_patterns_cover_together() {
        let (short, long) = (plain("a?"), plain("a??*"));
        let (alone, any) = (plain("a"), plain("a*"));
        assert!(covers([&short, &long, &alone], [&any]));
        assert!(!covers([&short, &long], [&any]));
        let question = [Constraint::of([&any]), Constraint::not_of([&short, &long])];
        assert_eq!(witness(&question), Witness::Found("a".to_owned()));
    }

    #[test]
    fn colons_bound_what_a_star_covers() {
        let segment = glob("arn:aws:s3:::b*c", Wildcards::Segments);
        let open = glob("arn:aws:s3:::b*", Wildcards::Segments);
        assert!(covers([&open], [&segment]) && !covers([&segment], [&open]));
        assert!(disjoint([&segment], [&Glob::literal("arn:aws:s3:::b:c")]));
    }

    #[test]
    fn a_variable_may_have_any_value_or_none_that_is_known() {
        let template = Template::parse("u/${aws:username}", Wildcards::Segments, Version::V2012);
        let template = template.unwrap();
        assert!(covers([&plain("u/*")], [&Glob::widest(&template)]));
        assert_eq!(Glob::surest(&template), None);
    }

    #[test]
    fn a_pattern_made_to_explode_is_given_up() {
        let ones = ["a", "b", "c", "d"].map(|c| plain(&format!("*{c}{}x", "?".repeat(40))));
        let constraints: Vec<_> = ones.iter().map(|one| Constraint::of([one])).collect();
        // There is none, but to know that takes more states than are worth it.
        assert_eq!(witness(&constraints), Witness::Unknown);
    }

    /// All texts of up to four of these characters.
    fn texts() -> Vec<String> {
        let mut texts = vec![String::new()];
        let mut from = 0;
        for _ in 0..4 {
            let to = texts.len();
            for at in from..to {
                for c in ["a", "b", ":", "z"] {
                    let longer = texts[at].clone() + c;
                    texts.push(longer);
                }
            }
            from = to;
        }
        texts
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]

        #[test]
        fn agrees_with_trying_all_texts(
            patterns in prop::collection::vec("[ab:*?]{0,5}", 1..5),
            inside in prop::collection::vec(any::<bool>(), 5),
            segments in any::<bool>(),
        ) {
            let wildcards = if segments { Wildcards::Segments } else { Wildcards::Everywhere };
            let parse = |p: &String| Template::parse(p, wildcards, Version::V2012).unwrap();
            let templates: Vec<Template> = patterns.iter().map(parse).collect();
            let globs: Vec<Glob> = templates.iter().map(Glob::widest).collect();
            let constraints: Vec<_> = globs.iter().zip(&inside).map(|(glob, &inside)| {
                if inside { Constraint::of([glob]) } else { Constraint::not_of([glob]) }
            }).collect();
            let meets = |text: &str| {
                templates.iter().zip(&inside).all(|(t, &inside)| t.matches(text, &()) == inside)
            };
            match witness(&constraints) {
                Witness::Found(text) => prop_assert!(meets(&text), "{text:?} does not meet it"),
                Witness::None => for text in texts() {
                    prop_assert!(!meets(&text), "{text:?} meets it");
                },
                Witness::Unknown => prop_assert!(false, "given up"),
            }
        }
    }
}
