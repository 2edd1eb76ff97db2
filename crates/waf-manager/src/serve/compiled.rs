//! Compiled web ACLs: kept until something that they depend on changes.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use common_types::Arn;
use service_kit::{Cache, Lookup};
use store::{Key, Store};
use waf_rules::{
    Bundle, CompileOptions, CompiledWebAcl, ResourceType,
    model::{LoggingConfiguration, WebAcl},
};

use super::{Protection, memory::Memory};
use crate::{
    Error, Result,
    entity::{Entity, Record, of_kind},
    limits,
    manager::Shared,
    scope::{EntityArn, Home},
};

/// Compiled web ACLs, by account and region: a commit there drops them all before it returns.
#[derive(Debug)]
pub(crate) struct Compiled(Arc<Cache<Home, Arc<OfHome>>>);

/// The web ACLs of one account in one region, and what they protect. As long as this is the one that the cache has, nothing there has changed.
#[derive(Debug, Default)]
pub(crate) struct OfHome {
    served: Mutex<HashMap<(String, ResourceType), Arc<Served>>>,
    /// By the ARN of the resource.
    protections: Mutex<HashMap<String, Protection>>,
}

/// A web ACL with all that serving it takes.
#[derive(Debug)]
pub(crate) struct Served {
    pub(crate) acl: Arc<CompiledWebAcl>,
    pub(crate) logging: Option<LoggingConfiguration>,
    pub(crate) memory: Arc<Memory>,
    /// The other accounts whose rule groups it uses, as they were. Two accounts may use each other's: neither keeps the other alive.
    others: Vec<(Home, Weak<OfHome>)>,
}

impl Compiled {
    pub(crate) fn new(store: &Arc<dyn Store>) -> Self {
        Self(Cache::observing(
            store,
            limits::CACHED_HOMES,
            |key: &Key| Home::of_record(key),
        ))
    }

    /// Ask before reading anything of this home.
    pub(crate) fn of(&self, home: &Home) -> Arc<OfHome> {
        match self.0.look_up(home) {
            Lookup::Hit(of_home) => of_home,
            Lookup::Miss(ticket) => {
                let of_home = Arc::new(OfHome::default());
                ticket.fill(home.clone(), Arc::clone(&of_home));
                of_home
            }
        }
    }

    /// Whether nothing has changed in the other accounts whose rule groups it uses.
    pub(crate) fn is_current(&self, served: &Served) -> bool {
        let mut others = served.others.iter();
        others.all(|(home, then)| std::ptr::eq(Arc::as_ptr(&self.of(home)), then.as_ptr()))
    }
}

impl OfHome {
    fn get(&self, key: &(String, ResourceType)) -> Option<Arc<Served>> {
        lock(&self.served).get(key).map(Arc::clone)
    }

    fn put(&self, key: (String, ResourceType), served: Arc<Served>) {
        lock(&self.served).insert(key, served);
    }

    /// What protects a resource, if it has been asked before.
    pub(crate) fn protection(&self, resource: &Arn) -> Option<Protection> {
        lock(&self.protections).get(resource.as_str()).cloned()
    }

    pub(crate) fn keep(&self, resource: &Arn, protection: Protection) {
        lock(&self.protections).insert(resource.as_str().to_owned(), protection);
    }
}

/// Whatever a panic of another thread interrupted, what is kept is whole.
fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    /// A web ACL as it is now, for a kind of resource.
    pub(crate) async fn served(
        &self,
        web_acl_arn: &str,
        resource_type: ResourceType,
    ) -> Result<Arc<Served>> {
        let arn: EntityArn = web_acl_arn.parse()?;
        let of_home = self.compiled.of(&arn.home);
        let key = (web_acl_arn.to_owned(), resource_type);
        if let Some(served) = of_home.get(&key)
            && self.compiled.is_current(&served)
        {
            return Ok(served);
        }
        let served = Arc::new(self.compile(&arn, resource_type).await?);
        of_home.put(key, Arc::clone(&served));
        Ok(served)
    }

    async fn compile(&self, arn: &EntityArn, resource_type: ResourceType) -> Result<Served> {
        let nonexistent = || Error::nonexistent(arn.arn.as_str());
        if arn.kind != WebAcl::KIND {
            return Err(Error::invalid(
                "RESOURCE_ARN",
                arn.arn.as_str(),
                "The ARN isn't valid.",
            ));
        }
        let key = arn.home.record(arn.scope, WebAcl::KIND, &arn.id)?;
        let Some(found) = self.read(key).await? else {
            self.memories.forget(arn.arn.as_str());
            return Err(nonexistent());
        };
        let record = Record::<WebAcl>::decode(&found.value)?;
        let (mut bundle, mut others) = (Bundle::new(), Vec::new());
        let mut wanted = record.entity.references();
        while let Some(reference) = wanted.pop() {
            let reference: EntityArn = reference.parse()?;
            if reference.home != arn.home {
                let then = Arc::downgrade(&self.compiled.of(&reference.home));
                others.push((reference.home.clone(), then));
            }
            let key = reference
                .home
                .record(reference.scope, &reference.kind, &reference.id)?;
            let found = self.read(key).await?.ok_or_else(nonexistent)?;
            of_kind!(reference.kind.as_str(), return Err(nonexistent()), |E| {
                let entity = Record::<E>::decode(&found.value)?.entity;
                wanted.extend(entity.references());
                entity.add_to(&mut bundle);
            });
        }
        let options = CompileOptions::new()
            .managed(&*self.managed)
            .resource_type(resource_type);
        let memory = self.memories.of(arn.arn.as_str());
        let compiled = CompiledWebAcl::compile(&record.entity, &bundle, &options)?;
        Ok(Served {
            acl: memory.pass_on(compiled),
            logging: record.logging,
            memory,
            others,
        })
    }
}
