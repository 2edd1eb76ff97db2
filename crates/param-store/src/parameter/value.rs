//! Values: what they may be, and how they are stored.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use common_types::SecretString;

use super::{DataType, ParameterType};
use crate::{
    Error, Result,
    record::{Member, Reader, Writer},
};

/// A value as it is stored. The store seals all of it; what is encrypted here is encrypted under a KMS key besides.
#[derive(Clone, Debug)]
pub(crate) enum Stored {
    /// As it is: not of type `SecureString`.
    Text(SecretString),
    /// A ciphertext of KMS: of a standard parameter.
    Ciphertext(Vec<u8>),
    /// A message of the AWS Encryption SDK: of an advanced parameter.
    Message(Vec<u8>),
}

impl Stored {
    /// Its bytes as they are stored.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.expose().len(),
            Self::Ciphertext(bytes) | Self::Message(bytes) => bytes.len(),
        }
    }

    /// The value as it is shown without decryption.
    pub(crate) fn undecrypted(&self) -> SecretString {
        match self {
            Self::Text(text) => text.clone(),
            Self::Ciphertext(bytes) | Self::Message(bytes) => BASE64_STANDARD.encode(bytes).into(),
        }
    }
}

/// Which of the three it is, and the bytes.
impl Member for Stored {
    fn write(&self, to: &mut Writer) {
        match self {
            Self::Text(text) => {
                to.byte(0);
                text.write(to);
            }
            Self::Ciphertext(blob) => {
                to.byte(1);
                to.bytes(blob);
            }
            Self::Message(message) => {
                to.byte(2);
                to.bytes(message);
            }
        }
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        match from.byte()? {
            0 => SecretString::read(from).map(Self::Text),
            1 => Some(Self::Ciphertext(from.bytes()?.to_vec())),
            2 => Some(Self::Message(from.bytes()?.to_vec())),
            _ => None,
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
