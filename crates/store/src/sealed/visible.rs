//! What a caller of a wrapper sees of its commits: not the records that the wrapper keeps for
//! itself.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use futures_core::Stream;

use crate::{BoxStream, Change, CommitObserver, Key, Result, Revision};

/// A stream of changes without reserved records, and without commits that wrote nothing else.
pub(super) struct VisibleChanges<'a>(pub(super) BoxStream<'a, Result<Change>>);

impl Stream for VisibleChanges<'_> {
    type Item = Result<Change>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(self.0.as_mut().poll_next(context)) {
                Some(Ok(change)) => {
                    if let Some(keys) = visible(&change.keys) {
                        let keys = keys.map_or(change.keys, Arc::from);
                        return Poll::Ready(Some(Ok(Change::new(change.revision, keys))));
                    }
                }
                end => return Poll::Ready(end),
            }
        }
    }
}

/// An observer that is not told of reserved records.
#[derive(Debug)]
pub(super) struct VisibleTo(pub(super) Arc<dyn CommitObserver>);

impl CommitObserver for VisibleTo {
    fn committed(&self, revision: Revision, keys: &[Key]) {
        if let Some(fewer) = visible(keys) {
            self.0.committed(revision, fewer.as_deref().unwrap_or(keys));
        }
    }
}

/// Nothing if there is nothing to see; otherwise the keys to see, if they are not simply all.
#[expect(
    clippy::option_option,
    reason = "private, and its two questions are asked one after the other"
)]
fn visible(keys: &[Key]) -> Option<Option<Vec<Key>>> {
    // Keys come in order, and reserved ones are the first.
    let reserved = keys.partition_point(Key::is_reserved);
    match keys.get(reserved..) {
        None | Some([]) => None,
        Some(_) if reserved == 0 => Some(None),
        Some(rest) => Some(Some(rest.to_vec())),
    }
}
