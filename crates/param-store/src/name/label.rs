//! Labels: names that a user gives to versions.

use crate::limits;

/// Whether a text may be a label: 1 to [`limits::LABEL_CHARS`] letters, digits, `.`, `-` and `_`, that do not begin with a digit, `aws`
/// or `ssm` in any case.
///
/// Source: [LabelParameterVersion](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_LabelParameterVersion.html).
pub(crate) fn is_label(text: &str) -> bool {
    let right = |b: u8| b.is_ascii_alphanumeric() || b".-_".contains(&b);
    let begins = |reserved: &str| {
        text.get(..reserved.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(reserved))
    };
    (1..=limits::LABEL_CHARS).contains(&text.len())
        && text.bytes().all(right)
        && !text.starts_with(|first: char| first.is_ascii_digit())
        && !begins("aws")
        && !begins("ssm")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_follow_the_rules_of_aws() {
        let longest = "l".repeat(100);
        for good in ["Production", "a", "a.b-c_d1", "my-aws", &longest] {
            assert!(is_label(good), "{good}");
        }
        let too_long = "l".repeat(101);
        for bad in [
            "", "1a", "AWSa", "ssm", "SSM1", "a b", "a:b", "ä", &too_long,
        ] {
            assert!(!is_label(bad), "{bad}");
        }
    }
}
