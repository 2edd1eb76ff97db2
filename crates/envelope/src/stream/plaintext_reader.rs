//! The plaintext of a message, frame by verified frame.

use std::fmt;
use std::io::{self, BufRead, Read};
use std::sync::Arc;

use crypto::aead::Opener;
use crypto::sign::EcdsaPublicKey;

use super::input::Input;
use crate::body::{FrameOpener, Shape, UnframedShape};
use crate::footer::{self, SignedDigest};
use crate::header::ContentType;
use crate::{DecryptionMaterials, Error, Header, Limits};

/// The plaintext of a message, as its frames verify.
///
/// It holds one frame in memory, or all of a non-framed body, and never gives out a byte that has not been verified.
/// **The message is good only once the end has been read**: an error may come after bytes, and then they must be thrown away.
/// The errors are [`Error`]s inside [`io::Error`]s; `Error::from` takes them out again.
///
/// As a [`BufRead`] it gives verified frames without copying them.
pub struct PlaintextReader<R> {
    input: Input<R>,
    header: Header,
    body: Body,
    signature: Option<PendingSignature>,
    limits: Limits,
    state: State,
}

enum Body {
    Framed(FrameOpener),
    Unframed(Opener),
}

/// What a signed message must end with.
struct PendingSignature {
    digest: SignedDigest,
    key: Arc<EcdsaPublicKey>,
}

#[derive(Clone, Copy)]
enum State {
    /// A frame comes next.
    Between,
    /// A frame of `len` bytes is at the front of the input. Of its plaintext, `from..to` is still to be given out.
    Within {
        from: usize,
        to: usize,
        len: usize,
        last: bool,
    },
    /// The message has ended, and nothing follows it.
    Ended,
    /// An error has been given out.
    Failed,
}

impl<R: Read> PlaintextReader<R> {
    /// Verifies the header.
    pub(super) fn new(
        mut input: Input<R>,
        header: Header,
        materials: &DecryptionMaterials,
        limits: Limits,
    ) -> Result<Self, Error> {
        let layout = header.layout();
        let keys = materials.keys_for(layout, header.bytes())?;
        let opener = keys.opener(layout, header.bytes())?;
        let body = match layout.content {
            ContentType::Framed => {
                let frames = FrameOpener::new(opener, &layout.message_id, layout.frame_length);
                input.read_whole(frames.regular_len());
                Body::Framed(frames)
            }
            ContentType::Unframed => Body::Unframed(opener),
        };
        let signature = keys.verification_key().cloned().map(|key| {
            let mut digest = SignedDigest::new();
            digest.update(header.bytes());
            PendingSignature { digest, key }
        });
        Ok(Self {
            input,
            header,
            body,
            signature,
            limits,
            state: State::Between,
        })
    }

    /// The header, authenticated.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Reads and verifies all of the message, and releases nothing.
    pub(super) fn verify_to_end(&mut self) -> Result<(), Error> {
        while !self.released()?.is_empty() {
            let len = self.released()?.len();
            self.consume(len);
        }
        Ok(())
    }

    pub(super) fn into_parts(self) -> (Input<R>, Header) {
        (self.input, self.header)
    }

    /// What is verified and not yet given out; empty only at the message's end.
    fn released(&mut self) -> Result<&[u8], Error> {
        loop {
            match self.state {
                State::Within { from, to, .. } if from < to => break,
                State::Ended => break,
                State::Failed => return Err(Error::StreamFailed),
                State::Between | State::Within { .. } => {
                    let next = self.advance();
                    self.state = *next.as_ref().unwrap_or(&State::Failed);
                    next?;
                }
            }
        }
        let State::Within { from, to, .. } = self.state else {
            return Ok(&[]);
        };
        Ok(self.input.available().get(from..to).unwrap_or_default())
    }

    fn advance(&mut self) -> Result<State, Error> {
        if let State::Within { len, last, .. } = self.state {
            self.input.consume(len);
            if last {
                // spec: client-apis/decrypt.md#behavior (consumable bytes after the message)
                return match self.input.at_end()? {
                    true => Ok(State::Ended),
                    false => Err(Error::TrailingBytes),
                };
            }
        }
        match &self.body {
            Body::Framed(_) => self.open_frame(),
            Body::Unframed(_) => self.open_unframed(),
        }
    }

    // spec: client-apis/decrypt.md#decrypt-the-message-body
    fn open_frame(&mut self) -> Result<State, Error> {
        let Body::Framed(frames) = &mut self.body else {
            return Err(Error::StreamFailed);
        };
        let shape = loop {
            match frames.shape(self.input.available())? {
                Shape::Known(shape) => break shape,
                Shape::Needs(len) => self.input.require(len)?,
            }
        };
        self.input.require(shape.len())?;
        let frame = self.input.front_mut(shape.len())?;
        if let Some(signature) = &mut self.signature {
            signature.digest.update(frame);
        }
        frames.open_in_place(&shape, frame)?;
        let from = shape.content_start();
        self.release(
            from..from + shape.content_len,
            shape.len(),
            shape.is_final(),
        )
    }

    fn open_unframed(&mut self) -> Result<State, Error> {
        let Body::Unframed(opener) = &self.body else {
            return Err(Error::StreamFailed);
        };
        self.input.require(UnframedShape::CONTENT_START)?;
        let shape = UnframedShape::read(self.input.available(), &self.limits)?;
        self.input.require(shape.len())?;
        let body = self.input.front_mut(shape.len())?;
        if let Some(signature) = &mut self.signature {
            signature.digest.update(body);
        }
        shape.open_in_place(opener, self.header.message_id(), body)?;
        let from = UnframedShape::CONTENT_START;
        self.release(from..from + shape.content_len(), shape.len(), true)
    }

    /// Releases an opened frame; the last of a signed message only if the signature after it is good.
    // spec: client-apis/decrypt.md#verify-the-signature
    fn release(
        &mut self,
        plaintext: std::ops::Range<usize>,
        mut len: usize,
        last: bool,
    ) -> Result<State, Error> {
        if last && let Some(PendingSignature { digest, key }) = self.signature.take() {
            let signature_start = len.saturating_add(footer::LENGTH_LEN);
            self.input.require(signature_start)?;
            let footer = self.input.available().get(len..).unwrap_or_default();
            let end = signature_start.saturating_add(footer::signature_len(footer)?);
            self.input.require(end)?;
            let signature = self
                .input
                .available()
                .get(signature_start..end)
                .unwrap_or_default();
            digest.verify(&key, signature)?;
            len = end;
        }
        Ok(State::Within {
            from: plaintext.start,
            to: plaintext.end,
            len,
            last,
        })
    }
}

impl<R: Read> Read for PlaintextReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut released = self.fill_buf()?;
        let read = released.read(out)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: Read> BufRead for PlaintextReader<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.released().map_err(io::Error::from)
    }

    fn consume(&mut self, len: usize) {
        if let State::Within { from, to, .. } = &mut self.state {
            *from = from.saturating_add(len).min(*to);
        }
    }
}

impl<R> fmt::Debug for PlaintextReader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlaintextReader")
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}
