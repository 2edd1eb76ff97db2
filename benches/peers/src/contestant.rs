//! What all contestants have in common.

use crate::floor::{Floor, Raw};
use crate::primitives::{AwsLc, Ring};
use crate::{aws, ours, tink};

/// Someone who encrypts and decrypts.
///
/// A contestant holds the plaintext, the message and the opened plaintext itself, in whatever form its
/// own API asks for, so that only that API is measured.
pub trait Contestant {
    /// How the table calls it.
    fn name(&self) -> String;

    /// Takes a plaintext. The next message made is of it; those after it take as long.
    fn load(&mut self, plaintext: &[u8]);

    /// Makes a message.
    fn encrypt(&mut self);

    /// Opens the message made last.
    fn decrypt(&mut self);

    /// The plaintext opened last.
    fn opened(&self) -> &[u8];
}

/// Which of the two is measured.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Direction {
    /// [`Contestant::encrypt`].
    Encrypt,
    /// [`Contestant::decrypt`].
    Decrypt,
}

impl Direction {
    /// How the table calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Encrypt => "encrypt",
            Self::Decrypt => "decrypt",
        }
    }
}

/// Suites of the message format that are measured.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Suite {
    /// 0x0478: AES-256-GCM, HKDF-SHA-512, key commitment.
    Unsigned,
    /// 0x0578: the same, and ECDSA over P-384 with SHA-384.
    Signed,
}

impl Suite {
    /// Its number in the format.
    #[must_use]
    pub const fn number(self) -> &'static str {
        match self {
            Self::Unsigned => "0478",
            Self::Signed => "0578",
        }
    }
}

/// Whether each message has a data key of its own.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Materials {
    /// Made, wrapped and unwrapped for each message.
    Fresh,
    /// In hand.
    Reused,
}

impl Materials {
    /// How the table calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Reused => "reused",
        }
    }
}

/// Everyone, ready for a plaintext.
#[must_use]
pub fn all() -> Vec<Box<dyn Contestant>> {
    let mut all: Vec<Box<dyn Contestant>> = Vec::new();
    for suite in [Suite::Unsigned, Suite::Signed] {
        for materials in [Materials::Fresh, Materials::Reused] {
            all.push(Box::new(ours::Ours::new(suite, materials)));
            all.push(Box::new(Floor::<Ring>::new(suite, materials)));
            all.push(Box::new(Floor::<AwsLc>::new(suite, materials)));
        }
        all.push(Box::new(aws::Esdk::new(suite)));
    }
    all.push(Box::new(tink::Tink::new()));
    all.push(Box::new(Raw::<Ring>::new()));
    all.push(Box::new(Raw::<AwsLc>::new()));
    all
}
