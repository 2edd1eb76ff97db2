//! Headers, and how many of them are seen.

use crate::limits;

/// A header of a request: its name as it was received, and its value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Header<'a> {
    name: &'a [u8],
    value: &'a [u8],
}

impl<'a> Header<'a> {
    /// A header.
    pub fn new<N: AsRef<[u8]> + ?Sized, V: AsRef<[u8]> + ?Sized>(
        name: &'a N,
        value: &'a V,
    ) -> Self {
        Self {
            name: name.as_ref(),
            value: value.as_ref(),
        }
    }

    /// Its name.
    pub fn name(&self) -> &'a [u8] {
        self.name
    }

    /// Its value.
    pub fn value(&self) -> &'a [u8] {
        self.value
    }

    pub(crate) fn is(&self, name: &[u8]) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// The first header of a name.
pub(crate) fn value_of<'a>(headers: &[Header<'a>], name: &[u8]) -> Option<&'a [u8]> {
    headers
        .iter()
        .find(|header| header.is(name))
        .map(Header::value)
}

/// Whether all headers are within the limits: 200 of them, 8 KiB of names and values.
pub(crate) fn fit(headers: &[Header<'_>]) -> bool {
    let bytes = headers.iter().fold(0_usize, |sum, header| {
        sum.saturating_add(header.name.len())
            .saturating_add(header.value.len())
    });
    headers.len() <= limits::HEADERS && bytes <= limits::HEADERS_BYTES
}

/// Name and value pairs up to 200 of them and 8 KiB of names and values; the last one may be cut.
pub(crate) struct Window<I> {
    pairs: I,
    count: usize,
    bytes: usize,
    is_cut: bool,
}

impl<'a, I: Iterator<Item = (&'a [u8], &'a [u8])>> Window<I> {
    pub(crate) fn new(pairs: I) -> Self {
        Self {
            pairs,
            count: limits::HEADERS,
            bytes: limits::HEADERS_BYTES,
            is_cut: false,
        }
    }

    /// Whether there is more than is seen: looks at all pairs.
    pub(crate) fn goes_on(mut self) -> bool {
        while self.next().is_some() {}
        self.is_cut
    }
}

impl<'a, I: Iterator<Item = (&'a [u8], &'a [u8])>> Iterator for Window<I> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, value) = self.pairs.next()?;
        if self.count == 0 || self.bytes == 0 {
            self.is_cut = true;
            return None;
        }
        self.count -= 1;
        let seen_name = name.get(..self.bytes).unwrap_or(name);
        self.bytes -= seen_name.len();
        let seen_value = value.get(..self.bytes).unwrap_or(value);
        self.bytes -= seen_value.len();
        self.is_cut |= seen_name.len() < name.len() || seen_value.len() < value.len();
        Some((seen_name, seen_value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(count: usize, value_bytes: usize) -> (usize, usize, bool) {
        let value = vec![b'v'; value_bytes];
        let pairs = || (0..count).map(|_| (&b"name"[..], &value[..]));
        let seen: Vec<_> = Window::new(pairs()).collect();
        let bytes = seen.iter().map(|(n, v)| n.len() + v.len()).sum();
        (seen.len(), bytes, Window::new(pairs()).goes_on())
    }

    #[test]
    fn two_hundred_and_eight_kibibytes_are_seen() {
        assert_eq!(window(200, 1), (200, 1000, false));
        assert_eq!(window(201, 1), (200, 1000, true));
        assert_eq!(window(1, 8188), (1, 8192, false));
        assert_eq!(window(1, 8189), (1, 8192, true));
        assert_eq!(window(3, 4092), (2, 8192, true));
        let value = vec![b'v'; 8_190];
        assert!(fit(&[Header::new("ab", &value)]));
        assert!(!fit(&[Header::new("abc", &value)]));
        assert!(!fit(&[Header::new("a", "b"); 201]));
    }
}
