//! One name, and whom it means.

use common_types::{AccountId, Arn, Principal};
use serde::{Serialize, Serializer};

use super::{PrincipalKey, Reach};
use crate::request::Request;

/// One name in a `Principal` element.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PrincipalName {
    written: Box<str>,
    meaning: Meaning,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Meaning {
    /// `"AWS": "*"`, which is `"*"`: services too, and the anonymous.
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
    /// An identity provider.
    Provider,
    /// An account, by the identifier that Amazon S3 has for it.
    CanonicalUser,
}

impl PrincipalName {
    pub(crate) fn parse(text: &str, key: PrincipalKey) -> Option<Self> {
        let meaning = match key {
            PrincipalKey::Aws => Meaning::of_aws(text)?,
            PrincipalKey::Service if is_domain(text) => Meaning::Service,
            PrincipalKey::Federated if is_domain(text) || text.starts_with("arn:") => {
                Meaning::Provider
            }
            PrincipalKey::CanonicalUser
                if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) =>
            {
                Meaning::CanonicalUser
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

    /// Whether both names mean the same: an account has two.
    pub(crate) fn means_as(&self, other: &Self) -> bool {
        let accounts = matches!(self.meaning, Meaning::Account(_)) && self.meaning == other.meaning;
        accounts || self.written == other.written
    }

    /// The service, without the domain that all have.
    pub(crate) fn service_name(&self) -> &str {
        [".amazonaws.com.cn", ".amazonaws.com"]
            .iter()
            .find_map(|domain| self.written.strip_suffix(domain))
            .unwrap_or(&self.written)
    }

    pub(super) fn is_everybody(&self) -> bool {
        self.meaning == Meaning::Everybody
    }

    /// The ARN of the IAM user or role that is named.
    pub(in crate::document) fn as_arn(&self) -> Option<&str> {
        let iam = matches!(self.meaning, Meaning::User | Meaning::Role)
            && !self.written.contains(":sts:");
        iam.then_some(&self.written)
    }

    /// The unique id that is named.
    pub(in crate::document) fn as_unique_id(&self) -> Option<&str> {
        (self.meaning == Meaning::UniqueId).then_some(&self.written)
    }

    pub(super) fn reach(&self, request: &Request<'_>) -> Option<Reach> {
        let caller = request.principal();
        let is = |arn: Option<&Arn>| arn.is_some_and(|arn| arn.as_str() == &*self.written);
        let account = |is_own: bool| {
            is_own.then_some(match caller {
                Principal::Root { .. } => Reach::Caller,
                _ => Reach::Account,
            })
        };
        match &self.meaning {
            Meaning::Everybody => Some(Reach::Caller),
            Meaning::Account(id) => account(caller.arn().is_some_and(|arn| id.is(arn.account()))),
            Meaning::CanonicalUser => account(
                caller.arn().is_some()
                    && request
                        .canonical_user()
                        .is_some_and(|id| id.eq_ignore_ascii_case(&self.written)),
            ),
            Meaning::User if is(caller.federating_user()) => Some(Reach::Role),
            Meaning::User | Meaning::Session => is(caller.arn()).then_some(Reach::Caller),
            Meaning::Role => is(caller.principal_arn()).then_some(Reach::Role),
            Meaning::UniqueId => {
                let named = caller.unique_id().is_some_and(|id| id == &*self.written);
                named.then_some(match caller {
                    Principal::AssumedRole { .. } | Principal::FederatedUser { .. } => Reach::Role,
                    _ => Reach::Caller,
                })
            }
            Meaning::Service => match caller {
                Principal::Service { name } => is_service(&self.written, name.as_str()),
                _ => false,
            }
            .then_some(Reach::Caller),
            Meaning::Provider => match caller {
                Principal::Federated { provider } => provider.as_str() == &*self.written,
                _ => false,
            }
            .then_some(Reach::Caller),
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

impl Serialize for PrincipalName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use common_types::Caller;

    use super::*;
    use crate::request::Resource;

    fn reach(key: PrincipalKey, name: &str, caller: &Caller) -> Option<Reach> {
        let request = Request::new(caller.principal(), "s3:GetObject", Resource::any(), &());
        PrincipalName::parse(name, key)
            .expect(name)
            .reach(&request.canonical_user_id(CANONICAL_USER))
    }

    const CANONICAL_USER: &str = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";

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
        assert_eq!(reach(PrincipalKey::Aws, "*", &ssm), Some(Reach::Caller));
    }

    #[test]
    fn who_comes_from_a_provider_is_named_by_it() {
        let provider = "arn:aws:iam::111122223333:saml-provider/ADFS";
        let person = Caller::federated(provider.parse().unwrap());
        for (key, name, expected) in [
            (PrincipalKey::Federated, provider, Some(Reach::Caller)),
            (
                PrincipalKey::Federated,
                "arn:aws:iam::111122223333:saml-provider/other",
                None,
            ),
            (PrincipalKey::Federated, "accounts.google.com", None),
            (PrincipalKey::Aws, "*", Some(Reach::Caller)),
            (PrincipalKey::Aws, "111122223333", None),
            (PrincipalKey::CanonicalUser, CANONICAL_USER, None),
        ] {
            assert_eq!(reach(key, name, &person), expected, "{name}");
        }
    }

    #[test]
    fn an_account_is_named_by_what_s3_calls_it() {
        let user = Caller::user("arn:aws:iam::111122223333:user/alice").unwrap();
        let root = Caller::root("111122223333").unwrap();
        let other = CANONICAL_USER.replace('7', "8");
        for (name, caller, expected) in [
            (CANONICAL_USER, &user, Some(Reach::Account)),
            (CANONICAL_USER, &root, Some(Reach::Caller)),
            (&other, &root, None),
        ] {
            assert_eq!(reach(PrincipalKey::CanonicalUser, name, caller), expected);
        }
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
