//! The ids of access keys: four letters that say which kind, and sixteen of base 32.
//!
//! Source: [unique identifiers](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids).

/// What the id of a long-term access key begins with.
pub(crate) const LONG_TERM: &str = "AKIA";

/// What the id of a temporary access key begins with.
pub(crate) const TEMPORARY: &str = "ASIA";

/// An id of this kind out of 80 random bits.
pub(crate) fn access_key_id(kind: &str, random: &[u8; 10]) -> String {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits = random
        .iter()
        .fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
    let digit = |place: u32| {
        let value = usize::try_from(bits >> (5 * place) & 31).unwrap_or_default();
        char::from(DIGITS.get(value).copied().unwrap_or(b'A'))
    };
    let mut id = String::with_capacity(kind.len() + 16);
    id.push_str(kind);
    id.extend((0..16).rev().map(digit));
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_twenty_letters_and_digits() {
        assert_eq!(access_key_id(LONG_TERM, &[0; 10]), "AKIAAAAAAAAAAAAAAAAA");
        assert_eq!(access_key_id(TEMPORARY, &[255; 10]), "ASIA7777777777777777");
        // RFC 4648: `foobarbaz!`
        assert_eq!(access_key_id("", b"foobarbaz!"), "MZXW6YTBOJRGC6RB");
    }
}
