//! Where an `ssm-secure` may stand.

use std::collections::HashSet;

/// The fields in which an `ssm-secure` may stand: those that keep a secret as one.
///
/// ```
/// use references::SecureFields;
///
/// let fields = SecureFields::none().field("database.password");
/// # let _ = fields;
/// ```
#[derive(Clone, Debug, Default)]
pub struct SecureFields {
    fields: HashSet<String>,
    everywhere: bool,
}

impl SecureFields {
    /// In none: an `ssm-secure` is an error. The default.
    pub fn none() -> Self {
        Self::default()
    }

    /// In every field.
    pub fn everywhere() -> Self {
        Self {
            everywhere: true,
            ..Self::default()
        }
    }

    /// In this one too, by its place as [`Document`](crate::Document) tells it: `database.password`; `["database.password"]` is a member of
    /// that name.
    #[must_use]
    pub fn field(mut self, place: impl Into<String>) -> Self {
        self.fields.insert(place.into());
        self
    }

    pub(crate) fn has(&self, place: &str) -> bool {
        self.everywhere || self.fields.contains(place)
    }
}
