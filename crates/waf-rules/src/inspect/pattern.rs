//! Regular expressions: compiled once, within bounds, and with the literals without which they cannot match.

use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;

use super::{literal, syntax};
use crate::limits;

/// A pattern, compiled. It runs in time linear in the text.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    regex: Regex,
    required: Option<Vec<Vec<u8>>>,
}

impl Pattern {
    /// # Errors
    ///
    /// Why the pattern is refused: it is not valid, asks for what cannot be had in linear time (lookaround, backreferences), or compiles
    /// to more than [`limits::PATTERN_COMPILED_BYTES`].
    pub(crate) fn new(pattern: &str) -> Result<Self, String> {
        let translated = syntax::of_pcre(pattern);
        let build = |unicode: bool| {
            RegexBuilder::new(&translated)
                .unicode(unicode)
                .size_limit(limits::PATTERN_COMPILED_BYTES)
                .build()
        };
        // PCRE works on bytes. What needs characters, such as a class with `é`, gets them.
        let (regex, unicode) = match build(false) {
            Ok(regex) => (regex, false),
            Err(regex::Error::Syntax(_)) => (build(true).map_err(|error| reason(&error))?, true),
            Err(error) => return Err(reason(&error)),
        };
        let mut parser = ParserBuilder::new().unicode(unicode).utf8(false).build();
        let required = parser
            .parse(&translated)
            .ok()
            .and_then(|hir| literal::required(&hir));
        Ok(Self { regex, required })
    }

    pub(crate) fn is_match(&self, text: &[u8]) -> bool {
        self.regex.is_match(text)
    }

    /// Strings of which one is in every text that matches, where there are such.
    pub(crate) fn required(&self) -> Option<&[Vec<u8>]> {
        self.required.as_deref()
    }
}

/// The last line of the library's message says what is wrong.
fn reason(error: &regex::Error) -> String {
    match error {
        regex::Error::CompiledTooBig(_) => "the pattern is too large once compiled".to_owned(),
        other => {
            let text = other.to_string();
            let last = text.lines().last().unwrap_or_default();
            last.trim_start_matches("error: ").to_owned()
        }
    }
}
