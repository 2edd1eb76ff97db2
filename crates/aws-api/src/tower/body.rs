//! Taking the body of a request in, within bounds of size and time.

use std::pin::pin;

use bytes::Bytes;
use http_body::Body;
use http_body_util::BodyExt;

use super::HttpOptions;

/// Why there is no body.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum NoBody {
    /// It has more bytes than are taken.
    TooLarge,
    /// It did not arrive in time.
    TooSlow,
    /// The connection broke.
    Broken,
}

/// Takes the whole body in. Of one that is too large the rest is read and dropped, as far as that is within reason: who is still
/// sending would not see an answer.
pub(super) async fn take_in<B: Body>(body: B, options: &HttpOptions) -> Result<Vec<u8>, NoBody> {
    tokio::time::timeout(options.body_timeout, within(body, options.body_bytes))
        .await
        .unwrap_or(Err(NoBody::TooSlow))
}

async fn within<B: Body>(body: B, most: usize) -> Result<Vec<u8>, NoBody> {
    let mut body = pin!(body);
    let expected = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    let mut taken = Vec::with_capacity(expected.min(most));
    let mut seen = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| NoBody::Broken)?.into_data() else {
            continue;
        };
        seen = seen.saturating_add(bytes::Buf::remaining(&data));
        if seen <= most {
            let data: Bytes = whole(data);
            taken.extend_from_slice(&data);
        } else if seen > most.saturating_add(DROPPED_BYTES) {
            break;
        } else {
            taken = Vec::new();
        }
    }
    if seen > most {
        return Err(NoBody::TooLarge);
    }
    Ok(taken)
}

fn whole(mut data: impl bytes::Buf) -> Bytes {
    data.copy_to_bytes(data.remaining())
}

/// How much of a body that is too large is read still.
const DROPPED_BYTES: usize = 256 * 1024 * 1024;
