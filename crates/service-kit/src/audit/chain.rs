//! The chain of hashes that shows whether a drained log was changed afterwards.

use crypto::digest::{Algorithm, Hasher};

/// A chain of SHA-256 hashes over audit lines: each covers its line and all before it.
///
/// A line that is changed, moved, added or taken out changes every hash after it. Whoever keeps the last hash in a place of
/// its own can tell; [`append`](Self::append) is all that a check needs.
///
/// ```
/// use service_kit::AuditChain;
///
/// let (mut written, mut checked) = (AuditChain::new(), AuditChain::new());
/// let hash = written.append(r#"{"eventName":"Encrypt"}"#);
/// assert_eq!(checked.append(r#"{"eventName":"Encrypt"}"#), hash);
/// assert_ne!(checked.append("{}"), written.append("{ }"));
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct AuditChain {
    length: u64,
    head: [u8; 32],
}

impl AuditChain {
    /// The chain before the first line.
    pub const fn new() -> Self {
        Self {
            length: 0,
            head: [0; 32],
        }
    }

    /// The chain after `length` lines of which the last has this hash.
    pub const fn resume(length: u64, head: [u8; 32]) -> Self {
        Self { length, head }
    }

    /// Adds a line, and gives its hash: SHA-256 over a label, the line's number, the hash before it, and the line.
    pub fn append(&mut self, line: &str) -> [u8; 32] {
        let mut hasher = Hasher::new(Algorithm::Sha256);
        hasher.update(LABEL);
        hasher.update(&self.length.to_be_bytes());
        hasher.update(&self.head);
        hasher.update(line.as_bytes());
        for (to, from) in self.head.iter_mut().zip(hasher.finish().as_ref()) {
            *to = *from;
        }
        self.length = self.length.saturating_add(1);
        self.head
    }

    /// How many lines it has.
    pub const fn length(&self) -> u64 {
        self.length
    }

    /// The hash of the last line; zeros before the first.
    pub const fn head(&self) -> [u8; 32] {
        self.head
    }
}

const LABEL: &[u8] = b"strongroom audit line v1\0";
