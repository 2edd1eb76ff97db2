//! What the four kinds' operations have in common: their requests name one, or list all.

use serde::{Deserialize, Serialize};

use crate::Summary;

/// Response of the operations that make something.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct CreatedResponse {
    /// What was made.
    pub summary: Summary,
}

/// Response of the operations that change something.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct UpdatedResponse {
    /// The lock token for the next change.
    pub next_lock_token: String,
}

/// Declares a kind's request to delete one, and the operation.
macro_rules! delete_operation {
    ($(#[$doc:meta])* $request:ident, $method:ident, $operation:ident, $entity:ty) => {
        #[doc = concat!("Request of [`", stringify!($method), "`](crate::WafHandle::", stringify!($method), ").")]
        #[derive(Clone, Debug, serde::Deserialize, Eq, PartialEq, serde::Serialize)]
        #[serde(rename_all = "PascalCase", deny_unknown_fields)]
        #[non_exhaustive]
        pub struct $request {
            /// Its name.
            pub name: String,
            /// What it is for.
            pub scope: $crate::Scope,
            /// Its id.
            pub id: String,
            /// The lock token that came with what was read last.
            pub lock_token: String,
        }

        impl $request {
            /// Deletes one, as it was read last.
            pub fn new(
                name: impl Into<String>,
                scope: $crate::Scope,
                id: impl Into<String>,
                lock_token: impl Into<String>,
            ) -> Self {
                Self { name: name.into(), scope, id: id.into(), lock_token: lock_token.into() }
            }
        }

        impl common_types::constraint::Constrained for $request {
            fn constraints(&self, check: &mut common_types::constraint::Check<'_>) {
                let Self { name, scope: _, id, lock_token } = self;
                check.text("name", name, &$crate::op::bounds::NAME);
                check.text("id", id, &$crate::op::bounds::ID);
                check.text("lockToken", lock_token, &$crate::op::bounds::LOCK_TOKEN);
            }
        }

        impl $crate::WafHandle {
            $(#[$doc])*
            ///
            /// # Errors
            ///
            /// [`AssociatedItem`](crate::Error::AssociatedItem) while something refers to it or it protects a resource,
            /// [`OptimisticLock`](crate::Error::OptimisticLock), [`NonexistentItem`](crate::Error::NonexistentItem),
            /// [`AccessDenied`](crate::Error::AccessDenied), [`Validation`](crate::Error::Validation).
            pub async fn $method(&self, request: $request) -> $crate::Result<()> {
                let mut call = self.call($crate::Operation::$operation);
                let answer = async {
                    common_types::constraint::Constrained::validate(&request)?;
                    let $request { name, scope, id, lock_token } = &request;
                    call.delete::<$entity>((name, *scope, id), lock_token).await
                };
                let answer = answer.await;
                call.answer(answer).await
            }
        }
    };
}

/// Declares a kind's request to list all, its response, and the operation.
macro_rules! list_operation {
    ($(#[$doc:meta])* $request:ident, $response:ident { $member:ident as $word:literal }, $method:ident, $operation:ident, $entity:ty) => {
        #[doc = concat!("Request of [`", stringify!($method), "`](crate::WafHandle::", stringify!($method), ").")]
        #[derive(Clone, Debug, serde::Deserialize, Eq, PartialEq, serde::Serialize)]
        #[serde(rename_all = "PascalCase", deny_unknown_fields)]
        #[non_exhaustive]
        pub struct $request {
            /// What they are for.
            pub scope: $crate::Scope,
            /// How many entries a page has at most.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub limit: Option<u32>,
            /// Where to go on.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub next_marker: Option<String>,
        }

        #[doc = concat!("Response of [`", stringify!($method), "`](crate::WafHandle::", stringify!($method), ").")]
        #[derive(Clone, Debug, serde::Deserialize, Eq, PartialEq, serde::Serialize)]
        #[serde(rename_all = "PascalCase")]
        #[non_exhaustive]
        pub struct $response {
            /// Them, in the order of their names.
            #[serde(rename = $word)]
            pub $member: Vec<$crate::Summary>,
            /// Give this with the next request to go on.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub next_marker: Option<String>,
        }

        impl $request {
            /// The first page.
            pub fn new(scope: $crate::Scope) -> Self {
                Self { scope, limit: None, next_marker: None }
            }
        }

        common_types::setters!($request {
            /// How many entries a page has at most.
            limit: u32,
            /// Where to go on.
            next_marker: String,
        });

        impl common_types::constraint::Constrained for $request {
            fn constraints(&self, check: &mut common_types::constraint::Check<'_>) {
                let Self { scope: _, limit, next_marker } = self;
                check.number("limit", *limit, &$crate::op::bounds::LIMIT);
                check.text("nextMarker", next_marker, &$crate::op::bounds::MARKER);
            }
        }

        impl $crate::WafHandle {
            $(#[$doc])*
            ///
            /// # Errors
            ///
            /// [`InvalidParameter`](crate::Error::InvalidParameter), [`AccessDenied`](crate::Error::AccessDenied),
            /// [`Validation`](crate::Error::Validation).
            pub async fn $method(&self, request: $request) -> $crate::Result<$response> {
                let mut call = self.call($crate::Operation::$operation);
                let answer = async {
                    common_types::constraint::Constrained::validate(&request)?;
                    let $request { scope, limit, next_marker } = request;
                    call.home.check(scope)?;
                    let page = $crate::call::PageOf::parse(limit, next_marker.as_deref())?;
                    call.allow_anywhere()?;
                    let (index, _) = call.index::<$entity>(call.home, scope).await?;
                    let ($member, next_marker) = call.page(&page, &[("Scope", scope.as_str())], index.0)?;
                    Ok($response { $member, next_marker })
                };
                let answer = answer.await;
                call.answer(answer).await
            }
        }
    };
}

/// Declares a kind's request to read one by name, scope and id, its response, and the operation.
macro_rules! get_operation {
    ($(#[$doc:meta])* $request:ident, $response:ident { $member:ident as $word:literal: $entity:ty }, $method:ident, $operation:ident) => {
        #[doc = concat!("Request of [`", stringify!($method), "`](crate::WafHandle::", stringify!($method), ").")]
        #[derive(Clone, Debug, serde::Deserialize, Eq, PartialEq, serde::Serialize)]
        #[serde(rename_all = "PascalCase", deny_unknown_fields)]
        #[non_exhaustive]
        pub struct $request {
            /// Its name.
            pub name: String,
            /// What it is for.
            pub scope: $crate::Scope,
            /// Its id.
            pub id: String,
        }

        #[doc = concat!("Response of [`", stringify!($method), "`](crate::WafHandle::", stringify!($method), ").")]
        #[derive(Clone, Debug, serde::Deserialize, Eq, PartialEq, serde::Serialize)]
        #[serde(rename_all = "PascalCase")]
        #[non_exhaustive]
        pub struct $response {
            /// It.
            #[serde(rename = $word)]
            pub $member: $entity,
            /// Give this to change or delete it.
            pub lock_token: String,
        }

        impl $request {
            /// Reads one.
            pub fn new(name: impl Into<String>, scope: $crate::Scope, id: impl Into<String>) -> Self {
                Self { name: name.into(), scope, id: id.into() }
            }
        }

        impl common_types::constraint::Constrained for $request {
            fn constraints(&self, check: &mut common_types::constraint::Check<'_>) {
                let Self { name, scope: _, id } = self;
                check.text("name", name, &$crate::op::bounds::NAME);
                check.text("id", id, &$crate::op::bounds::ID);
            }
        }

        impl $crate::WafHandle {
            $(#[$doc])*
            ///
            /// # Errors
            ///
            /// [`NonexistentItem`](crate::Error::NonexistentItem), [`InvalidParameter`](crate::Error::InvalidParameter),
            /// [`AccessDenied`](crate::Error::AccessDenied), [`Validation`](crate::Error::Validation).
            pub async fn $method(&self, request: $request) -> $crate::Result<$response> {
                let mut call = self.call($crate::Operation::$operation);
                let answer = async {
                    common_types::constraint::Constrained::validate(&request)?;
                    let $request { name, scope, id } = &request;
                    let found = call.find::<$entity>(name, *scope, id).await?;
                    call.allow_found(&found.record, $crate::call::Asked::default())?;
                    let $crate::entity::Record { entity, lock_token, .. } = found.record;
                    Ok($response { $member: entity, lock_token })
                };
                let answer = answer.await;
                call.answer(answer).await
            }
        }
    };
}

/// Declares a kind's request to read one by name, scope and id, or by its ARN; its response, and the operation.
macro_rules! get_by_arn_operation {
    ($(#[$doc:meta])* $request:ident, $response:ident { $member:ident as $word:literal: $entity:ty }, $method:ident, $operation:ident) => {
        #[doc = concat!("Request of [`", stringify!($method), "`](crate::WafHandle::", stringify!($method), "): by name, scope and id, or by ARN.")]
        #[derive(Clone, Debug, Default, serde::Deserialize, Eq, PartialEq, serde::Serialize)]
        #[serde(rename_all = "PascalCase", deny_unknown_fields, default)]
        #[non_exhaustive]
        pub struct $request {
            /// Its name.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub name: Option<String>,
            /// What it is for.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub scope: Option<$crate::Scope>,
            /// Its id.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub id: Option<String>,
            /// Its ARN.
            #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
            pub arn: Option<String>,
        }

        #[doc = concat!("Response of [`", stringify!($method), "`](crate::WafHandle::", stringify!($method), ").")]
        #[derive(Clone, Debug, serde::Deserialize, Eq, PartialEq, serde::Serialize)]
        #[serde(rename_all = "PascalCase")]
        #[non_exhaustive]
        pub struct $response {
            /// It.
            #[serde(rename = $word)]
            pub $member: $entity,
            /// Give this to change or delete it.
            pub lock_token: String,
        }

        impl $request {
            /// Reads one by its name and id.
            pub fn new(name: impl Into<String>, scope: $crate::Scope, id: impl Into<String>) -> Self {
                Self { name: Some(name.into()), scope: Some(scope), id: Some(id.into()), arn: None }
            }

            /// Reads one by its ARN.
            pub fn by_arn(arn: impl Into<String>) -> Self {
                Self { arn: Some(arn.into()), ..Self::default() }
            }
        }

        impl common_types::constraint::Constrained for $request {
            fn constraints(&self, check: &mut common_types::constraint::Check<'_>) {
                let Self { name, scope: _, id, arn } = self;
                check.text("name", name, &$crate::op::bounds::NAME);
                check.text("id", id, &$crate::op::bounds::ID);
                check.text("ARN", arn, &$crate::op::bounds::ARN);
            }
        }

        impl $crate::WafHandle {
            $(#[$doc])*
            ///
            /// # Errors
            ///
            /// [`NonexistentItem`](crate::Error::NonexistentItem), [`InvalidParameter`](crate::Error::InvalidParameter),
            /// [`AccessDenied`](crate::Error::AccessDenied), [`Validation`](crate::Error::Validation).
            pub async fn $method(&self, request: $request) -> $crate::Result<$response> {
                let mut call = self.call($crate::Operation::$operation);
                let answer = async {
                    common_types::constraint::Constrained::validate(&request)?;
                    let found = match &request {
                        $request { arn: Some(arn), name: None, scope: None, id: None } => {
                            call.find_by_arn::<$entity>(arn).await?
                        }
                        $request { arn: None, name: Some(name), scope: Some(scope), id: Some(id) } => {
                            call.find::<$entity>(name, *scope, id).await?
                        }
                        _ => {
                            let reason = "You must provide either the ARN, or the name, the scope and the id.";
                            return Err($crate::Error::InvalidOperation { reason: reason.to_owned() });
                        }
                    };
                    call.allow_found(&found.record, $crate::call::Asked::default())?;
                    let $crate::entity::Record { entity, lock_token, .. } = found.record;
                    Ok($response { $member: entity, lock_token })
                };
                let answer = answer.await;
                call.answer(answer).await
            }
        }
    };
}

pub(super) use delete_operation;
pub(super) use get_by_arn_operation;
pub(super) use get_operation;
pub(super) use list_operation;
