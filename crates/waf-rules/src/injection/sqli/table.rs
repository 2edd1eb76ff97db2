//! The words of SQL's dialects and the fingerprints of attacks, hashed when the crate is compiled.
//!
//! `table/words.txt` has a kind's letter and a word a line, `table/fingerprints.txt` a fingerprint a line; both are the
//! data of libinjection under `table/COPYING`.

use super::token::{Kind, TEXT_BYTES};

/// A word of the table.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    pub(super) text: &'static [u8],
}

/// The kind of a word or operator that the table knows, in any case.
pub(super) fn word(text: &[u8]) -> Option<Kind> {
    if text.len() > TEXT_BYTES {
        return None;
    }
    let entry = find(hash(SEED, text), |word| text.eq_ignore_ascii_case(word))?;
    Some(entry.kind)
}

/// The phrase of two words and a space that the table knows, in any case.
pub(super) fn phrase(first: &[u8], second: &[u8]) -> Option<Entry> {
    let hash = hash(hash(hash(SEED, first), b" "), second);
    find(hash, |word| {
        word.split_at_checked(first.len())
            .is_some_and(|(head, tail)| {
                head.eq_ignore_ascii_case(first)
                    && tail
                        .strip_prefix(b" ")
                        .is_some_and(|tail| tail.eq_ignore_ascii_case(second))
            })
    })
}

/// Whether a fingerprint, five bits a token and the first token highest, is one that attacks have.
pub(super) fn is_attack(fingerprint: u32) -> bool {
    let mut slot = fingerprint_slot(fingerprint);
    loop {
        match FINGERPRINTS.get(slot) {
            Some(0) | None => return false,
            Some(known) if *known == fingerprint => return true,
            Some(_) => slot = (slot + 1) % FINGERPRINT_SLOTS,
        }
    }
}

fn find(hash: u32, is_word: impl Fn(&[u8]) -> bool) -> Option<Entry> {
    let mut slot = word_slot(hash);
    loop {
        let entry = WORDS.get(slot)?.as_ref()?;
        if is_word(entry.text) {
            return Some(*entry);
        }
        slot = (slot + 1) % WORD_SLOTS;
    }
}

// INVARIANT: both tables keep empty slots, so every search ends. The builders below do not compile otherwise.
const WORD_SLOTS: usize = 1 << 11;
const FINGERPRINT_SLOTS: usize = 1 << 14;

static WORDS: [Option<Entry>; WORD_SLOTS] = words(include_bytes!("table/words.txt"));
static FINGERPRINTS: [u32; FINGERPRINT_SLOTS] =
    fingerprints(include_bytes!("table/fingerprints.txt"));

const SEED: u32 = 0x811C_9DC5;

/// FNV-1a over the upper-case text.
const fn hash(mut hash: u32, mut text: &[u8]) -> u32 {
    while let [byte, rest @ ..] = text {
        hash = (hash ^ byte.to_ascii_uppercase() as u32).wrapping_mul(0x0100_0193);
        text = rest;
    }
    hash
}

const fn word_slot(hash: u32) -> usize {
    (hash ^ (hash >> 16)) as usize % WORD_SLOTS
}

const fn fingerprint_slot(fingerprint: u32) -> usize {
    (fingerprint.wrapping_mul(0x9E37_79B1) >> 18) as usize % FINGERPRINT_SLOTS
}

#[expect(
    clippy::indexing_slicing,
    reason = "runs in the compiler, which refuses a wrong index"
)]
const fn words(mut lines: &'static [u8]) -> [Option<Entry>; WORD_SLOTS] {
    let mut table = [None; WORD_SLOTS];
    while let [letter, b' ', rest @ ..] = lines {
        let (text, rest) = line(rest);
        lines = rest;
        assert!(text.len() <= TEXT_BYTES);
        let mut slot = word_slot(hash(SEED, text));
        while table[slot].is_some() {
            slot = (slot + 1) % WORD_SLOTS;
        }
        table[slot] = Some(Entry {
            kind: Kind::from_letter(*letter),
            text,
        });
    }
    table
}

#[expect(
    clippy::indexing_slicing,
    reason = "runs in the compiler, which refuses a wrong index"
)]
const fn fingerprints(mut lines: &[u8]) -> [u32; FINGERPRINT_SLOTS] {
    let mut table = [0; FINGERPRINT_SLOTS];
    while !lines.is_empty() {
        let (mut letters, rest) = line(lines);
        lines = rest;
        let mut fingerprint = 0;
        while let [letter, rest @ ..] = letters {
            fingerprint = fingerprint << 5 | Kind::from_letter(*letter).code();
            letters = rest;
        }
        let mut slot = fingerprint_slot(fingerprint);
        while table[slot] != 0 {
            slot = (slot + 1) % FINGERPRINT_SLOTS;
        }
        table[slot] = fingerprint;
    }
    table
}

/// The first line, and what follows it.
const fn line(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut end = 0;
    let mut rest = bytes;
    while let [byte, after @ ..] = rest {
        rest = after;
        if *byte == b'\n' {
            break;
        }
        end += 1;
    }
    (bytes.split_at(end).0, rest)
}
