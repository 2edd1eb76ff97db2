//! The one boxed future that ports return.

use std::{future::Future, pin::Pin};

/// A future behind a pointer, so that a trait with async methods can be a trait object.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
