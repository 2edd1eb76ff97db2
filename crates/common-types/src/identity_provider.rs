//! Who vouches for people and programs that have no credentials of AWS's.

use std::{fmt, str::FromStr};

use crate::{Arn, ParseError};

/// An identity provider that a role's trust policy can name as `Federated`.
///
/// It is the ARN of an `OpenID` Connect or SAML provider of an account, or one of the four that IAM knows by their domains.
///
/// ```
/// use common_types::IdentityProvider;
///
/// let github: IdentityProvider =
///     "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com".parse()?;
/// assert!(!github.is_saml());
/// assert!("accounts.google.com".parse::<IdentityProvider>().is_ok());
/// assert!("accounts.example.com".parse::<IdentityProvider>().is_err());
/// # Ok::<(), common_types::ParseError>(())
/// ```
///
/// Source: [OIDC and SAML principals](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-federated-web-identity).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct IdentityProvider {
    name: Box<str>,
    saml: bool,
}

impl IdentityProvider {
    /// As a policy names it.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// Whether it speaks SAML; if not, `OpenID` Connect or OAuth 2.0.
    pub fn is_saml(&self) -> bool {
        self.saml
    }
}

impl FromStr for IdentityProvider {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let provider = |saml| Self {
            name: Box::from(text),
            saml,
        };
        if WELL_KNOWN.contains(&text) {
            return Ok(provider(false));
        }
        let arn: Arn = text.parse()?;
        let of_account = arn.account_id().is_some() && arn.service() == "iam";
        match arn.resource_type() {
            _ if !of_account || !arn.region().is_empty() || arn.resource_id().is_empty() => {
                Err(ParseError::new(text, "an identity provider", EXPECTED))
            }
            "oidc-provider" => Ok(provider(false)),
            "saml-provider" => Ok(provider(true)),
            _ => Err(ParseError::new(text, "an identity provider", EXPECTED)),
        }
    }
}

impl fmt::Display for IdentityProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

const EXPECTED: &str =
    "it is the ARN of an account's `oidc-provider` or `saml-provider`, or a domain that IAM knows";

/// Those that need no provider in the account.
const WELL_KNOWN: [&str; 4] = [
    "accounts.google.com",
    "cognito-identity.amazonaws.com",
    "graph.facebook.com",
    "www.amazon.com",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn providers_are_of_an_account_or_known_to_all() {
        for (text, saml) in [
            ("arn:aws:iam::111122223333:saml-provider/ADFS", true),
            (
                "arn:aws-cn:iam::111122223333:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/EXAMPLE",
                false,
            ),
            ("www.amazon.com", false),
        ] {
            let provider: IdentityProvider = text.parse().unwrap();
            assert_eq!(
                (provider.to_string().as_str(), provider.is_saml()),
                (text, saml)
            );
        }
    }

    #[test]
    fn what_is_no_provider() {
        for text in [
            "",
            "*",
            "token.actions.githubusercontent.com",
            "arn:aws:iam::111122223333:role/app",
            "arn:aws:iam::111122223333:saml-provider/",
            "arn:aws:iam::aws:saml-provider/ADFS",
            "arn:aws:sts::111122223333:saml-provider/ADFS",
        ] {
            assert!(text.parse::<IdentityProvider>().is_err(), "{text}");
        }
    }
}
