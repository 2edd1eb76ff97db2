//! What IP sets and regex pattern sets have in common: they are made with what they hold, and hold something else later.

/// Declares a kind of set: its requests to make one and to replace what it holds, and the two operations.
///
/// `fixed` is said when a set is made, and stays; `held` is replaced. Both come to the set's constructor in this order.
macro_rules! set_operations {
    (
        $entity:ident {
            $(fixed $(#[$fixed_meta:meta])* $fixed:ident: $fixed_type:ty;)?
            held $(#[$held_meta:meta])* $held:ident: Vec<$item:ty>, each $made_by:expr, within $bounds:expr;
        }
        $(#[$create_doc:meta])*
        $create:ident($create_request:ident), $create_operation:ident;
        $(#[$update_doc:meta])*
        $update:ident($update_request:ident), $update_operation:ident;
    ) => {
        #[doc = concat!("Request of [`", stringify!($create), "`](crate::WafHandle::", stringify!($create), ").")]
        #[derive(Clone, Debug, serde::Deserialize, Eq, PartialEq, serde::Serialize)]
        #[serde(rename_all = "PascalCase", deny_unknown_fields)]
        #[non_exhaustive]
        pub struct $create_request {
            /// Its name.
            pub name: String,
            /// What it is for.
            pub scope: $crate::Scope,
            /// What it is about.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub description: Option<String>,
            $($(#[$fixed_meta])* pub $fixed: $fixed_type,)?
            $(#[$held_meta])*
            pub $held: Vec<$item>,
            /// Its tags.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub tags: Option<Vec<common_types::Tag>>,
        }

        #[doc = concat!("Request of [`", stringify!($update), "`](crate::WafHandle::", stringify!($update), ").")]
        #[derive(Clone, Debug, serde::Deserialize, Eq, PartialEq, serde::Serialize)]
        #[serde(rename_all = "PascalCase", deny_unknown_fields)]
        #[non_exhaustive]
        pub struct $update_request {
            /// Its name.
            pub name: String,
            /// What it is for.
            pub scope: $crate::Scope,
            /// Its id.
            pub id: String,
            /// What it is about; nothing if unset.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub description: Option<String>,
            $(#[$held_meta])*
            pub $held: Vec<$item>,
            /// The lock token that came with what was read last.
            pub lock_token: String,
        }

        impl $create_request {
            /// A set that holds these.
            pub fn new(
                name: impl Into<String>,
                scope: $crate::Scope,
                $($fixed: $fixed_type,)?
                $held: impl IntoIterator<Item = impl Into<String>>,
            ) -> Self {
                Self {
                    name: name.into(),
                    scope,
                    description: None,
                    $($fixed,)?
                    $held: $held.into_iter().map($made_by).collect(),
                    tags: None,
                }
            }
        }

        impl $update_request {
            /// A set as it was read last, that is to hold these.
            pub fn new(
                name: impl Into<String>,
                scope: $crate::Scope,
                id: impl Into<String>,
                $held: impl IntoIterator<Item = impl Into<String>>,
                lock_token: impl Into<String>,
            ) -> Self {
                Self {
                    name: name.into(),
                    scope,
                    id: id.into(),
                    description: None,
                    $held: $held.into_iter().map($made_by).collect(),
                    lock_token: lock_token.into(),
                }
            }
        }

        common_types::setters!($create_request {
            /// What it is about.
            description: String,
            /// Its tags.
            tags: Vec<common_types::Tag>,
        });

        common_types::setters!($update_request {
            /// What it is about.
            description: String,
        });

        impl common_types::constraint::Constrained for $create_request {
            fn constraints(&self, check: &mut common_types::constraint::Check<'_>) {
                check.text("name", &self.name, &$crate::op::bounds::NAME);
                check.text("description", &self.description, &$crate::op::bounds::DESCRIPTION);
                let within: fn(&mut common_types::constraint::Check<'_>, &[$item]) = $bounds;
                within(check, &self.$held);
                $crate::op::tags::constrain(check, self.tags.as_deref());
            }
        }

        impl common_types::constraint::Constrained for $update_request {
            fn constraints(&self, check: &mut common_types::constraint::Check<'_>) {
                check.text("name", &self.name, &$crate::op::bounds::NAME);
                check.text("id", &self.id, &$crate::op::bounds::ID);
                check.text("description", &self.description, &$crate::op::bounds::DESCRIPTION);
                let within: fn(&mut common_types::constraint::Check<'_>, &[$item]) = $bounds;
                within(check, &self.$held);
                check.text("lockToken", &self.lock_token, &$crate::op::bounds::LOCK_TOKEN);
            }
        }

        impl $crate::WafHandle {
            $(#[$create_doc])*
            ///
            /// # Authorisation
            ///
            #[doc = concat!("`wafv2:", stringify!($create_operation), "` on the set, with `aws:RequestTag/…` and `aws:TagKeys`.")]
            ///
            /// # Errors
            ///
            /// [`DuplicateItem`](crate::Error::DuplicateItem), [`LimitsExceeded`](crate::Error::LimitsExceeded),
            /// [`InvalidParameter`](crate::Error::InvalidParameter), [`TagOperation`](crate::Error::TagOperation),
            /// [`AccessDenied`](crate::Error::AccessDenied), [`Validation`](crate::Error::Validation).
            ///
            /// # Source
            ///
            #[doc = concat!("[", stringify!($create_operation), "](https://docs.aws.amazon.com/waf/latest/APIReference/API_", stringify!($create_operation), ".html).")]
            pub async fn $create(
                &self,
                request: $create_request,
            ) -> $crate::Result<$crate::CreatedResponse> {
                let mut call = self.call($crate::Operation::$create_operation);
                let answer = async {
                    common_types::constraint::Constrained::validate(&request)?;
                    let $create_request { name, scope, description, $($fixed,)? $held, tags } = request;
                    let tags = $crate::op::tags::parse(tags)?;
                    let make = |id, arn: &common_types::Arn| {
                        let mut set = $entity::new(name.clone(), id, arn.as_str(), $($fixed,)? $held.clone());
                        set.description.clone_from(&description);
                        set
                    };
                    let summary = call.create(scope, &name, &tags, make).await?;
                    Ok($crate::CreatedResponse { summary })
                };
                let answer = answer.await;
                call.answer(answer).await
            }

            $(#[$update_doc])*
            ///
            /// # Authorisation
            ///
            #[doc = concat!("`wafv2:", stringify!($update_operation), "` on the set.")]
            ///
            /// # Errors
            ///
            /// [`OptimisticLock`](crate::Error::OptimisticLock), [`NonexistentItem`](crate::Error::NonexistentItem),
            /// [`InvalidParameter`](crate::Error::InvalidParameter), [`LimitsExceeded`](crate::Error::LimitsExceeded),
            /// [`AccessDenied`](crate::Error::AccessDenied), [`Validation`](crate::Error::Validation).
            ///
            /// # Source
            ///
            #[doc = concat!("[", stringify!($update_operation), "](https://docs.aws.amazon.com/waf/latest/APIReference/API_", stringify!($update_operation), ".html).")]
            pub async fn $update(
                &self,
                request: $update_request,
            ) -> $crate::Result<$crate::UpdatedResponse> {
                let mut call = self.call($crate::Operation::$update_operation);
                let answer = async {
                    common_types::constraint::Constrained::validate(&request)?;
                    let $update_request { name, scope, id, description, $held, lock_token } = request;
                    let edit = |mut set: $entity| {
                        set.$held.clone_from(&$held);
                        set.description.clone_from(&description);
                        Ok(set)
                    };
                    let which = $crate::call::Which::Named(&name, scope, &id);
                    let next_lock_token = call.update(which, &lock_token, edit).await?;
                    Ok($crate::UpdatedResponse { next_lock_token })
                };
                let answer = answer.await;
                call.answer(answer).await
            }
        }
    };
}

pub(super) use set_operations;
