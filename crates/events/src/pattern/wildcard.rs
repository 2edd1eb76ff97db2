//! Texts with `*`.

/// A text in which each `*` stands for any characters; `\*` and `\\` stand for themselves.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Wildcard {
    first: String,
    /// What follows each `*`.
    rest: Vec<String>,
}

impl Wildcard {
    /// # Errors
    ///
    /// What is wrong with it: two `*` in a row, or a `\` before anything else.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let mut parts = vec![String::new()];
        let mut chars = text.chars().peekable();
        while let Some(char) = chars.next() {
            let literal = match char {
                '*' if chars.peek() == Some(&'*') => return Err("has two `*` in a row"),
                '*' => {
                    parts.push(String::new());
                    continue;
                }
                '\\' => match chars.next() {
                    Some(escaped @ ('*' | '\\')) => escaped,
                    _ => return Err("has a `\\` that is neither before `*` nor before `\\`"),
                },
                char => char,
            };
            if let Some(part) = parts.last_mut() {
                part.push(literal);
            }
        }
        let mut parts = parts.into_iter();
        Ok(Self {
            first: parts.next().unwrap_or_default(),
            rest: parts.collect(),
        })
    }

    /// Whether all of a text has this form. Linear in the text for each part: the earliest place of a part is as good as any.
    pub(super) fn matches(&self, text: &str) -> bool {
        let Some((last, middle)) = self.rest.split_last() else {
            return text == self.first;
        };
        let Some(mut rest) = text.strip_prefix(self.first.as_str()) else {
            return false;
        };
        for part in middle {
            match rest.split_once(part.as_str()) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
        rest.ends_with(last.as_str())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_star_is_any_characters() {
        let is = |pattern: &str, text: &str| Wildcard::parse(pattern).unwrap().matches(text);
        assert!(is("dir/*.png", "dir/a/b.png"));
        assert!(is("*", ""));
        assert!(is("a*a", "aa"));
        assert!(!is("a*a", "a"));
        assert!(is(r"\*\\*", r"*\x"));
        assert!(!is("*x*", "abc"));
        assert!(Wildcard::parse("a**").is_err());
        assert!(Wildcard::parse(r"a\b").is_err());
    }

    fn naive(pattern: &[char], text: &[char]) -> bool {
        match pattern.split_first() {
            None => text.is_empty(),
            Some(('*', rest)) => (0..=text.len()).any(|n| naive(rest, &text[n..])),
            Some((char, rest)) => text.first() == Some(char) && naive(rest, &text[1..]),
        }
    }

    proptest! {
        #[test]
        fn it_decides_as_trying_all_ways_does(pattern in "([ab]|\\*[ab]){0,6}", text in "[ab]{0,8}") {
            let chars: Vec<_> = pattern.chars().collect();
            let expected = naive(&chars, &text.chars().collect::<Vec<_>>());
            prop_assert_eq!(Wildcard::parse(&pattern).unwrap().matches(&text), expected);
        }
    }
}
