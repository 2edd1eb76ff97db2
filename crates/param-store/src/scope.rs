//! Where parameters live: one account in one region, or AWS's own. What the records and resources there are called.
//!
//! A parameter's record is named by the levels of its hierarchy, each one text, and by its own level as bytes:
//! `/a/b/c` is `("a", "b", b"c")`. Bytes sort before text, so what is directly under a path comes first, in one run, and behind it what
//! is further down: a listing of one level and a listing of a whole hierarchy are each one range.

use common_types::{AccountId, Arn, Partition, Region};
use store::{Element, Key, KeyBuilder, KeyRange};

use crate::{
    Error, Result,
    name::{Home, ParameterName, Path},
};

/// One account in one region of one partition, or what AWS publishes there: the home of parameters.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Scope {
    pub(crate) partition: Partition,
    /// None for what AWS publishes.
    pub(crate) account: Option<AccountId>,
    pub(crate) region: Region,
}

impl Scope {
    /// The same region, at another home.
    pub(crate) fn at(&self, home: Home) -> Self {
        Self {
            account: match home {
                Home::Account(account) => Some(account),
                Home::Public => None,
            },
            ..self.clone()
        }
    }

    /// Where the parameters under a path are: here, or among what AWS publishes.
    pub(crate) fn of(&self, path: &Path) -> Self {
        if path.is_of_aws() {
            self.at(Home::Public)
        } else {
            self.clone()
        }
    }

    /// Whose it is.
    pub(crate) fn home(&self) -> Home {
        self.account.map_or(Home::Public, Home::Account)
    }

    /// The ARN of a parameter that lives here.
    pub(crate) fn parameter_arn(&self, name: &ParameterName) -> Result<Arn> {
        self.arn(&["parameter/", name.in_arn()].concat())
    }

    /// The ARN that listing a path is decided on: it ends as the path does.
    pub(crate) fn path_arn(&self, path: &Path) -> Result<Arn> {
        self.arn(&format!("parameter{}", path.as_str()))
    }

    /// The ARN of a parameter that stands for something elsewhere, by its whole name.
    pub(crate) fn reference_arn(&self, name: &str) -> Result<Arn> {
        self.arn(&format!("parameter{name}"))
            .map_err(|_| Error::validation("The name of the secret is not valid."))
    }

    /// The ARN of a service setting.
    pub(crate) fn setting_arn(&self, id: &str) -> Result<Arn> {
        self.arn(&format!("servicesetting{id}"))
    }

    /// The record of a parameter: its current version, and all that belongs to no version.
    pub(crate) fn parameter_record(&self, name: &ParameterName) -> Result<Key> {
        Ok(below(self.record(PARAMETER), name).build()?)
    }

    /// What all records under a path begin with: names the path among all homes.
    pub(crate) fn level(&self, path: &Path) -> Result<Key> {
        Ok(self.under(path).build()?)
    }

    /// The [`level`](Self::level) that the record of a parameter is directly under.
    pub(crate) fn level_of(record: &Key) -> Option<Key> {
        if !Self::is_parameter_record(record) {
            return None;
        }
        // No level has a zero in it: there is one behind each, and the last level begins behind the last but one.
        let (_, levels) = record.as_bytes().split_last()?;
        let level = levels.iter().rposition(|byte| *byte == 0)?;
        Key::from_bytes(record.as_bytes().get(..=level)?).ok()
    }

    /// The records of the parameters directly under a path.
    pub(crate) fn children(&self, path: &Path) -> Result<KeyRange> {
        let under = self.under(path);
        let (first, beyond) = (under.clone().bytes(b"").build()?, under.str("").build()?);
        Ok(KeyRange::between(&first, &beyond))
    }

    /// The records of all parameters under a path.
    pub(crate) fn descendants(&self, path: &Path) -> Result<KeyRange> {
        Ok(self.under(path).range()?)
    }

    /// The records of all parameters.
    pub(crate) fn parameters(&self) -> Result<KeyRange> {
        Ok(self.record(PARAMETER).range()?)
    }

    /// The record of a version that was replaced. `incarnation` tells the parameter from earlier ones of the same name.
    pub(crate) fn version_record(
        &self,
        name: &ParameterName,
        incarnation: u64,
        version: u64,
    ) -> Result<Key> {
        let versions = below(self.record(VERSION), name).u64(incarnation);
        Ok(versions.u64(version).build()?)
    }

    /// The records of all versions that were replaced, in their order.
    pub(crate) fn version_records(
        &self,
        name: &ParameterName,
        incarnation: u64,
    ) -> Result<KeyRange> {
        Ok(below(self.record(VERSION), name).u64(incarnation).range()?)
    }

    /// The record of one part of the count of parameters.
    pub(crate) fn count_record(&self, shard: u16) -> Result<Key> {
        Ok(self.record(COUNT).u64(shard.into()).build()?)
    }

    /// The record of what of the quotas was given to the parts of the count.
    pub(crate) fn quota_record(&self) -> Result<Key> {
        Ok(self.record(QUOTA).build()?)
    }

    /// The record of a service setting.
    pub(crate) fn setting_record(&self, id: &str) -> Result<Key> {
        Ok(self.record(SETTING).str(id).build()?)
    }

    /// The record that says of a parameter here that it is shared: all of a region's are in one run, whoever's they are.
    pub(crate) fn shared_record(&self, name: &ParameterName) -> Result<Key> {
        let account = self.account.as_ref().map_or("", AccountId::as_str);
        Ok(below(self.shared().str(account), name).build()?)
    }

    /// The records of all parameters in the region that are shared.
    pub(crate) fn shared_records(&self) -> Result<KeyRange> {
        Ok(self.shared().range()?)
    }

    fn shared(&self) -> KeyBuilder {
        Key::global(SERVICE)
            .str(SHARED)
            .str(self.partition.as_str())
            .str(self.region.as_str())
    }

    /// The name of the parameter whose record this is, a slash before it, if it is a parameter's.
    pub(crate) fn parameter_of(key: &Key) -> Option<String> {
        let elements = key.elements().ok()?;
        let (last, before) = elements.split_last()?;
        // Before the levels there are the home, the service and the kind; what AWS publishes has its partition and region behind these.
        let is_public = before.get(1)?.as_str()?.is_empty();
        let levels = before.get(if is_public { 7 } else { 5 }..)?;
        let levels = levels.iter().map(Element::as_str);
        let mut name = String::new();
        for level in levels {
            name.push('/');
            name.push_str(level?);
        }
        name.push('/');
        name.push_str(std::str::from_utf8(last.as_bytes()?).ok()?);
        Self::is_parameter_record(key).then_some(name)
    }

    /// Whether this is the record of a parameter.
    pub(crate) fn is_parameter_record(key: &Key) -> bool {
        Self::is_record(key, PARAMETER)
    }

    /// Whether this is the record of a setting.
    pub(crate) fn is_setting_record(key: &Key) -> bool {
        Self::is_record(key, SETTING)
    }

    fn is_record(key: &Key, kind: &str) -> bool {
        let is = |at, text| {
            key.element(at)
                .is_some_and(|element| element.as_str() == Some(text))
        };
        is(3, SERVICE) && is(4, kind)
    }

    fn under(&self, path: &Path) -> KeyBuilder {
        path.levels().fold(self.record(PARAMETER), KeyBuilder::str)
    }

    fn arn(&self, resource: &str) -> Result<Arn> {
        let Self {
            partition,
            account,
            region,
        } = self;
        Arn::new(partition, SERVICE, Some(region), account.as_ref(), resource)
            .map_err(Error::broken)
    }

    fn record(&self, kind: &str) -> KeyBuilder {
        let Self {
            partition,
            account,
            region,
        } = self;
        match account {
            Some(account) => Key::scope(partition, account, region, SERVICE).str(kind),
            None => Key::global(SERVICE)
                .str(kind)
                .str(partition.as_str())
                .str(region.as_str()),
        }
    }
}

#[cfg(test)]
impl Scope {
    pub(crate) fn in_account(account: AccountId, region: Region) -> Self {
        Self {
            partition: Partition::aws(),
            account: Some(account),
            region,
        }
    }
}

/// The levels of a hierarchy as text, and the last as bytes.
fn below(record: KeyBuilder, name: &ParameterName) -> KeyBuilder {
    match name.in_arn().rsplit_once('/') {
        Some((levels, last)) => levels
            .split('/')
            .fold(record, KeyBuilder::str)
            .bytes(last.as_bytes()),
        None => record.bytes(name.in_arn().as_bytes()),
    }
}

/// Parameter Store's prefix, in ARNs, actions and records.
pub(crate) const SERVICE: &str = "ssm";
const PARAMETER: &str = "parameter";
const VERSION: &str = "version";
const COUNT: &str = "count";
const QUOTA: &str = "quota";
const SETTING: &str = "setting";
const SHARED: &str = "shared";

#[cfg(test)]
mod tests {
    use super::*;

    fn scope() -> Scope {
        Scope::in_account(
            "111122223333".parse().unwrap(),
            "eu-west-1".parse().unwrap(),
        )
    }

    fn record(name: &str) -> Key {
        scope().parameter_record(&name.parse().unwrap()).unwrap()
    }

    #[test]
    fn a_path_is_one_run_of_records_and_so_is_its_first_level() {
        let path: Path = "/a/b".parse().unwrap();
        let children = scope().children(&path).unwrap();
        let descendants = scope().descendants(&path).unwrap();
        for (name, is_child, is_descendant) in [
            ("/a", false, false),
            ("/a/b", false, false),
            ("/a/b/c", true, true),
            ("/a/b/zzz", true, true),
            ("/a/b/c/d", false, true),
            ("/a/b/a/d", false, true),
            ("/a/bb/c", false, false),
            ("/a/b.c", false, false),
            ("/a/b-c/d", false, false),
        ] {
            let record = record(name);
            assert!(Scope::is_parameter_record(&record));
            assert_eq!(children.contains(&record), is_child, "{name}");
            assert_eq!(descendants.contains(&record), is_descendant, "{name}");
        }
        let level = scope().level(&path).unwrap();
        assert_eq!(Scope::level_of(&record("/a/b/c")), Some(level.clone()));
        assert_ne!(Scope::level_of(&record("/a/b/c/d")), Some(level));
        let root: Path = "/".parse().unwrap();
        assert_eq!(Scope::level_of(&record("a")), scope().level(&root).ok());
        assert!(scope().children(&root).unwrap().contains(&record("a")));
        assert!(!scope().children(&root).unwrap().contains(&record("/a/b")));
        assert_eq!(
            scope().descendants(&root).unwrap(),
            scope().parameters().unwrap()
        );
    }

    #[test]
    fn a_name_is_the_same_parameter_with_and_without_its_slash() {
        assert_eq!(record("a"), record("/a"));
        let arn = |name: &str| scope().parameter_arn(&name.parse().unwrap()).unwrap();
        assert_eq!(arn("a"), arn("/a"));
        assert_eq!(
            arn("/a/b").as_str(),
            "arn:aws:ssm:eu-west-1:111122223333:parameter/a/b"
        );
    }

    #[test]
    fn records_of_different_kinds_and_homes_stay_apart() {
        let name: ParameterName = "/a/b".parse().unwrap();
        let version = scope().version_record(&name, 7, 1).unwrap();
        assert!(!Scope::is_parameter_record(&version));
        assert!(
            scope()
                .version_records(&name, 7)
                .unwrap()
                .contains(&version)
        );
        assert!(
            !scope()
                .version_records(&name, 8)
                .unwrap()
                .contains(&version)
        );

        let public = scope().at(Home::Public);
        assert_eq!(
            public
                .parameter_arn(&"/aws/service/x".parse().unwrap())
                .unwrap()
                .as_str(),
            "arn:aws:ssm:eu-west-1::parameter/aws/service/x"
        );
        assert!(
            !scope()
                .parameters()
                .unwrap()
                .contains(&public.parameter_record(&name).unwrap())
        );
    }
}
