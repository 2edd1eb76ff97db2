//! Cookies, taken apart.

use super::{Header, query::split_at_byte};

/// The cookies of all `Cookie` headers: name and value, without the white space around them. A cookie without `=` is a name.
#[derive(Clone)]
pub(crate) struct Cookies<'a> {
    headers: std::slice::Iter<'a, Header<'a>>,
    rest: Option<&'a [u8]>,
}

impl<'a> Cookies<'a> {
    pub(crate) fn new(headers: &'a [Header<'a>]) -> Self {
        Self {
            headers: headers.iter(),
            rest: None,
        }
    }
}

impl<'a> Iterator for Cookies<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(rest) = self.rest else {
                self.rest = Some(self.headers.find(|header| header.is(b"cookie"))?.value());
                continue;
            };
            let (cookie, rest) = split_at_byte(rest, b';');
            self.rest = rest;
            let cookie = cookie.trim_ascii();
            if !cookie.is_empty() {
                let (name, value) = split_at_byte(cookie, b'=');
                return Some((
                    name.trim_ascii_end(),
                    value.unwrap_or_default().trim_ascii_start(),
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_of_all_headers() {
        let headers = [
            Header::new("cookie", "a=1; b=\"2;3\" ;; c"),
            Header::new("host", "x=y"),
            Header::new("Cookie", " d = 4 "),
        ];
        let cookies: Vec<_> = Cookies::new(&headers).collect();
        let expected: [(&[u8], &[u8]); 5] = [
            (b"a", b"1"),
            (b"b", b"\"2"),
            (b"3\"", b""),
            (b"c", b""),
            (b"d", b"4"),
        ];
        assert_eq!(cookies, expected);
    }
}
