//! Project Wycheproof's vectors: known answers, and inputs chosen to break implementations.
//!
//! Each test states how many vectors it ran, so that a set cannot become smaller unnoticed.

mod aes_gcm;
mod ecdsa;
mod ed25519;
mod hkdf;
mod hmac;

use ::wycheproof::TestResult;

/// How many vectors were run, by what they expect.
#[derive(Debug, Default, Eq, PartialEq)]
struct Ran {
    valid: usize,
    invalid: usize,
}

impl Ran {
    /// Counts a vector and checks that we took it if, and only if, it is valid.
    ///
    /// None of our sets has `acceptable` vectors; one would have to be judged by hand.
    fn check(&mut self, tc_id: usize, expected: TestResult, accepted: bool) {
        match expected {
            TestResult::Valid => self.valid += 1,
            TestResult::Invalid => self.invalid += 1,
            TestResult::Acceptable => panic!("vector {tc_id} is neither valid nor invalid"),
        }
        assert_eq!(accepted, expected == TestResult::Valid, "vector {tc_id}");
    }
}
