//! Values of a component together with the names that they stand under, for whoever writes them down.

use std::borrow::Cow;

use super::component::{Component, Sight, arguments, headers_seen, scoped};
use crate::{
    inspect::{Extent, OversizeFields},
    request::{Cookies, Window},
};

/// A value, and the name of its header, cookie or argument; an empty name of what has none.
#[derive(Clone, Debug)]
pub(crate) struct Named<'r> {
    pub(crate) name: Cow<'r, [u8]>,
    pub(crate) value: Cow<'r, [u8]>,
}

impl Component {
    /// The values that a statement looks at. `None` where it does not look: the component is oversize, absent or invalid, and that alone
    /// has decided.
    pub(crate) fn named_values<'r>(&'r self, sight: Sight<'r>) -> Option<Vec<Named<'r>>> {
        let mut values = Vec::new();
        let extent = self.values(sight, &mut OversizeFields::default(), &mut |value| {
            let name = match self {
                Self::Header(name) | Self::Argument(name, _) => Cow::Borrowed(&**name),
                _ => Cow::Borrowed(&[][..]),
            };
            values.push(Named { name, value });
        });
        if extent != Extent::Inspected {
            return None;
        }
        let request = sight.request;
        match self {
            Self::Arguments(pre_parse) => {
                values.clear();
                arguments(request, pre_parse, None, &mut |name, value| {
                    values.push(Named { name, value });
                });
            }
            Self::Headers { choice, scope, .. } => {
                values.clear();
                let seen = headers_seen(request);
                for (name, value) in
                    seen.filter(|(name, _)| choice.includes(|one| one.eq_ignore_ascii_case(name)))
                {
                    scoped(*scope, name, value, &mut |value| {
                        let name = Cow::Borrowed(name);
                        values.push(Named { name, value });
                    });
                }
            }
            Self::Cookies { choice, scope, .. } => {
                values.clear();
                let seen = Window::new(Cookies::new(request.all_headers()));
                for (name, value) in seen.filter(|(name, _)| choice.includes(|one| one == *name)) {
                    scoped(*scope, name, value, &mut |value| {
                        let name = Cow::Borrowed(name);
                        values.push(Named { name, value });
                    });
                }
            }
            Self::Header(_)
            | Self::Argument(..)
            | Self::Path
            | Self::Query
            | Self::Fragment(_)
            | Self::Method
            | Self::Body(_)
            | Self::Json { .. }
            | Self::HeaderOrder(_)
            | Self::Ja3(_)
            | Self::Ja4(_) => {}
        }
        Some(values)
    }

    /// What becomes of a look at the component.
    pub(crate) fn extent(&self, sight: Sight<'_>) -> Extent {
        self.values(sight, &mut OversizeFields::default(), &mut |_| {})
    }
}
