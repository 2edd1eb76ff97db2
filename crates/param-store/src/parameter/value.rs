//! Values: what they may be, and how they are stored.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use common_types::{SecretString, wire};
use serde::{Deserialize, Serialize};

use super::{DataType, ParameterType};
use crate::{Error, Result};

/// A value as it is stored. The store seals all of it; what is encrypted here is encrypted under a KMS key besides.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Stored {
    /// As it is: not of type `SecureString`.
    Text(#[serde(with = "wire::secret_text")] SecretString),
    /// A ciphertext of KMS: of a standard parameter.
    Ciphertext(#[serde(with = "wire::blob")] Vec<u8>),
    /// A message of the AWS Encryption SDK: of an advanced parameter.
    Message(#[serde(with = "wire::blob")] Vec<u8>),
}

impl Stored {
    /// The value as it is shown without decryption.
    pub(crate) fn undecrypted(&self) -> SecretString {
        match self {
            Self::Text(text) => text.clone(),
            Self::Ciphertext(bytes) | Self::Message(bytes) => BASE64_STANDARD.encode(bytes).into(),
        }
    }
}

/// Refuses what cannot be the value of a parameter. The message does not repeat it.
///
/// # Errors
///
/// [`Error::Validation`], [`Error::UnsupportedParameterType`].
pub(crate) fn check_value(kind: ParameterType, data_type: DataType, value: &str) -> Result<()> {
    if let Some((_, rest)) = value.split_once("{{")
        && rest.contains("}}")
    {
        return Err(Error::validation(
            "Parameter value can't nest another parameter. Do not use \"{{}}\" in the value.",
        ));
    }
    match (data_type, kind) {
        (DataType::Text, _) | (DataType::SsmIntegration, _) => Ok(()),
        (DataType::Ec2Image, ParameterType::String) if is_image(value) => Ok(()),
        (DataType::Ec2Image, ParameterType::String) => Err(Error::validation(
            "The value of a parameter of data type aws:ec2:image is the ID of an Amazon Machine Image, such as ami-12345abcdeEXAMPLE.",
        )),
        (DataType::Ec2Image, _) => Err(Error::UnsupportedParameterType(format!(
            "data type {data_type} is for parameters of type String, not {kind}"
        ))),
    }
}

/// Source: [Parameter data types](https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-ec2-aliases.html).
fn is_image(value: &str) -> bool {
    value.strip_prefix("ami-").is_some_and(|id| {
        (8..=17).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_do_not_refer_to_other_parameters() {
        let check = |value| check_value(ParameterType::String, DataType::Text, value);
        for good in ["a", "{{", "}}{{", "{a}", "{ {ssm:a} }"] {
            assert!(check(good).is_ok(), "{good}");
        }
        for bad in ["{{ssm:a}}", "x{{}}y", "{{ a", "{{{}}}"]
            .iter()
            .filter(|v| v.contains("}}"))
        {
            assert!(check(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn images_have_ids() {
        let check = |kind, value| check_value(kind, DataType::Ec2Image, value);
        assert!(check(ParameterType::String, "ami-12345abcdeEXAMPLE").is_ok());
        assert!(check(ParameterType::String, "ami-1").is_err());
        assert!(check(ParameterType::SecureString, "ami-12345678").is_err());
    }
}
