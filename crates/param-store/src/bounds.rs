//! What AWS requires of members that several requests have.

use common_types::constraint::{Number, Pattern, Size, Text};

use crate::limits;

/// A name, path or ARN.
pub(crate) const NAME: Text = Text::new().length(1, limits::NAME_CHARS);
/// A list of names.
pub(crate) const NAMES: Size = Size::between(1, limits::NAMES);
/// A label: the rest of its rules is answered by `InvalidLabels`.
pub(crate) const LABEL: Text = Text::new().length(1, limits::LABEL_CHARS);
/// A list of labels.
pub(crate) const LABELS: Size = Size::between(1, limits::LABELS_PER_VERSION);
/// Entries on a page.
pub(crate) const PAGE: Number = Number::between(1, 50);
/// Entries on a page of `GetParametersByPath`.
pub(crate) const PATH_PAGE: Number = Number::between(1, 10);
/// Tags of a request. How many a parameter may have is another matter.
pub(crate) const TAGS: Size = Size::between(0, 1000);
/// The ARN of a resource that has policies.
pub(crate) const RESOURCE_ARN: Text = Text::new().length(20, 2048);
/// The name of a KMS key.
pub(crate) const KEY_ID: Text =
    Text::new()
        .length(1, 256)
        .pattern(Pattern::new("^([a-zA-Z0-9:/_-]+)$", |text| {
            !text.is_empty()
                && text
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b":/_-".contains(&b))
        }));
/// The key of a tag. Its characters are checked with the tag.
pub(crate) const TAG_KEY: Text = Text::new().length(1, common_types::limits::TAG_KEY_CHARS);
/// The value of a tag.
pub(crate) const TAG_VALUE: Text = Text::new().length(0, common_types::limits::TAG_VALUE_CHARS);
/// The id of a setting.
pub(crate) const SETTING_ID: Text = Text::new().length(1, 1000);
/// The value of a setting.
pub(crate) const SETTING_VALUE: Text = Text::new().length(1, 4096);
