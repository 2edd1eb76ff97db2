//! Macros for the shapes of requests and answers: what every service's types do the same way.

/// Declares an enum that AWS's JSON writes as words, each written once: `as_str`, `ALL`, `Display`, `FromStr` and serde's forms.
///
/// A word that is none of them is refused in AWS's words, without the member's name, which the enum does not know:
///
/// ```
/// common_types::wire_enum! {
///     /// The kind of a value.
///     pub enum Kind {
///         /// One text.
///         String = "String",
///         /// Texts, separated by commas.
///         StringList = "StringList",
///     }
/// }
///
/// assert_eq!(serde_json::to_string(&Kind::StringList)?, r#""StringList""#);
/// assert_eq!("String".parse(), Ok(Kind::String));
/// let error = serde_json::from_str::<Kind>(r#""Sting""#).unwrap_err().to_string();
/// assert!(error.starts_with(
///     "Value 'Sting' failed to satisfy constraint: Member must satisfy enum value set: [String, StringList]"
/// ));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! wire_enum {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
        #[non_exhaustive]
        $visibility enum $name {
            $($(#[$variant_meta])* $variant,)+
        }

        impl $name {
            /// Every value, in AWS's order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// AWS's word for it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(word: &str) -> ::std::result::Result<Self, $crate::UnknownWord> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::UnknownWord::new(word, &[$($word),+])),
                }
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let word = <::std::borrow::Cow<'de, str> as $crate::serde::Deserialize>::deserialize(
                    deserializer,
                )?;
                word.parse().map_err($crate::serde::de::Error::custom)
            }
        }
    };
}

/// Gives a request setters for its optional members, named as they are. Texts are taken in any form.
///
/// ```
/// #[derive(Default)]
/// pub struct ListRequest {
///     name: Option<String>,
///     limit: Option<u32>,
/// }
///
/// common_types::setters!(ListRequest {
///     /// Only those of this name.
///     name: String,
///     /// At most this many.
///     limit: u32,
/// });
///
/// let request = ListRequest::default().name("orders").limit(10);
/// assert_eq!(request.name.as_deref(), Some("orders"));
/// ```
#[macro_export]
macro_rules! setters {
    ($request:ty { $($(#[$doc:meta])* $member:ident: $type:ident $(<$of:ty>)?,)+ }) => {
        impl $request {
            $($crate::setter! { $(#[$doc])* $member: $type $(<$of>)? })+
        }
    };
}

/// One setter of [`setters!`].
#[doc(hidden)]
#[macro_export]
macro_rules! setter {
    ($(#[$doc:meta])* $member:ident: String) => {
        $(#[$doc])*
        #[must_use]
        pub fn $member(mut self, $member: impl Into<String>) -> Self {
            self.$member = Some($member.into());
            self
        }
    };
    ($(#[$doc:meta])* $member:ident: $type:ty) => {
        $(#[$doc])*
        #[must_use]
        pub fn $member(mut self, $member: $type) -> Self {
            self.$member = Some($member);
            self
        }
    };
}

/// A word that is none of an enum's.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("Value '{word}' failed to satisfy constraint: Member must satisfy enum value set: [{}]", words.join(", "))]
pub struct UnknownWord {
    word: String,
    words: &'static [&'static str],
}

impl UnknownWord {
    /// For the expansion of [`wire_enum!`](crate::wire_enum).
    #[doc(hidden)]
    pub fn new(word: &str, words: &'static [&'static str]) -> Self {
        // What somebody sends us is not sent back by the megabyte.
        let word = word.chars().take(256).collect();
        Self { word, words }
    }

    /// The word.
    pub fn word(&self) -> &str {
        &self.word
    }

    /// What it could have been.
    pub fn words(&self) -> &'static [&'static str] {
        self.words
    }
}
