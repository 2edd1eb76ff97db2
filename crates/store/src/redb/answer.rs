//! How callers hear what became of their transactions: all of a batch at once.
//!
//! A thread that wakes another may have to give way to it. Were callers woken one by one, a small runtime's
//! thread would run one task, sleep, and be woken for the next: two switches of threads for each. So the
//! wakers of a batch are in one list, and whoever is woken helps to wake the others, who mostly live on its
//! own thread. The writer wakes all that are left: nobody depends on another caller.

use std::{
    collections::VecDeque,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
};

use crate::{Committed, Result, sync::lock};

/// The writer's side: where the answer to one transaction goes. If it is dropped without one, the caller
/// hears that there is none.
#[derive(Debug)]
pub(super) struct Answer(Arc<Mutex<Slot>>);

/// The caller's side: the answer, or nothing if the writer ended before it could say.
#[derive(Debug)]
#[must_use = "a future hears nothing until it is polled"]
pub(super) struct Answered(Arc<Mutex<Slot>>);

#[derive(Debug)]
enum Slot {
    Open(Option<Waker>),
    Said(Result<Committed>, Wakers),
    Over,
}

/// Those of a batch who are answered and not woken yet.
#[derive(Clone, Debug, Default)]
struct Wakers(Arc<Mutex<VecDeque<Waker>>>);

/// The two sides of an answer.
pub(super) fn pair() -> (Answer, Answered) {
    let slot = Arc::new(Mutex::new(Slot::Open(None)));
    (Answer(Arc::clone(&slot)), Answered(slot))
}

/// Says all of these, and then wakes who waits.
pub(super) fn say_all(answers: impl IntoIterator<Item = (Answer, Result<Committed>)>) {
    let wakers = Wakers::default();
    for (answer, said) in answers {
        let waker = answer.set(Slot::Said(said, wakers.clone()));
        lock(&wakers.0).extend(waker);
    }
    wakers.wake();
}

impl Answer {
    /// Gives back who waits, if it was open.
    fn set(&self, new: Slot) -> Option<Waker> {
        let mut slot = lock(&self.0);
        match &mut *slot {
            Slot::Open(waker) => {
                let waker = waker.take();
                *slot = new;
                waker
            }
            Slot::Said(..) | Slot::Over => None,
        }
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        if let Some(waker) = self.set(Slot::Over) {
            waker.wake();
        }
    }
}

impl Future for Answered {
    type Output = Option<Result<Committed>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut slot = lock(&self.0);
        if let Slot::Open(waker) = &mut *slot {
            *waker = Some(context.waker().clone());
            return Poll::Pending;
        }
        let said = std::mem::replace(&mut *slot, Slot::Over);
        drop(slot);
        Poll::Ready(match said {
            Slot::Said(said, others) => {
                others.wake();
                Some(said)
            }
            Slot::Open(_) | Slot::Over => None,
        })
    }
}

impl Wakers {
    fn wake(&self) {
        loop {
            // Not while the lock is held: who is woken wants it.
            let next = lock(&self.0).pop_front();
            match next {
                Some(waker) => waker.wake(),
                None => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicUsize, Ordering},
        task::Wake,
    };

    use super::*;
    use crate::Revision;

    #[derive(Default)]
    struct Woken(AtomicUsize);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn poll(answered: &mut Answered, woken: &Arc<Woken>) -> Poll<Option<Result<Committed>>> {
        let waker = Waker::from(Arc::clone(woken));
        Pin::new(answered).poll(&mut Context::from_waker(&waker))
    }

    #[test]
    fn all_are_answered_before_the_first_is_woken_and_each_is_woken_once() {
        let woken = Arc::new(Woken::default());
        let (answers, mut waiting): (Vec<_>, Vec<_>) = (0..3).map(|_| pair()).unzip();
        for answered in &mut waiting {
            assert!(poll(answered, &woken).is_pending());
        }
        let said = |n| Ok(Committed::new(Revision::new(n)));
        say_all(answers.into_iter().zip((1..).map(said)));
        assert_eq!(woken.0.load(Ordering::Relaxed), 3);
        for (answered, n) in waiting.iter_mut().zip(1..) {
            let Poll::Ready(Some(Ok(committed))) = poll(answered, &woken) else {
                panic!("{n} was answered");
            };
            assert_eq!(committed.revision.number(), n);
        }
        assert_eq!(woken.0.load(Ordering::Relaxed), 3);
    }

    #[test]
    fn who_is_woken_helps_with_the_others() {
        let (first, second) = (Arc::new(Woken::default()), Arc::new(Woken::default()));
        let (answer, mut answered) = pair();
        // As if the writer had been stopped after it had woken the first.
        let wakers = Wakers::default();
        assert!(poll(&mut answered, &first).is_pending());
        let said = Ok(Committed::new(Revision::ZERO));
        drop(answer.set(Slot::Said(said, wakers.clone())));
        lock(&wakers.0).push_back(Waker::from(Arc::clone(&second)));
        assert!(poll(&mut answered, &first).is_ready());
        assert_eq!(second.0.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn a_writer_that_ends_without_an_answer_is_heard() {
        let woken = Arc::new(Woken::default());
        let (answer, mut answered) = pair();
        assert!(poll(&mut answered, &woken).is_pending());
        drop(answer);
        assert_eq!(woken.0.load(Ordering::Relaxed), 1);
        assert!(matches!(poll(&mut answered, &woken), Poll::Ready(None)));
    }
}
