//! What one commit does: checks and writes, all of them or none.

use std::fmt;

use crypto::random::{self, Random};

use crate::{Effect, Error, Generation, Key, Operation, Precondition, Result, Revision, limits};

/// The name of one transaction, so that a retry is recognised: 128 random bits.
///
/// Use a fresh one for each transaction, and the same one again only to retry that very
/// transaction after [`Error::OutcomeUnknown`].
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct TransactionId([u8; 16]);

impl TransactionId {
    /// A fresh one.
    ///
    /// # Errors
    /// [`Error::Crypto`] if the source of randomness fails.
    pub fn random(random: &dyn Random) -> Result<Self> {
        Ok(Self(random::bytes(random)?))
    }

    /// The id with these bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for TransactionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TransactionId({:032x})", u128::from_be_bytes(self.0))
    }
}

/// Checks and writes that are committed together or not at all.
///
/// Each write says what must be true of the record before it; all conditions are decided against
/// one state, the one before the transaction. No record may be named twice. Limits:
/// [`limits::OPERATIONS`], [`limits::VALUE_BYTES`], [`limits::TRANSACTION_BYTES`].
///
/// ```
/// use store::{Key, Revision, Transaction, TransactionId};
/// # let scope = || Key::global("kms");
/// # let (id, seen) = (TransactionId::from_bytes([7; 16]), Revision::new(3));
/// let key = scope().str("key").str("1234").build()?;
/// let alias = scope().str("alias").str("orders").build()?;
///
/// // An alias comes into being, while its key is as it was read.
/// let tx = Transaction::new(id).create(alias, b"1234".to_vec()).require_version(key, seen);
/// assert_eq!(tx.operations().len(), 2);
/// # Ok::<(), store::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a transaction does nothing until it is committed"]
pub struct Transaction {
    id: TransactionId,
    operations: Vec<Operation>,
    /// The generation of the store key under which its values hold something.
    generation: Option<Generation>,
    /// Bytes that wrappers added to each value beyond what their callers may write.
    allowance: usize,
}

impl Transaction {
    /// One that does nothing yet.
    pub fn new(id: TransactionId) -> Self {
        Self {
            id,
            operations: Vec::new(),
            generation: None,
            allowance: 0,
        }
    }

    /// Writes a record that must not be there.
    pub fn create(self, key: Key, value: Vec<u8>) -> Self {
        self.with(key, Precondition::Absent, Effect::Put(value))
    }

    /// Writes a record that must be there in this version.
    pub fn replace(self, key: Key, value: Vec<u8>, version: Revision) -> Self {
        self.with(key, Precondition::Version(version), Effect::Put(value))
    }

    /// Writes a record, whatever was there before.
    pub fn put(self, key: Key, value: Vec<u8>) -> Self {
        self.with(key, Precondition::None, Effect::Put(value))
    }

    /// Deletes a record that must be there in this version.
    pub fn delete(self, key: Key, version: Revision) -> Self {
        self.with(key, Precondition::Version(version), Effect::Delete)
    }

    /// Requires a record to be there in this version, and leaves it alone.
    pub fn require_version(self, key: Key, version: Revision) -> Self {
        self.with(key, Precondition::Version(version), Effect::None)
    }

    /// Requires a record not to be there, and leaves it so.
    pub fn require_absent(self, key: Key) -> Self {
        self.with(key, Precondition::Absent, Effect::None)
    }

    /// Requires this to be the newest generation of the store key still.
    ///
    /// For a value that holds something protected under
    /// [`StoreKeys::derive`](crate::StoreKeys::derive): were the key rotated just before the
    /// commit, the rotation might end without having seen it. Conflicts on the store's header then:
    /// protect it anew and try again. Where nothing is sealed, nothing is rotated, and this always
    /// holds.
    pub fn require_generation(mut self, generation: Generation) -> Self {
        self.generation = Some(generation);
        self
    }

    /// Adds an operation that came from elsewhere, such as from another transaction.
    pub fn with_operation(mut self, operation: Operation) -> Self {
        self.operations.push(operation);
        self
    }

    /// Its name.
    pub fn id(&self) -> TransactionId {
        self.id
    }

    /// What it does, in the order in which it was said.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The generation that it requires to be the newest.
    pub fn generation(&self) -> Option<Generation> {
        self.generation
    }

    /// What it does, taken out for a backend to carry out.
    pub fn into_operations(self) -> Vec<Operation> {
        self.operations
    }

    /// Whether it changes anything, or only checks.
    pub fn writes(&self) -> bool {
        self.operations.iter().any(Operation::writes)
    }

    /// The length of its keys and values.
    pub fn bytes(&self) -> usize {
        let of = |op: &Operation| op.key.as_bytes().len().saturating_add(op.value_bytes());
        self.operations
            .iter()
            .map(of)
            .fold(0, usize::saturating_add)
    }

    /// Checks it against the limits. Every backend does this first.
    ///
    /// # Errors
    /// [`Error::TooManyOperations`], [`Error::ValueTooLarge`], [`Error::TransactionTooLarge`],
    /// [`Error::DuplicateKey`].
    pub fn validate(&self) -> Result<()> {
        let operations = self.operations.len();
        if operations > limits::OPERATIONS {
            return Err(Error::TooManyOperations { operations });
        }
        let mut named = Vec::with_capacity(operations);
        for operation in &self.operations {
            let (key, bytes) = (&operation.key, operation.value_bytes());
            if bytes > limits::VALUE_BYTES.saturating_add(self.allowance) {
                return Err(Error::ValueTooLarge {
                    key: key.clone(),
                    bytes,
                });
            }
            named.push(key);
        }
        named.sort_unstable();
        if let Some([key, _]) = named.array_windows().find(|[one, next]| one == next) {
            return Err(Error::DuplicateKey {
                key: Key::clone(key),
            });
        }
        let allowance = self.allowance.saturating_mul(operations);
        let bytes = self.bytes();
        if bytes > limits::TRANSACTION_BYTES.saturating_add(allowance) {
            return Err(Error::TransactionTooLarge { bytes });
        }
        Ok(())
    }

    /// The same transaction with each value in another form: how a wrapper encodes what it is
    /// given.
    ///
    /// Check [`validate`](Self::validate) first: from here on each value may be longer than its
    /// limit by [`limits::WRAPPER_BYTES`].
    ///
    /// # Errors
    /// Whatever `encode` returns.
    pub fn map_values(
        mut self,
        mut encode: impl FnMut(&Key, Vec<u8>) -> Result<Vec<u8>>,
    ) -> Result<Self> {
        for operation in &mut self.operations {
            if let Effect::Put(value) = &mut operation.effect {
                *value = encode(&operation.key, std::mem::take(value))?;
            }
        }
        self.allowance = limits::WRAPPER_BYTES;
        Ok(self)
    }

    fn with(self, key: Key, precondition: Precondition, effect: Effect) -> Self {
        self.with_operation(Operation {
            key,
            precondition,
            effect,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Versioned;

    fn key(name: &str) -> Key {
        Key::global("test").str(name).build().unwrap()
    }

    fn empty() -> Transaction {
        Transaction::new(TransactionId::from_bytes([1; 16]))
    }

    #[test]
    fn limits_are_reached_but_not_passed() {
        let full =
            (0..limits::OPERATIONS).fold(empty(), |tx, n| tx.require_absent(key(&n.to_string())));
        assert!(full.validate().is_ok());
        assert!(matches!(
            full.require_absent(key("one more")).validate(),
            Err(Error::TooManyOperations { operations: 65 })
        ));

        let largest = empty().put(key("a"), vec![0; limits::VALUE_BYTES]);
        assert!(largest.validate().is_ok());
        assert!(matches!(
            empty()
                .put(key("a"), vec![0; limits::VALUE_BYTES + 1])
                .validate(),
            Err(Error::ValueTooLarge {
                bytes: 1_048_577,
                ..
            })
        ));
        assert!(matches!(
            largest.put(key("b"), vec![0; 256 * 1024]).validate(),
            Err(Error::TransactionTooLarge { .. })
        ));
    }

    #[test]
    fn a_record_is_named_once() {
        let twice = empty().put(key("a"), vec![]).require_absent(key("a"));
        assert!(matches!(twice.validate(), Err(Error::DuplicateKey { .. })));
    }

    #[test]
    fn a_wrapper_may_add_its_overhead_to_the_largest_value() {
        let largest = empty().put(key("a"), vec![0; limits::VALUE_BYTES]);
        let wrapped = largest.map_values(|_, mut value| {
            value.extend([0; limits::WRAPPER_BYTES]);
            Ok(value)
        });
        assert!(wrapped.unwrap().validate().is_ok());
    }

    #[test]
    fn debug_shows_no_value() {
        let tx = empty().put(key("a"), b"marker".to_vec());
        assert!(format!("{tx:?}").contains("Put(6 bytes)"));
        assert!(!format!("{tx:?}").contains("marker"));
        let stored = Versioned::new(b"marker".to_vec(), Revision::ZERO);
        assert_eq!(format!("{stored:?}"), "Versioned { 6 bytes at revision 0 }");
    }
}
