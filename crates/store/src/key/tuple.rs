//! The tuple encoding, drawn in `docs/formats.md`.
//!
//! ```text
//! bytes   01  content, each 00 as 01 01 and each 01 as 01 02  00
//! text    02  content, escaped likewise                       00
//! number  03  8 bytes, big-endian
//! ```
//!
//! A 00 only ever ends an element, so one tuple's bytes begin with another's exactly if the tuple
//! does.

use std::{borrow::Cow, fmt};

use crate::{Error, Result};

/// One element of a key's tuple.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Element<'a> {
    /// Bytes, by [`KeyBuilder::bytes`](crate::KeyBuilder::bytes).
    Bytes(Cow<'a, [u8]>),
    /// Text, by [`KeyBuilder::str`](crate::KeyBuilder::str).
    Str(Cow<'a, str>),
    /// A number, by [`KeyBuilder::u64`](crate::KeyBuilder::u64).
    U64(u64),
}

impl Element<'_> {
    /// The text, if it is text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            Self::Bytes(_) | Self::U64(_) => None,
        }
    }

    /// The bytes, if they are bytes.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::Str(_) | Self::U64(_) => None,
        }
    }

    /// The number, if it is a number.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::U64(number) => Some(*number),
            Self::Bytes(_) | Self::Str(_) => None,
        }
    }
}

impl fmt::Display for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write_hex(f, bytes),
            Self::Str(text) => write!(f, "{}", text.escape_debug()),
            Self::U64(number) => number.fmt(f),
        }
    }
}

pub(super) fn push_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    push_escaped(out, BYTES, bytes);
}

pub(super) fn push_str(out: &mut Vec<u8>, text: &str) {
    push_escaped(out, STR, text.as_bytes());
}

pub(super) fn push_u64(out: &mut Vec<u8>, number: u64) {
    out.push(U64);
    out.extend(number.to_be_bytes());
}

pub(super) fn write_hex(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    f.write_str("0x")?;
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

/// Takes an encoded tuple apart; ends after the first error.
pub(super) struct Elements<'a>(&'a [u8]);

impl<'a> Elements<'a> {
    pub(super) fn new(encoded: &'a [u8]) -> Self {
        Self(encoded)
    }

    fn element(&mut self, tag: u8) -> Option<Element<'a>> {
        match tag {
            BYTES => Some(Element::Bytes(self.escaped()?)),
            STR => Some(Element::Str(match self.escaped()? {
                Cow::Borrowed(bytes) => Cow::Borrowed(std::str::from_utf8(bytes).ok()?),
                Cow::Owned(bytes) => Cow::Owned(String::from_utf8(bytes).ok()?),
            })),
            U64 => {
                let (number, rest) = self.0.split_first_chunk()?;
                self.0 = rest;
                Some(Element::U64(u64::from_be_bytes(*number)))
            }
            _ => None,
        }
    }

    /// The content up to its 00, without the escapes.
    fn escaped(&mut self) -> Option<Cow<'a, [u8]>> {
        let end = self.0.iter().position(|byte| *byte == END)?;
        let (run, rest) = self.0.split_at_checked(end)?;
        self.0 = rest.get(1..)?;
        if !run.contains(&ESCAPE) {
            return Some(Cow::Borrowed(run));
        }
        let mut content = Vec::with_capacity(run.len());
        let mut bytes = run.iter();
        while let Some(byte) = bytes.next() {
            content.push(match *byte {
                ESCAPE => match *bytes.next()? {
                    ESCAPED_END => END,
                    ESCAPED_ESCAPE => ESCAPE,
                    _ => return None,
                },
                byte => byte,
            });
        }
        Some(Cow::Owned(content))
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Result<Element<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        let (tag, rest) = self.0.split_first()?;
        self.0 = rest;
        let element = self.element(*tag);
        if element.is_none() {
            self.0 = &[];
        }
        Some(element.ok_or(Error::InvalidKey {
            reason: "it is not an encoded tuple",
        }))
    }
}

fn push_escaped(out: &mut Vec<u8>, tag: u8, content: &[u8]) {
    out.reserve(content.len().saturating_add(2));
    out.push(tag);
    if content.iter().any(|byte| matches!(*byte, END | ESCAPE)) {
        for byte in content {
            match *byte {
                END => out.extend([ESCAPE, ESCAPED_END]),
                ESCAPE => out.extend([ESCAPE, ESCAPED_ESCAPE]),
                byte => out.push(byte),
            }
        }
    } else {
        out.extend_from_slice(content);
    }
    out.push(END);
}

const BYTES: u8 = 1;
const STR: u8 = 2;
const U64: u8 = 3;

const END: u8 = 0;
const ESCAPE: u8 = 1;
const ESCAPED_END: u8 = 1;
const ESCAPED_ESCAPE: u8 = 2;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// An element whose derived order is the order that the encoding must keep.
    #[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
    enum Model {
        Bytes(Vec<u8>),
        Str(String),
        U64(u64),
    }

    fn tuples() -> impl Strategy<Value = Vec<Model>> {
        let few = prop_oneof![0u8..4, Just(0xff), any::<u8>()];
        let element = prop_oneof![
            prop::collection::vec(few, 0..5).prop_map(Model::Bytes),
            "[\u{0}-\u{3}aé]{0,4}".prop_map(Model::Str),
            any::<u64>().prop_map(Model::U64),
        ];
        prop::collection::vec(element, 0..4)
    }

    fn encode(tuple: &[Model]) -> Vec<u8> {
        let mut out = Vec::new();
        for element in tuple {
            match element {
                Model::Bytes(bytes) => push_bytes(&mut out, bytes),
                Model::Str(text) => push_str(&mut out, text),
                Model::U64(number) => push_u64(&mut out, *number),
            }
        }
        out
    }

    fn decode(encoded: &[u8]) -> Result<Vec<Model>> {
        let model = |element| match element {
            Element::Bytes(bytes) => Model::Bytes(bytes.into_owned()),
            Element::Str(text) => Model::Str(text.into_owned()),
            Element::U64(number) => Model::U64(number),
        };
        Elements::new(encoded)
            .map(|element| element.map(model))
            .collect()
    }

    proptest! {
        #[test]
        fn the_order_of_keys_is_the_order_of_tuples(a in tuples(), b in tuples()) {
            prop_assert_eq!(encode(&a).cmp(&encode(&b)), a.cmp(&b));
        }

        #[test]
        fn a_tuple_comes_back_as_it_was(tuple in tuples()) {
            prop_assert_eq!(decode(&encode(&tuple)).unwrap(), tuple);
        }

        #[test]
        fn a_key_begins_with_another_only_if_its_tuple_does(a in tuples(), b in tuples()) {
            prop_assert_eq!(encode(&b).starts_with(&encode(&a)), b.starts_with(&a));
        }

        #[test]
        fn foreign_bytes_are_refused_or_encode_back_to_themselves(bytes: Vec<u8>) {
            if let Ok(tuple) = decode(&bytes) {
                prop_assert_eq!(encode(&tuple), bytes);
            }
        }
    }
}
