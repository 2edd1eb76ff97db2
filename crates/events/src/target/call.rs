//! A target that calls a function.

use std::{fmt, sync::Arc};

use common_types::BoxFuture;

use super::{Delivery, Target, TargetError};

/// A target that calls a function of the application, on the task that delivers.
///
/// ```
/// let target = events::target::call(|delivery| {
///     println!("{}", delivery.input);
///     Ok(())
/// });
/// ```
pub fn call(
    function: impl Fn(&Delivery<'_>) -> Result<(), TargetError> + Send + Sync + 'static,
) -> Arc<dyn Target> {
    Arc::new(Call(function))
}

struct Call<F>(F);

impl<F> Target for Call<F>
where
    F: Fn(&Delivery<'_>) -> Result<(), TargetError> + Send + Sync + 'static,
{
    fn deliver<'a>(&'a self, delivery: &'a Delivery<'a>) -> BoxFuture<'a, Result<(), TargetError>> {
        Box::pin(async move { (self.0)(delivery) })
    }
}

impl<F> fmt::Debug for Call<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Call")
    }
}
