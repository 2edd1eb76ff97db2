//! The bytes of a batch of audit records, drawn in `docs/formats.md`: each half of a JSON line once, and lines as numbers of
//! halves.
//!
//! Calls in a row have much in common: who called what, in which second, with which key. What a line before has said already is
//! named by its number, so that a call costs a few bytes and no JSON. The lines come into being when the log is drained.

use common_types::AuditRecord;
use serde::Serialize;

use super::batch::WHAT;
use crate::{Error, Result, format, limits};

/// One record as the value of a batch of its own.
pub(crate) fn encode_one(record: &AuditRecord) -> Vec<u8> {
    encode([record]).0
}

/// The first records as the value of a batch, and how many they are: all, unless their lines are longer than
/// [`limits::AUDIT_BATCH_BYTES`].
pub(super) fn encode<'r>(records: impl IntoIterator<Item = &'r AuditRecord>) -> (Vec<u8>, usize) {
    let mut encoder = Encoder::new();
    let encoded = records
        .into_iter()
        .take_while(|record| encoder.line(record));
    let encoded = encoded.count();
    (encoder.value, encoded)
}

/// The lines of a batch, without line ends.
pub(super) fn decode(value: &[u8]) -> Result<Vec<String>> {
    let mut decoder = Decoder {
        rest: format::body(WHAT, value)?,
        halves: Vec::new(),
    };
    let (mut lines, mut bytes) = (Vec::new(), 0_usize);
    while !decoder.rest.is_empty() {
        // As the encoder: a batch that names long halves again and again must not take all memory.
        if bytes >= limits::AUDIT_BATCH_BYTES {
            return Err(Error::Corrupt { what: WHAT });
        }
        let line = decoder.line().ok_or(Error::Corrupt { what: WHAT })?;
        bytes = bytes.saturating_add(line.len());
        lines.push(line);
    }
    Ok(lines)
}

/// A batch in the making.
struct Encoder<'a> {
    value: Vec<u8>,
    /// The halves that it has, each at the place of its number.
    halves: Vec<Half<'a>>,
    /// Bytes of its lines when they are read.
    line_bytes: usize,
}

/// What the line of a record begins or ends with.
struct Half<'a> {
    kind: Kind,
    record: &'a AuditRecord,
    len: usize,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Kind {
    Head,
    Tail,
}

impl<'a> Encoder<'a> {
    fn new() -> Self {
        Self {
            value: vec![format::FORMAT],
            halves: Vec::new(),
            line_bytes: 0,
        }
    }

    /// Adds the line of a record, if there is room.
    fn line(&mut self, record: &'a AuditRecord) -> bool {
        if self.line_bytes >= limits::AUDIT_BATCH_BYTES || self.halves.len() > MAX_HALVES - 2 {
            return false;
        }
        self.half(Kind::Head, record);
        self.half(Kind::Tail, record);
        true
    }

    fn half(&mut self, kind: Kind, record: &'a AuditRecord) {
        let last = self.halves.iter().enumerate().rev().take(LOOK_BACK);
        let mut same = last.filter(|(_, half)| half.kind == kind && kind.same(half.record, record));
        let len = match same.next() {
            Some((number, half)) => {
                self.value.extend(number_of(number));
                half.len
            }
            None => {
                self.value.extend(number_of(self.halves.len()));
                let len_at = self.value.len();
                self.value.extend([0; LEN_BYTES]);
                let start = self.value.len();
                kind.write(&mut self.value, record);
                let len = self.value.len() - start;
                if let Some(room) = self.value.get_mut(len_at..start) {
                    // A record is bounded far below 32 bits.
                    room.copy_from_slice(&u32::try_from(len).unwrap_or(u32::MAX).to_be_bytes());
                }
                self.halves.push(Half { kind, record, len });
                len
            }
        };
        self.line_bytes = self.line_bytes.saturating_add(len);
    }
}

impl Kind {
    fn same(self, one: &AuditRecord, other: &AuditRecord) -> bool {
        match self {
            Self::Head => one.has_same_head(other),
            Self::Tail => one.has_same_tail(other),
        }
    }

    /// Adds a half: the head is a JSON object that is not closed, the tail goes on in it and closes it.
    fn write(self, value: &mut Vec<u8>, record: &AuditRecord) {
        let start = value.len();
        match self {
            Self::Head => {
                push_object(value, &record.head());
                value.pop();
            }
            Self::Tail => {
                push_object(value, &record.tail());
                match value.get_mut(start..) {
                    Some([_, b'}']) => drop(value.remove(start)),
                    Some([brace, ..]) => *brace = b',',
                    _ => {}
                }
            }
        }
    }
}

/// Adds a JSON object.
fn push_object(value: &mut Vec<u8>, object: &impl Serialize) {
    let start = value.len();
    // Writing to memory does not fail and every member of a record has a JSON form. Should that change, the call is
    // still recorded.
    if serde_json::to_writer(&mut *value, object).is_err() {
        value.truncate(start);
        value.extend_from_slice(br#"{"unreadable":true}"#);
    }
}

/// A batch that is being read.
struct Decoder<'v> {
    rest: &'v [u8],
    halves: Vec<&'v str>,
}

impl<'v> Decoder<'v> {
    fn line(&mut self) -> Option<String> {
        Some([self.half()?, self.half()?].concat())
    }

    /// A half that was there before, or the next new one.
    fn half(&mut self) -> Option<&'v str> {
        let number = usize::from(u16::from_be_bytes(self.array()?));
        if number == self.halves.len() {
            let len = usize::try_from(u32::from_be_bytes(self.array()?)).ok()?;
            let (half, rest) = self.rest.split_at_checked(len)?;
            self.halves.push(std::str::from_utf8(half).ok()?);
            self.rest = rest;
        }
        self.halves.get(number).copied()
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*array)
    }
}

/// INVARIANT: the encoder has at most [`MAX_HALVES`].
fn number_of(half: usize) -> [u8; 2] {
    u16::try_from(half).unwrap_or(u16::MAX).to_be_bytes()
}

/// As many as sixteen bits can number.
const MAX_HALVES: usize = 1 << 16;
/// Halves that a new one is compared with: those of a few calls that take turns.
const LOOK_BACK: usize = 16;
const LEN_BYTES: usize = 4;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use common_types::{AuditOutcome, Caller, EncryptionContext, Timestamp};
    use proptest::prelude::*;

    use super::*;

    /// Records that differ in one half, in the other, in both or in none.
    fn records() -> impl Strategy<Value = Vec<AuditRecord>> {
        let callers =
            ["111122223333", "444455556666"].map(|id| Arc::new(Caller::root(id).unwrap()));
        let record = (0..2_usize, 0..3_i64, 0..3_usize, 0..2_usize, 0..4_u8).prop_map(
            move |(caller, seconds, resources, context, outcome)| {
                let time = Timestamp::from_timestamp(seconds, 7).unwrap();
                let (account, region) = ("111122223333".parse(), "eu-west-1".parse());
                let caller = Arc::clone(&callers[caller]);
                let (account, region) = (account.unwrap(), region.unwrap());
                let mut record =
                    AuditRecord::new(time, caller, None, "kms", "Encrypt", account, region, true);
                let arn = "arn:aws:kms:eu-west-1:111122223333:key/\\\"1";
                record.resources = vec![arn.parse().unwrap(); resources];
                let pairs = (0..context).map(|key| (key.to_string(), "\n}"));
                record.encryption_context = EncryptionContext::try_from_iter(pairs).unwrap();
                record.outcome = match outcome {
                    0 | 1 => AuditOutcome::Done,
                    2 => AuditOutcome::Failed { code: "Other" },
                    _ => AuditOutcome::Denied {
                        reason: "{no}".to_owned(),
                        decision: "}".to_owned(),
                        count: 2,
                    },
                };
                record
            },
        );
        prop::collection::vec(record, 0..12)
    }

    #[test]
    fn a_half_that_comes_again_is_a_number() {
        let caller = Arc::new(Caller::root("111122223333").unwrap());
        let (account, region) = ("111122223333".parse(), "eu-west-1".parse());
        let record = AuditRecord::new(
            Timestamp::UNIX_EPOCH,
            caller,
            None,
            "kms",
            "Encrypt",
            account.unwrap(),
            region.unwrap(),
            true,
        );
        let (once, _) = encode([&record]);
        let (thrice, _) = encode(&[record.clone(), record.clone(), record]);
        assert_eq!(thrice, [&once[..], &[0, 0, 0, 1], &[0, 0, 0, 1]].concat());
    }

    #[test]
    fn a_batch_does_not_grow_beyond_its_bounds_when_it_is_read() {
        let half = |number: u16, text: &str| {
            let len = u32::try_from(text.len()).unwrap();
            [
                &number.to_be_bytes()[..],
                &len.to_be_bytes(),
                text.as_bytes(),
            ]
            .concat()
        };
        let long = "x".repeat(limits::AUDIT_BATCH_BYTES / 2);
        let line = [0, 0, 0, 1];
        let mut value = [&[1][..], &half(0, &long), &half(1, "}"), &line].concat();
        assert_eq!(decode(&value).unwrap().len(), 2);
        value.extend(line);
        assert!(matches!(decode(&value), Err(Error::Corrupt { .. })));
    }

    proptest! {
        #[test]
        fn a_line_is_the_json_of_its_record(records in records()) {
            let (value, encoded) = encode(&records);
            prop_assert_eq!(encoded, records.len());
            let whole: Vec<_> =
                records.iter().map(|record| serde_json::to_string(record).unwrap()).collect();
            prop_assert_eq!(decode(&value).unwrap(), whole);
        }

        #[test]
        fn what_is_no_batch_is_refused(
            records in records(),
            at: prop::sample::Index,
            changed: u8,
            cut: prop::sample::Index,
        ) {
            let (mut value, _) = encode(&records);
            let whole = value.len();
            value.truncate(cut.index(whole + 1));
            if value.len() < whole {
                // A cut between two lines leaves the lines before it.
                prop_assert!(decode(&value).is_ok_and(|lines| lines.len() < records.len()) || decode(&value).is_err());
            }
            if !value.is_empty() {
                let at = at.index(value.len());
                value[at] = changed;
                let _no_panic = decode(&value);
            }
        }
    }
}
