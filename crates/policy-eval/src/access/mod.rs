//! AWS's custom policy checks: does a change grant anything new, does a policy grant what it must not, does it let in everybody?
//!
//! All three answer on the safe side: [`CheckResult::Pass`] is given only where it is proven, for every request that there could
//! be. What is not understood (an operator, a variable, a principal that another one may contain) counts as access. What policies
//! of other types say, and whether principals and resources exist, is left out, as AWS leaves it out.

mod answer;
mod condition;
mod new_access;
mod not_granted;
mod principal;
mod public;
mod set;

pub use answer::{AccessCheck, CheckResult, ReasonSummary};
pub use new_access::check_no_new_access;
pub use not_granted::{AccessToCheck, InvalidAccess, check_access_not_granted};
pub use public::{check_no_public_access, is_public};
