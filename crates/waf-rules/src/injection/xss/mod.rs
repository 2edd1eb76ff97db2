//! Cross-site scripting: a value is read as if it stood in an HTML page, within text, a tag or a quoted attribute, and
//! what may run a script there is looked for.
//!
//! | module | subject |
//! |---|---|
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
mod url;

use memchr::memchr2;

use self::page::{Page, Place};

/// Whether the value looks like cross-site scripting: libinjection's verdict.
///
/// ```
/// # use waf_rules::injection::is_xss;
/// assert!(is_xss(b"<script>alert(1)</script>"));
/// assert!(is_xss(b"x' onerror='alert(1)"));
/// assert!(!is_xss(b"1 < 2, and it's 'true'"));
/// ```
pub fn is_xss(input: &[u8]) -> bool {
    // Evidence is in a tag, or in the value of an attribute.
    if memchr2(b'<', b'=', input).is_none() {
        return false;
    }
    [
        Place::Text,
        Place::Tag,
        Place::Quoted(b'\''),
        Place::Quoted(b'"'),
        Place::Quoted(b'`'),
    ]
    .into_iter()
    .any(|place| Page::new(input).runs_script(place))
}
