//! `arn:partition:service:region:account-id:resource`, parsed once and cheap to clone.

use std::{str::FromStr, sync::Arc};

use crate::{AccountId, ParseError, Partition, Region, limits, text::text_forms};

/// An Amazon Resource Name.
///
/// Invariants: at most [`limits::ARN_BYTES`] bytes; six parts, the first of them `arn`; partition, service and
/// resource not empty; no control character. Region and account may be empty, as in `arn:aws:iam::111122223333:root`
/// and `arn:aws:s3:::bucket`. A clone shares the text.
///
/// Source: [ARN format](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
#[derive(Clone)]
pub struct Arn {
    text: Arc<str>,
    /// Where partition, service, region and account end.
    ends: [u16; 4],
}

impl Arn {
    /// Puts an ARN together from its parts.
    ///
    /// # Errors
    ///
    /// [`ParseError`] if the service or the resource is empty or has a character that no ARN has.
    pub fn new(
        partition: &Partition,
        service: &str,
        region: Option<&Region>,
        account: Option<&AccountId>,
        resource: &str,
    ) -> Result<Self, ParseError> {
        let (region, account) = (
            region.map_or("", Region::as_str),
            account.map_or("", AccountId::as_str),
        );
        let partition = partition.as_str();
        let parts = ["arn", partition, service, region, account, resource];
        let text = parts.join(":");
        if service.contains(':') {
            return Err(ParseError::new(&text, EXPECTED, "its service has a colon"));
        }
        text.parse()
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The partition, such as `aws`.
    pub fn partition(&self) -> &str {
        self.part(0)
    }

    /// The service, such as `kms`.
    pub fn service(&self) -> &str {
        self.part(1)
    }

    /// The region, or nothing for a global resource.
    pub fn region(&self) -> &str {
        self.part(2)
    }

    /// The account, nothing, or `aws` for what AWS itself owns.
    pub fn account(&self) -> &str {
        self.part(3)
    }

    /// The account, when the ARN names one by its twelve digits.
    pub fn account_id(&self) -> Option<AccountId> {
        self.account().parse().ok()
    }

    /// All that follows the account: `key/1234abcd`, `root`, `parameter/a/b`.
    pub fn resource(&self) -> &str {
        self.text
            .get(usize::from(self.ends[3]) + 1..)
            .unwrap_or_default()
    }

    /// The resource up to its first `/` or `:`: `key` of `key/1234abcd`; the whole of `root`.
    pub fn resource_type(&self) -> &str {
        self.resource().split(['/', ':']).next().unwrap_or_default()
    }

    /// The resource after its first `/` or `:`: `1234abcd` of `key/1234abcd`; nothing of `root`.
    pub fn resource_id(&self) -> &str {
        self.resource()
            .split_once(['/', ':'])
            .map_or("", |(_, id)| id)
    }

    fn part(&self, index: usize) -> &str {
        let start = match index.checked_sub(1) {
            None => PREFIX.len(),
            Some(before) => usize::from(self.ends.get(before).copied().unwrap_or_default()) + 1,
        };
        let end = usize::from(self.ends.get(index).copied().unwrap_or_default());
        self.text.get(start..end).unwrap_or_default()
    }
}

const PREFIX: &str = "arn:";
const EXPECTED: &str = "an ARN";

impl FromStr for Arn {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let refuse = |reason: &'static str| Err(ParseError::new(text, EXPECTED, reason));
        if text.len() > limits::ARN_BYTES {
            return refuse("it is longer than 2048 bytes");
        }
        if !text.starts_with(PREFIX) {
            return refuse("it does not begin with `arn:`");
        }
        let has_control = if text.is_ascii() {
            text.bytes().any(|byte| byte.is_ascii_control())
        } else {
            text.chars().any(char::is_control)
        };
        if has_control {
            return refuse("it has a control character");
        }
        let mut ends = [0_u16; 4];
        let mut colons = text.match_indices(':').skip(1);
        for (found, end) in ends.iter_mut().enumerate() {
            let Some((at, _)) = colons.next() else {
                let reason = format!("it has {} of the 6 parts", found + 2);
                return Err(ParseError::new(text, EXPECTED, reason));
            };
            *end = u16::try_from(at).unwrap_or(u16::MAX);
        }
        let arn = Self {
            text: Arc::from(text),
            ends,
        };
        if arn.partition().is_empty() {
            return refuse("its partition is empty");
        }
        if arn.service().is_empty() {
            return refuse("its service is empty");
        }
        if arn.resource().is_empty() {
            return refuse("its resource is empty");
        }
        Ok(arn)
    }
}

impl std::fmt::Debug for Arn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Arn({})", self.text)
    }
}

impl PartialEq for Arn {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Arn {}

impl PartialOrd for Arn {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Arn {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}

impl std::hash::Hash for Arn {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

text_forms!(Arn);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_parts_of_an_arn() {
        let arn: Arn = "arn:aws:ssm:eu-west-1:111122223333:parameter/a/b:3"
            .parse()
            .unwrap();
        assert_eq!(
            (arn.partition(), arn.service(), arn.region(), arn.account()),
            ("aws", "ssm", "eu-west-1", "111122223333")
        );
        assert_eq!(arn.resource(), "parameter/a/b:3");
        assert_eq!(
            (arn.resource_type(), arn.resource_id()),
            ("parameter", "a/b:3")
        );

        let root: Arn = "arn:aws:iam::111122223333:root".parse().unwrap();
        assert_eq!(
            (root.region(), root.resource_type(), root.resource_id()),
            ("", "root", "")
        );

        let bucket: Arn = "arn:aws:s3:::bucket/key".parse().unwrap();
        assert_eq!((bucket.account(), bucket.account_id()), ("", None));
    }

    #[test]
    fn what_is_not_an_arn_says_why() {
        for (text, reason) in [
            ("", "it does not begin with `arn:`"),
            ("arn:aws:kms", "it has 3 of the 6 parts"),
            ("arn::kms:::key/1", "its partition is empty"),
            ("arn:aws:::1:key/1", "its service is empty"),
            ("arn:aws:kms:::", "its resource is empty"),
            ("arn:aws:kms:::a\nb", "it has a control character"),
        ] {
            assert_eq!(text.parse::<Arn>().unwrap_err().reason(), reason, "{text}");
        }
        let long = format!("arn:aws:s3:::{}", "x".repeat(limits::ARN_BYTES));
        assert_eq!(
            long.parse::<Arn>().unwrap_err().reason(),
            "it is longer than 2048 bytes"
        );
    }

    proptest! {
        #[test]
        fn what_is_built_parses_to_the_same(
            service in "[a-z0-9-]{1,12}",
            region in proptest::option::of("[a-z]{2}-[a-z]{1,9}-[0-9]"),
            account in proptest::option::of("[0-9]{12}"),
            resource in "[^\\p{C}]{1,60}",
        ) {
            let region: Option<Region> = region.map(|r| r.parse().unwrap());
            let account: Option<AccountId> = account.map(|a| a.parse().unwrap());
            let built = Arn::new(
                &Partition::aws(), &service, region.as_ref(), account.as_ref(), &resource,
            ).unwrap();
            let parsed: Arn = built.to_string().parse().unwrap();
            prop_assert_eq!(&parsed, &built);
            prop_assert_eq!(parsed.service(), service);
            prop_assert_eq!(parsed.region(), region.map_or(String::new(), |r| r.to_string()));
            prop_assert_eq!(parsed.account_id(), account);
            prop_assert_eq!(parsed.resource(), resource);
            let json = serde_json::to_string(&parsed).unwrap();
            prop_assert_eq!(serde_json::from_str::<Arn>(&json).unwrap(), built);
        }

        #[test]
        fn no_text_panics(text in "(arn)?[:a-z*\\PC]{0,80}") {
            if let Ok(arn) = text.parse::<Arn>() {
                prop_assert_eq!(arn.as_str(), text);
                let _ = (arn.account_id(), arn.resource_type(), arn.resource_id());
            }
        }
    }
}
