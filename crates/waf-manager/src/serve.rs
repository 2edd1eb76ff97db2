//! Serving: the web ACL of a resource, compiled, and always the newest.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use common_types::{Arn, Region};
use service_kit::{Cache, Lookup};
use store::{Key, Store};
use waf_rules::{Bundle, CompileOptions, CompiledWebAcl, model::WebAcl};

use crate::{
    Error, Result, WafManager,
    entity::{Entity, Record, of_kind},
    format, limits,
    manager::Shared,
    scope::{EntityArn, Home},
};

/// Compiled web ACLs, by account and region: a commit there drops them all before it returns.
#[derive(Debug)]
pub(crate) struct Compiled(Arc<Cache<Home, Arc<OfHome>>>);

/// By the ARN of the web ACL.
type OfHome = Mutex<HashMap<String, Arc<CompiledWebAcl>>>;

impl Compiled {
    pub(crate) fn new(store: &Arc<dyn Store>) -> Self {
        Self(Cache::observing(
            store,
            limits::CACHED_HOMES,
            |key: &Key| Home::of_record(key),
        ))
    }
}

impl WafManager {
    /// The web ACL that protects a resource, compiled; nothing for one that is not protected.
    ///
    /// Cheap to ask before every request: what was compiled is kept until something of the account's web ACLs, rule groups and sets in the
    /// region changes, and never used after that. For a resource of CloudFront, or one that is not AWS's at all, see
    /// [`compiled`](Self::compiled).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`] if the resource's ARN has no account; [`Error::Internal`] if the store fails.
    pub async fn protection(&self, resource: &Arn) -> Result<Option<Arc<CompiledWebAcl>>> {
        let home = home_of(resource)?;
        let Some(found) = self.shared().read(home.protected(resource)?).await? else {
            return Ok(None);
        };
        let arn: String = format::decode("a protected resource", &found.value)?;
        self.compiled(&arn).await.map(Some)
    }

    /// A web ACL by its ARN, compiled.
    ///
    /// # Errors
    ///
    /// [`Error::NonexistentItem`]; [`Error::InvalidParameter`] if that is no ARN of a web ACL; [`Error::Internal`] if the store fails.
    pub async fn compiled(&self, web_acl_arn: &str) -> Result<Arc<CompiledWebAcl>> {
        let shared = self.shared();
        let arn: EntityArn = web_acl_arn.parse()?;
        let of_home = match shared.compiled.0.look_up(&arn.home) {
            Lookup::Hit(of_home) => of_home,
            Lookup::Miss(ticket) => {
                let of_home = Arc::new(OfHome::default());
                ticket.fill(arn.home.clone(), Arc::clone(&of_home));
                of_home
            }
        };
        let kept = || of_home.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(compiled) = kept().get(web_acl_arn) {
            return Ok(Arc::clone(compiled));
        }
        let compiled = Arc::new(shared.compile(&arn).await?);
        kept().insert(web_acl_arn.to_owned(), Arc::clone(&compiled));
        Ok(compiled)
    }
}

impl Shared {
    async fn compile(&self, arn: &EntityArn) -> Result<CompiledWebAcl> {
        let nonexistent = || Error::nonexistent(arn.arn.as_str());
        if arn.kind != WebAcl::KIND {
            return Err(Error::invalid(
                "RESOURCE_ARN",
                arn.arn.as_str(),
                "The ARN isn't valid.",
            ));
        }
        let key = arn.home.record(arn.scope, WebAcl::KIND, &arn.id)?;
        let found = self.read(key).await?.ok_or_else(nonexistent)?;
        let acl = Record::<WebAcl>::decode(&found.value)?.entity;
        let mut bundle = Bundle::new();
        let mut wanted = acl.references();
        while let Some(reference) = wanted.pop() {
            let reference: EntityArn = reference.parse()?;
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
        let options = CompileOptions::new().managed(&*self.managed);
        Ok(CompiledWebAcl::compile(&acl, &bundle, &options)?)
    }
}

fn home_of(resource: &Arn) -> Result<Home> {
    let refused = || Error::invalid("RESOURCE_ARN", resource.as_str(), "The ARN isn't valid.");
    Ok(Home {
        partition: resource.partition().parse().map_err(|_| refused())?,
        account: resource.account().parse().map_err(|_| refused())?,
        region: resource.region().parse::<Region>().map_err(|_| refused())?,
    })
}
