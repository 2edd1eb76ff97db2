//! AWS STS.

use super::table::service;

service! {
    directory::sts::Sts: "sts" speaks query("2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/") {
        AssumeRole => assume_role,
        GetCallerIdentity => get_caller_identity,
    }
}
