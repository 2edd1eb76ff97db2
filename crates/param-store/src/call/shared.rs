//! Listing what other accounts share with the caller.

use std::sync::Arc;

use policy_eval::ResourcePolicyMode;
use service_kit::{Listing, Target};

use crate::{
    Error, Result,
    call::{Call, PageOf},
    condition::{Asked, Conditions},
    limits,
    name::Reference,
    parameter::{Loaded, SharedRecord},
    record::Record,
    scope::Scope,
};

impl Call<'_> {
    /// One page of the parameters of other accounts that their policies let the caller do this with, and that pass a filter.
    ///
    /// It looks at [`limits::LOOKED_AT`] shared parameters at most: then it answers what it has, and how to go on.
    pub(crate) async fn page_of_shared(
        &self,
        listing: &Listing,
        page: &PageOf,
        passes: &(dyn Fn(&Loaded) -> bool + Sync),
    ) -> Result<(Vec<Arc<Loaded>>, Option<String>)> {
        let mut range = self.here.shared_records()?;
        if let Some(seen) = self.seen(listing, page)? {
            range = range.after(&seen);
        }
        let mut found = Vec::new();
        let mut looked_at = 0_usize;
        let mut last = None;
        loop {
            let records = self.params.store.scan(range.clone(), AT_ONCE).await?;
            let is_last = records.len() < AT_ONCE;
            for (entry, record) in records {
                if found.len() == page.limit() || looked_at == limits::LOOKED_AT {
                    let next = last.map(|last| self.next(listing, &last)).transpose()?;
                    return Ok((found, next));
                }
                looked_at = looked_at.saturating_add(1);
                last = Some(entry);
                if let Some(parameter) = self.shared(&record.value).await?
                    && passes(&parameter)
                {
                    found.push(Arc::new(parameter));
                }
            }
            if is_last {
                return Ok((found, None));
            }
            if let Some(last) = &last {
                range = range.after(last);
            }
        }
    }

    /// A parameter of another account, if the caller may see that it is there.
    async fn shared(&self, entry: &[u8]) -> Result<Option<Loaded>> {
        let SharedRecord { arn } = SharedRecord::decode(entry)?;
        let Reference::Parameter { home, name, .. } = Reference::parse(&arn, self.here)? else {
            return Err(Error::broken("a shared parameter is a secret"));
        };
        if home == self.here.home() {
            return Ok(None);
        }
        let scope: Scope = self.here.at(home);
        let key = scope.parameter_record(&name)?;
        let Some(found) = self.params.read(key.clone()).await? else {
            return Ok(None);
        };
        let parameter = Loaded::new(scope, key, &found)?;
        let keys = Conditions {
            resource_tags: Some(&parameter.record.tags),
            asked: Asked::default(),
        };
        let Some(sharing) = parameter.sharing_for(self.here) else {
            return Ok(None);
        };
        let target = Target::new(&parameter.arn)
            .policy(sharing.compiled(), ResourcePolicyMode::Standard)
            .tags(&parameter.record.tags)
            .keys(&keys);
        let action = self.operation.declared().action();
        let permitted = self.guard.policy_permits(action, &target);
        Ok(permitted.then_some(parameter))
    }
}

/// Entries that are read at a time.
const AT_ONCE: usize = 100;
