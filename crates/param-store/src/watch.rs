//! Following what is under a path.

use std::{future::poll_fn, pin::pin, sync::Arc};

use futures_core::Stream;
use store::{KeyRange, Revision, Store};

use crate::{
    Operation, ParamStoreHandle, Result, call::Call, condition::Asked, name::Path, scope::Scope,
};

/// Follows the parameters under a path: made by [`ParamStoreHandle::watch`].
///
/// It knows what has changed, not to what: read that through a handle, whose policies decide about the values.
#[derive(Debug)]
pub struct Watch {
    store: Arc<dyn Store>,
    under: KeyRange,
    seen: Revision,
}

/// What has changed under a path that is watched.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Changed {
    /// These parameters were made, changed or deleted, by one change. Each name begins with a slash.
    Parameters(Vec<String>),
    /// More has changed than the store remembers: read everything again.
    Everything,
}

impl ParamStoreHandle {
    /// Begins to follow what is under a path, however deep: whatever changes from now on is told. Under `/aws/service/` that is what the
    /// application publishes.
    ///
    /// ```
    /// # use param_store::{Changed, ParamStoreHandle};
    /// async fn keep_reading(params: ParamStoreHandle) -> param_store::Result<()> {
    ///     let mut watch = params.watch("/app/prod").await?;
    ///     loop {
    ///         match watch.changed().await? {
    ///             Changed::Parameters(names) => println!("read {names:?} again"),
    ///             _ => println!("read everything again"),
    ///         }
    ///     }
    /// }
    /// ```
    ///
    /// # Authorisation
    ///
    /// `ssm:GetParametersByPath` on the path, with `ssm:Recursive`, when it begins.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](crate::Error::AccessDenied), [`Validation`](crate::Error::Validation) for what is no path.
    pub async fn watch(&self, path: &str) -> Result<Watch> {
        let mut call = self.call(Operation::GetParametersByPath);
        let answer = watch(&mut call, path).await;
        call.answer(answer).await
    }
}

async fn watch(call: &mut Call<'_>, path: &str) -> Result<Watch> {
    let path: Path = path.parse()?;
    let asked = Asked {
        recursive: Some(true),
        ..Asked::default()
    };
    let scope = call.here().of(&path);
    call.allow_at(&scope.path_arn(&path)?, asked)?;
    let store = Arc::clone(&call.params().store);
    Ok(Watch {
        seen: store.revision().await?,
        under: scope.descendants(&path)?,
        store,
    })
}

impl Watch {
    /// Waits for the next change. Dropping the future loses nothing: the next call tells of what came meanwhile.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::Error::Internal) once the store is closed or has failed.
    pub async fn changed(&mut self) -> Result<Changed> {
        loop {
            let next = {
                let mut changes = pin!(self.store.changes(self.seen));
                poll_fn(|context| changes.as_mut().poll_next(context)).await
            };
            let change = match next {
                Some(Ok(change)) => change,
                Some(Err(store::Error::Compacted { .. })) => {
                    self.seen = self.store.revision().await?;
                    return Ok(Changed::Everything);
                }
                Some(Err(error)) => return Err(error.into()),
                None => return Err(store::Error::Closed.into()),
            };
            self.seen = change.revision;
            let inside = change.keys.iter().filter(|key| self.under.contains(key));
            let names: Vec<_> = inside.filter_map(Scope::parameter_of).collect();
            if !names.is_empty() {
                return Ok(Changed::Parameters(names));
            }
        }
    }
}
