//! The operations of a service, declared once each.

/// Declares the operations of a service, each in one line: its name, and whether it is `reading` or `writing`.
///
/// ```
/// service_kit::operations! {
///     /// An operation of the notes API.
///     pub enum Operation in "notes" {
///         /// Adds to a note.
///         AppendNote: writing,
///         /// Reads a note.
///         GetNote: reading,
///     }
/// }
///
/// assert_eq!(Operation::AppendNote.declared().action(), "notes:AppendNote");
/// assert_eq!(Operation::GetNote.to_string(), "GetNote");
/// assert!(Operation::GetNote.is_read_only());
/// assert_eq!(Operation::ALL.len(), 2);
/// ```
#[macro_export]
macro_rules! operations {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $operations:ident in $service:literal {
            $($(#[$doc:meta])* $name:ident: $effect:ident,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        $visibility enum $operations {
            $($(#[$doc])* $name,)+
        }

        impl $operations {
            /// Every operation, in the order in which they are declared.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// What authorisation and audit know of it.
            pub const fn declared(self) -> &'static $crate::Operation {
                match self {
                    $(Self::$name => {
                        const DECLARED: $crate::Operation = $crate::Operation::$effect(
                            $service,
                            stringify!($name),
                            concat!($service, ":", stringify!($name)),
                        );
                        &DECLARED
                    })+
                }
            }

            /// AWS's name for it.
            pub const fn name(self) -> &'static str {
                self.declared().name()
            }

            /// Whether it changes nothing that is stored.
            pub const fn is_read_only(self) -> bool {
                self.declared().is_read_only()
            }
        }

        impl ::std::fmt::Display for $operations {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.name())
            }
        }
    };
}
