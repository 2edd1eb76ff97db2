//! A query string, taken apart.

use memchr::memchr;

/// The arguments of a query string: pairs separated by `&`. Nothing is decoded. Empty pairs are left out.
pub(crate) struct Arguments<'a> {
    rest: Option<&'a [u8]>,
}

impl<'a> Arguments<'a> {
    pub(crate) fn new(query: &'a [u8]) -> Self {
        Self { rest: Some(query) }
    }
}

impl<'a> Iterator for Arguments<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let rest = self.rest?;
            let (pair, rest) = split_at_byte(rest, b'&');
            self.rest = rest;
            if !pair.is_empty() {
                let (name, value) = split_at_byte(pair, b'=');
                return Some((name, value.unwrap_or_default()));
            }
        }
    }
}

/// What is before the byte, and what is after it if it is there.
pub(super) fn split_at_byte(text: &[u8], byte: u8) -> (&[u8], Option<&[u8]>) {
    match memchr(byte, text) {
        Some(at) => {
            let (before, after) = text.split_at(at);
            (before, after.get(1..))
        }
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_pairs() {
        let arguments = |query: &'static str| -> Vec<(String, String)> {
            Arguments::new(query.as_bytes())
                .map(|(n, v)| {
                    (
                        String::from_utf8_lossy(n).into_owned(),
                        String::from_utf8_lossy(v).into_owned(),
                    )
                })
                .collect()
        };
        let pair = |n: &str, v: &str| (n.to_owned(), v.to_owned());
        assert_eq!(
            arguments("a=1&b=2=3&&c&=d&e="),
            [
                pair("a", "1"),
                pair("b", "2=3"),
                pair("c", ""),
                pair("", "d"),
                pair("e", "")
            ]
        );
        assert_eq!(arguments(""), []);
        assert_eq!(arguments("&"), []);
    }
}
