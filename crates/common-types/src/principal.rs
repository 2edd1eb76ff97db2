//! Who is calling, as policies see them.

use std::fmt;

use serde::Serialize;

use crate::{AccountId, Arn, IdentityProvider, ParseError, ServiceName};

/// An identity that makes calls.
///
/// Source: [Principals](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html),
/// [principal keys](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Principal {
    /// The account's root user.
    Root {
        /// `arn:aws:iam::111122223333:root`
        arn: Arn,
    },
    /// An IAM user.
    User {
        /// `arn:aws:iam::111122223333:user/path/name`
        arn: Arn,
        /// The unique id, such as `AIDA…`, where it is known.
        id: Option<String>,
    },
    /// A session of an IAM role.
    AssumedRole {
        /// `arn:aws:iam::111122223333:role/path/name`
        role: Arn,
        /// `arn:aws:sts::111122223333:assumed-role/name/session`
        session: Arn,
        /// The role's unique id, such as `AROA…`, where it is known.
        id: Option<String>,
    },
    /// A session that `GetFederationToken` made.
    FederatedUser {
        /// `arn:aws:sts::111122223333:federated-user/name`
        arn: Arn,
        /// The IAM user who made it, where that is known: `arn:aws:iam::111122223333:user/path/name`. What a resource's policy
        /// grants or denies that user holds for the session.
        user: Option<Arn>,
        /// That user's unique id, such as `AIDA…`, where it is known.
        id: Option<String>,
    },
    /// An AWS service that calls by its own right.
    Service {
        /// The service's prefix, such as `ssm`.
        name: ServiceName,
    },
    /// Somebody whom an identity provider vouches for, and who has no credentials of AWS's: whoever asks for a role's session
    /// by `AssumeRoleWithWebIdentity` or `AssumeRoleWithSAML`.
    Federated {
        /// The provider, as the role's trust policy names it.
        provider: IdentityProvider,
    },
    /// Nobody that is known.
    Anonymous,
}

/// The values of `aws:PrincipalType`.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[non_exhaustive]
pub enum PrincipalType {
    /// The root user.
    Account,
    /// An IAM user.
    User,
    /// A role session.
    AssumedRole,
    /// A federated session.
    FederatedUser,
    /// An AWS service.
    Service,
    /// Nobody that is known.
    Anonymous,
}

impl Principal {
    /// Reads the ARN of a root user, an IAM user, a role, a role session or a federated user. A role stands for a session
    /// of it with the given name.
    ///
    /// # Errors
    ///
    /// [`ParseError`] if the ARN is of something else.
    pub fn from_arn(arn: Arn, session_name: &str) -> Result<Self, ParseError> {
        let refuse = |reason: &'static str| {
            Err(ParseError::new(
                arn.as_str(),
                "the ARN of a principal",
                reason,
            ))
        };
        if arn.account_id().is_none() {
            return refuse("it names no account");
        }
        if !arn.region().is_empty() {
            return refuse("it names a region");
        }
        let named = !arn.resource_id().is_empty();
        match (arn.service(), arn.resource_type()) {
            ("iam", "root") if arn.resource() == "root" => Ok(Self::Root { arn }),
            ("iam", "user") if named => Ok(Self::User { arn, id: None }),
            ("iam", "role") if named => {
                let name = arn.resource().rsplit('/').next().unwrap_or_default();
                let session = session_arn(&arn, name, session_name)?;
                Ok(Self::AssumedRole {
                    role: arn,
                    session,
                    id: None,
                })
            }
            ("sts", "assumed-role") => match arn.resource_id().split_once('/') {
                Some((name, session)) if !name.is_empty() && valid_session_name(session) => {
                    let role =
                        format!("arn:{}:iam::{}:role/{name}", arn.partition(), arn.account())
                            .parse()?;
                    Ok(Self::AssumedRole {
                        role,
                        session: arn,
                        id: None,
                    })
                }
                _ => refuse("it has no role and session name"),
            },
            ("sts", "federated-user") if named => Ok(Self::FederatedUser {
                arn,
                user: None,
                id: None,
            }),
            _ => refuse("it is no root user, user, role, role session or federated user"),
        }
    }

    /// The account that the principal belongs to; none for services, for those whom a provider vouches for, and the anonymous.
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Root { arn } | Self::User { arn, .. } | Self::FederatedUser { arn, .. } => {
                arn.account_id()
            }
            Self::AssumedRole { session, .. } => session.account_id(),
            Self::Service { .. } | Self::Federated { .. } | Self::Anonymous => None,
        }
    }

    /// The ARN that stands in denials and audit records: of a role session, the session's.
    pub fn arn(&self) -> Option<&Arn> {
        match self {
            Self::Root { arn } | Self::User { arn, .. } | Self::FederatedUser { arn, .. } => {
                Some(arn)
            }
            Self::AssumedRole { session, .. } => Some(session),
            Self::Service { .. } | Self::Federated { .. } | Self::Anonymous => None,
        }
    }

    /// The value of `aws:PrincipalArn`: of a role session, the role's.
    pub fn principal_arn(&self) -> Option<&Arn> {
        match self {
            Self::AssumedRole { role, .. } => Some(role),
            Self::Root { .. } | Self::User { .. } | Self::FederatedUser { .. } => self.arn(),
            Self::Service { .. } | Self::Federated { .. } | Self::Anonymous => None,
        }
    }

    /// Whose policies hold for the principal: of a role session the role's ARN, of a federated session that of the IAM user who
    /// made it, where [that is known](Principal::federating_user), of others their own.
    pub fn identity_arn(&self) -> Option<&Arn> {
        self.federating_user().or_else(|| self.principal_arn())
    }

    /// The value of `aws:PrincipalType`.
    pub fn principal_type(&self) -> PrincipalType {
        match self {
            Self::Root { .. } => PrincipalType::Account,
            Self::User { .. } => PrincipalType::User,
            Self::AssumedRole { .. } => PrincipalType::AssumedRole,
            Self::FederatedUser { .. } => PrincipalType::FederatedUser,
            Self::Service { .. } => PrincipalType::Service,
            // No identity of AWS's called.
            Self::Federated { .. } | Self::Anonymous => PrincipalType::Anonymous,
        }
    }

    /// The value of `aws:username`: IAM users alone have one.
    pub fn user_name(&self) -> Option<&str> {
        match self {
            Self::User { arn, .. } => arn.resource().rsplit('/').next(),
            Self::Root { .. }
            | Self::AssumedRole { .. }
            | Self::FederatedUser { .. }
            | Self::Service { .. }
            | Self::Federated { .. }
            | Self::Anonymous => None,
        }
    }

    /// The IAM user whom a federated session stands for, where that is known.
    pub fn federating_user(&self) -> Option<&Arn> {
        match self {
            Self::FederatedUser { user, .. } => user.as_ref(),
            Self::Root { .. }
            | Self::User { .. }
            | Self::AssumedRole { .. }
            | Self::Service { .. }
            | Self::Federated { .. }
            | Self::Anonymous => None,
        }
    }

    /// The unique id of the user or role, where it is known; of a session, that of whom it stands for.
    pub fn unique_id(&self) -> Option<&str> {
        match self {
            Self::User { id, .. }
            | Self::AssumedRole { id, .. }
            | Self::FederatedUser { id, .. } => id.as_deref(),
            Self::Root { .. } | Self::Service { .. } | Self::Federated { .. } | Self::Anonymous => {
                None
            }
        }
    }

    /// The value of `aws:userid`. None where it takes a unique id that is not known.
    ///
    /// Source: [principal keys](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable).
    pub fn user_id(&self) -> Option<String> {
        match self {
            Self::Root { arn } => Some(arn.account().to_owned()),
            Self::User { id, .. } => id.clone(),
            Self::AssumedRole { id, .. } => {
                Some(format!("{}:{}", id.as_ref()?, self.session_name()?))
            }
            Self::FederatedUser { arn, .. } => {
                Some(format!("{}:{}", arn.account(), arn.resource_id()))
            }
            Self::Service { .. } => None,
            // No identity of AWS's called.
            Self::Federated { .. } | Self::Anonymous => Some("anonymous".to_owned()),
        }
    }

    /// The name of the role session.
    pub fn session_name(&self) -> Option<&str> {
        match self {
            Self::AssumedRole { session, .. } => session.resource().rsplit('/').next(),
            Self::Root { .. }
            | Self::User { .. }
            | Self::FederatedUser { .. }
            | Self::Service { .. }
            | Self::Federated { .. }
            | Self::Anonymous => None,
        }
    }
}

impl PrincipalType {
    /// The value as a policy writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Account => "Account",
            Self::User => "User",
            Self::AssumedRole => "AssumedRole",
            Self::FederatedUser => "FederatedUser",
            Self::Service => "Service",
            Self::Anonymous => "Anonymous",
        }
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.arn(), self) {
            (Some(arn), _) => arn.fmt(f),
            (None, Self::Service { name }) => name.fmt(f),
            (None, Self::Federated { provider }) => provider.fmt(f),
            (None, _) => f.write_str("anonymous"),
        }
    }
}

fn session_arn(role: &Arn, role_name: &str, session_name: &str) -> Result<Arn, ParseError> {
    if !valid_session_name(session_name) {
        let reason = "it has 2 to 64 letters, digits and `_+=,.@-`";
        return Err(ParseError::new(session_name, "a role session name", reason));
    }
    let (partition, account) = (role.partition(), role.account());
    format!("arn:{partition}:sts::{account}:assumed-role/{role_name}/{session_name}").parse()
}

/// Source: [AssumeRole](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html), `RoleSessionName`.
fn valid_session_name(name: &str) -> bool {
    (2..=64).contains(&name.len())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_+=,.@-".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn principal(arn: &str) -> Result<Principal, ParseError> {
        Principal::from_arn(arn.parse().unwrap(), "tests")
    }

    #[test]
    fn a_role_calls_through_a_session() {
        let caller = principal("arn:aws:iam::111122223333:role/team/app").unwrap();
        assert_eq!(
            caller.to_string(),
            "arn:aws:sts::111122223333:assumed-role/app/tests"
        );
        assert_eq!(
            caller.principal_arn().unwrap().as_str(),
            "arn:aws:iam::111122223333:role/team/app"
        );
        assert_eq!(caller.session_name(), Some("tests"));

        let session = principal("arn:aws:sts::111122223333:assumed-role/app/i-0abc").unwrap();
        assert_eq!(
            session.principal_arn().unwrap().as_str(),
            "arn:aws:iam::111122223333:role/app"
        );
    }

    #[test]
    fn a_user_has_a_name_and_an_account() {
        let user = principal("arn:aws:iam::111122223333:user/division/alice").unwrap();
        assert_eq!(user.user_name(), Some("alice"));
        assert_eq!(user.account().unwrap().as_str(), "111122223333");
        assert_eq!(user.principal_type().as_str(), "User");
    }

    #[test]
    fn what_cannot_call_is_refused() {
        for arn in [
            "arn:aws:iam::111122223333:group/admins",
            "arn:aws:iam::111122223333:role/",
            "arn:aws:iam::111122223333:rootkit",
            "arn:aws:iam::aws:role/app",
            "arn:aws:iam:eu-west-1:111122223333:user/alice",
            "arn:aws:sts::111122223333:assumed-role/app",
            "arn:aws:s3:::bucket",
        ] {
            assert!(principal(arn).is_err(), "{arn}");
        }
        let role = "arn:aws:iam::111122223333:role/app".parse().unwrap();
        assert!(Principal::from_arn(role, "a name").is_err());
    }
}
