//! What is hidden of a request in logs and samples.

use std::borrow::Cow;

use crate::{
    model::{
        DataProtection, DataProtectionAction, DataProtectionConfig, FieldToMatch,
        FieldToProtectType,
    },
    transform::{self, TextTransformationType},
};

/// What a hidden field is written as.
const REDACTED: &str = "REDACTED";

/// What is hidden of a request: by the logging configuration, and by the web ACL's data protection.
pub(super) struct Protection<'a> {
    redacted: &'a [FieldToMatch],
    config: Option<&'a DataProtectionConfig>,
}

/// A part of a request, as far as it can be hidden.
#[derive(Clone, Copy, Debug)]
pub(super) enum Field<'n> {
    Path,
    Method,
    Query,
    Header(&'n [u8]),
    Cookie(&'n [u8]),
    Argument(&'n [u8]),
    Body,
    /// What nothing hides.
    Other,
}

/// Details of which rule show a part of a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Details {
    RuleMatch,
    Rate,
}

impl<'a> Protection<'a> {
    pub(super) fn new(
        redacted: &'a [FieldToMatch],
        config: Option<&'a DataProtectionConfig>,
    ) -> Self {
        Self { redacted, config }
    }

    pub(super) fn path(&self, path: &[u8]) -> String {
        if self.redacts(|field| matches!(field, FieldToMatch::UriPath(_))) {
            return REDACTED.to_owned();
        }
        text(path)
    }

    pub(super) fn method(&self, method: &[u8]) -> String {
        if self.redacts(|field| matches!(field, FieldToMatch::Method(_))) {
            return REDACTED.to_owned();
        }
        text(method)
    }

    /// The query string, as a whole or argument by argument.
    pub(super) fn query(&self, query: &[u8]) -> String {
        if self.redacts(|field| matches!(field, FieldToMatch::QueryString(_))) {
            return REDACTED.to_owned();
        }
        if let Some(action) = self.action(FieldToProtectType::QueryString, None) {
            return hidden(action, query);
        }
        let protected: Vec<Cow<'_, str>> = query
            .split(|&b| b == b'&')
            .map(|pair| {
                let mut parts = pair.splitn(2, |&b| b == b'=');
                let (name, value) = (parts.next().unwrap_or_default(), parts.next());
                let action = self.action(FieldToProtectType::SingleQueryArgument, Some(name));
                match (action, value) {
                    (Some(action), Some(value)) => {
                        Cow::Owned(format!("{}={}", text(name), hidden(action, value)))
                    }
                    _ => String::from_utf8_lossy(pair),
                }
            })
            .collect();
        protected.join("&")
    }

    /// A header's value; of the `Cookie` header, cookie by cookie.
    pub(super) fn header(&self, name: &[u8], value: &[u8]) -> String {
        let is_this = |field: &FieldToMatch| match field {
            FieldToMatch::SingleHeader(header) => name.eq_ignore_ascii_case(header.name.as_bytes()),
            _ => false,
        };
        if self.redacts(is_this) {
            return REDACTED.to_owned();
        }
        if let Some(action) = self.action(FieldToProtectType::SingleHeader, Some(name)) {
            return hidden(action, value);
        }
        if name.eq_ignore_ascii_case(b"cookie") {
            return self.cookies(value);
        }
        text(value)
    }

    fn cookies(&self, value: &[u8]) -> String {
        let protected: Vec<String> = value
            .split(|&b| b == b';')
            .map(|cookie| {
                let mut parts = cookie.splitn(2, |&b| b == b'=');
                let (name, value) = (parts.next().unwrap_or_default(), parts.next());
                let action = self.action(FieldToProtectType::SingleCookie, Some(name.trim_ascii()));
                match (action, value) {
                    (Some(action), Some(value)) => {
                        format!("{}={}", text(name), hidden(action, value.trim_ascii()))
                    }
                    _ => text(cookie),
                }
            })
            .collect();
        protected.join(";")
    }

    /// A piece of a part of the request, in the details of a rule that matched: hidden where the part is, or anything of it.
    pub(super) fn detail(&self, of: Details, field: Field<'_>, piece: &[u8]) -> String {
        use FieldToProtectType::{
            Body, QueryString, SingleCookie, SingleHeader, SingleQueryArgument,
        };
        let is_this = |redacted: &FieldToMatch| match (redacted, field) {
            (FieldToMatch::UriPath(_), Field::Path)
            | (FieldToMatch::Method(_), Field::Method)
            | (FieldToMatch::QueryString(_), Field::Query | Field::Argument(_)) => true,
            (FieldToMatch::SingleHeader(header), Field::Header(name)) => {
                name.eq_ignore_ascii_case(header.name.as_bytes())
            }
            (FieldToMatch::SingleHeader(header), Field::Cookie(_)) => {
                header.name.eq_ignore_ascii_case("cookie")
            }
            _ => false,
        };
        if self.redacts(is_this) {
            return REDACTED.to_owned();
        }
        let hides = |protection: &&DataProtection| {
            let kind = protection.field.field_type;
            let any_of = |kinds: &[FieldToProtectType]| kinds.contains(&kind);
            let named = |name: &[u8]| names(protection, Some(name));
            let is_field = match field {
                Field::Query => any_of(&[QueryString, SingleQueryArgument]),
                Field::Argument(name) => {
                    kind == QueryString || (kind == SingleQueryArgument && named(name))
                }
                Field::Header(name) => {
                    (kind == SingleHeader && named(name))
                        || (kind == SingleCookie && name.eq_ignore_ascii_case(b"cookie"))
                }
                Field::Cookie(name) => {
                    (kind == SingleCookie && named(name))
                        || (kind == SingleHeader && named(b"cookie"))
                }
                Field::Body => kind == Body,
                Field::Path | Field::Method | Field::Other => false,
            };
            let is_excluded = match of {
                Details::RuleMatch => protection.exclude_rule_match_details,
                Details::Rate => protection.exclude_rate_based_details,
            };
            is_field && !is_excluded.unwrap_or(false)
        };
        match self.protections().iter().find(hides) {
            Some(protection) => hidden(protection.action, piece),
            None => text(piece),
        }
    }

    fn redacts(&self, is_this: impl Fn(&FieldToMatch) -> bool) -> bool {
        self.redacted.iter().any(is_this)
    }

    fn protections(&self) -> &'a [DataProtection] {
        self.config
            .map_or(&[][..], |config| &config.data_protections)
    }

    /// How a field is hidden.
    fn action(
        &self,
        kind: FieldToProtectType,
        name: Option<&[u8]>,
    ) -> Option<DataProtectionAction> {
        let of_kind = |protection: &&DataProtection| protection.field.field_type == kind;
        let mut of_kind = self.protections().iter().filter(of_kind);
        let found = of_kind.find(|protection| names(protection, name))?;
        Some(found.action)
    }
}

/// Whether a protection is of a name. One without keys is of all of its kind. Only a cookie's name has a case.
fn names(protection: &DataProtection, name: Option<&[u8]>) -> bool {
    let keys = protection.field.field_keys.as_deref().unwrap_or_default();
    let is_key = |key: &String| {
        name.is_some_and(|name| match protection.field.field_type {
            FieldToProtectType::SingleCookie => name == key.as_bytes(),
            _ => name.eq_ignore_ascii_case(key.as_bytes()),
        })
    };
    keys.is_empty() || keys.iter().any(is_key)
}

fn hidden(action: DataProtectionAction, value: &[u8]) -> String {
    match action {
        DataProtectionAction::Substitution => REDACTED.to_owned(),
        DataProtectionAction::Hash => {
            let digest = transform::apply(TextTransformationType::Sha256, Cow::Borrowed(value));
            digest.iter().map(|byte| format!("{byte:02x}")).collect()
        }
    }
}

pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
