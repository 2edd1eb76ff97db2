//! Verdicts of the C library on seeded mutations of its corpus. Ours are the same, one by one.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use waf_rules::injection::{SensitivityLevel, is_sqli, is_xss};

#[test]
fn each_verdict_is_the_c_library_s() {
    let lines = include_str!("../../data/libinjection/verdicts.txt");
    let mut compared = 0;
    for line in lines.lines().filter(|line| !line.starts_with('#')) {
        let (verdict, input) = line.split_once(' ').expect("a verdict and an input");
        let input = STANDARD.decode(input).expect("base64");
        let sqli = u8::from(is_sqli(&input, SensitivityLevel::Low));
        let xss = u8::from(is_xss(&input)) << 1;
        assert_eq!(
            format!("{}", sqli | xss),
            verdict,
            "{:?}",
            String::from_utf8_lossy(&input)
        );
        compared += 1;
    }
    assert_eq!(compared, 5_000);
}
