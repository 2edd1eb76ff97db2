//! Policy documents: the typed tree between JSON and the compiled form.

mod build;
mod condition;
mod one_or_many;
mod principal;
mod reader;
mod scalar;
mod span;
mod statement;
pub(crate) mod tree;
mod unique_id;

use std::{fmt, sync::Arc};

use serde::{Serialize, Serializer, ser::SerializeMap};

pub use build::{BuildError, PolicyBuilder, StatementBuilder};
pub use condition::Condition;
pub use one_or_many::OneOrMany;
pub use principal::{PrincipalKey, PrincipalName, Principals};
pub use scalar::Scalar;
pub use statement::{Actions, Effect, Resources, Statement, WhichPrincipals};

pub(crate) use principal::Reach;
pub(crate) use span::statement_spans;

use self::reader::{Reader, Result};
use crate::error::{self, ParseError, Position, Problem};

/// An IAM policy that parsed: everything in it has a meaning that decisions follow.
///
/// It keeps single values and lists as they were written, and prints as JSON.
///
/// ```
/// use policy_eval::{Policy, PolicyKind};
///
/// let json = r#"{
///   "Version": "2012-10-17",
///   "Statement": {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"}
/// }"#;
/// let policy = Policy::parse(json, PolicyKind::Identity)?;
/// assert_eq!(policy.statements().len(), 1);
/// assert_eq!(
///     policy.to_string(),
///     r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"kms:Decrypt","Resource":"*"}}"#
/// );
/// # Ok::<(), policy_eval::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    kind: PolicyKind,
    version: Option<Version>,
    id: Option<String>,
    statements: OneOrMany<Arc<Statement>>,
}

/// What a policy is attached to. It decides which elements the policy must and must not have.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum PolicyKind {
    /// To a user, a group or a role: no `Principal`.
    Identity,
    /// To a resource, such as a KMS key: `Principal` and `Resource`.
    Resource,
    /// To a role, as its trust policy: `Principal`, and no `Resource`.
    Trust,
    /// To a user or role, as the boundary of its permissions: no `Principal`.
    Boundary,
    /// To a session, when it was made: no `Principal`.
    Session,
    /// To an organisation, over the principals of its accounts: no `Principal`.
    ServiceControl,
    /// To an organisation, over the resources of its accounts: `Principal` is `*`, and `Effect` is `Deny`.
    ResourceControl,
    /// To a VPC endpoint: `Principal`.
    VpcEndpoint,
}

/// The version of the policy language.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Version {
    /// `2008-10-17`: without policy variables. It holds where a policy names none.
    #[default]
    V2008,
    /// `2012-10-17`.
    V2012,
}

/// What the parts of a document need to know of the whole.
#[derive(Clone, Copy)]
struct Context {
    kind: PolicyKind,
    version: Version,
}

impl Policy {
    /// Reads a policy.
    ///
    /// # Errors
    ///
    /// [`ParseError`] says what is wrong, and where.
    pub fn parse(json: &str, kind: PolicyKind) -> Result<Self> {
        let mut reader = Reader::new(json)?;
        let (mut version, mut id, mut statements, mut skipped) = (None, None, None, None);
        let start = reader.offset();
        let context = |version: Option<Version>| Context {
            kind,
            version: version.unwrap_or_default(),
        };
        reader.object("a policy: an object", |reader, name, at| {
            match name {
                "Version" => version = Some(Version::read(reader)?),
                "Id" => id = Some(reader.text("a text")?.into_owned()),
                "Statement" if version.is_some() => {
                    statements = Some(statement::read_all(reader, context(version))?);
                }
                // What the statements mean depends on the version, which may yet come.
                "Statement" => {
                    skipped = Some(reader.offset());
                    reader.skip()?;
                }
                _ => return Err(reader.error_at(at, Problem::UnknownElement(error::shown(name)))),
            }
            Ok(())
        })?;
        reader.end()?;
        if let Some(at) = skipped {
            reader.seek(at);
            statements = Some(statement::read_all(&mut reader, context(version))?);
        }
        let statements =
            statements.ok_or_else(|| reader.error_at(start, Problem::Missing("Statement")))?;
        Ok(Self {
            kind,
            version,
            id,
            statements,
        })
    }

    /// As [`Policy::parse`], from bytes that may not even be UTF-8.
    ///
    /// # Errors
    ///
    /// [`ParseError`] says what is wrong, and where.
    pub fn from_slice(json: &[u8], kind: PolicyKind) -> Result<Self> {
        match std::str::from_utf8(json) {
            Ok(json) => Self::parse(json, kind),
            Err(error) => Err(ParseError::new(
                Problem::NotUtf8,
                Position::of(error.valid_up_to(), json),
            )),
        }
    }

    /// What the policy is attached to.
    pub fn kind(&self) -> PolicyKind {
        self.kind
    }

    /// The version of the language that it is written in.
    pub fn version(&self) -> Version {
        self.version.unwrap_or_default()
    }

    /// Its `Id`.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Its statements, in their order.
    pub fn statements(&self) -> &[Arc<Statement>] {
        self.statements.as_slice()
    }
}

impl PolicyKind {
    /// What AWS calls it in its messages.
    pub(crate) fn aws_name(self) -> &'static str {
        match self {
            Self::Identity => "identity-based policy",
            Self::Resource => "resource-based policy",
            Self::Trust => "role trust policy",
            Self::Boundary => "permissions boundary",
            Self::Session => "session policy",
            Self::ServiceControl => "service control policy",
            Self::ResourceControl => "resource control policy",
            Self::VpcEndpoint => "VPC endpoint policy",
        }
    }

    /// Whether IAM itself keeps it: services have looser rules for what a `Sid` is.
    fn is_iam(self) -> bool {
        match self {
            Self::Resource | Self::VpcEndpoint => false,
            Self::Identity
            | Self::Trust
            | Self::Boundary
            | Self::Session
            | Self::ServiceControl
            | Self::ResourceControl => true,
        }
    }

    /// Whether statements say whom they are about; in the other kinds that follows from where the policy is attached.
    pub fn names_principals(self) -> bool {
        match self {
            Self::Resource | Self::Trust | Self::ResourceControl | Self::VpcEndpoint => true,
            Self::Identity | Self::Boundary | Self::Session | Self::ServiceControl => false,
        }
    }
}

impl Version {
    /// The version as a policy writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V2008 => "2008-10-17",
            Self::V2012 => "2012-10-17",
        }
    }

    /// Whether `${…}` is a policy variable and not mere text.
    pub fn has_variables(self) -> bool {
        self >= Self::V2012
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self> {
        let at = reader.offset();
        let text = reader.text("a version as text")?;
        [Self::V2008, Self::V2012]
            .into_iter()
            .find(|version| version.as_str() == text)
            .ok_or_else(|| {
                let expected =
                    "a version of the policy language: it is `2012-10-17` or `2008-10-17`";
                reader.error_at(at, Problem::invalid(&text, expected))
            })
    }
}

/// As AWS calls it in its messages: `identity-based policy`.
impl fmt::Display for PolicyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.aws_name())
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = serde_json::to_string(self).map_err(|_| fmt::Error)?;
        f.write_str(&json)
    }
}

impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let Self {
            kind: _,
            version,
            id,
            statements,
        } = self;
        let mut map = serializer.serialize_map(None)?;
        if let Some(version) = version {
            map.serialize_entry("Version", version.as_str())?;
        }
        if let Some(id) = id {
            map.serialize_entry("Id", id)?;
        }
        match statements {
            OneOrMany::One(statement) => map.serialize_entry("Statement", &**statement)?,
            OneOrMany::Many(statements) => {
                let statements: Vec<&Statement> = statements.iter().map(|s| &**s).collect();
                map.serialize_entry("Statement", &statements)?;
            }
        }
        map.end()
    }
}
