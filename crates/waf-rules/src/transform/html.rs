//! `HTML_ENTITY_DECODE`.

use std::borrow::Cow;

use memchr::memchr;

use super::rewrite;

/// The longest name.
const NAME_BYTES: usize = 16;

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
            output.push(named(name)?);
            Some(rest)
        }
    }
}

/// The ASCII character or no-break space that a name stands for, in any case.
fn named(name: &[u8]) -> Option<u8> {
    let mut lower = [0; NAME_BYTES];
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name);
    lower.make_ascii_lowercase();
    Some(match &*lower {
        b"amp" => b'&',
        b"apos" => b'\'',
        b"ast" | b"midast" => b'*',
        b"bsol" => b'\\',
        b"colon" => b':',
        b"comma" => b',',
        b"commat" => b'@',
        b"dollar" => b'$',
        b"equals" => b'=',
        b"excl" => b'!',
        b"grave" | b"diacriticalgrave" => b'`',
        b"gt" => b'>',
        b"hat" => b'^',
        b"lcub" | b"lbrace" => b'{',
        b"lowbar" | b"underbar" => b'_',
        b"lpar" => b'(',
        b"lsqb" | b"lbrack" => b'[',
        b"lt" => b'<',
        b"minus" => b'-',
        b"nbsp" | b"nonbreakingspace" => 160,
        b"newline" => b'\n',
        b"num" => b'#',
        b"percnt" => b'%',
        b"period" => b'.',
        b"plus" => b'+',
        b"quest" => b'?',
        b"quot" => b'"',
        b"rcub" | b"rbrace" => b'}',
        b"rpar" => b')',
        b"rsqb" | b"rbrack" => b']',
        b"semi" => b';',
        b"sol" => b'/',
        b"tab" => b'\t',
        b"tilde" | b"diacriticaltilde" => b'~',
        b"verbar" | b"vert" | b"verticalline" => b'|',
        _ => return None,
    })
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
