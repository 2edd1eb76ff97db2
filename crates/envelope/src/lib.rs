//! The AWS Encryption SDK's message format: any data, encrypted under a key of its own that travels with it, encrypted.
//!
//! ```
//! use common_types::{EncryptionContext, SecretBytes};
//! use envelope::{Client, Error, RawAesKeyring};
//!
//! # let random = [7_u8; 32];
//! let keyring = RawAesKeyring::new("backups", "2024-05", &SecretBytes::from(random))?;
//! let context = EncryptionContext::try_from_iter([("tenant", "42")])?;
//! let client = Client::new();
//!
//! let message = client.encrypt(&keyring, context.clone(), b"anything")?;
//! let decrypted = client.decrypt(&keyring, &context, &message)?;
//! assert_eq!(decrypted.plaintext(), b"anything");
//!
//! // What was changed does not decrypt, and neither does what was meant for someone else.
//! let mut changed = message.clone();
//! *changed.last_mut().unwrap() ^= 1;
//! assert!(matches!(client.decrypt(&keyring, &context, &changed), Err(Error::DecryptionFailed)));
//! let other = EncryptionContext::try_from_iter([("tenant", "43")])?;
//! assert!(matches!(client.decrypt(&keyring, &other, &message), Err(Error::ContextMismatch { .. })));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Messages move between this crate and AWS's own Encryption SDKs, both ways. Of the format, this release reads and writes
//! version 2 with its two suites, which commit to their key; version 1 is refused. It pulls in neither storage nor an async
//! runtime: only a keyring that asks a key service waits, and what it returns, [`EncryptionMaterials`] or
//! [`DecryptionMaterials`], does the rest without waiting.
//!
//! What holds, and is tested:
//!
//! - No byte of a plaintext is released before its frame is verified, and of a signed message none before the signature is,
//!   unless [`release_before_signature`](Client::release_before_signature) asks for it by name.
//! - Whatever arrives, memory is bounded by [`Limits`] and by what has arrived.
//! - Under materials in hand, encryption allocates once a message, or never if it is given a buffer; nothing allocates per
//!   frame.
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | `client` | [`Client`]: the settings, and where every path begins |
//! | `encrypt`, `decrypt`, `open` | messages in hand |
//! | `stream` | messages that come in parts: [`MessageWriter`], [`MessageReader`], [`PlaintextReader`] |
//! | `materials` | [`EncryptionMaterials`], [`DecryptionMaterials`], and the default materials manager that makes them |
//! | `keyring` | [`RawAesKeyring`], [`KmsKeyring`], [`KmsDiscoveryKeyring`], [`MultiKeyring`], and the traits for others |
//! | `suite`, `policy` | [`AlgorithmSuite`], [`CommitmentPolicy`] |
//! | `commitment` | the keys of one message, and the commitment to them |
//! | `header`, `body`, `footer` | the format, part by part |
//! | [`limits`] | the numbers; [`Limits`] |
//!
//! Beside lines that meet a requirement, `// spec:` names the file and section of the
//! [specification](https://github.com/awslabs/aws-encryption-sdk-specification).

mod body;
mod buffer;
mod client;
mod commitment;
mod decrypt;
mod encrypt;
mod error;
mod footer;
mod header;
mod keyring;
pub mod limits;
mod materials;
mod open;
mod policy;
mod stream;
mod suite;

pub use client::Client;
pub use decrypt::Decrypted;
pub use error::{Attempts, Bound, Error, Malformed};
pub use header::{ContentType, EncryptedDataKey, Header};
pub use keyring::{
    DiscoveryFilter, Keyring, KmsDiscoveryKeyring, KmsKeyring, LocalKeyring, MultiKeyring,
    OnDecrypt, OnEncrypt, RawAesKeyring,
};
pub use limits::Limits;
pub use materials::{DataKey, DecryptionMaterials, EncryptionMaterials};
pub use policy::CommitmentPolicy;
pub use stream::{MessageReader, MessageWriter, PlaintextReader};
pub use suite::AlgorithmSuite;
