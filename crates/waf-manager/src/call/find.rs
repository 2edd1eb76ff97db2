//! Finding what a request names.

use store::{Key, Revision};

use super::Call;
use crate::{
    Error, Result, Scope,
    entity::{Entity, Index, Record},
    scope::{EntityArn, Home},
};

/// What was found, and where.
#[derive(Clone, Debug)]
pub(crate) struct Found<E: Entity> {
    pub(crate) key: Key,
    pub(crate) version: Revision,
    pub(crate) record: Record<E>,
    pub(crate) scope: Scope,
}

/// How a request names one.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Which<'a> {
    /// By name, scope and id.
    Named(&'a str, Scope, &'a str),
    /// By its ARN.
    Arn(&'a str),
}

impl Call<'_> {
    /// What a request names.
    pub(crate) async fn find_which<E: Entity>(&self, which: Which<'_>) -> Result<Found<E>> {
        match which {
            Which::Named(name, scope, id) => self.find(name, scope, id).await,
            Which::Arn(arn) => self.find_by_arn(arn).await,
        }
    }

    /// What a name and an id tell, in the caller's account.
    pub(crate) async fn find<E: Entity>(
        &self,
        name: &str,
        scope: Scope,
        id: &str,
    ) -> Result<Found<E>> {
        self.home.check(scope)?;
        let key = self.home.record(scope, E::KIND, id)?;
        let found = self.load::<E>(key, scope).await?;
        found
            .filter(|found| found.record.entity.identity().name == name)
            .ok_or_else(|| Error::nonexistent(format!("{} {name}", E::KIND)))
    }

    /// What an ARN tells, in whatever account of the region that is called.
    pub(crate) async fn find_by_arn<E: Entity>(&self, arn: &str) -> Result<Found<E>> {
        let parsed: EntityArn = arn.parse()?;
        if parsed.kind != E::KIND {
            return Err(Error::invalid("RESOURCE_ARN", arn, "The ARN isn't valid."));
        }
        if !parsed.home.is_beside(self.home) {
            return Err(Error::nonexistent(arn));
        }
        let key = parsed.home.record(parsed.scope, E::KIND, &parsed.id)?;
        let found = self.load::<E>(key, parsed.scope).await?;
        found
            .filter(|found| found.record.entity.identity().arn == arn)
            .ok_or_else(|| Error::nonexistent(arn))
    }

    /// The names of all of one kind, and the version of their record.
    pub(crate) async fn index<E: Entity>(
        &self,
        home: &Home,
        scope: Scope,
    ) -> Result<(Index, Option<Revision>)> {
        let key = home.index(scope, E::KIND)?;
        match self.waf.read(key).await? {
            Some(found) => Ok((Index::decode(&found.value)?, Some(found.version))),
            None => Ok((Index::default(), None)),
        }
    }

    /// All of one kind, in the order of their names.
    pub(crate) async fn all<E: Entity>(&self, scope: Scope) -> Result<Vec<Record<E>>> {
        let (index, _) = self.index::<E>(self.home, scope).await?;
        let keys = index
            .0
            .values()
            .map(|summary| self.home.record(scope, E::KIND, &summary.id));
        let keys = keys.collect::<Result<Vec<_>>>()?;
        let found = self.waf.store.read(&keys).await?;
        // One that was deleted since the index was read is not there.
        found
            .into_iter()
            .flatten()
            .map(|found| Record::decode(&found.value))
            .collect()
    }

    async fn load<E: Entity>(&self, key: Key, scope: Scope) -> Result<Option<Found<E>>> {
        let Some(found) = self.waf.read(key.clone()).await? else {
            return Ok(None);
        };
        Ok(Some(Found {
            key,
            version: found.version,
            record: Record::decode(&found.value)?,
            scope,
        }))
    }
}
