//! An ARN that parses prints as it was written, and its parts put together are the whole.

#![no_main]

use common_types::{Arn, ArnPattern};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(arn) = text.parse::<Arn>() {
        let parts = [arn.partition(), arn.service(), arn.region(), arn.account(), arn.resource()];
        assert_eq!(format!("arn:{}", parts.join(":")), text);
        if let Ok(pattern) = text.parse::<ArnPattern>() {
            assert!(pattern.matches(&arn), "a pattern covers the ARN it is spelled like");
        }
    }
});
