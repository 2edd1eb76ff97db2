//! Where a resource lives: partition, account, region, service.

use std::{str::FromStr, sync::Arc};

use crate::{ParseError, text::text_forms};

/// A group of regions under one identity system: `aws`, `aws-cn`, `aws-us-gov`, `aws-iso`, …
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Partition(Arc<str>);

impl Partition {
    /// The commercial partition, `aws`.
    pub fn aws() -> Self {
        Self(Arc::from("aws"))
    }

    /// Its name, as it stands in an ARN.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The domain under which its service principals are named.
    pub fn dns_suffix(&self) -> &'static str {
        match self.as_str() {
            "aws-cn" => "amazonaws.com.cn",
            "aws-iso" => "c2s.ic.gov",
            "aws-iso-b" => "sc2s.sgov.gov",
            "aws-iso-e" => "cloud.adc-e.uk",
            "aws-iso-f" => "csp.hci.ic.gov",
            _ => "amazonaws.com",
        }
    }
}

impl Default for Partition {
    fn default() -> Self {
        Self::aws()
    }
}

impl FromStr for Partition {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let well_formed = text.len() <= 32
            && text.split('-').enumerate().all(|(i, word)| match i {
                0 => word == "aws",
                _ => !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()),
            });
        if !well_formed {
            return Err(ParseError::new(
                text,
                "a partition",
                "it is `aws` or begins with `aws-`",
            ));
        }
        Ok(Self(Arc::from(text)))
    }
}

text_forms!(Partition);

/// The twelve digits of an AWS account.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct AccountId([u8; 12]);

impl AccountId {
    /// The digits.
    pub fn as_str(&self) -> &str {
        // INVARIANT: `from_digits` lets ASCII digits in and nothing else.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether a text is these digits: for hot paths, where no text is to be made of them.
    pub fn is(&self, text: &str) -> bool {
        self.0 == *text.as_bytes()
    }

    /// Reads an id that stands among other bytes: twelve ASCII digits, and nothing else.
    pub fn from_digits(digits: &[u8]) -> Option<Self> {
        let digits: [u8; 12] = digits.try_into().ok()?;
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then_some(Self(digits))
    }
}

impl FromStr for AccountId {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::from_digits(text.as_bytes())
            .ok_or_else(|| ParseError::new(text, "an account id", "it has twelve digits"))
    }
}

text_forms!(AccountId);

/// A region such as `eu-west-1`.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Region(Arc<str>);

impl Region {
    /// Its name, as it stands in an ARN.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Region {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let mut words = text.rsplit('-');
        let number = words.next().unwrap_or_default();
        let mut names = 0;
        let well_formed = text.len() <= 32
            && (1..=2).contains(&number.len())
            && number.bytes().all(|b| b.is_ascii_digit())
            && words.all(|word| {
                names += 1;
                !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase())
            })
            && names >= 2;
        if !well_formed {
            return Err(ParseError::new(
                text,
                "a region",
                "it looks like `eu-west-1`",
            ));
        }
        Ok(Self(Arc::from(text)))
    }
}

text_forms!(Region);

/// A service by its prefix, such as `kms` or `ssm`: the first half of an action and of a service principal.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ServiceName(Arc<str>);

impl ServiceName {
    /// The prefix.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The service principal, such as `ssm.amazonaws.com`: what `aws:CalledVia` carries.
    pub fn principal(&self, partition: &Partition) -> String {
        format!("{self}.{}", partition.dns_suffix())
    }

    /// The service in one region, such as `ssm.eu-west-1.amazonaws.com`: what `kms:ViaService` carries.
    pub fn endpoint(&self, partition: &Partition, region: &Region) -> String {
        format!("{self}.{region}.{}", partition.dns_suffix())
    }
}

impl FromStr for ServiceName {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let well_formed = (1..=63).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.');
        if !well_formed {
            return Err(ParseError::new(
                text,
                "a service name",
                "it has 1 to 63 lower-case letters, digits, `-` and `.`",
            ));
        }
        Ok(Self(Arc::from(text)))
    }
}

text_forms!(ServiceName);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_and_what_is_not_a_region() {
        for good in [
            "eu-west-1",
            "us-gov-east-1",
            "ap-southeast-12",
            "us-iso-east-1",
        ] {
            assert!(good.parse::<Region>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "eu",
            "eu-1",
            "eu-west",
            "EU-west-1",
            "eu--1",
            "eu-west-123",
            "eu-west-1 ",
        ] {
            assert!(bad.parse::<Region>().is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_and_what_is_not_a_partition() {
        for good in ["aws", "aws-cn", "aws-us-gov", "aws-iso-b"] {
            assert!(good.parse::<Partition>().is_ok(), "{good}");
        }
        for bad in ["", "AWS", "awsx", "aws-", "gcp"] {
            assert!(bad.parse::<Partition>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_service_is_named_per_partition_and_region() {
        let (ssm, region) = (
            "ssm".parse::<ServiceName>().unwrap(),
            "cn-north-1".parse().unwrap(),
        );
        assert_eq!(ssm.principal(&Partition::aws()), "ssm.amazonaws.com");
        let china = "aws-cn".parse().unwrap();
        assert_eq!(
            ssm.endpoint(&china, &region),
            "ssm.cn-north-1.amazonaws.com.cn"
        );
    }

    proptest! {
        #[test]
        fn what_prints_parses_again(account in "[0-9]{12}", region in "[a-z]{2}-[a-z]{1,9}-[0-9]") {
            let account: AccountId = account.parse().unwrap();
            prop_assert_eq!(account.to_string().parse::<AccountId>().unwrap(), account);
            let json = serde_json::to_string(&account).unwrap();
            prop_assert_eq!(serde_json::from_str::<AccountId>(&json).unwrap(), account);
            let region: Region = region.parse().unwrap();
            prop_assert_eq!(region.to_string().parse::<Region>().unwrap(), region);
        }

        #[test]
        fn no_text_panics(text in ".{0,40}") {
            let _ = text.parse::<AccountId>();
            let _ = text.parse::<Region>();
            let _ = text.parse::<Partition>();
            let _ = text.parse::<ServiceName>();
        }
    }
}
