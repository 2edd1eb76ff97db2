//! The name of a record: an order-preserving encoding of a tuple.

mod builder;
mod range;
mod tuple;

use std::{borrow::Borrow, fmt, sync::Arc};

use common_types::{AccountId, Partition, Region};

pub use builder::KeyBuilder;
pub use range::KeyRange;
pub use tuple::Element;

use crate::{Error, Result, limits};

/// The name of a record: one to [`limits::KEY_BYTES`] bytes, ordered as bytes.
///
/// Keys encode tuples so that their order is the order of the tuples: element by element, text by
/// its UTF-8 bytes, numbers by value. Each begins with partition, account, region and service.
///
/// ```
/// use store::Key;
///
/// let (partition, account, region) =
///     ("aws".parse()?, "111122223333".parse()?, "eu-west-1".parse()?);
/// let scope = || Key::scope(&partition, &account, &region, "kms");
///
/// let (a, ab) = (scope().str("a").u64(10).build()?, scope().str("ab").u64(9).build()?);
/// assert!(a < ab && a < scope().str("a").u64(11).build()?);
/// assert_eq!(a.to_string(), "aws/111122223333/eu-west-1/kms/a/10");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Key(Arc<[u8]>);

impl Key {
    /// Begins a key of one service in one account and region.
    pub fn scope(
        partition: &Partition,
        account: &AccountId,
        region: &Region,
        service: &str,
    ) -> KeyBuilder {
        KeyBuilder::new()
            .str(partition.as_str())
            .str(account.as_str())
            .str(region.as_str())
            .str(service)
    }

    /// Begins a key of one service beyond any account and region, such as an index of due work.
    pub fn global(service: &str) -> KeyBuilder {
        KeyBuilder::new().str("").str("").str("").str(service)
    }

    /// What no key begins with: backends keep what is theirs there, behind all records.
    pub(crate) const BACKEND: u8 = u8::MAX;

    /// The key with these encoded bytes: for backends, which read back what they stored.
    ///
    /// # Errors
    /// [`Error::InvalidKey`] unless there are 1 to [`limits::KEY_BYTES`] of them, and the first is
    /// not FF, which begins no tuple.
    pub fn from_bytes(bytes: impl Into<Arc<[u8]>>) -> Result<Self> {
        let bytes = bytes.into();
        match (bytes.first(), bytes.len()) {
            (None, _) => Err(Error::InvalidKey {
                reason: "it is empty",
            }),
            (Some(&Self::BACKEND), _) => Err(Error::InvalidKey {
                reason: "it begins with the byte FF",
            }),
            (Some(_), 1..=limits::KEY_BYTES) => Ok(Self(bytes)),
            _ => Err(Error::InvalidKey {
                reason: "it has more than 2,048 bytes",
            }),
        }
    }

    /// The encoded bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The elements of the tuple, scope included.
    ///
    /// # Errors
    /// [`Error::InvalidKey`] if the bytes are not in the tuple encoding.
    pub fn elements(&self) -> Result<Vec<Element<'_>>> {
        tuple::Elements::new(&self.0).collect()
    }

    /// One element of the tuple, by its place; nothing if there are fewer, or the bytes before its end are not in the tuple encoding. Those
    /// behind it are not looked at.
    pub fn element(&self, at: usize) -> Option<Element<'_>> {
        tuple::Elements::new(&self.0).nth(at)?.ok()
    }

    /// Whether a wrapper keeps records of its own here, hidden from its callers.
    ///
    /// No tuple begins with the byte 0, so no key that was built is reserved.
    pub(crate) fn is_reserved(&self) -> bool {
        self.0.first() == Some(&RESERVED)
    }

    /// The key under which a wrapper keeps a record of its own.
    pub(crate) fn reserved(name: &str) -> Self {
        Self([&[RESERVED], name.as_bytes()].concat().into())
    }
}

/// Ordered and equal as its bytes are.
impl Borrow<[u8]> for Key {
    fn borrow(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Key {
    /// The elements joined by `/`; hexadecimal where the bytes are not text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(elements) = self.elements() else {
            return tuple::write_hex(f, &self.0);
        };
        for (i, element) in elements.iter().enumerate() {
            if i > 0 {
                f.write_str("/")?;
            }
            element.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({self})")
    }
}

const RESERVED: u8 = 0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_are_as_drawn() {
        let [partition, account, region] = ["aws", "111122223333", "eu-west-1"];
        let (partition, region) = (partition.parse().unwrap(), region.parse().unwrap());
        let scope = Key::scope(&partition, &account.parse().unwrap(), &region, "kms");
        let key = scope.str("key").u64(7).build().unwrap();
        let drawn = b"\x02aws\x00\x02111122223333\x00\x02eu-west-1\x00\x02kms\x00\x02key\x00\
            \x03\0\0\0\0\0\0\0\x07";
        assert_eq!(key.as_bytes(), drawn);

        let escaped = Key::global("").bytes(&[0, 1, 2]).build().unwrap();
        assert_eq!(escaped.as_bytes()[8..], [1, 1, 1, 1, 2, 2, 0]);
    }

    #[test]
    fn a_key_that_is_no_tuple_shows_its_bytes() {
        assert_eq!(Key::from_bytes([0xab, 0x01]).unwrap().to_string(), "0xab01");
        assert_eq!(Key::reserved("header").to_string(), "0x00686561646572");
        assert!(Key::from_bytes([]).is_err());
        assert!(Key::from_bytes([0xff, 1]).is_err());
        assert!(Key::from_bytes([1; limits::KEY_BYTES + 1]).is_err());
    }

    #[test]
    fn no_built_key_is_reserved() {
        assert!(Key::reserved("header").is_reserved());
        assert!(!Key::global("").build().unwrap().is_reserved());
        assert!(
            !KeyRange::all()
                .unreserved()
                .contains(&Key::reserved("header"))
        );
    }
}
