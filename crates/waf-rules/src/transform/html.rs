//! `HTML_ENTITY_DECODE`.

use std::borrow::Cow;

use memchr::memchr;

use super::rewrite;

/// The names of ASCII characters and of the no-break space, in lower case.
const NAMES: [(&str, u8); 46] = [
    ("amp", b'&'),
    ("apos", b'\''),
    ("ast", b'*'),
    ("bsol", b'\\'),
    ("colon", b':'),
    ("comma", b','),
    ("commat", b'@'),
    ("diacriticalgrave", b'`'),
    ("diacriticaltilde", b'~'),
    ("dollar", b'$'),
    ("equals", b'='),
    ("excl", b'!'),
    ("grave", b'`'),
    ("gt", b'>'),
    ("hat", b'^'),
    ("lbrace", b'{'),
    ("lbrack", b'['),
    ("lcub", b'{'),
    ("lowbar", b'_'),
    ("lpar", b'('),
    ("lsqb", b'['),
    ("lt", b'<'),
    ("midast", b'*'),
    ("minus", b'-'),
    ("nbsp", 160),
    ("newline", b'\n'),
    ("nonbreakingspace", 160),
    ("num", b'#'),
    ("percnt", b'%'),
    ("period", b'.'),
    ("plus", b'+'),
    ("quest", b'?'),
    ("quot", b'"'),
    ("rbrace", b'}'),
    ("rbrack", b']'),
    ("rcub", b'}'),
    ("rpar", b')'),
    ("rsqb", b']'),
    ("semi", b';'),
    ("sol", b'/'),
    ("tab", b'\t'),
    ("tilde", b'~'),
    ("underbar", b'_'),
    ("verbar", b'|'),
    ("vert", b'|'),
    ("verticalline", b'|'),
];

pub(super) fn entity_decode(input: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let first = memchr(b'&', &input);
    rewrite(input, first, |mut rest, output| {
        while let Some((text, [ampersand, after @ ..])) =
            memchr(b'&', rest).and_then(|at| rest.split_at_checked(at))
        {
            output.extend_from_slice(text);
            rest = match entity(after, output) {
                Some(after) => after.strip_prefix(b";").unwrap_or(after),
                None => {
                    output.push(*ampersand);
                    after
                }
            };
        }
        output.extend_from_slice(rest);
    })
}

/// Reads what follows an ampersand, writes what it stands for, and gives what follows it.
fn entity<'a>(text: &'a [u8], output: &mut Vec<u8>) -> Option<&'a [u8]> {
    match text {
        [b'#', b'x' | b'X', digits @ ..] => number(digits, 16, output),
        [b'#', digits @ ..] => number(digits, 10, output),
        _ => {
            let end = text.iter().position(|byte| !byte.is_ascii_alphanumeric());
            let (name, rest) = text.split_at_checked(end.unwrap_or(text.len()))?;
            let (_, byte) = NAMES
                .iter()
                .find(|(known, _)| name.eq_ignore_ascii_case(known.as_bytes()))?;
            output.push(*byte);
            Some(rest)
        }
    }
}

/// A number below 256 is a byte, a larger one a character in UTF-8.
fn number<'a>(text: &'a [u8], radix: u32, output: &mut Vec<u8>) -> Option<&'a [u8]> {
    let digits = text
        .iter()
        .map_while(|byte| char::from(*byte).to_digit(radix));
    let count = digits.clone().count();
    let value = digits.fold(0_u32, |value, digit| {
        value.saturating_mul(radix).saturating_add(digit)
    });
    let rest = (count > 0).then(|| text.get(count..))??;
    match u8::try_from(value) {
        Ok(byte) => output.push(byte),
        Err(_) => {
            let character = char::from_u32(value)?;
            output.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
    Some(rest)
}
