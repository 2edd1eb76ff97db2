//! Where a request came from: the connection, or what a trusted proxy says of it.

use std::net::IpAddr;

use http::HeaderMap;
use ipnet::IpNet;

/// What the server knows of a connection: put it into the extensions of each request, or the services know neither address nor
/// encryption.
///
/// ```
/// # let mut request = http::Request::new(());
/// # let peer = std::net::SocketAddr::from(([127, 0, 0, 1], 4566));
/// request.extensions_mut().insert(aws_api::Connection::new(peer.ip(), false));
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Connection {
    /// The address at the other end: `aws:SourceIp`.
    pub peer: IpAddr,
    /// Whether it is TLS: `aws:SecureTransport`.
    pub secure: bool,
}

impl Connection {
    /// A connection from an address, over TLS or not.
    pub const fn new(peer: IpAddr, secure: bool) -> Self {
        Self { peer, secure }
    }

    /// What is behind the proxies, if the connection comes from one that is trusted: the last address of `X-Forwarded-For` that is
    /// no trusted proxy, and the scheme of `X-Forwarded-Proto`.
    pub(super) fn behind(self, proxies: &[IpNet], headers: &HeaderMap) -> Self {
        let trusted = |ip: &IpAddr| proxies.iter().any(|net| net.contains(ip));
        if !trusted(&self.peer) {
            return self;
        }
        let hops = said(headers, "x-forwarded-for").map(|hop| hop.parse::<IpAddr>());
        // From the nearest hop on; what is behind an address that is none cannot be believed.
        let mut peer = self.peer;
        for hop in hops.collect::<Vec<_>>().into_iter().rev() {
            let Ok(hop) = hop else { break };
            peer = hop;
            if !trusted(&hop) {
                break;
            }
        }
        // One who says otherwise is enough: the client may have been the first to say it.
        let mut schemes = said(headers, "x-forwarded-proto").peekable();
        let secure = match schemes.peek() {
            Some(_) => schemes.all(|scheme| scheme.eq_ignore_ascii_case("https")),
            None => self.secure,
        };
        Self { peer, secure }
    }
}

/// What proxies have said one after the other, in one header or in several.
fn said<'a>(headers: &'a HeaderMap, name: &'static str) -> impl Iterator<Item = &'a str> {
    headers
        .get_all(name)
        .iter()
        .map(|value| value.to_str().unwrap_or_default())
        .flat_map(|value| value.split(','))
        .map(str::trim)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn seen(peer: &str, forwarded: &[&'static str], proto: &[&'static str]) -> (String, bool) {
        let proxies = ["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()];
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_static(value));
        }
        for value in proto {
            headers.append("x-forwarded-proto", HeaderValue::from_static(value));
        }
        let connection = Connection::new(peer.parse().unwrap(), false).behind(&proxies, &headers);
        (connection.peer.to_string(), connection.secure)
    }

    #[test]
    fn a_stranger_is_not_believed() {
        let seen = seen("203.0.113.9", &["198.51.100.1"], &["https"]);
        assert_eq!(seen, ("203.0.113.9".to_owned(), false));
    }

    #[test]
    fn a_proxy_tells_whom_it_speaks_for() {
        for (forwarded, peer) in [
            (&["198.51.100.1"][..], "198.51.100.1"),
            // What the client made up stands further from us.
            (&["6.6.6.6, 198.51.100.1, 10.1.1.1"], "198.51.100.1"),
            (&["6.6.6.6", "198.51.100.1"], "198.51.100.1"),
            (&["6.6.6.6, nonsense, 10.1.1.1"], "10.1.1.1"),
            (&[], "10.0.0.1"),
        ] {
            let seen = seen("10.0.0.1", forwarded, &["https"]);
            assert_eq!(seen, (peer.to_owned(), true), "{forwarded:?}");
        }
    }

    #[test]
    fn nothing_is_encrypted_that_one_proxy_says_is_not() {
        for (proto, secure) in [
            (&["https"][..], true),
            (&["HTTPS, https"], true),
            (&["http"], false),
            (&["https", "http"], false),
            (&["https, http"], false),
            (&[""], false),
            (&[], false),
        ] {
            assert_eq!(seen("::1", &["198.51.100.1"], proto).1, secure, "{proto:?}");
        }
    }
}
