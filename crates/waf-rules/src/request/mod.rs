//! What of a request is looked at: a view of borrowed bytes.

mod cookie;
mod header;
mod json;
mod query;
mod uri;

use std::net::IpAddr;

pub(crate) use cookie::Cookies;
pub use header::Header;
use header::fit;
pub(crate) use header::{Window, value_of};
pub(crate) use json::{ElementKind, Pointers, elements};
pub(crate) use query::Arguments;
use uri::Uri;

use crate::geo::Location;

/// A request, as the engine sees it. It borrows what the server has in hand.
///
/// ```
/// use waf_rules::{Header, Request};
///
/// let headers = [Header::new("Host", "example.com"), Header::new("User-Agent", "curl/8.5.0")];
/// let request = Request::new("GET", "/orders?id=42", [192, 0, 2, 44]).headers(&headers);
/// assert_eq!(request.path(), b"/orders");
/// assert_eq!(request.query(), Some(&b"id=42"[..]));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    method: &'a [u8],
    uri: Uri<'a>,
    scheme: Option<&'a str>,
    http_version: &'a str,
    headers: &'a [Header<'a>],
    /// Whether all headers are within the limits.
    headers_fit: bool,
    body: &'a [u8],
    body_is_cut: bool,
    client_ip: IpAddr,
    location: Location,
    ja3: Option<&'a str>,
    ja4: Option<&'a str>,
    id: &'a str,
}

impl<'a> Request<'a> {
    /// A request with this method and this target as it was received, from this address.
    ///
    /// An IPv4 address in IPv6 notation (`::ffff:192.0.2.44`) counts as the IPv4 address.
    pub fn new<T: AsRef<[u8]> + ?Sized>(
        method: &'a T,
        uri: &'a str,
        client_ip: impl Into<IpAddr>,
    ) -> Self {
        Self {
            method: method.as_ref(),
            uri: Uri::new(uri.as_bytes()),
            scheme: None,
            http_version: "HTTP/1.1",
            headers: &[],
            headers_fit: true,
            body: &[],
            body_is_cut: false,
            client_ip: client_ip.into().to_canonical(),
            location: Location::new(),
            ja3: None,
            ja4: None,
            id: "",
        }
    }

    /// The target as bytes, where it is no text.
    #[must_use]
    pub fn uri_bytes(mut self, uri: &'a [u8]) -> Self {
        self.uri = Uri::new(uri);
        self
    }

    /// The headers, in the order in which they were received.
    #[must_use]
    pub fn headers(mut self, headers: &'a [Header<'a>]) -> Self {
        self.headers = headers;
        self.headers_fit = fit(headers);
        self
    }

    /// The body, or as much of it as was read. The engine looks at no more than its limit.
    #[must_use]
    pub fn body<T: AsRef<[u8]> + ?Sized>(mut self, body: &'a T) -> Self {
        self.body = body.as_ref();
        self
    }

    /// Says that the body goes on after what was given.
    #[must_use]
    pub fn body_is_cut(mut self, body_is_cut: bool) -> Self {
        self.body_is_cut = body_is_cut;
        self
    }

    /// Where the client's address is, where the server knows it already.
    #[must_use]
    pub fn location(mut self, location: Location) -> Self {
        self.location = location;
        self
    }

    /// The JA3 fingerprint of the TLS client.
    #[must_use]
    pub fn ja3(mut self, fingerprint: &'a str) -> Self {
        self.ja3 = Some(fingerprint);
        self
    }

    /// The JA4 fingerprint of the TLS client.
    #[must_use]
    pub fn ja4(mut self, fingerprint: &'a str) -> Self {
        self.ja4 = Some(fingerprint);
        self
    }

    /// `http` or `https`, for logs.
    #[must_use]
    pub fn scheme(mut self, scheme: &'a str) -> Self {
        self.scheme = Some(scheme);
        self
    }

    /// The protocol, for logs: `HTTP/1.1` where it is not given.
    #[must_use]
    pub fn http_version(mut self, version: &'a str) -> Self {
        self.http_version = version;
        self
    }

    /// The request's id, for logs.
    #[must_use]
    pub fn id(mut self, id: &'a str) -> Self {
        self.id = id;
        self
    }

    /// The method.
    pub fn method(&self) -> &'a [u8] {
        self.method
    }

    /// The path, as it was received: without scheme, host, query and fragment.
    pub fn path(&self) -> &'a [u8] {
        self.uri.path
    }

    /// What follows `?`, if there is one.
    pub fn query(&self) -> Option<&'a [u8]> {
        self.uri.query
    }

    /// What follows `#`, if there is one.
    pub fn fragment(&self) -> Option<&'a [u8]> {
        self.uri.fragment
    }

    /// The address that the connection comes from.
    pub fn client_ip(&self) -> IpAddr {
        self.client_ip
    }

    /// Where that address is, if the server knew it: no lookup is asked.
    pub fn known_location(&self) -> Location {
        self.location
    }

    /// The JA3 fingerprint of the TLS client, if the server knew it.
    pub fn ja3_fingerprint(&self) -> Option<&'a str> {
        self.ja3
    }

    /// The JA4 fingerprint of the TLS client, if the server knew it.
    pub fn ja4_fingerprint(&self) -> Option<&'a str> {
        self.ja4
    }

    /// The value of the first header of this name. Its case does not matter.
    pub fn header(&self, name: &str) -> Option<&'a [u8]> {
        value_of(self.headers, name.as_bytes())
    }

    /// The value of the first cookie of this name.
    pub fn cookie(&self, name: &str) -> Option<&'a [u8]> {
        let mut cookies = Cookies::new(self.headers);
        cookies
            .find(|(key, _)| *key == name.as_bytes())
            .map(|(_, value)| value)
    }

    pub(crate) fn all_headers(&self) -> &'a [Header<'a>] {
        self.headers
    }

    pub(crate) fn headers_fit(&self) -> bool {
        self.headers_fit
    }

    /// The body up to a limit, and whether there is more of it.
    pub(crate) fn body_within(&self, limit: usize) -> (&'a [u8], bool) {
        match self.body.get(..limit) {
            Some(within) => (within, self.body_is_cut || self.body.len() > limit),
            None => (self.body, self.body_is_cut),
        }
    }

    /// How long the body is: as it says itself, or what there is of it.
    pub(crate) fn body_size(&self) -> u64 {
        let said = self.header("content-length").map(str::from_utf8);
        let said = said.and_then(|text| text.ok()?.trim().parse().ok());
        said.unwrap_or(self.body.len() as u64)
    }

    pub(crate) fn known_scheme(&self) -> Option<&'a str> {
        self.scheme
    }

    pub(crate) fn protocol(&self) -> &'a str {
        self.http_version
    }

    pub(crate) fn request_id(&self) -> &'a str {
        self.id
    }
}
