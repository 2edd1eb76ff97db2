//! Tokens: whether a client has solved a CAPTCHA or passed a challenge.

use std::fmt;

use common_types::Timestamp;

use crate::{model::wire_words, request::Request};

/// Reads the token of a request.
///
/// Called when a rule asks for a CAPTCHA or a challenge; at most once a request. It must not block. AWS's clients carry the token in the
/// cookie `aws-waf-token` or the header `x-aws-waf-token`.
pub trait TokenCheck: fmt::Debug + Send + Sync {
    /// The request's token.
    fn check(&self, request: &Request<'_>, now: Timestamp) -> Token;
}

/// The token of a request.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Token {
    /// There is none.
    #[default]
    Missing,
    /// It does not authenticate.
    Invalid,
    /// It authenticates.
    Valid(TokenClaims),
}

/// What a token says.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct TokenClaims {
    /// The domain that it was issued for. Without one it holds everywhere.
    pub domain: Option<String>,
    /// When a CAPTCHA was solved.
    pub captcha_solved_at: Option<Timestamp>,
    /// When a challenge was passed.
    pub challenge_passed_at: Option<Timestamp>,
}

impl TokenClaims {
    /// Nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// The domain that the token was issued for.
    #[must_use]
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.domain = Some(domain.into());
        self
    }

    /// When a CAPTCHA was solved.
    #[must_use]
    pub fn captcha_solved_at(mut self, time: Timestamp) -> Self {
        self.captcha_solved_at = Some(time);
        self
    }

    /// When a challenge was passed.
    #[must_use]
    pub fn challenge_passed_at(mut self, time: Timestamp) -> Self {
        self.challenge_passed_at = Some(time);
        self
    }
}

wire_words! {
    /// Why a token is not enough.
    FailureReason {
        /// There is none.
        TokenMissing = "TOKEN_MISSING",
        /// What was solved or passed is too long ago, or never was.
        TokenExpired = "TOKEN_EXPIRED",
        /// It does not authenticate.
        TokenInvalid = "TOKEN_INVALID",
        /// It was issued for another domain.
        TokenDomainMismatch = "TOKEN_DOMAIN_MISMATCH",
    }
}

/// What a rule asked of the client, and what the token said.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct TokenResponse {
    /// 0 where the token was enough; 405 of a CAPTCHA, 202 of a challenge.
    pub response_code: u16,
    /// When it was solved or passed, in epoch seconds; 0 where it was not.
    pub solve_timestamp: i64,
    /// Why the token was not enough.
    pub failure_reason: Option<FailureReason>,
}

/// What a token must be for a rule to pass it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TokenTerms<'a> {
    pub(crate) is_captcha: bool,
    pub(crate) immunity_seconds: u64,
    pub(crate) domains: &'a [String],
}

impl TokenTerms<'_> {
    pub(crate) fn judge(
        &self,
        token: &Token,
        host: Option<&[u8]>,
        now: Timestamp,
    ) -> TokenResponse {
        let refused = |reason, solved: Option<Timestamp>| TokenResponse {
            response_code: if self.is_captcha { 405 } else { 202 },
            solve_timestamp: solved.map_or(0, |at| at.timestamp()),
            failure_reason: Some(reason),
        };
        let claims = match token {
            Token::Missing => return refused(FailureReason::TokenMissing, None),
            Token::Invalid => return refused(FailureReason::TokenInvalid, None),
            Token::Valid(claims) => claims,
        };
        let solved = if self.is_captcha {
            claims.captcha_solved_at
        } else {
            claims.challenge_passed_at
        };
        if claims
            .domain
            .as_deref()
            .is_some_and(|domain| !self.accepts(domain, host))
        {
            return refused(FailureReason::TokenDomainMismatch, solved);
        }
        match solved {
            Some(at) if self.is_fresh(at, now) => TokenResponse {
                response_code: 0,
                solve_timestamp: at.timestamp(),
                failure_reason: None,
            },
            solved => refused(FailureReason::TokenExpired, solved),
        }
    }

    fn is_fresh(&self, solved: Timestamp, now: Timestamp) -> bool {
        let age = now.signed_duration_since(solved).num_milliseconds();
        let immunity =
            i64::try_from(self.immunity_seconds.saturating_mul(1000)).unwrap_or(i64::MAX);
        age < immunity
    }

    /// The request's host, the listed domains, and what is below one of these.
    fn accepts(&self, domain: &str, host: Option<&[u8]>) -> bool {
        let is_host = host.is_some_and(|host| {
            let name = host.split(|&b| b == b':').next().unwrap_or_default();
            name.eq_ignore_ascii_case(domain.as_bytes())
        });
        is_host || self.domains.iter().any(|listed| is_within(domain, listed))
    }
}

fn is_within(domain: &str, listed: &str) -> bool {
    let (domain, listed) = (domain.as_bytes(), listed.as_bytes());
    let Some(start) = domain.len().checked_sub(listed.len()) else {
        return false;
    };
    let (before, end) = domain.split_at(start);
    end.eq_ignore_ascii_case(listed) && (before.is_empty() || before.ends_with(b"."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn tokens_are_judged() {
        let domains = ["example.org".to_owned()];
        let terms = TokenTerms {
            is_captcha: true,
            immunity_seconds: 300,
            domains: &domains,
        };
        let reason = |token: &Token, now: i64| {
            terms
                .judge(token, Some(b"shop.example.com:8443"), at(now))
                .failure_reason
        };
        let solved = |domain: &str| {
            Token::Valid(
                TokenClaims::new()
                    .domain(domain)
                    .captcha_solved_at(at(1_000)),
            )
        };
        assert_eq!(
            reason(&Token::Missing, 0),
            Some(FailureReason::TokenMissing)
        );
        assert_eq!(
            reason(&Token::Invalid, 0),
            Some(FailureReason::TokenInvalid)
        );
        assert_eq!(reason(&solved("Shop.example.com"), 1_299), None);
        assert_eq!(
            reason(&solved("shop.example.com"), 1_300),
            Some(FailureReason::TokenExpired)
        );
        assert_eq!(reason(&solved("a.example.org"), 1_000), None);
        assert_eq!(
            reason(&solved("notexample.org"), 1_000),
            Some(FailureReason::TokenDomainMismatch)
        );
        assert_eq!(
            reason(&solved("example.com"), 1_000),
            Some(FailureReason::TokenDomainMismatch)
        );
        let challenge = Token::Valid(TokenClaims::new().challenge_passed_at(at(1_000)));
        assert_eq!(reason(&challenge, 1_000), Some(FailureReason::TokenExpired));
    }
}
