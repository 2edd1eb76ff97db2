//! Any bytes under up to four transformations, named by the first bytes: no value grows beyond what is stated, and what does
//! not change stays borrowed.
#![no_main]

use std::borrow::Cow;

use libfuzzer_sys::fuzz_target;
use waf_rules::transform::{TextTransformationType, apply};

fuzz_target!(|bytes: &[u8]| {
    let Some((chain, input)) = bytes.split_first_chunk::<4>() else {
        return;
    };
    let mut value = Cow::Borrowed(input);
    for kind in chain {
        let kinds = TextTransformationType::ALL;
        let kind = kinds[usize::from(*kind) % kinds.len()];
        let limit = match kind {
            TextTransformationType::Md5 => 16,
            TextTransformationType::Sha256 => 32,
            TextTransformationType::Utf8ToUnicode => 3 * value.len(),
            _ => value.len(),
        };
        let output = apply(kind, Cow::Borrowed(&value));
        assert!(output.len() <= limit, "{kind:?}");
        if *output == *value {
            assert!(matches!(output, Cow::Borrowed(_)), "{kind:?}");
        }
        value = Cow::Owned(output.into_owned());
    }
});
