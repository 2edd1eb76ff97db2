//! What a request carries under a condition key.

use std::{fmt::Write, net::IpAddr};

use common_types::Timestamp;

/// One value of a condition key.
///
/// A value has a type of its own, but a policy may compare it as another: `Bool(true)` equals the string `true`, the
/// string `10` is a number to a numeric operator.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value<'a> {
    /// Text; an ARN too.
    Text(&'a str),
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A point in time.
    Time(Timestamp),
    /// An IPv4 or IPv6 address.
    Ip(IpAddr),
    /// Bytes.
    Binary(&'a [u8]),
}

/// All values of a condition key in one request.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Values<'a> {
    /// The value of a single-valued key.
    One(Value<'a>),
    /// The values of a multivalued key: perhaps none.
    Many(&'a dyn ValueList),
}

/// The values of a multivalued key.
pub trait ValueList {
    /// Calls `test` with one value after the other until it says `true`; whether it did.
    fn any(&self, test: &mut dyn FnMut(Value<'_>) -> bool) -> bool;
}

impl Value<'_> {
    /// Gives the value as the text that string operators compare.
    #[inline]
    pub(crate) fn with_text<R>(self, read: impl FnOnce(&str) -> R) -> R {
        match self {
            Self::Text(text) => read(text),
            Self::Bool(true) => read("true"),
            Self::Bool(false) => read("false"),
            Self::Integer(number) => read(&Short::of(format_args!("{number}"))),
            Self::Time(time) => read(&Short::of(time.format("%Y-%m-%dT%H:%M:%SZ"))),
            Self::Ip(ip) => read(&Short::of(ip)),
            Self::Binary(bytes) => read(&String::from_utf8_lossy(bytes)),
        }
    }

    pub(crate) fn is_empty(self) -> bool {
        matches!(self, Self::Text(""))
    }
}

impl Values<'_> {
    /// Whether `test` holds for one of the values.
    #[inline]
    pub(crate) fn any(self, mut test: impl FnMut(Value<'_>) -> bool) -> bool {
        match self {
            Self::One(value) => test(value),
            Self::Many(list) => list.any(&mut test),
        }
    }

    /// Whether the key carries no value at all: an empty list is as good as none.
    pub(crate) fn is_absent(self) -> bool {
        match self {
            Self::One(_) => false,
            Self::Many(list) => !list.any(&mut |_| true),
        }
    }

    /// Whether there is nothing to compare: no value, or none but empty texts.
    pub(crate) fn is_null_set(self) -> bool {
        !self.any(|value| !value.is_empty())
    }
}

impl std::fmt::Debug for Values<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut list = f.debug_list();
        self.any(|value| {
            list.entry(&value);
            false
        });
        list.finish()
    }
}

impl<'a> From<Value<'a>> for Values<'a> {
    fn from(value: Value<'a>) -> Self {
        Self::One(value)
    }
}

impl<'a> From<&'a str> for Values<'a> {
    fn from(text: &'a str) -> Self {
        Self::One(Value::Text(text))
    }
}

impl From<bool> for Values<'_> {
    fn from(value: bool) -> Self {
        Self::One(Value::Bool(value))
    }
}

impl<T: AsRef<str>> ValueList for [T] {
    fn any(&self, test: &mut dyn FnMut(Value<'_>) -> bool) -> bool {
        self.iter().any(|text| test(Value::Text(text.as_ref())))
    }
}

impl<T: AsRef<str>> ValueList for Vec<T> {
    fn any(&self, test: &mut dyn FnMut(Value<'_>) -> bool) -> bool {
        self.as_slice().any(test)
    }
}

/// A short text on the stack: numbers, times and addresses are compared without allocating.
struct Short {
    bytes: [u8; 48],
    len: usize,
}

impl Short {
    fn of(value: impl std::fmt::Display) -> Self {
        let mut short = Self {
            bytes: [0; 48],
            len: 0,
        };
        // What does not fit is cut: no number, time or address is that long.
        let _ = write!(short, "{value}");
        short
    }
}

impl Write for Short {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let end = self.len + text.len();
        self.bytes
            .get_mut(self.len..end)
            .ok_or(std::fmt::Error)?
            .copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}

impl std::ops::Deref for Short {
    type Target = str;

    fn deref(&self) -> &str {
        self.bytes
            .get(..self.len)
            .and_then(|text| std::str::from_utf8(text).ok())
            .unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_a_text() {
        let text = |value: Value<'_>| value.with_text(str::to_owned);
        assert_eq!(text(Value::Bool(true)), "true");
        assert_eq!(text(Value::Integer(i64::MIN)), "-9223372036854775808");
        assert_eq!(
            text(Value::Ip(
                "2001:db8:ffff:ffff:ffff:ffff:192.168.100.228"
                    .parse()
                    .unwrap()
            )),
            "2001:db8:ffff:ffff:ffff:ffff:c0a8:64e4"
        );
        let time = Timestamp::from_timestamp(1_600_000_000, 0).unwrap();
        assert_eq!(text(Value::Time(time)), "2020-09-13T12:26:40Z");
    }

    #[test]
    fn empty_texts_are_a_null_set() {
        assert!(Values::Many(&Vec::<&str>::new()).is_null_set());
        assert!(Values::Many(&vec!["", ""]).is_null_set());
        assert!(!Values::Many(&vec!["", "a"]).is_null_set());
        assert!(!Values::from(false).is_null_set());
    }
}
