//! Taking the body of a request in, within bounds of size and time.

use std::pin::pin;

use bytes::Bytes;
use http_body::Body;
use http_body_util::BodyExt;

use super::{
    HttpOptions,
    room::{Occupied, Room},
};

/// A body, whole, with the room that it takes.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) bytes: Vec<u8>,
    _room: Occupied,
}

/// Why there is no body.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum NoBody {
    /// It has more bytes than are taken.
    TooLarge,
    /// There is no room for it beside those of other requests.
    NoRoom,
    /// It did not arrive in time.
    TooSlow,
    /// The connection broke.
    Broken,
}

/// Takes the whole body in. Of one that is too large the rest is read and dropped, as far as that is within reason: who is still
/// sending would not see an answer.
pub(super) async fn take_in<B: Body>(
    body: B,
    options: &HttpOptions,
    room: &Room,
) -> Result<Whole, NoBody> {
    let whole = within(body, options.body_bytes, room.enter());
    let in_time = tokio::time::timeout(options.body_timeout, whole).await;
    in_time.unwrap_or(Err(NoBody::TooSlow))
}

async fn within<B: Body>(body: B, most: usize, mut room: Occupied) -> Result<Whole, NoBody> {
    let mut body = pin!(body);
    let expected = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    let mut taken = Vec::with_capacity(expected.min(most));
    let mut seen = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| NoBody::Broken)?.into_data() else {
            continue;
        };
        let length = bytes::Buf::remaining(&data);
        seen = seen.saturating_add(length);
        if seen <= most {
            if !room.grow(length) {
                return Err(NoBody::NoRoom);
            }
            let data: Bytes = whole(data);
            taken.extend_from_slice(&data);
        } else if seen > most.saturating_add(DROPPED_BYTES) {
            break;
        } else {
            taken = Vec::new();
            room.clear();
        }
    }
    if seen > most {
        return Err(NoBody::TooLarge);
    }
    Ok(Whole {
        bytes: taken,
        _room: room,
    })
}

fn whole(mut data: impl bytes::Buf) -> Bytes {
    data.copy_to_bytes(data.remaining())
}

/// How much of a body that is too large is read still.
const DROPPED_BYTES: usize = 256 * 1024 * 1024;
