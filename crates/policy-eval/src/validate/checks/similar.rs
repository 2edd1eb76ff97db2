//! What may have been meant.

/// How many changes of a letter a name may be away.
const CHANGES: usize = 2;

/// The candidate that is nearest to a name, if one is near.
pub(super) fn nearest<'a>(
    name: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let name = name.to_ascii_lowercase();
    let allowed = CHANGES.min(name.len() / 2);
    candidates
        .filter_map(|candidate| {
            let distance = distance(&name, &candidate.to_ascii_lowercase(), allowed)?;
            Some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many letters must be put in, taken out or changed; none if more than are allowed.
fn distance(a: &str, b: &str, allowed: usize) -> Option<usize> {
    let (a, b): (&[u8], &[u8]) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > allowed {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (y, above) in b.iter().zip(row.iter().skip(1)) {
            left = (above + 1)
                .min(left + 1)
                .min(diagonal + usize::from(x != y));
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().filter(|distance| *distance <= allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_and_far() {
        let actions = ["Decrypt", "Encrypt", "DescribeKey"];
        for (name, expected) in [
            ("Decript", Some("Decrypt")),
            ("DECRYPT", Some("Decrypt")),
            ("Descrbekey", Some("DescribeKey")),
            ("Erase", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(nearest(name, actions.into_iter()), expected, "{name}");
        }
    }
}
