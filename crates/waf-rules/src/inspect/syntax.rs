//! Patterns are written for PCRE: what it reads otherwise than the `regex` crate is rewritten.

/// The pattern for the `regex` crate, under which it matches the same texts.
///
/// - `$` and `\Z` also match before a line feed at the very end.
/// - `\<`, `\>` and other escaped punctuation stand for themselves; `\h` is a blank or a tab, `\e` an escape character.
/// - `{` that begins no repetition, and `[`, `&&`, `--`, `~~` inside a class, stand for themselves.
pub(super) fn of_pcre(pattern: &str) -> String {
    let is_multi_line = has_flag(pattern, 'm');
    let mut out = String::with_capacity(pattern.len() + 8);
    let mut rest = pattern;
    let mut class = Class::Outside;
    while let Some(character) = rest.chars().next() {
        let after = rest.strip_prefix(character).unwrap_or_default();
        rest = after;
        match (character, class) {
            ('\\', _) => {
                let Some(escaped) = after.chars().next() else {
                    out.push('\\');
                    break;
                };
                rest = after.strip_prefix(escaped).unwrap_or_default();
                match (escaped, class) {
                    ('<' | '>', _) => out.push(escaped),
                    ('h', Class::Outside) => out.push_str(r"[\t ]"),
                    ('h', Class::Inside) => out.push_str(r"\t "),
                    ('e', _) => out.push_str(r"\x1b"),
                    ('Z', Class::Outside) => out.push_str(END),
                    _ => {
                        out.push('\\');
                        out.push(escaped);
                    }
                }
            }
            ('[', Class::Outside) => {
                out.push('[');
                if let Some(after) = rest.strip_prefix('^') {
                    out.push('^');
                    rest = after;
                }
                // A bracket that comes first stands for itself.
                if let Some(after) = rest.strip_prefix(']') {
                    out.push_str(r"\]");
                    rest = after;
                }
                class = Class::Inside;
            }
            ('[', Class::Inside) if rest.starts_with(':') => match rest.find(":]") {
                Some(end) => {
                    let (name, after) = rest.split_at(end + 2);
                    out.push('[');
                    out.push_str(name);
                    rest = after;
                }
                None => out.push_str(r"\["),
            },
            ('[', Class::Inside) => out.push_str(r"\["),
            (']', Class::Inside) => {
                out.push(']');
                class = Class::Outside;
            }
            ('&' | '~' | '-', Class::Inside) if rest.starts_with(character) => {
                out.push(character);
                out.push('\\');
                out.push(character);
                rest = rest.strip_prefix(character).unwrap_or_default();
            }
            ('$', Class::Outside) if !is_multi_line => out.push_str(END),
            ('{', Class::Outside) if !is_repetition(rest) => out.push_str(r"\{"),
            _ => out.push(character),
        }
    }
    out
}

/// The end, or before a line feed that is the end.
const END: &str = r"(?:\n?\z)";

#[derive(Clone, Copy)]
enum Class {
    Outside,
    Inside,
}

/// Whether `{` goes on as `{2}`, `{2,}` or `{2,5}`.
fn is_repetition(rest: &str) -> bool {
    let Some((inner, _)) = rest.split_once('}') else {
        return false;
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match inner.split_once(',') {
        Some((from, to)) => is_number(from) && (to.is_empty() || is_number(to)),
        None => is_number(inner),
    }
}

/// Whether a group such as `(?im)` or `(?m:` turns a flag on.
fn has_flag(pattern: &str, flag: char) -> bool {
    pattern.split("(?").skip(1).any(|group| {
        let flags = group.split([')', ':', '-']).next().unwrap_or_default();
        flags.chars().all(|c| c.is_ascii_alphabetic()) && flags.contains(flag)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pcre_reads_otherwise() {
        for (pattern, expected) in [
            (r"^/a/b\.php$", r"^/a/b\.php(?:\n?\z)"),
            (r"\<script\>", "<script>"),
            (r"${jndi:", r"(?:\n?\z)\{jndi:"),
            (r"\$\{jndi:", r"\$\{jndi:"),
            (r"a{2}b{2,}c{2,3}d{e", r"a{2}b{2,}c{2,3}d\{e"),
            (r"[[a&&b--c]", r"[\[a&\&b-\-c]"),
            (r"[[:alpha:]\h]\h", r"[[:alpha:]\t ][\t ]"),
            (r"[]a]", r"[\]a]"),
            (r"[^]$]", r"[^\]$]"),
            (r"(?m)a$", r"(?m)a$"),
            (r"\\$", r"\\(?:\n?\z)"),
        ] {
            assert_eq!(of_pcre(pattern), expected, "{pattern}");
        }
    }
}
