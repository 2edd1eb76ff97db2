//! `Debug` for types that hold keys of a backend.

/// Implements `Debug` without the key: the type's name and the fields that are named.
///
/// For types around a backend's expanded key, which has no field type of ours that could guard it.
macro_rules! redacted_debug {
    ($type:ident $({ $($field:ident),+ })?) => {
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($type))
                    $($(.field(stringify!($field), &self.$field))+)?
                    .finish_non_exhaustive()
            }
        }
    };
}
