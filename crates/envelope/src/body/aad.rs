//! What a body's ciphertext is bound to: its message, its kind, its place, its length.

use crate::header::MESSAGE_ID_LEN;

/// The additional data of one kind of body part of one message.
///
/// ```text
/// message id(32) ‖ kind ‖ sequence number(4) ‖ content length(8)
/// ```
// spec: data-format/message-body-aad.md#structure
pub(super) struct BodyAad {
    bytes: [u8; MAX_LEN],
    len: usize,
}

impl BodyAad {
    // spec: data-format/message-body-aad.md#body-aad-content
    pub(super) fn regular_frame(message_id: &[u8; MESSAGE_ID_LEN]) -> Self {
        Self::new(message_id, b"AWSKMSEncryptionClient Frame")
    }

    pub(super) fn final_frame(message_id: &[u8; MESSAGE_ID_LEN]) -> Self {
        Self::new(message_id, b"AWSKMSEncryptionClient Final Frame")
    }

    pub(super) fn single_block(message_id: &[u8; MESSAGE_ID_LEN]) -> Self {
        Self::new(message_id, b"AWSKMSEncryptionClient Single Block")
    }

    /// The additional data of one part.
    pub(super) fn of(&mut self, sequence: u32, content_len: usize) -> &[u8] {
        let Some(aad) = self.bytes.get_mut(..self.len) else {
            return &[]; // cannot be: `new` sets a length within the array
        };
        let content_len = u64::try_from(content_len).unwrap_or(u64::MAX);
        if let Some((rest, to)) = aad.split_last_chunk_mut() {
            *to = content_len.to_be_bytes();
            if let Some((_, to)) = rest.split_last_chunk_mut() {
                *to = sequence.to_be_bytes();
            }
        }
        aad
    }

    fn new(message_id: &[u8; MESSAGE_ID_LEN], kind: &[u8]) -> Self {
        // INVARIANT: the longest kind has 35 bytes.
        let mut bytes = [0; MAX_LEN];
        if let Some((to, rest)) = bytes.split_first_chunk_mut() {
            *to = *message_id;
            if let Some(to) = rest.get_mut(..kind.len()) {
                to.copy_from_slice(kind);
            }
        }
        let len = (MESSAGE_ID_LEN + kind.len() + PLACE_LEN).min(MAX_LEN);
        Self { bytes, len }
    }
}

const PLACE_LEN: usize = 4 + 8;
const MAX_LEN: usize = MESSAGE_ID_LEN + 35 + PLACE_LEN;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_of_each_kind() {
        let id = [7; MESSAGE_ID_LEN];
        for (mut aad, kind) in [
            (BodyAad::regular_frame(&id), "AWSKMSEncryptionClient Frame"),
            (
                BodyAad::final_frame(&id),
                "AWSKMSEncryptionClient Final Frame",
            ),
            (
                BodyAad::single_block(&id),
                "AWSKMSEncryptionClient Single Block",
            ),
        ] {
            let expected = [
                &id[..],
                kind.as_bytes(),
                &[0, 0, 1, 2],
                &[0, 0, 0, 0, 0, 0, 3, 4],
            ];
            aad.of(u32::MAX, usize::MAX);
            assert_eq!(aad.of(0x102, 0x304), expected.concat());
        }
    }
}
