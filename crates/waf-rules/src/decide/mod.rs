//! Deciding: a request in, a verdict out.

mod address;
mod asked_asns;
mod evaluate;
mod rate;
mod rule_match;
mod rules;
mod verdict;

pub(crate) use address::Address;
use common_types::Timestamp;
pub(crate) use evaluate::Evaluation;
pub(crate) use rate::Part;
pub use rule_match::{RateMatch, RuleMatch};
pub(crate) use rules::decide;
pub use verdict::{Metric, Verdict, VerdictResponse};

use crate::{CompiledWebAcl, GeoLookup, Request, TokenCheck};

/// Who knows what a request does not say itself.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Environment<'a> {
    pub(crate) geo: Option<&'a dyn GeoLookup>,
    pub(crate) tokens: Option<&'a dyn TokenCheck>,
}

impl<'a> Environment<'a> {
    /// Nobody: addresses are nowhere, tokens are missing.
    pub const fn new() -> Self {
        Self {
            geo: None,
            tokens: None,
        }
    }

    /// Who knows where addresses are. What the request itself says of the client's address comes first.
    #[must_use]
    pub fn geo(mut self, lookup: &'a dyn GeoLookup) -> Self {
        self.geo = Some(lookup);
        self
    }

    /// Who reads tokens.
    #[must_use]
    pub fn tokens(mut self, check: &'a dyn TokenCheck) -> Self {
        self.tokens = Some(check);
        self
    }
}

impl CompiledWebAcl {
    /// Decides a request at this time. Rate-based rules count it.
    ///
    /// Time is linear in what of the request is inspected. A request that needs no transformation, and that no rule labels by its
    /// country, allocates nothing, as long as the web ACL asks at most 512 different questions.
    pub fn decide<'a>(
        &'a self,
        request: &'a Request<'a>,
        now: Timestamp,
        environment: &Environment<'a>,
    ) -> Verdict<'a> {
        decide(self, request, now, environment, None)
    }
}
