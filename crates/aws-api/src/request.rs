//! A request as it came over the wire, without a transport's types.

use std::{borrow::Cow, net::IpAddr};

/// A request as it came over the wire: borrowed, raw, not believed yet.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct WireRequest<'a> {
    /// The HTTP method, such as `POST`.
    pub method: &'a str,
    /// The path, raw, as it was sent.
    pub path: &'a str,
    /// What follows the `?`, raw, as it was sent; empty if there is none.
    pub query: &'a str,
    /// The headers in the order in which they were sent, names in whatever case.
    pub headers: &'a [(&'a str, &'a [u8])],
    /// The body, whole.
    pub body: &'a [u8],
    /// The address that the request came from, if it came over a network.
    pub peer: Option<IpAddr>,
    /// Whether it came encrypted, or from within the process.
    pub secure: bool,
}

impl<'a> WireRequest<'a> {
    /// A `POST` to `/`, from within the process.
    pub fn post(headers: &'a [(&'a str, &'a [u8])], body: &'a [u8]) -> Self {
        Self {
            method: "POST",
            path: "/",
            query: "",
            headers,
            body,
            peer: None,
            secure: true,
        }
    }

    /// The first header of this name, in whatever case.
    pub fn header(&self, name: &str) -> Option<&'a [u8]> {
        self.headers
            .iter()
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
    }

    /// The first header of this name, if it is text.
    pub fn header_text(&self, name: &str) -> Option<&'a str> {
        std::str::from_utf8(self.header(name)?).ok()
    }

    /// The value of a parameter in the query, decoded.
    pub fn query_value(&self, name: &str) -> Option<Cow<'a, str>> {
        form_urlencoded::parse(self.query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }
}
