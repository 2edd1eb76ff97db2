//! Cross-site scripting: a value is read as if it stood in an HTML page, within text, a tag or a quoted attribute, and
//! what may run a script there is looked for.
//!
//! | module | subject |
//! |---|---|
//! | `reading` | the input, begun at every place that it may stand within |
//! | `page` | tags, comments and declarations |
//! | `attributes` | the attributes of a tag |
//! | `name` | the tags and attributes that can run a script |
//! | `url` | the URLs that can |
//!
//! A port of `libinjection_xss.c` and `libinjection_html5.c`, Copyright (c) 2012-2016 Nick Galbreath, 2021 LibInjection,
//! under the BSD licence in `../sqli/table/COPYING`. The C library cuts the page into tokens and asks each one; this one
//! goes from one place that can hold evidence to the next, and asks only there.

mod attributes;
mod name;
mod page;
mod reading;
mod url;

use memchr::memchr2;

use self::page::Evidence;

/// Whether the value looks like cross-site scripting: libinjection's verdict.
///
/// ```
/// # use waf_rules::injection::is_xss;
/// assert!(is_xss(b"<script>alert(1)</script>"));
/// assert!(is_xss(b"x' onerror='alert(1)"));
/// assert!(!is_xss(b"1 < 2, and it's 'true'"));
/// ```
pub fn is_xss(input: &[u8]) -> bool {
    xss_evidence(input).is_some()
}

/// What in the value looks like cross-site scripting: `<` and a tag's name, or an attribute and its value.
pub(crate) fn xss_evidence(input: &[u8]) -> Option<Evidence<'_>> {
    // Evidence is in a tag, or in the value of an attribute.
    memchr2(b'<', b'=', input)?;
    reading::evidence(input)
}
