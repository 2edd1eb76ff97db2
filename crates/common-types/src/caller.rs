//! Who is calling, and what is known of the call.

use std::{net::IpAddr, sync::Arc};

use crate::{
    AccountId, Arn, IdentityProvider, ParseError, Partition, Principal, ServiceName, Session, Tags,
    Timestamp,
};

/// The identity that a handle is bound to, with what the application knows of where it came from.
///
/// The application vouches for it: this is authorisation, not isolation from code in the same process. From it come the
/// global condition keys. What makes a call be *on behalf of* somebody (`kms:ViaService`, `aws:CalledVia`) is not
/// part of it and has no setter: it is set by [`KeyServices::on_behalf_of`](crate::KeyServices::on_behalf_of) alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Caller {
    principal: Principal,
    principal_tags: Tags,
    source_ip: Option<IpAddr>,
    secure_transport: bool,
    user_agent: Option<String>,
    source_identity: Option<String>,
    token_issued_at: Option<Timestamp>,
    session: Option<Arc<Session>>,
}

impl Caller {
    /// Any principal, calling from within this process.
    pub fn new(principal: Principal) -> Self {
        Self {
            principal,
            principal_tags: Tags::new(),
            source_ip: None,
            secure_transport: true,
            user_agent: None,
            source_identity: None,
            token_issued_at: None,
            session: None,
        }
    }

    /// The root user of an account: with AWS's default key policy it may use every key of the account.
    ///
    /// # Errors
    ///
    /// [`ParseError`] if that is not an account id.
    pub fn root(account: &str) -> Result<Self, ParseError> {
        let account: AccountId = account.parse()?;
        let arn = Arn::new(&Partition::aws(), "iam", None, Some(&account), "root")?;
        Ok(Self::new(Principal::Root { arn }))
    }

    /// An IAM user, by its ARN.
    ///
    /// # Errors
    ///
    /// [`ParseError`] if that is not the ARN of a user.
    pub fn user(arn: &str) -> Result<Self, ParseError> {
        match Principal::from_arn(arn.parse()?, SESSION_NAME)? {
            principal @ Principal::User { .. } => Ok(Self::new(principal)),
            _ => Err(ParseError::new(
                arn,
                "the ARN of a user",
                "it is of another kind",
            )),
        }
    }

    /// A session of an IAM role, by the role's ARN (the session is then called `strongroom`) or the session's.
    ///
    /// # Errors
    ///
    /// [`ParseError`] if that is the ARN of neither.
    pub fn role(arn: &str) -> Result<Self, ParseError> {
        match Principal::from_arn(arn.parse()?, SESSION_NAME)? {
            principal @ Principal::AssumedRole { .. } => Ok(Self::new(principal)),
            _ => Err(ParseError::new(
                arn,
                "the ARN of a role",
                "it is of another kind",
            )),
        }
    }

    /// A session that an IAM user made with `GetFederationToken`, by its ARN: what policies of resources say of the user holds
    /// for it, be the user named by ARN or, where `user` carries it, by unique id. Its [session policies](Caller::with_session)
    /// decide what it may, within what the user may.
    ///
    /// ```
    /// use common_types::Caller;
    ///
    /// let alice = Caller::user("arn:aws:iam::111122223333:user/alice")?;
    /// let session = "arn:aws:sts::111122223333:federated-user/app";
    /// let app = Caller::federated_user(session, alice.principal())?;
    /// assert_eq!(app.principal().federating_user(), alice.principal().arn());
    /// # Ok::<(), common_types::ParseError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ParseError`] if the one is not the ARN of a federated user, or the other not a user of its account.
    pub fn federated_user(session: &str, user: &Principal) -> Result<Self, ParseError> {
        match (Principal::from_arn(session.parse()?, SESSION_NAME)?, user) {
            (Principal::FederatedUser { arn, .. }, Principal::User { arn: by, id })
                if arn.account_id() == by.account_id() =>
            {
                Ok(Self::new(Principal::FederatedUser {
                    arn,
                    user: Some(by.clone()),
                    id: id.clone(),
                }))
            }
            _ => Err(ParseError::new(
                session,
                "the ARN of a federated user",
                "it is of another kind, or not of the account of a user",
            )),
        }
    }

    /// A service that calls by its own right.
    pub fn service(name: ServiceName) -> Self {
        Self::new(Principal::Service { name })
    }

    /// Somebody whom an identity provider vouches for.
    pub fn federated(provider: IdentityProvider) -> Self {
        Self::new(Principal::Federated { provider })
    }

    /// Nobody that is known.
    pub fn anonymous() -> Self {
        Self::new(Principal::Anonymous)
    }

    /// The tags of the principal, those of the session among them: `aws:PrincipalTag/…`.
    #[must_use]
    pub fn with_principal_tags(mut self, tags: Tags) -> Self {
        self.principal_tags = tags;
        self
    }

    /// Where the call came from: `aws:SourceIp`.
    #[must_use]
    pub fn with_source_ip(mut self, ip: IpAddr) -> Self {
        self.source_ip = Some(ip);
        self
    }

    /// Whether it came encrypted: `aws:SecureTransport`. A call within the process counts as secure.
    #[must_use]
    pub fn with_secure_transport(mut self, secure: bool) -> Self {
        self.secure_transport = secure;
        self
    }

    /// The program that called: `aws:UserAgent`.
    #[must_use]
    pub fn with_user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// The identity that first took the role: `aws:SourceIdentity`.
    #[must_use]
    pub fn with_source_identity(mut self, identity: impl Into<String>) -> Self {
        self.source_identity = Some(identity.into());
        self
    }

    /// When the session's credentials were made: `aws:TokenIssueTime`.
    #[must_use]
    pub fn with_token_issued_at(mut self, at: Timestamp) -> Self {
        self.token_issued_at = Some(at);
        self
    }

    /// What was passed when the session was made: its policies limit every call.
    #[must_use]
    pub fn with_session(mut self, session: impl Into<Arc<Session>>) -> Self {
        self.session = Some(session.into());
        self
    }

    /// The identity itself.
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// The identity's account.
    pub fn account(&self) -> Option<AccountId> {
        self.principal.account()
    }

    /// The tags of the principal and the session.
    pub fn principal_tags(&self) -> &Tags {
        &self.principal_tags
    }

    /// Where the call came from, if it came over a network.
    pub fn source_ip(&self) -> Option<IpAddr> {
        self.source_ip
    }

    /// Whether the call came encrypted, or from within the process.
    pub fn secure_transport(&self) -> bool {
        self.secure_transport
    }

    /// The program that called.
    pub fn user_agent(&self) -> Option<&str> {
        self.user_agent.as_deref()
    }

    /// The identity that first took the role.
    pub fn source_identity(&self) -> Option<&str> {
        self.source_identity.as_deref()
    }

    /// When the session's credentials were made.
    pub fn token_issued_at(&self) -> Option<Timestamp> {
        self.token_issued_at
    }

    /// What was passed when the session was made.
    pub fn session(&self) -> Option<&Arc<Session>> {
        self.session.as_ref()
    }
}

/// The session of a role that is given without one.
const SESSION_NAME: &str = "strongroom";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constructor_takes_its_own_kind_only() {
        let (user, role) = (
            "arn:aws:iam::111122223333:user/alice",
            "arn:aws:iam::111122223333:role/app",
        );
        assert!(Caller::user(user).is_ok() && Caller::role(role).is_ok());
        assert!(Caller::user(role).is_err() && Caller::role(user).is_err());
        assert!(Caller::root("12").is_err());
        let bob = "arn:aws:sts::111122223333:federated-user/bob";
        let federated = |session, by: Result<Caller, _>| {
            let by = by.unwrap();
            Caller::federated_user(session, by.principal())
        };
        assert!(federated(bob, Caller::user(user)).is_ok());
        assert!(federated(bob, Caller::role(role)).is_err());
        assert!(federated(role, Caller::user(user)).is_err());
        let other = "arn:aws:iam::444455556666:user/alice";
        assert!(federated(bob, Caller::user(other)).is_err());
        assert_eq!(Caller::anonymous().account(), None);
    }
}
