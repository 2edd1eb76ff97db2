//! The text of a policy, wherever AWS puts it: as an object, as a text, or as a URL-encoded text.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _, ser::Error as _};
use serde_json::value::RawValue;

use crate::{ParseError, Policy, PolicyKind};

/// The text of a policy, as it was written.
///
/// As JSON it is the policy itself. It is read from an object, as the `aws` command line writes policies, and from a text,
/// as IAM's API carries them: then URL-encoded by [RFC 3986](https://www.rfc-editor.org/rfc/rfc3986).
///
/// ```
/// use policy_eval::directory::Document;
///
/// let object: Document = serde_json::from_str(r#"{"Statement": []}"#)?;
/// let encoded: Document = serde_json::from_str(r#""%7B%22Statement%22%3A%20%5B%5D%7D""#)?;
/// assert_eq!(object, encoded);
/// assert_eq!(encoded.as_str(), r#"{"Statement": []}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct Document(Arc<str>);

impl Document {
    /// The document with this text. Whether it is a policy shows when it is [read as one](Self::policy), at the latest when it
    /// is put into a directory.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The policy that the text is.
    ///
    /// # Errors
    ///
    /// [`ParseError`] if it is none of this kind.
    pub fn policy(&self, kind: PolicyKind) -> Result<Policy, ParseError> {
        Policy::parse(&self.0, kind)
    }
}

impl From<&Policy> for Document {
    fn from(policy: &Policy) -> Self {
        Self::new(policy.to_string())
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Document").field(&self.0).finish()
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.0).map_err(S::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        if !raw.get().starts_with('"') {
            return Ok(Self::new(raw.get()));
        }
        let text: String = serde_json::from_str(raw.get()).map_err(D::Error::custom)?;
        if text.trim_start().starts_with('{') {
            return Ok(Self::new(text));
        }
        let decoded = url_decoded(&text).ok_or_else(|| {
            D::Error::custom("a policy document is neither JSON nor URL-encoded JSON")
        })?;
        Ok(Self::new(decoded))
    }
}

/// A document that is written as a text: `#[serde(with = "document::as_text")]`.
pub(super) mod as_text {
    use super::{Deserialize, Deserializer, Document, Serializer};

    pub(crate) fn serialize<S: Serializer>(
        document: &Document,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(document.as_str())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Document, D::Error> {
        Document::deserialize(deserializer)
    }
}

fn url_decoded(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => 16 * hex(bytes.next()?)? + hex(bytes.next()?)?,
            plain => plain,
        });
    }
    String::from_utf8(decoded).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|d| u8::try_from(d).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_document() {
        for bad in [r#""{""#, r#""%7B""#] {
            assert!(
                serde_json::from_str::<Document>(bad)
                    .unwrap()
                    .policy(PolicyKind::Identity)
                    .is_err()
            );
        }
        for bad in [r#""%7""#, r#""%zz""#, r#""%FF""#] {
            assert!(serde_json::from_str::<Document>(bad).is_err(), "{bad}");
        }
        assert!(serde_json::to_string(&Document::new("{")).is_err());
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text: String) {
            let encoded: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
            prop_assert_eq!(url_decoded(&encoded), Some(text));
        }
    }
}
