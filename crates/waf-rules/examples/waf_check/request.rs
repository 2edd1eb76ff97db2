//! Recorded requests.

use std::{
    error::Error,
    net::{IpAddr, Ipv4Addr},
};

use base64::Engine as _;
use common_types::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use waf_rules::{
    CompiledWebAcl, Environment, Header, Location, Request, Token, TokenCheck, TokenClaims, Verdict,
};

/// A request as it is recorded. Other members are notes.
#[derive(Debug, Deserialize)]
pub(crate) struct Recorded {
    #[serde(default)]
    pub(crate) id: Value,
    time: Option<Value>,
    method: Option<String>,
    uri: Option<String>,
    headers: Option<Vec<(String, String)>>,
    body_base64: Option<String>,
    client_ip: Option<IpAddr>,
    country: Option<String>,
    region: Option<String>,
    asn: Option<u32>,
    ja3: Option<String>,
    ja4: Option<String>,
    token: Option<Value>,
}

impl Recorded {
    /// Decides it, and hands the verdict on.
    pub(crate) fn decide<T>(
        &self,
        acl: &CompiledWebAcl,
        then: impl FnOnce(&Request<'_>, Timestamp, &Environment<'_>, &Verdict<'_>) -> T,
    ) -> Result<T, Box<dyn Error>> {
        let now = self.time.as_ref().map_or(Ok(Timestamp::default()), time)?;
        let body = match &self.body_base64 {
            Some(text) => base64::engine::general_purpose::STANDARD
                .decode(text)
                .map_err(|error| error.to_string())?,
            None => Vec::new(),
        };
        let headers: Vec<Header<'_>> = self
            .headers
            .iter()
            .flatten()
            .map(|(name, value)| Header::new(name, value))
            .collect();
        let mut location = Location::new();
        if let Some(country) = &self.country {
            location = location.country(country);
        }
        if let Some(region) = &self.region {
            location = location.region(region);
        }
        if let Some(asn) = self.asn {
            location = location.asn(asn);
        }
        let address = self.client_ip.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        let method = self.method.as_deref().unwrap_or("GET");
        let mut request = Request::new(method, self.uri.as_deref().unwrap_or("/"), address)
            .headers(&headers)
            .body(&body)
            .location(location);
        if let Some(fingerprint) = &self.ja3 {
            request = request.ja3(fingerprint);
        }
        if let Some(fingerprint) = &self.ja4 {
            request = request.ja4(fingerprint);
        }
        let token = RecordedToken(token(self.token.as_ref(), now)?);
        let environment = Environment::new().tokens(&token);
        let verdict = acl.decide(&request, now, &environment);
        Ok(then(&request, now, &environment, &verdict))
    }
}

#[derive(Debug)]
struct RecordedToken(Token);

impl TokenCheck for RecordedToken {
    fn check(&self, _request: &Request<'_>, _now: Timestamp) -> Token {
        self.0.clone()
    }
}

fn token(value: Option<&Value>, now: Timestamp) -> Result<Token, Box<dyn Error>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Claims {
        domain: Option<String>,
        captcha: Option<Value>,
        challenge: Option<Value>,
    }
    Ok(match value {
        None | Some(Value::Null | Value::Bool(false)) => Token::Missing,
        Some(Value::Bool(true)) => solved(now),
        Some(Value::String(word)) if word == "valid" => solved(now),
        Some(Value::String(word)) if word == "expired" => Token::Valid(TokenClaims::new()),
        // Nobody here can read tokens.
        Some(Value::String(_)) => Token::Invalid,
        Some(value) => {
            let Claims {
                domain,
                captcha,
                challenge,
            } = Claims::deserialize(value)?;
            let mut claims = TokenClaims::new();
            if let Some(domain) = domain {
                claims = claims.domain(domain);
            }
            if let Some(at) = captcha {
                claims = claims.captcha_solved_at(time(&at)?);
            }
            if let Some(at) = challenge {
                claims = claims.challenge_passed_at(time(&at)?);
            }
            Token::Valid(claims)
        }
    })
}

fn solved(at: Timestamp) -> Token {
    Token::Valid(
        TokenClaims::new()
            .captcha_solved_at(at)
            .challenge_passed_at(at),
    )
}

/// Epoch seconds, or RFC 3339.
fn time(value: &Value) -> Result<Timestamp, Box<dyn Error>> {
    if let Some(text) = value.as_str() {
        return Ok(text.parse()?);
    }
    let seconds = value.as_f64().ok_or("a time is a number or a text")?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "saturates, and is checked then"
    )]
    let millis = (seconds * 1000.0).round() as i64;
    Timestamp::from_timestamp_millis(millis).ok_or_else(|| "a time beyond all calendars".into())
}
