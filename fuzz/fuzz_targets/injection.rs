//! Any bytes as a value: a verdict, and none that `LOW` finds and `HIGH` does not.
#![no_main]

use libfuzzer_sys::fuzz_target;
use waf_rules::injection::{SensitivityLevel, is_sqli, is_xss};

fuzz_target!(|bytes: &[u8]| {
    if is_sqli(bytes, SensitivityLevel::Low) {
        assert!(is_sqli(bytes, SensitivityLevel::High));
    }
    is_xss(bytes);
});
