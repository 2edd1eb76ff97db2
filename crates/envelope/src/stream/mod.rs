//! Messages that come and go in parts: a synchronous machine between a `Read` and a `Write`.

mod input;
mod message_reader;
mod plaintext_reader;
mod writer;

pub use message_reader::MessageReader;
pub use plaintext_reader::PlaintextReader;
pub use writer::MessageWriter;
