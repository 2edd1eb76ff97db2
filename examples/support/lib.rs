//! What the example programs share: output files that appear whole or not at all, a copy in large pieces, a progress bar, the
//! process's peak memory.

mod copy;
mod memory;
mod output;
mod progress;

pub use copy::copy;
pub use memory::peak_memory_bytes;
pub use output::OutputFile;
pub use progress::{Progress, mib};
