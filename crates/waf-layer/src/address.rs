//! Where a request came from: the connection, or what a trusted proxy says of it.

use std::net::IpAddr;

use http::HeaderMap;
use ipnet::IpNet;

/// The address at the other end of the connection. The server puts it into the extensions of each request.
///
/// ```
/// # let mut request = http::Request::new(());
/// # let peer = std::net::SocketAddr::from(([127, 0, 0, 1], 4566));
/// request.extensions_mut().insert(waf_layer::Peer(peer.ip()));
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "it is an address and nothing else"
)]
pub struct Peer(pub IpAddr);

/// The client behind the proxies: the last address of `X-Forwarded-For` that is no trusted proxy. What stands behind an address that is
/// none cannot be believed.
pub(crate) fn client(peer: IpAddr, proxies: &[IpNet], headers: &HeaderMap) -> IpAddr {
    let is_trusted = |ip: &IpAddr| proxies.iter().any(|net| net.contains(ip));
    if !is_trusted(&peer) {
        return peer;
    }
    let hops: Vec<_> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|hop| hop.trim().parse::<IpAddr>())
        .collect();
    let mut client = peer;
    for hop in hops.into_iter().rev() {
        let Ok(hop) = hop else { break };
        client = hop;
        if !is_trusted(&hop) {
            break;
        }
    }
    client
}
