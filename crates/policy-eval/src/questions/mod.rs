//! Questions about policies as a whole: what changes, and who may?
//!
//! They are answered with requests. Each is verified by the engine; whether there are others is said.
//!
//! | module | subject |
//! |---|---|
//! | `diff` | [`diff`]: what a new policy allows and denies that an old one does not |
//! | `who_can` | [`who_can`](crate::directory::CompiledDirectory::who_can): who may do this to that |
//! | `example` | [`ExampleRequest`]: what the answers consist of |
//! | `cells` | texts that stand for all texts, as far as some patterns can tell them apart |
//! | `values`, `callers` | the same of condition keys, and of those who call |
//! | `space` | all combinations |

mod callers;
mod cells;
mod diff;
mod example;
mod space;
mod values;
mod who_can;

pub use diff::{Change, PolicyDiff, Verdict, diff};
pub use example::ExampleRequest;
pub use who_can::{Access, WhoCan};
