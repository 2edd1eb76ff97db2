//! What looks like SQL injection or cross-site scripting: the verdicts of libinjection, in Rust.
//!
//! | module | subject |
//! |---|---|
//! | `sqli` | reads a value as the middle of an SQL statement and knows the shapes that attacks have |
//! | `xss` | reads a value as the middle of an HTML page and looks for what runs a script |
//!
//! Both are ports of [libinjection](https://github.com/libinjection/libinjection) (BSD licence, `NOTICE` beside this
//! crate's manifest): the same verdict on every input, found in less time. They look at each byte a bounded number of
//! times, allocate nothing, and have no limit of length.

mod sqli;
mod xss;

pub(crate) use sqli::sqli_evidence;
pub use sqli::{SensitivityLevel, is_sqli};
pub use xss::is_xss;
pub(crate) use xss::xss_evidence;
