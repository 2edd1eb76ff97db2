//! The encryption context as a header writes it.

use common_types::EncryptionContext;

use super::{SliceSource, Source};
use crate::{Error, Malformed};

/// Reads the pairs of an encryption context.
///
/// Writers must sort them, and [`EncryptionContext::write_canonical`] does. Readers must not insist: AWS's own test vectors
/// have pairs out of order, and the header's tag is over the bytes as they are.
// spec: framework/structures.md#serialization
pub(super) fn decode(bytes: &[u8]) -> Result<EncryptionContext, Error> {
    let mut context = EncryptionContext::new();
    if bytes.is_empty() {
        return Ok(context);
    }
    let mut fields = SliceSource::new(bytes);
    let pairs = length(&mut fields)?;
    let mut read = size_of::<u16>();
    for _ in 0..pairs {
        let key = text(&mut fields)?;
        let value = text(&mut fields)?;
        read += 2 * size_of::<u16>() + key.len() + value.len();
        let before = context
            .insert(key, value)
            .map_err(|_| Malformed::ContextLength)?;
        // spec: framework/structures.md#key-value-pair-entries (no duplicates)
        if before.is_some() {
            return Err(Malformed::ContextDuplicate.into());
        }
    }
    // spec: framework/structures.md#key-value-pair-count (greater than 0)
    if pairs == 0 || read != bytes.len() {
        return Err(Malformed::ContextLength.into());
    }
    Ok(context)
}

fn text(fields: &mut SliceSource<'_>) -> Result<String, Error> {
    let len = length(fields)?;
    let bytes = fields.take(len).map_err(|_| Malformed::ContextLength)?;
    let text = std::str::from_utf8(bytes).map_err(|_| Malformed::Utf8)?;
    Ok(text.to_owned())
}

fn length(fields: &mut SliceSource<'_>) -> Result<usize, Error> {
    match fields.take(size_of::<u16>()) {
        Ok(&[high, low]) => Ok(usize::from(u16::from_be_bytes([high, low]))),
        _ => Err(Malformed::ContextLength.into()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_not_a_list_of_pairs_is_refused() {
        let out_of_order = [0, 2, 0, 1, b'b', 0, 0, 0, 1, b'a', 0, 0];
        assert_eq!(decode(&out_of_order).unwrap().len(), 2);
        for (what, bytes, expected) in [
            (
                "a key twice",
                &[0, 2, 0, 1, b'a', 0, 0, 0, 1, b'a', 0, 0][..],
                Malformed::ContextDuplicate,
            ),
            ("no pairs, counted", &[0, 0], Malformed::ContextLength),
            (
                "a byte too many",
                &[0, 1, 0, 1, b'a', 0, 0, 9],
                Malformed::ContextLength,
            ),
            (
                "a byte too few",
                &[0, 1, 0, 1, b'a', 0, 1],
                Malformed::ContextLength,
            ),
            ("not UTF-8", &[0, 1, 0, 1, 0xff, 0, 0], Malformed::Utf8),
        ] {
            assert!(
                matches!(decode(bytes), Err(Error::Malformed(found)) if found == expected),
                "{what}"
            );
        }
    }

    proptest! {
        #[test]
        fn decoding_undoes_encoding(
            pairs in proptest::collection::btree_map(".{0,9}", ".{0,9}", 0..6),
            any in proptest::collection::vec(0..4_u8, 0..24),
        ) {
            let context = EncryptionContext::try_from_iter(pairs).unwrap();
            prop_assert_eq!(decode(&context.canonical_bytes()).unwrap(), context);
            if let Ok(context) = decode(&any) {
                prop_assert_eq!(context.canonical_len(), any.len());
            }
        }
    }
}
