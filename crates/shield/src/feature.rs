//! What of a request an attack may have in common.

use std::{fmt, net::IpAddr, sync::Arc};

use crate::limits;
use ipnet::IpNet;

/// What of a request an attack may have in common.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Dimension {
    /// The network of the address: 256 neighbours of IPv4, a /48 of IPv6.
    Source,
    /// The country of the address.
    Country,
    /// The method.
    Method,
    /// The path.
    Path,
    /// The user agent.
    UserAgent,
    /// The JA3 fingerprint.
    Ja3,
    /// The JA4 fingerprint.
    Ja4,
}

impl Dimension {
    /// Those that a rule compares with one value. Of networks it takes many.
    pub(crate) const VALUES: [Self; 6] = [
        Self::Country,
        Self::Method,
        Self::Path,
        Self::UserAgent,
        Self::Ja3,
        Self::Ja4,
    ];
}

/// A request as far as an attack may be known by it.
///
/// ```
/// use shield::Observation;
///
/// let observation = Observation::new([192, 0, 2, 44], "GET", "/search").country("NL").user_agent("curl/8.5.0");
/// # let _ = observation;
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Observation<'a> {
    source: IpAddr,
    country: Option<&'a str>,
    method: &'a str,
    path: &'a str,
    user_agent: Option<&'a str>,
    ja3: Option<&'a str>,
    ja4: Option<&'a str>,
}

impl<'a> Observation<'a> {
    /// A request from this address, with this method and this path, which has no query.
    pub fn new(source: impl Into<IpAddr>, method: &'a str, path: &'a str) -> Self {
        Self {
            source: source.into().to_canonical(),
            country: None,
            method,
            path,
            user_agent: None,
            ja3: None,
            ja4: None,
        }
    }

    /// What a request tells by itself. Where it comes from, only a server or a database knows: say that by [`country`](Self::country).
    pub fn of(request: &waf_rules::Request<'a>) -> Self {
        let text = |bytes: &'a [u8]| std::str::from_utf8(bytes).unwrap_or_default();
        Self {
            source: request.client_ip().to_canonical(),
            country: None,
            method: text(request.method()),
            path: text(request.path()),
            user_agent: request.header("user-agent").map(text),
            ja3: request.ja3_fingerprint(),
            ja4: request.ja4_fingerprint(),
        }
    }

    /// From this country, by its two letters.
    #[must_use]
    pub fn country(self, country: &'a str) -> Self {
        Self {
            country: Some(country),
            ..self
        }
    }

    /// With this header `User-Agent`.
    #[must_use]
    pub fn user_agent(self, user_agent: &'a str) -> Self {
        Self {
            user_agent: Some(user_agent),
            ..self
        }
    }

    /// With this JA3 fingerprint.
    #[must_use]
    pub fn ja3(self, fingerprint: &'a str) -> Self {
        Self {
            ja3: Some(fingerprint),
            ..self
        }
    }

    /// With this JA4 fingerprint.
    #[must_use]
    pub fn ja4(self, fingerprint: &'a str) -> Self {
        Self {
            ja4: Some(fingerprint),
            ..self
        }
    }
}

/// A request by its values in each dimension.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Features([Option<Arc<str>>; 7]);

impl Features {
    pub(crate) fn of(observation: &Observation<'_>) -> Self {
        let Observation {
            source,
            country,
            method,
            path,
            user_agent,
            ja3,
            ja4,
        } = *observation;
        let source = network(source).map(|net| Arc::from(net.to_string()));
        let rest = [country, Some(method), Some(path), user_agent, ja3, ja4];
        let [country, method, path, user_agent, ja3, ja4] =
            rest.map(|value| value.and_then(value_of));
        Self([source, country, method, path, user_agent, ja3, ja4])
    }

    pub(crate) fn get(&self, dimension: Dimension) -> Option<&Arc<str>> {
        let Self([source, country, method, path, user_agent, ja3, ja4]) = self;
        let value = match dimension {
            Dimension::Source => source,
            Dimension::Country => country,
            Dimension::Method => method,
            Dimension::Path => path,
            Dimension::UserAgent => user_agent,
            Dimension::Ja3 => ja3,
            Dimension::Ja4 => ja4,
        };
        value.as_ref()
    }
}

/// As much of a value as a rule compares.
fn value_of(value: &str) -> Option<Arc<str>> {
    let end = (0..=limits::VALUE_BYTES.min(value.len()))
        .rev()
        .find(|&end| value.is_char_boundary(end))?;
    let value = value.get(..end)?;
    (!value.is_empty()).then(|| Arc::from(value))
}

fn network(address: IpAddr) -> Option<IpNet> {
    let bits = if address.is_ipv4() { 24 } else { 48 };
    IpNet::new(address, bits).ok().map(|net| net.trunc())
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Source => "source",
            Self::Country => "country",
            Self::Method => "method",
            Self::Path => "path",
            Self::UserAgent => "user agent",
            Self::Ja3 => "JA3",
            Self::Ja4 => "JA4",
        })
    }
}
