//! Where a listing goes on.

use std::str::FromStr;

use crate::{ParseError, limits, text::text_forms};

/// An opaque token that a listing gave out and takes back: AWS's `Marker`, `NextMarker` and `NextToken`.
///
/// What is in it, and that nobody changed it, is the business of the service that made it.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct PageToken(String);

impl PageToken {
    /// The token's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PageToken {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let refuse = |reason: &'static str| Err(ParseError::new(text, "a page token", reason));
        if text.is_empty() {
            return refuse("it is empty");
        }
        if text.len() > limits::PAGE_TOKEN_BYTES {
            return refuse("it is longer than 8192 bytes");
        }
        if !text.bytes().all(|b| b.is_ascii_graphic()) {
            return refuse("it has a character that no token has");
        }
        Ok(Self(text.to_owned()))
    }
}

text_forms!(PageToken);
