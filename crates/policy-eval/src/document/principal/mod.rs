//! `Principal` and `NotPrincipal`: whom a statement is about.

mod name;

use serde::{Serialize, Serializer, ser::SerializeMap};

pub use name::PrincipalName;

use super::{
    OneOrMany,
    reader::{Kind, Reader, Result},
};
use crate::{error::Problem, request::Request};

/// Whom a statement names.
///
/// Source: [Principal](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Principals {
    /// `"*"`: everybody.
    Everybody,
    /// `{"AWS": …, "Service": …}`
    Named(Vec<(PrincipalKey, OneOrMany<PrincipalName>)>),
}

/// The kinds of names that a statement can give.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum PrincipalKey {
    /// Accounts, users, roles, sessions; `*`.
    Aws,
    /// Services, such as `ssm.amazonaws.com`.
    Service,
    /// Identity providers.
    Federated,
    /// Accounts by the identifier that Amazon S3 has for them.
    CanonicalUser,
}

/// How closely a statement names the one who calls. What the statement then grants differs by it.
///
/// Source: [evaluation within an account](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html).
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Reach {
    /// The caller's account: its administrators decide who in it.
    Account,
    /// The role of the session, or the user that federated it.
    Role,
    /// The caller itself, or everybody.
    Caller,
}

impl Principals {
    pub(in crate::document) fn read(reader: &mut Reader<'_>) -> Result<Self> {
        if reader.kind()? == Kind::Text {
            let at = reader.offset();
            let text = reader.text("`*` or an object")?;
            if text != "*" {
                let problem = Problem::invalid(&text, "a principal: it is `*` or an object");
                return Err(reader.error_at(at, problem));
            }
            return Ok(Self::Everybody);
        }
        let mut named = Vec::new();
        reader.object("`*` or an object", |reader, name, at| {
            let Some(key) = PrincipalKey::parse(name) else {
                return Err(reader.error_at(at, Problem::UnknownElement(name.to_owned())));
            };
            let names = OneOrMany::read(reader, "a principal or a list of them", |reader| {
                let at = reader.offset();
                let text = reader.text("a principal as text")?;
                key.name(&text)
                    .map_err(|problem| reader.error_at(at, problem))
            })?;
            named.push((key, names));
            Ok(())
        })?;
        Ok(Self::Named(named))
    }

    /// The names, under whichever key.
    pub fn names(&self) -> impl Iterator<Item = (PrincipalKey, &PrincipalName)> {
        let named: &[_] = match self {
            Self::Everybody => &[],
            Self::Named(named) => named,
        };
        named
            .iter()
            .flat_map(|(key, names)| names.iter().map(|name| (*key, name)))
    }

    /// The same with other names, where there are others that name a user or role.
    pub(in crate::document) fn renamed(
        &self,
        rename: &dyn Fn(&PrincipalName) -> Option<String>,
    ) -> Self {
        let renamed = |key: PrincipalKey, name: &PrincipalName| {
            let other = rename(name).and_then(|text| PrincipalName::parse(&text, key));
            other.unwrap_or_else(|| name.clone())
        };
        match self {
            Self::Everybody => Self::Everybody,
            Self::Named(named) => Self::Named(
                named
                    .iter()
                    .map(|(key, names)| (*key, names.map(|name| renamed(*key, name))))
                    .collect(),
            ),
        }
    }

    /// Whether the names are `*`, in either form.
    pub(crate) fn is_everybody(&self) -> bool {
        match self {
            Self::Everybody => true,
            Self::Named(_) => self.names().any(|(_, name)| name.is_everybody()),
        }
    }

    /// How closely the caller is named; `None` if not at all.
    pub(crate) fn reach(&self, request: &Request<'_>) -> Option<Reach> {
        match self {
            Self::Everybody => Some(Reach::Caller),
            Self::Named(_) => self
                .names()
                .filter_map(|(_, name)| name.reach(request))
                .max(),
        }
    }

    /// Whether the names, as exceptions (`NotPrincipal`), let the caller through. Only its own name does: a session is
    /// not let through by its role, nor a user by its account.
    ///
    /// Source: [NotPrincipal](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html).
    pub(crate) fn excepts(&self, request: &Request<'_>) -> bool {
        self.reach(request) == Some(Reach::Caller)
    }
}

impl PrincipalKey {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "AWS" => Some(Self::Aws),
            "Service" => Some(Self::Service),
            "Federated" => Some(Self::Federated),
            "CanonicalUser" => Some(Self::CanonicalUser),
            _ => None,
        }
    }

    /// The member's name in the document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "AWS",
            Self::Service => "Service",
            Self::Federated => "Federated",
            Self::CanonicalUser => "CanonicalUser",
        }
    }

    /// A name of this kind.
    pub(in crate::document) fn name(self, text: &str) -> Result<PrincipalName, Problem> {
        PrincipalName::parse(text, self).ok_or_else(|| Problem::invalid(text, self.expected()))
    }

    fn expected(self) -> &'static str {
        match self {
            Self::Aws => {
                "an AWS principal: it is `*`, an account id, a unique id, or the ARN of an account's root, a \
                 user, a role or a session, without wildcards"
            }
            Self::Service => "a service principal: it looks like `ssm.amazonaws.com`",
            Self::Federated => "an identity provider: it is a domain or the ARN of a provider",
            Self::CanonicalUser => "a canonical user: it has 64 hexadecimal digits",
        }
    }
}

impl Serialize for Principals {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::Everybody => serializer.serialize_str("*"),
            Self::Named(named) => {
                let mut map = serializer.serialize_map(Some(named.len()))?;
                for (key, names) in named {
                    map.serialize_entry(key.as_str(), names)?;
                }
                map.end()
            }
        }
    }
}
