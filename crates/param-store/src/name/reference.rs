//! How a request refers to a parameter: by name or ARN, perhaps with a version or a label behind it.

use common_types::{AccountId, Arn};

use super::ParameterName;
use crate::{
    Error, Result,
    scope::{SERVICE, Scope},
};

/// What a reading request refers to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Reference {
    /// A parameter here, of another account, or of AWS.
    Parameter {
        /// Whose it is.
        home: Home,
        name: ParameterName,
        selector: Option<Selector>,
    },
    /// A secret of Secrets Manager.
    Secret(SecretReference),
}

/// Whose a parameter is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Home {
    /// An account's.
    Account(AccountId),
    /// AWS's: public.
    Public,
}

/// Which version of a parameter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Selector {
    /// By its number.
    Version(u64),
    /// By a label.
    Label(String),
}

/// A secret behind `/aws/reference/secretsmanager/`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct SecretReference {
    /// The name of the secret.
    pub(crate) id: String,
    /// A stage or a version's id.
    pub(crate) selector: Option<String>,
}

impl Reference {
    /// Reads how a request refers to a parameter.
    ///
    /// # Errors
    ///
    /// [`Error::Validation`] if it is no name and no ARN of a parameter in the partition and region of the handle;
    /// [`Error::ParameterNotFound`] if it can be nothing's.
    pub(crate) fn parse(text: &str, here: &Scope) -> Result<Self> {
        let text = text.trim_matches(' ');
        if let Some(id) = text.strip_prefix(SECRETS) {
            return SecretReference::parse(id).map(Self::Secret);
        }
        if text.starts_with("arn:") {
            return Self::of_arn(text, here);
        }
        let (name, selector) = split(text)?;
        let name = ParameterName::of_existing(name)?;
        let home = if is_public(&name) {
            Home::Public
        } else {
            here.home()
        };
        Ok(Self::Parameter {
            home,
            name,
            selector,
        })
    }

    fn of_arn(text: &str, here: &Scope) -> Result<Self> {
        let wrong = || Error::validation(format!("Invalid parameter ARN: {text}."));
        let arn: Arn = text.parse().map_err(|_| wrong())?;
        if arn.service() != SERVICE || arn.partition() != here.partition.as_str() {
            return Err(wrong());
        }
        if arn.region() != here.region.as_str() {
            return Err(Error::validation(format!(
                "The parameter {text} is in another Region than {}.",
                here.region
            )));
        }
        let named = arn
            .resource()
            .strip_prefix("parameter/")
            .ok_or_else(wrong)?;
        let (name, selector) = split(named)?;
        let home = match (arn.account(), arn.account_id()) {
            ("", _) => Home::Public,
            (_, Some(account)) => Home::Account(account),
            (_, None) => return Err(wrong()),
        };
        Ok(Self::Parameter {
            home,
            name: ParameterName::of_existing(&format!("/{name}"))?,
            selector,
        })
    }
}

impl Selector {
    /// As responses show it, the colon included.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Version(version) => format!(":{version}"),
            Self::Label(label) => format!(":{label}"),
        }
    }
}

impl SecretReference {
    fn parse(text: &str) -> Result<Self> {
        let (id, selector) = match text.split_once(':') {
            Some((_, "")) => return Err(Error::validation(NO_SELECTOR)),
            Some((id, selector)) => (id, Some(selector.to_owned())),
            None => (text, None),
        };
        if id.is_empty() || id.contains(char::is_whitespace) {
            return Err(Error::validation("The name of the secret is not valid."));
        }
        Ok(Self {
            id: id.to_owned(),
            selector,
        })
    }

    /// The name of the parameter that stands for it.
    pub(crate) fn name(&self) -> String {
        format!("{SECRETS}{}", self.id)
    }
}

/// The name, and what follows its colon.
fn split(text: &str) -> Result<(&str, Option<Selector>)> {
    let Some((name, selector)) = text.split_once(':') else {
        return Ok((text, None));
    };
    if selector.is_empty() || selector.contains(':') {
        return Err(Error::validation(NO_SELECTOR));
    }
    let is_number = selector.bytes().all(|b| b.is_ascii_digit());
    let selector = match selector.parse() {
        Ok(version) if is_number => Selector::Version(version),
        _ => Selector::Label(selector.to_owned()),
    };
    Ok((name, Some(selector)))
}

fn is_public(name: &ParameterName) -> bool {
    name.as_str().starts_with("/aws/")
}

const SECRETS: &str = "/aws/reference/secretsmanager/";
const NO_SELECTOR: &str =
    "Invalid parameter selector: it is one version or one label behind a colon.";

#[cfg(test)]
mod tests {
    use super::*;

    fn here() -> Scope {
        Scope::in_account(
            "111122223333".parse().unwrap(),
            "eu-west-1".parse().unwrap(),
        )
    }

    fn parse(text: &str) -> Result<Reference> {
        Reference::parse(text, &here())
    }

    fn parameter(home: Home, name: &str, selector: Option<Selector>) -> Reference {
        Reference::Parameter {
            home,
            name: name.parse().unwrap(),
            selector,
        }
    }

    #[test]
    fn names_and_arns_with_versions_and_labels() {
        let own = here().home();
        let other = Home::Account("444455556666".parse().unwrap());
        let label = |label: &str| Some(Selector::Label(label.to_owned()));
        for (text, wanted) in [
            ("a", parameter(own, "a", None)),
            ("/a/b:3", parameter(own, "/a/b", Some(Selector::Version(3)))),
            ("/a/b:prod", parameter(own, "/a/b", label("prod"))),
            (
                "arn:aws:ssm:eu-west-1:444455556666:parameter/a/b:prod",
                parameter(other, "/a/b", label("prod")),
            ),
            (
                "/aws/service/x",
                parameter(Home::Public, "/aws/service/x", None),
            ),
            (
                "arn:aws:ssm:eu-west-1::parameter/aws/service/x",
                parameter(Home::Public, "/aws/service/x", None),
            ),
        ] {
            assert_eq!(parse(text).unwrap(), wanted);
        }
    }

    #[test]
    fn a_secret_by_its_name_stage_or_version() {
        let secret = |id: &str, selector: Option<&str>| {
            Reference::Secret(SecretReference {
                id: id.to_owned(),
                selector: selector.map(str::to_owned),
            })
        };
        assert_eq!(
            parse("/aws/reference/secretsmanager/db/prod").unwrap(),
            secret("db/prod", None)
        );
        assert_eq!(
            parse("/aws/reference/secretsmanager/db:AWSPREVIOUS").unwrap(),
            secret("db", Some("AWSPREVIOUS"))
        );
    }

    #[test]
    fn what_refers_to_nothing_is_refused() {
        for bad in [
            "",
            "a:",
            "a:1:2",
            "a b",
            "arn:aws:s3:::parameter/a",
            "arn:aws:ssm:eu-west-2:111122223333:parameter/a",
            "arn:aws:ssm:eu-west-1:111122223333:document/a",
            "arn:aws:ssm:eu-west-1:1:parameter/a",
            "/aws/reference/secretsmanager/",
            "/aws/reference/secretsmanager/a:",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
