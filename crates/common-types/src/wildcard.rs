//! `*` and `?`, as IAM reads them.

/// Whether `text` matches `pattern`, where `*` stands for any run of characters (also none) and `?`
/// for exactly one.
///
/// Time is at most the product of both lengths, memory constant: a pattern from outside cannot explode.
pub fn wildcard_match(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    // Where to go on when the run after the last `*` fails: the `*`, and the text it has eaten so far.
    let mut retry: Option<(usize, usize)> = None;
    while let Some(&byte) = text.get(t) {
        match pattern.get(p) {
            Some(b'*') => {
                retry = Some((p, t));
                p += 1;
            }
            Some(b'?') => {
                p += 1;
                t += char_len(byte);
            }
            Some(&wanted) if wanted == byte => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((star, eaten)) = retry else {
                    return false;
                };
                let eaten = eaten + text.get(eaten).map_or(1, |&b| char_len(b));
                retry = Some((star, eaten));
                p = star + 1;
                t = eaten;
            }
        }
    }
    pattern
        .get(p..)
        .is_some_and(|rest| rest.iter().all(|&b| b == b'*'))
}

/// Bytes of the UTF-8 character that begins with `first`: `?` stands for one character, not one byte.
fn char_len(first: u8) -> usize {
    match first {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text, expected) in [
            ("", "", true),
            ("*", "", true),
            ("?", "", false),
            ("kms:*", "kms:Encrypt", true),
            ("kms:?ncrypt", "kms:Encrypt", true),
            ("*a*b", "xaxbxb", true),
            ("*a*b", "xaxbx", false),
            ("a*", "b", false),
            ("??", "é", false),
            ("?", "é", true),
            ("*é?", "xxéy", true),
        ] {
            assert_eq!(
                wildcard_match(pattern, text),
                expected,
                "{pattern} on {text}"
            );
        }
    }

    /// The definition, in exponential time.
    fn naive(pattern: &[char], text: &[char]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (Some(('*', rest)), None) => naive(rest, text),
            (Some(('*', rest)), Some((_, tail))) => naive(rest, text) || naive(pattern, tail),
            (Some(('?', rest)), Some((_, tail))) => naive(rest, tail),
            (Some((p, rest)), Some((t, tail))) => p == t && naive(rest, tail),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_definition(pattern in "[ab*?é]{0,8}", text in "[abé]{0,10}") {
            let (p, t): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
            prop_assert_eq!(wildcard_match(&pattern, &text), naive(&p, &t));
        }
    }
}
