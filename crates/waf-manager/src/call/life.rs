//! The life of what WAF manages: made, changed, deleted.

use common_types::Arn;
use service_kit::{Change, RequestTags};

use super::{Asked, Call, Found, Which};
use crate::{
    Error, Operation, Result, Scope,
    entity::{Entity, Record, Referrers, Summary},
    scope::EntityArn,
};

impl Call<'_> {
    /// Makes one: `make` gets its id and its ARN.
    pub(crate) async fn create<E: Entity>(
        &mut self,
        scope: Scope,
        name: &str,
        tags: &RequestTags,
        make: impl Fn(String, &Arn) -> E,
    ) -> Result<Summary> {
        self.home.check(scope)?;
        let id = self.waf.uuid()?;
        let arn = self.home.arn(scope, E::KIND, name, &id)?;
        let its_tags = tags.applied_to(&common_types::Tags::new())?;
        loop {
            self.allow(
                &arn,
                &common_types::Tags::new(),
                Asked {
                    tags: Some(tags),
                    ..Asked::default()
                },
            )?;
            let (mut index, version) = self.index::<E>(self.home, scope).await?;
            if index.0.contains_key(name) {
                return Err(Error::DuplicateItem);
            }
            if index.0.len() >= E::QUOTA {
                return Err(Error::LimitsExceeded {
                    what: format!("there are {} of the kind {} already", E::QUOTA, E::KIND),
                });
            }
            let mut entity = make(id.clone(), &arn);
            let referred = self.referred(&entity.references(), &[]).await?;
            entity.settle(&referred.bundle, &*self.waf.managed)?;
            let record = Record {
                entity,
                lock_token: self.waf.uuid()?,
                tags: its_tags.clone(),
                protects: Default::default(),
                logging: None,
                permission_policy: None,
            };
            let summary = record.summary();
            index.0.insert(name.to_owned(), summary.clone());
            let key = self.home.record(scope, E::KIND, &id)?;
            let mut change = Change::new().create(key, record.encode()?);
            if E::IS_REFERRED_TO {
                let key = self.home.referrers(scope, E::KIND, &id)?;
                change = change.create(key, Referrers::default().encode()?);
            }
            let change = put_index(
                change,
                self.home.index(scope, E::KIND)?,
                index.encode()?,
                version,
            );
            let change = referred.remember(arn.as_str(), change)?;
            if self.commit(change).await? {
                return Ok(summary);
            }
        }
    }

    /// Changes one: `edit` makes of it what it is to be. Answers with the next lock token.
    pub(crate) async fn update<E: Entity>(
        &mut self,
        which: Which<'_>,
        lock_token: &str,
        edit: impl Fn(E) -> Result<E>,
    ) -> Result<String> {
        loop {
            let found = self.find_which::<E>(which).await?;
            self.allow_found(&found.record, Asked::default())?;
            if found.record.lock_token != lock_token {
                return Err(Error::OptimisticLock);
            }
            let entity = edit(found.record.entity.clone())?;
            if let Some(next) = self.replace(found, entity).await? {
                return Ok(next);
            }
        }
    }

    /// Puts something in place of what was found. Answers with the next lock token; nothing if somebody else was faster.
    pub(crate) async fn replace<E: Entity>(
        &mut self,
        found: Found<E>,
        entity: E,
    ) -> Result<Option<String>> {
        let Found {
            key,
            version,
            mut record,
            scope,
        } = found;
        let arn: EntityArn = record.entity.identity().arn.parse()?;
        let before = record.entity.references();
        let now = entity.references();
        let granted = match self.operation {
            Operation::PutFirewallManagerRuleGroups => Vec::new(),
            _ => entity.granted(),
        };
        let referred = self.referred(&now, &granted).await?;
        record.entity = entity;
        record.entity.settle(&referred.bundle, &*self.waf.managed)?;
        record.lock_token = self.waf.uuid()?;
        let (mut index, index_version) = self.index::<E>(&arn.home, scope).await?;
        index.0.insert(arn.name.clone(), record.summary());
        let change = Change::new().replace(key, record.encode()?, version);
        let change = put_index(
            change,
            arn.home.index(scope, E::KIND)?,
            index.encode()?,
            index_version,
        );
        let change = referred.remember(arn.arn.as_str(), change)?;
        let mut gone = before;
        gone.retain(|arn| !now.contains(arn));
        let change = self
            .forget(&mut gone, now.len(), arn.arn.as_str(), change)
            .await?;
        if !self.commit(change).await? {
            return Ok(None);
        }
        // The change is made: what is cut here is seen through when one of them is deleted.
        let _ = self.forget_after::<E>(&gone, &arn).await;
        Ok(Some(record.lock_token))
    }

    /// Deletes one that nothing needs.
    pub(crate) async fn delete<E: Entity>(
        &mut self,
        (name, scope, id): (&str, Scope, &str),
        lock_token: &str,
    ) -> Result<()> {
        loop {
            let found = self.find::<E>(name, scope, id).await?;
            let arn: EntityArn = found.record.entity.identity().arn.parse()?;
            self.allow_found(&found.record, Asked::default())?;
            if found.record.lock_token != lock_token {
                return Err(Error::OptimisticLock);
            }
            found.record.entity.check_may_be_deleted()?;
            if !found.record.protects.is_empty() {
                return Err(Error::AssociatedItem);
            }
            let (mut index, version) = self.index::<E>(self.home, scope).await?;
            index.0.remove(name);
            let change = Change::new().delete(found.key, found.version);
            let gone = found.record.entity.references();
            let change = self.to_be_freed(&arn, gone.len(), change).await?;
            let change = put_index(
                change,
                self.home.index(scope, E::KIND)?,
                index.encode()?,
                version,
            );
            let change = self.forget_all(&gone, arn.arn.as_str(), change).await?;
            if self.commit(change).await? {
                return Ok(());
            }
        }
    }
}

fn put_index(
    change: Change,
    key: store::Key,
    value: Vec<u8>,
    version: Option<store::Revision>,
) -> Change {
    match version {
        Some(version) => change.replace(key, value, version),
        None => change.create(key, value),
    }
}
