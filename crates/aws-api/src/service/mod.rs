//! The services, each in one table: what an operation is called on the wire, and the method that answers it.

mod kms;
mod ssm;
mod sts;
mod table;
mod wafv2;

use std::fmt::Debug;

use common_types::{BoxFuture, Caller, Region};

use crate::{Fault, Protocol};

/// A service as the wire knows it. Those of this workspace are made by one line an operation; an application may add its own.
pub trait WireService: Debug + Send + Sync + 'static {
    /// What it speaks, and by which names.
    fn protocol(&self) -> Protocol;

    /// The name that requests to it are signed for, such as `kms`.
    fn signing_name(&self) -> &'static str;

    /// The names of its operations, in order.
    fn operations(&self) -> &'static [&'static str];

    /// Calls an operation. Nothing if there is none of this name.
    fn call<'a>(&'a self, operation: &str, call: Call<'a>) -> Option<Answer<'a>>;
}

/// What an operation is called with.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Call<'a> {
    /// Who calls, and from where.
    pub caller: Caller,
    /// Which region is called.
    pub region: Region,
    /// The request, as the protocol writes it; nothing is an empty one.
    pub body: &'a [u8],
}

/// The body of the answer, or the error instead.
pub type Answer<'a> = BoxFuture<'a, Result<Vec<u8>, Fault>>;
