//! The contract of [`Store`] as a test suite, for any backend or wrapper.
//!
//! ```
//! store::conformance::run(store::MemoryStore::new);
//! ```
//!
//! A test that fails panics, and says what the contract asks for. No async runtime is needed.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test suite fails by panicking"
)]

mod atomic;
mod block_on;
mod changes;
mod contention;
mod limits;
mod observe;
mod reopen;
mod retry;
mod scan;
mod versions;
mod world;

pub use block_on::block_on;
pub use reopen::run_reopened;

use crate::Store;

/// Runs the whole suite; each test gets a store of its own, which must be empty.
///
/// What is durable is tested by [`run_reopened`].
pub fn run<S: Store>(new: impl Fn() -> S) {
    for (name, test) in tests() {
        eprint_name(name);
        test(&new());
    }
}

type Test = fn(&dyn Store);

fn tests() -> impl Iterator<Item = (&'static str, Test)> {
    [
        atomic::TESTS,
        changes::TESTS,
        contention::TESTS,
        limits::TESTS,
        observe::TESTS,
        retry::TESTS,
        scan::TESTS,
        versions::TESTS,
    ]
    .concat()
    .into_iter()
}

/// Shows with the output of a test that fails, so that its reader knows which.
#[expect(clippy::print_stderr, reason = "the output of a test")]
fn eprint_name(name: &str) {
    eprintln!("conformance: {name}");
}
