//! Opening a message in hand: its header under its keys, then its body frame by frame, then its signature.

use crate::body::{FrameOpener, FramePlan, Shape, UnframedShape};
use crate::buffer;
use crate::footer::{self, SignedDigest};
use crate::header::{ContentType, Layout};
use crate::materials::DecryptionKeys;
use crate::{Client, Error};

impl Client {
    /// Decrypts a message whose header lies as `layout` says. If it fails, some of its plaintext may be in `plaintext`.
    // spec: client-apis/decrypt.md#behavior
    pub(crate) fn open_message(
        &self,
        keys: &DecryptionKeys,
        layout: &Layout,
        message: &[u8],
        plaintext: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let (header, body) = message
            .split_at_checked(layout.len())
            .ok_or(Error::Truncated)?;
        let opener = keys.opener(layout, header)?;
        let mut signature = Signature::begin(keys, header);

        let footer = match layout.content {
            ContentType::Framed => {
                let frames = FrameOpener::new(opener, &layout.message_id, layout.frame_length);
                let len = FramePlan::plaintext_len(body, layout.frame_length);
                buffer::begin(plaintext, len);
                open_frames(frames, body, plaintext, &mut signature)?
            }
            ContentType::Unframed => {
                let shape = UnframedShape::read(body, &self.limits)?;
                let (body, footer) = body.split_at_checked(shape.len()).ok_or(Error::Truncated)?;
                signature.update(body);
                buffer::begin(plaintext, shape.content_len());
                shape.open_onto(&opener, &layout.message_id, body, plaintext)?;
                footer
            }
        };
        signature.verify(footer)
    }
}

/// Appends the plaintext of all frames; gives back what follows them.
// spec: client-apis/decrypt.md#decrypt-the-message-body
fn open_frames<'m>(
    mut frames: FrameOpener,
    body: &'m [u8],
    plaintext: &mut Vec<u8>,
    signature: &mut Signature<'_>,
) -> Result<&'m [u8], Error> {
    let mut rest = body;
    loop {
        let Shape::Known(shape) = frames.shape(rest)? else {
            return Err(Error::Truncated);
        };
        let (frame, after) = rest.split_at_checked(shape.len()).ok_or(Error::Truncated)?;
        signature.update(frame);
        frames.open_onto(&shape, frame, plaintext)?;
        if shape.is_final() {
            return Ok(after);
        }
        rest = after;
    }
}

/// The signature that a message must end with, or that it must end without.
struct Signature<'a> {
    keys: &'a DecryptionKeys,
    digest: Option<SignedDigest>,
}

impl<'a> Signature<'a> {
    fn begin(keys: &'a DecryptionKeys, header: &[u8]) -> Self {
        let digest = keys.verification_key().map(|_| SignedDigest::new());
        let mut signature = Self { keys, digest };
        signature.update(header);
        signature
    }

    fn update(&mut self, part: &[u8]) {
        if let Some(digest) = &mut self.digest {
            digest.update(part);
        }
    }

    /// Verifies that `footer` is all that is left.
    // spec: client-apis/decrypt.md#verify-the-signature
    fn verify(self, footer: &[u8]) -> Result<(), Error> {
        let after = match (self.digest, self.keys.verification_key()) {
            (Some(digest), Some(key)) => {
                let len = footer::signature_len(footer)?;
                let signature = footer.get(footer::LENGTH_LEN..).unwrap_or_default();
                let (signature, after) = signature.split_at_checked(len).ok_or(Error::Truncated)?;
                digest.verify(key, signature)?;
                after
            }
            _ => footer,
        };
        // spec: client-apis/decrypt.md#behavior
        if after.is_empty() {
            Ok(())
        } else {
            Err(Error::TrailingBytes)
        }
    }
}
