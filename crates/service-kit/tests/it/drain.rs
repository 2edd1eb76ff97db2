//! From the store to the application's own log.

use std::sync::{Arc, atomic::Ordering};

use common_types::BoxFuture;
use service_kit::{
    AuditChain, AuditLine, AuditLog, AuditMode, AuditSink, BoxedError, Error, Target,
};
use store::CommitFault;

use crate::world::*;

async fn calls(world: &World, count: usize) {
    for _ in 0..count {
        world.read(&root(), &Target::new(&note())).await.unwrap();
    }
}

/// Checks the chain as an auditor does who has the lines alone.
fn assert_chained(lines: &[AuditLine]) -> AuditChain {
    let mut chain = AuditChain::new();
    for line in lines {
        assert_eq!(line.number, chain.length());
        assert_eq!(line.hash, chain.append(&line.json));
    }
    chain
}

#[tokio::test]
async fn lines_come_in_order_once_and_chained_across_drains() {
    let world = World::new(AuditMode::Durable);
    let sink = Lines::default();
    for (calls_before, total) in [(40_u64, 40), (0, 40), (3, 43)] {
        for _ in 0..calls_before {
            world.clock.advance(std::time::Duration::from_secs(1));
            calls(&world, 1).await;
        }
        let drained = world.guard.audit().drain(&sink).await.unwrap();
        assert_eq!(drained.lines, calls_before);
        assert_eq!(drained.chain.length(), total);
        assert_eq!(assert_chained(&sink.lines.lock().unwrap()), drained.chain);
    }
    let times: Vec<_> = sink
        .json()
        .iter()
        .map(|record| record["eventTime"].to_string())
        .collect();
    assert!(times.is_sorted(), "{times:?}");
    assert_eq!(world.stored_lines().await.len(), 0);
}

#[tokio::test]
async fn what_the_sink_does_not_take_comes_again_the_same() {
    let world = World::new(AuditMode::Durable);
    calls(&world, 5).await;
    let sink = Lines::default();
    sink.refuses.store(true, Ordering::SeqCst);
    let failed = world.guard.audit().drain(&sink).await.unwrap_err();
    assert!(matches!(failed, Error::Sink(_)));
    sink.refuses.store(false, Ordering::SeqCst);
    world.guard.audit().drain(&sink).await.unwrap();
    let lines = sink.lines.lock().unwrap();
    assert_eq!((lines.len(), &lines[..5]), (10, &lines[5..]));
    assert_chained(&lines[5..]);
}

#[tokio::test]
async fn a_crash_after_delivery_delivers_again_with_the_same_numbers_and_hashes() {
    let world = World::new(AuditMode::Durable);
    calls(&world, 5).await;
    let sink = Lines::default();
    world.store.fail_next_commit(CommitFault::Refused);
    assert!(matches!(
        world.guard.audit().drain(&sink).await,
        Err(Error::Store(_))
    ));
    world.guard.audit().drain(&sink).await.unwrap();
    let lines = sink.lines.lock().unwrap();
    assert_eq!((lines.len(), &lines[..5]), (10, &lines[5..]));
}

/// Drains the log a second time while it takes the first delivery over.
#[derive(Debug)]
struct Meanwhile {
    audit: Arc<AuditLog>,
    other: Lines,
}

impl AuditSink for Meanwhile {
    fn take_over<'a>(&'a self, _: &'a [AuditLine]) -> BoxFuture<'a, Result<(), BoxedError>> {
        Box::pin(async {
            self.audit.drain(&self.other).await?;
            Ok(())
        })
    }
}

#[tokio::test]
async fn of_two_drains_at_once_one_conflicts() {
    let world = World::new(AuditMode::Durable);
    calls(&world, 1).await;
    let audit = Arc::clone(world.guard.audit());
    let other = Lines::default();
    let sink = Meanwhile { audit, other };
    let failed = sink.audit.drain(&sink).await.unwrap_err();
    assert!(matches!(failed, Error::Contention { .. }), "{failed}");
    assert_eq!(sink.other.lines.lock().unwrap().len(), 1);
}

#[test]
fn a_changed_line_changes_all_hashes_behind_it() {
    let hashes = |lines: [&str; 4]| {
        let mut chain = AuditChain::new();
        lines.map(|line| chain.append(line))
    };
    let honest = hashes(["a", "b", "c", "d"]);
    for forged in [
        ["x", "b", "c", "d"],
        ["b", "a", "c", "d"],
        ["", "ab", "c", "d"],
    ] {
        let forged = hashes(forged);
        assert!((0..4).all(|at| honest[at] != forged[at]));
    }
}
