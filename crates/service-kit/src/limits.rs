//! The numbers of this crate, each with its unit and its reason.

use std::time::Duration;

/// Audit records in memory at which a `Buffered` log hands a batch to the store.
pub const AUDIT_BATCH_RECORDS: usize = 512;

/// How long an audit record waits in memory until the next call hands it over.
pub const AUDIT_BATCH_AGE: Duration = Duration::from_secs(1);

/// Audit records that wait in memory, beyond which `Buffered` calls wait for the store, and fail if it does not take them.
pub const AUDIT_BUFFER_RECORDS: usize = 16 * AUDIT_BATCH_RECORDS;

/// Bytes of encryption context and parameters that one audit record holds; of a longer one these members are left out,
/// and it says so.
///
/// Source: CloudTrail leaves `requestParameters` of more than 100 kB out
/// ([record contents](https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html)).
pub const AUDIT_DETAIL_BYTES: usize = 100 * 1000;

/// Bytes of a denial's reason that its audit record holds. The longest that names two ARNs of full length is shorter.
pub const AUDIT_REASON_BYTES: usize = 8 * 1024;

/// Bytes of a batch of audit records in the store; what is more goes into the next. One record that is longer, each of its
/// characters escaped, still fits into a value behind them.
pub const AUDIT_BATCH_BYTES: usize = 256 * 1024;

/// Batches that a drain reads, delivers and deletes at a time.
pub const AUDIT_DRAIN_BATCHES: usize = 32;

/// Denials in one [`DENIAL_WINDOW`] that are recorded each for itself; the others are counted.
pub const DENIALS_PER_WINDOW: u32 = 16;

/// How long denials are counted until their number is recorded.
pub const DENIAL_WINDOW: Duration = Duration::from_secs(1);

/// Kinds of denials (one caller, operation and resource each) that are counted at the same time; one more kind has them
/// all recorded.
pub const DENIAL_KINDS: usize = 512;

/// How often a transaction is decided anew when others are faster.
pub const TRANSACTION_ATTEMPTS: u32 = 16;

/// How often a transaction whose outcome is not known is handed over again.
pub const OUTCOME_ATTEMPTS: u32 = 3;

/// Parts that a cache is cut into, each with a lock of its own.
pub const CACHE_SHARDS: usize = 16;

/// Bytes that a page token adds to the position that it holds.
pub const PAGE_TOKEN_OVERHEAD_BYTES: usize = 1 + 4 + 16 + 16;

/// Records that a page has at most.
///
/// Source: [ListKeys](https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html), `Limit`: 1 to 1000.
pub const PAGE_RECORDS: usize = 1_000;

/// Records that outbox, audit drain and due work read at a time.
pub const SWEEP_RECORDS: usize = 100;
