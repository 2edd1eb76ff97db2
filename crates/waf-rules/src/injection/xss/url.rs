//! The URLs that run a script, also with characters written as references.

/// Whether a URL begins with a scheme that runs a script: `javascript:` or `java:`, `data:`, `vbscript:`, `view-source:`.
pub(super) fn runs_script(url: &[u8]) -> bool {
    // Browsers skip control characters, and some skip Unicode's white space.
    let skipped = url
        .iter()
        .take_while(|byte| !(33..127).contains(*byte))
        .count();
    let url = url.get(skipped..).unwrap_or_default();
    ["DATA", "VIEW-SOURCE", "JAVA", "VBSCRIPT"]
        .iter()
        .any(|scheme| begins(url, scheme))
}

/// Whether a text begins with an upper-case word, in any case. NULs, line feeds and leading white space count for nothing.
fn begins(mut text: &[u8], word: &str) -> bool {
    let mut letters = word.bytes().peekable();
    let mut leading = true;
    while let Some(letter) = letters.peek() {
        let Some((character, length)) = character(text) else {
            return false;
        };
        text = text.get(length..).unwrap_or_default();
        leading &= character <= 32;
        if leading || matches!(character, 0 | 10) {
            continue;
        }
        let [low, ..] = character.to_le_bytes();
        let upper = if character < 128 {
            low.to_ascii_uppercase()
        } else {
            low
        };
        if upper != *letter {
            return false;
        }
        letters.next();
    }
    true
}

/// The first character and its length: a byte, or a numeric reference `&#106;`, `&#x6a;`.
fn character(text: &[u8]) -> Option<(u32, usize)> {
    let reference = match text {
        [b'&', b'#', b'x' | b'X', ..] => reference(text, 3, 16),
        [b'&', b'#', ..] => reference(text, 2, 10),
        _ => None,
    };
    reference.or_else(|| text.first().map(|byte| (u32::from(*byte), 1)))
}

/// A reference whose digits begin at `start`. One without digits, or beyond what libinjection counts to, is none.
fn reference(text: &[u8], start: usize, radix: u32) -> Option<(u32, usize)> {
    const LAST: u32 = 0x0010_00FF;
    let mut value = None;
    let mut end = start;
    for byte in text.get(start..)? {
        match char::from(*byte).to_digit(radix) {
            Some(digit) => {
                let next = value.unwrap_or(0) * radix + digit;
                value = Some(next).filter(|value| *value <= LAST);
                value?;
            }
            None => {
                let terminated = usize::from(*byte == b';');
                return value.map(|value| (value, end + terminated));
            }
        }
        end += 1;
    }
    value.map(|value| (value, end))
}
