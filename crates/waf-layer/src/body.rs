//! Bodies: as much read ahead as is inspected, and handed on unchanged.

use std::{
    collections::VecDeque,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt;

/// The body of a request: what was read ahead comes first, frame by frame as it came, and then the rest as it comes.
#[derive(Debug)]
pub struct Inspected<B> {
    ahead: VecDeque<Frame<Bytes>>,
    rest: B,
}

impl<B: Body<Data = Bytes> + Unpin> Inspected<B> {
    /// A body of which nothing was read.
    pub(crate) fn untouched(rest: B) -> Self {
        Self {
            ahead: VecDeque::new(),
            rest,
        }
    }

    /// Reads until there are `limit` bytes, or more if a frame is longer, or the end.
    ///
    /// # Errors
    ///
    /// The body's own.
    pub(crate) async fn read_ahead(mut rest: B, limit: usize) -> Result<Self, B::Error> {
        let (mut ahead, mut read) = (VecDeque::new(), 0_usize);
        while read < limit {
            let Some(frame) = rest.frame().await else {
                break;
            };
            let frame = frame?;
            read = read.saturating_add(frame.data_ref().map_or(0, Bytes::len));
            ahead.push_back(frame);
        }
        Ok(Self { ahead, rest })
    }

    /// What is inspected: at most `limit` bytes of it, and whether there is or may be more.
    pub(crate) fn inspected(&self, limit: usize) -> (Bytes, bool) {
        let mut data = self.ahead.iter().filter_map(Frame::data_ref);
        let is_cut = |len: usize| len > limit || !self.rest.is_end_stream();
        match (data.next(), data.next()) {
            (None, _) => (Bytes::new(), is_cut(0)),
            (Some(only), None) => (only.slice(..only.len().min(limit)), is_cut(only.len())),
            (Some(_), Some(_)) => {
                let mut all = Vec::with_capacity(limit);
                for data in self.ahead.iter().filter_map(Frame::data_ref) {
                    all.extend_from_slice(data);
                }
                let (len, all) = (all.len(), Bytes::from(all));
                (all.slice(..len.min(limit)), is_cut(len))
            }
        }
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for Inspected<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let this = self.get_mut();
        match this.ahead.pop_front() {
            Some(frame) => Poll::Ready(Some(Ok(frame))),
            None => Pin::new(&mut this.rest).poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.ahead.is_empty() && self.rest.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let ahead: usize = self
            .ahead
            .iter()
            .filter_map(Frame::data_ref)
            .map(Bytes::len)
            .sum();
        let ahead = u64::try_from(ahead).unwrap_or(u64::MAX);
        let rest = self.rest.size_hint();
        let mut hint = SizeHint::new();
        hint.set_lower(rest.lower().saturating_add(ahead));
        if let Some(upper) = rest.upper() {
            hint.set_upper(upper.saturating_add(ahead));
        }
        hint
    }
}

/// The body of a response: the application's, or the firewall's own.
#[derive(Debug)]
pub struct Answer<B>(Kind<B>);

#[derive(Debug)]
enum Kind<B> {
    Application(B),
    Firewall(Option<Bytes>),
}

impl<B> Answer<B> {
    pub(crate) fn application(body: B) -> Self {
        Self(Kind::Application(body))
    }

    pub(crate) fn firewall(body: Bytes) -> Self {
        Self(Kind::Firewall((!body.is_empty()).then_some(body)))
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for Answer<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        match &mut self.get_mut().0 {
            Kind::Application(body) => Pin::new(body).poll_frame(context),
            Kind::Firewall(body) => Poll::Ready(body.take().map(|body| Ok(Frame::data(body)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Kind::Application(body) => body.is_end_stream(),
            Kind::Firewall(body) => body.is_none(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Application(body) => body.size_hint(),
            Kind::Firewall(body) => {
                let len = body.as_ref().map_or(0, Bytes::len);
                SizeHint::with_exact(u64::try_from(len).unwrap_or(u64::MAX))
            }
        }
    }
}
