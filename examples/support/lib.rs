//! What the example programs share: output files that appear whole or not at all, a copy in large pieces, a store in a directory, a progress bar, the
//! process's peak memory, `.env` files.

mod copy;
pub mod dotenv;
mod local;
mod memory;
mod output;
mod progress;

pub use copy::copy;
pub use local::{LOCAL_OPTIONS, Local, report, unexpected};
pub use memory::peak_memory_bytes;
pub use output::OutputFile;
pub use progress::{Progress, mib};
