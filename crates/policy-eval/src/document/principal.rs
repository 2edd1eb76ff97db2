//! `Principal` and `NotPrincipal`: whom a statement is about.

use common_types::{AccountId, Arn, Principal};
use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{
    OneOrMany,
    reader::{Kind, Reader, Result},
};
use crate::error::Problem;

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

/// One name in a `Principal` element.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PrincipalName {
    written: Box<str>,
    meaning: Meaning,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Meaning {
    /// `"AWS": "*"`
    Everybody,
    /// An account, by its id or as `arn:aws:iam::111122223333:root`.
    Account(AccountId),
    /// The ARN of a user or a federated user.
    User,
    /// The ARN of a role: it stands for all its sessions.
    Role,
    /// The ARN of one role session.
    Session,
    /// `AIDA…`, `AROA…`: a user or role that outlives no deletion.
    UniqueId,
    Service,
    /// Identity providers do not call services themselves, and canonical users are not known here.
    Foreign,
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
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self> {
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
                PrincipalName::parse(&text, key)
                    .ok_or_else(|| reader.error_at(at, Problem::invalid(&text, key.expected())))
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
    pub(super) fn renamed(&self, rename: &dyn Fn(&PrincipalName) -> Option<String>) -> Self {
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
            Self::Named(_) => self
                .names()
                .any(|(_, name)| name.meaning == Meaning::Everybody),
        }
    }

    /// How closely the caller is named; `None` if not at all.
    pub(crate) fn reach(&self, caller: &Principal) -> Option<Reach> {
        match self {
            Self::Everybody => Some(Reach::Caller),
            Self::Named(_) => self
                .names()
                .filter_map(|(_, name)| name.reach(caller))
                .max(),
        }
    }

    /// Whether the names, as exceptions (`NotPrincipal`), let the caller through. Only its own name does: a session is
    /// not let through by its role, nor a user by its account.
    ///
    /// Source: [NotPrincipal](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html).
    pub(crate) fn excepts(&self, caller: &Principal) -> bool {
        self.reach(caller) == Some(Reach::Caller)
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

impl PrincipalName {
    fn parse(text: &str, key: PrincipalKey) -> Option<Self> {
        let meaning = match key {
            PrincipalKey::Aws => Meaning::of_aws(text)?,
            PrincipalKey::Service if is_domain(text) => Meaning::Service,
            PrincipalKey::Federated if is_domain(text) || text.starts_with("arn:") => {
                Meaning::Foreign
            }
            PrincipalKey::CanonicalUser
                if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) =>
            {
                Meaning::Foreign
            }
            PrincipalKey::Service | PrincipalKey::Federated | PrincipalKey::CanonicalUser => {
                return None;
            }
        };
        Some(Self {
            written: Box::from(text),
            meaning,
        })
    }

    /// The name as it was written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The ARN of the IAM user or role that is named.
    pub(super) fn as_arn(&self) -> Option<&str> {
        let iam = matches!(self.meaning, Meaning::User | Meaning::Role)
            && !self.written.contains(":sts:");
        iam.then_some(&self.written)
    }

    /// The unique id that is named.
    pub(super) fn as_unique_id(&self) -> Option<&str> {
        (self.meaning == Meaning::UniqueId).then_some(&self.written)
    }

    fn reach(&self, caller: &Principal) -> Option<Reach> {
        let is = |arn: Option<&Arn>| arn.is_some_and(|arn| arn.as_str() == &*self.written);
        match &self.meaning {
            Meaning::Everybody => {
                (!matches!(caller, Principal::Service { .. })).then_some(Reach::Caller)
            }
            Meaning::Account(account) => {
                let own = match caller {
                    Principal::Root { .. } => Reach::Caller,
                    _ => Reach::Account,
                };
                caller
                    .arn()
                    .is_some_and(|arn| arn.account() == account.as_str())
                    .then_some(own)
            }
            Meaning::User | Meaning::Session => is(caller.arn()).then_some(Reach::Caller),
            Meaning::Role => is(caller.principal_arn()).then_some(Reach::Role),
            Meaning::UniqueId => {
                let named = caller.unique_id().is_some_and(|id| id == &*self.written);
                named.then_some(match caller {
                    Principal::AssumedRole { .. } => Reach::Role,
                    _ => Reach::Caller,
                })
            }
            Meaning::Service => match caller {
                Principal::Service { name } => is_service(&self.written, name.as_str()),
                _ => false,
            }
            .then_some(Reach::Caller),
            Meaning::Foreign => None,
        }
    }
}

impl Meaning {
    fn of_aws(text: &str) -> Option<Self> {
        if text == "*" {
            return Some(Self::Everybody);
        }
        if let Ok(account) = text.parse() {
            return Some(Self::Account(account));
        }
        if is_unique_id(text) {
            return Some(Self::UniqueId);
        }
        if text.contains(['*', '?', '$']) {
            return None;
        }
        match Principal::from_arn(text.parse().ok()?, "any").ok()? {
            Principal::Root { arn } => arn.account_id().map(Self::Account),
            Principal::User { .. } | Principal::FederatedUser { .. } => Some(Self::User),
            Principal::AssumedRole { role, .. } if role.as_str() == text => Some(Self::Role),
            Principal::AssumedRole { .. } => Some(Self::Session),
            _ => None,
        }
    }
}

/// Source: [Unique identifiers](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids).
fn is_unique_id(text: &str) -> bool {
    let upper = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    (16..=128).contains(&text.len())
        && ["AIDA", "AROA"]
            .iter()
            .any(|prefix| text.starts_with(prefix))
        && text.bytes().all(upper)
}

fn is_domain(text: &str) -> bool {
    text.contains('.')
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._-/:".contains(&b))
        && !text.starts_with("arn:")
}

/// Whether `ssm.amazonaws.com` or `ssm.amazonaws.com.cn` is the service `ssm`. A service that is known by its whole
/// domain is it by that.
fn is_service(principal: &str, service: &str) -> bool {
    match principal.strip_prefix(service) {
        Some(rest) => matches!(rest, "" | ".amazonaws.com" | ".amazonaws.com.cn"),
        None => false,
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

impl Serialize for PrincipalName {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use common_types::Caller;

    use super::*;

    fn reach(key: PrincipalKey, name: &str, caller: &Caller) -> Option<Reach> {
        PrincipalName::parse(name, key)
            .expect(name)
            .reach(caller.principal())
    }

    #[test]
    fn what_a_name_means_for_a_role_session() {
        let role = Caller::role("arn:aws:iam::111122223333:role/team/app").unwrap();
        for (name, expected) in [
            ("*", Some(Reach::Caller)),
            ("111122223333", Some(Reach::Account)),
            ("arn:aws:iam::111122223333:root", Some(Reach::Account)),
            ("arn:aws:iam::111122223333:role/team/app", Some(Reach::Role)),
            (
                "arn:aws:sts::111122223333:assumed-role/app/strongroom",
                Some(Reach::Caller),
            ),
            ("arn:aws:sts::111122223333:assumed-role/app/other", None),
            ("arn:aws:iam::111122223333:role/app", None),
            ("arn:aws:iam::111122223333:user/app", None),
            ("444455556666", None),
            ("AROAEXAMPLEROLEID1234", None),
        ] {
            assert_eq!(reach(PrincipalKey::Aws, name, &role), expected, "{name}");
        }
    }

    #[test]
    fn services_are_named_as_services() {
        let ssm = Caller::service("ssm".parse().unwrap());
        assert_eq!(
            reach(PrincipalKey::Service, "ssm.amazonaws.com", &ssm),
            Some(Reach::Caller)
        );
        assert_eq!(
            reach(PrincipalKey::Service, "ssm-incidents.amazonaws.com", &ssm),
            None
        );
        assert_eq!(reach(PrincipalKey::Aws, "*", &ssm), None);
    }

    #[test]
    fn what_is_no_name() {
        for (key, bad) in [
            (PrincipalKey::Aws, "arn:aws:iam::111122223333:role/*"),
            (PrincipalKey::Aws, "arn:aws:iam::*:root"),
            (PrincipalKey::Aws, "arn:aws:iam::111122223333:group/admins"),
            (PrincipalKey::Aws, "alice"),
            (PrincipalKey::Aws, ""),
            (PrincipalKey::Service, "*"),
            (PrincipalKey::Service, "ssm"),
            (PrincipalKey::Federated, "*"),
            (PrincipalKey::CanonicalUser, "79a59df9"),
        ] {
            assert!(PrincipalName::parse(bad, key).is_none(), "{bad}");
        }
    }
}
