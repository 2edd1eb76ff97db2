//! What an entry of due work is about.

use common_types::Arn;

use crate::{
    Error, Result,
    name::{Home, ParameterName, Reference},
    scope::Scope,
};

/// What an entry is about. Its id says all of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Entry {
    pub(super) arn: Arn,
    pub(super) incarnation: u64,
    pub(super) work: Work,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Work {
    /// A policy is to be applied.
    Policy {
        /// The version that it came with.
        version: u64,
        /// Which of those it is.
        index: usize,
    },
    /// Versions of a parameter that was deleted are still there.
    Sweep,
}

impl Entry {
    /// The id of the entry.
    pub(super) fn id(&self) -> String {
        let Self {
            arn,
            incarnation,
            work,
        } = self;
        match work {
            Work::Policy { version, index } => format!("{arn}#{incarnation:x}.{version}.{index}"),
            Work::Sweep => format!("{arn}#{incarnation:x}"),
        }
    }

    /// Reads an id.
    pub(super) fn of_id(id: &str) -> Result<Self> {
        let read = || {
            let (arn, rest) = id.split_once('#')?;
            let mut parts = rest.split('.');
            let incarnation = u64::from_str_radix(parts.next()?, 16).ok()?;
            let work = match (parts.next(), parts.next(), parts.next()) {
                (Some(version), Some(index), None) => Work::Policy {
                    version: version.parse().ok()?,
                    index: index.parse().ok()?,
                },
                (None, _, _) => Work::Sweep,
                _ => return None,
            };
            Some(Self {
                arn: arn.parse().ok()?,
                incarnation,
                work,
            })
        };
        read().ok_or_else(|| {
            Error::broken(store::Error::Corrupt {
                what: "an entry of due work",
            })
        })
    }

    /// The home and name of the parameter.
    pub(super) fn parameter(&self) -> Result<(Scope, ParameterName)> {
        let scope = Scope {
            partition: self.arn.partition().parse().map_err(Error::broken)?,
            account: self.arn.account_id(),
            region: self.arn.region().parse().map_err(Error::broken)?,
        };
        match Reference::parse(self.arn.as_str(), &scope)? {
            Reference::Parameter { home, name, .. } if home != Home::Public => Ok((scope, name)),
            _ => Err(Error::broken("an entry of due work is about no parameter")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_says_all_of_an_entry() {
        for work in [
            Work::Sweep,
            Work::Policy {
                version: 3,
                index: 9,
            },
        ] {
            let entry = Entry {
                arn: "arn:aws:ssm:eu-west-1:111122223333:parameter/a/b"
                    .parse()
                    .unwrap(),
                incarnation: u64::MAX,
                work,
            };
            assert_eq!(Entry::of_id(&entry.id()).unwrap(), entry);
            let (scope, name) = entry.parameter().unwrap();
            assert_eq!(scope.parameter_arn(&name).unwrap(), entry.arn);
        }
        for bad in ["", "#", "arn:aws:ssm:r:1:parameter/a#1.2", "a#1.2.3.4"] {
            assert!(Entry::of_id(bad).is_err(), "{bad}");
        }
    }
}
