//! The contract of [`Store`](crate::Store) as a test suite, for any backend or wrapper.

mod block_on;

pub use block_on::block_on;
