//! A request's target, taken apart.

use memchr::{memchr, memchr2, memmem};

#[derive(Clone, Copy, Debug)]
pub(crate) struct Uri<'a> {
    pub(crate) path: &'a [u8],
    pub(crate) query: Option<&'a [u8]>,
    pub(crate) fragment: Option<&'a [u8]>,
}

impl<'a> Uri<'a> {
    /// Nothing is decoded or normalised.
    pub(crate) fn new(target: &'a [u8]) -> Self {
        let target = without_authority(target);
        let Some(end) = memchr2(b'?', b'#', target) else {
            return Self {
                path: target,
                query: None,
                fragment: None,
            };
        };
        let (path, rest) = target.split_at(end);
        let (query, fragment) = match rest.split_first() {
            Some((b'?', rest)) => match memchr(b'#', rest) {
                Some(hash) => (rest.get(..hash), rest.get(hash + 1..)),
                None => (Some(rest), None),
            },
            Some((_, rest)) => (None, Some(rest)),
            None => (None, None),
        };
        Self {
            path,
            query,
            fragment,
        }
    }
}

/// `http://example.com/path` is `/path`.
fn without_authority(target: &[u8]) -> &[u8] {
    if target.first() == Some(&b'/') {
        return target;
    }
    let Some(scheme_end) = memmem::find(target, b"://") else {
        return target;
    };
    let scheme = target.get(..scheme_end).unwrap_or_default();
    if scheme.is_empty() || !scheme.iter().all(u8::is_ascii_alphanumeric) {
        return target;
    }
    let after = target.get(scheme_end + 3..).unwrap_or_default();
    match after.iter().position(|b| matches!(b, b'/' | b'?' | b'#')) {
        Some(at) => after.get(at..).unwrap_or_default(),
        None => b"/",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_taken_apart() {
        for (target, path, query, fragment) in [
            ("/a", "/a", None, None),
            ("/a?", "/a", Some(""), None),
            ("/a?b=c?d#e?f#g", "/a", Some("b=c?d"), Some("e?f#g")),
            ("/a#b?c", "/a", None, Some("b?c")),
            ("http://h.example/a?b", "/a", Some("b"), None),
            ("https://h.example?b", "", Some("b"), None),
            ("http://h.example", "/", None, None),
            ("*", "*", None, None),
            ("/x://y", "/x://y", None, None),
            ("", "", None, None),
        ] {
            let uri = Uri::new(target.as_bytes());
            assert_eq!(uri.path, path.as_bytes(), "{target}");
            assert_eq!(uri.query, query.map(str::as_bytes), "{target}");
            assert_eq!(uri.fragment, fragment.map(str::as_bytes), "{target}");
        }
    }
}
