//! Sealing frame after frame.

use crypto::aead::{SequenceSealer, counter_nonce};

use super::{Kind, SEQUENCE_NUMBER_END};
use crate::body::BodyAad;
use crate::buffer;
use crate::header::MESSAGE_ID_LEN;
use crate::{Error, Malformed};

/// Seals frame after frame. The sealer's position is the sequence number: there is no other count to disagree with.
pub(crate) struct FrameSealer {
    sealer: SequenceSealer,
    regular: BodyAad,
    last: BodyAad,
}

impl FrameSealer {
    /// Takes over a sealer that has sealed the header.
    pub(crate) fn new(sealer: SequenceSealer, message_id: &[u8; MESSAGE_ID_LEN]) -> Self {
        Self {
            sealer,
            regular: BodyAad::regular_frame(message_id),
            last: BodyAad::final_frame(message_id),
        }
    }

    /// Appends a whole frame that is not the last.
    // spec: client-apis/encrypt.md#construct-a-frame
    pub(crate) fn seal_regular(
        &mut self,
        plaintext: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let sequence = regular_sequence(self.sealer.position())?;
        out.extend_from_slice(&sequence.to_be_bytes());
        self.seal_content(sequence, Kind::Regular, plaintext, out)
    }

    /// Appends the last frame, which has at most a whole frame's plaintext, and may have none.
    pub(crate) fn seal_final(mut self, plaintext: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        let sequence = final_sequence(self.sealer.position())?;
        out.extend_from_slice(&SEQUENCE_NUMBER_END.to_be_bytes());
        out.extend_from_slice(&sequence.to_be_bytes());
        self.seal_content(sequence, Kind::Final, plaintext, out)
    }

    /// If it fails, plaintext may be left in `out`.
    fn seal_content(
        &mut self,
        sequence: u32,
        kind: Kind,
        plaintext: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        out.extend_from_slice(&counter_nonce(sequence.into()));
        let aad = match kind {
            Kind::Regular => &mut self.regular,
            Kind::Final => {
                let len = u32::try_from(plaintext.len()).map_err(|_| Malformed::FinalFrame)?;
                out.extend_from_slice(&len.to_be_bytes());
                &mut self.last
            }
        };
        let aad = aad.of(sequence, plaintext.len());
        let start = out.len();
        buffer::append(out, plaintext);
        let tag = self.sealer.seal_next(aad, buffer::since_mut(out, start))?;
        out.extend_from_slice(tag.as_bytes());
        Ok(())
    }
}

/// A regular frame's number is below the end marker.
// spec: data-format/message-body.md#sequence-number-end
fn regular_sequence(position: u64) -> Result<u32, Error> {
    match u32::try_from(position) {
        Ok(sequence) if sequence < SEQUENCE_NUMBER_END => Ok(sequence),
        _ => Err(Error::TooManyFrames),
    }
}

/// The final frame's number may be as high as the number of frames may be.
fn final_sequence(position: u64) -> Result<u32, Error> {
    u32::try_from(position).map_err(|_| Error::TooManyFrames)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_end_before_their_numbers_do() {
        let end = u64::from(SEQUENCE_NUMBER_END);
        assert_eq!(regular_sequence(end - 1).unwrap(), SEQUENCE_NUMBER_END - 1);
        assert!(matches!(regular_sequence(end), Err(Error::TooManyFrames)));
        assert_eq!(final_sequence(end).unwrap(), SEQUENCE_NUMBER_END);
        assert!(matches!(final_sequence(end + 1), Err(Error::TooManyFrames)));
    }
}
