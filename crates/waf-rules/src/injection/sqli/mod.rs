//! SQL injection: a value is read as if it stood in the middle of an SQL statement, folded to a fingerprint of at most
//! five letters, and looked up among the fingerprints that attacks have.
//!
//! | module | subject |
//! |---|---|
//! | `token` | the kinds of token, and one token |
//! | `charset` | sets of bytes |
//! | `table` | words and fingerprints, hashed when the crate is compiled |
//! | `tokenize` | from bytes to tokens |
//! | `fold` | from tokens to at most five |
//! | `verdict` | from five tokens to yes or no |
//! | `anywhere` | what `HIGH` looks for besides; this is not libinjection's |
//!
//! A port of `libinjection_sqli.c`, Copyright (c) 2012-2016 Nick Galbreath, 2021 LibInjection, under the BSD licence in
//! `table/COPYING`. Where the C code has a quirk that shows in a verdict (its sets of characters contain NUL, a value is
//! cut after 31 bytes), so has this one.

mod anywhere;
mod charset;
mod fold;
mod table;
mod token;
mod tokenize;
mod verdict;

use memchr::memchr;
use serde::{Deserialize, Serialize};

use self::fold::{Folded, MAX_TOKENS};
use self::token::Token;
use self::tokenize::{Dialect, Quote, Tokenizer};

/// How eagerly SQL injection is suspected.
///
/// Source: [`SqliMatchStatement`](https://docs.aws.amazon.com/waf/latest/APIReference/API_SqliMatchStatement.html).
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SensitivityLevel {
    /// libinjection's verdict.
    #[default]
    Low,
    /// Finds more attacks, and may take more for one that is none.
    High,
}

/// Whether the value looks like SQL injection.
///
/// `LOW` is libinjection's verdict, which comes from the first tokens of the value: as they are and, if it has quotes,
/// as if it began within a string. `HIGH` is true where `LOW` is, and also where the value has, after however many
/// tokens, a sequence that only attacks have: `UNION SELECT`, a second statement, `OR 1=1`, `INTO OUTFILE`, a call of a
/// function that waits, reads files or runs commands.
///
/// ```
/// # use waf_rules::injection::{SensitivityLevel, is_sqli};
/// assert!(is_sqli(b"1' OR '1'='1", SensitivityLevel::Low));
/// assert!(!is_sqli(b"O'Brien", SensitivityLevel::High));
///
/// let late = b"an order for bread and milk union select password from users";
/// assert!(!is_sqli(late, SensitivityLevel::Low));
/// assert!(is_sqli(late, SensitivityLevel::High));
/// ```
pub fn is_sqli(input: &[u8], sensitivity: SensitivityLevel) -> bool {
    attack(input, sensitivity).is_some()
}

/// What in the value looks like SQL injection, token by token: at most five of them.
pub(crate) fn sqli_evidence(input: &[u8], sensitivity: SensitivityLevel) -> Option<Vec<&[u8]>> {
    let tokens = attack(input, sensitivity)?;
    let read = tokens.iter().filter(|token| !token.text.is_empty());
    Some(read.map(|token| token.text).collect())
}

/// The tokens of an attack.
type Attack<'a> = [Token<'a>; MAX_TOKENS + 1];

fn attack(input: &[u8], sensitivity: SensitivityLevel) -> Option<Attack<'_>> {
    let single = memchr(b'\'', input).is_some();
    let double = memchr(b'"', input).is_some();
    let quotes = [
        (Quote::None, true),
        (Quote::Single, single),
        (Quote::Double, double),
    ];
    any_dialect(input, Quote::None)
        .or_else(|| single.then(|| any_dialect(input, Quote::Single))?)
        .or_else(|| double.then(|| fold(input, Quote::Double, Dialect::MySql).attack())?)
        .or_else(|| {
            let mut quotes = quotes
                .into_iter()
                .filter(|(_, possible)| *possible && sensitivity == SensitivityLevel::High);
            quotes.find_map(|(quote, _)| {
                anywhere::attack(Tokenizer::new(input, quote, Dialect::MySql))
            })
        })
}

/// As ANSI SQL and, where comments mean another thing there, as MySQL.
fn any_dialect(input: &[u8], quote: Quote) -> Option<Attack<'_>> {
    let ansi = fold(input, quote, Dialect::Ansi);
    ansi.attack().or_else(|| {
        let mysql = ansi
            .differs_in_mysql()
            .then(|| fold(input, quote, Dialect::MySql));
        mysql?.attack()
    })
}

fn fold(input: &[u8], quote: Quote, dialect: Dialect) -> Folded<'_> {
    fold::fold(Tokenizer::new(input, quote, dialect))
}
