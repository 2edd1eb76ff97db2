//! A service of the JSON protocol: one table from operation to handler.

use std::fmt::Debug;

use common_types::{BoxFuture, Caller, Region};

use crate::Fault;

/// A service of the JSON protocol. Those of this workspace are made by one line an operation; an application may add its own.
pub trait JsonService: Debug + Send + Sync + 'static {
    /// What its targets begin with, such as `TrentService`.
    fn target_prefix(&self) -> &'static str;

    /// The name that requests to it are signed for, such as `kms`.
    fn signing_name(&self) -> &'static str;

    /// The member that the message of its errors is in: `message` or `Message`.
    fn message_member(&self) -> &'static str;

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
    /// The request, in JSON; nothing is an empty one.
    pub body: &'a [u8],
}

/// The body of the answer, or the error instead.
pub type Answer<'a> = BoxFuture<'a, Result<Vec<u8>, Fault>>;

/// Makes a service speak JSON: one line an operation, the handle's method that answers it. Request and response types are
/// the method's.
macro_rules! json_service {
    (
        $service:ty, $target:literal, signed for $signing:literal, message in $message:literal {
            $($operation:ident => $method:ident,)+
        }
    ) => {
        impl $crate::JsonService for $service {
            fn target_prefix(&self) -> &'static str {
                $target
            }

            fn signing_name(&self) -> &'static str {
                $signing
            }

            fn operations(&self) -> &'static [&'static str] {
                &[$(stringify!($operation)),+]
            }

            fn message_member(&self) -> &'static str {
                $message
            }

            fn call<'a>(
                &'a self,
                operation: &str,
                call: $crate::Call<'a>,
            ) -> Option<$crate::Answer<'a>> {
                match operation {
                    $(stringify!($operation) => Some(Box::pin(async move {
                        let handle = self.caller(call.caller).region(call.region.as_str());
                        let handle = handle.map_err(|error| $crate::Fault::of(&error))?;
                        let method = |request| handle.$method(request);
                        $crate::json::answer(call.body, method).await
                    })),)+
                    _ => None,
                }
            }
        }
    };
}

pub(crate) use json_service;
