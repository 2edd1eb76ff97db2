//! Several nodes at once, and nodes that are cut.

use common_types::Clock;
use fleet::ManagedServiceData;
use service_kit::Drained;

use crate::world::{BANK, SHOP, World, policy};

#[tokio::test]
async fn nodes_that_work_at_the_same_time_come_to_one_end() {
    let world = World::new().await;
    let balancers = [
        world.balancer(SHOP, "shop", &[]),
        world.balancer(SHOP, "more", &[]),
        world.balancer(BANK, "bank", &[]),
    ];
    let group = world.rule_group("g", "/admin").await;
    world
        .put(policy(ManagedServiceData::allowing().first(group)))
        .await;
    let now = world.clock.now();
    let nodes = [(); 4].map(|()| world.firewall_manager.run_due(now));
    let [one, two, three, four] = nodes;
    let (one, two, three, four) = tokio::join!(one, two, three, four);
    for node in [one, two, three, four] {
        node.unwrap();
    }
    world.run().await;
    for balancer in &balancers {
        assert!(!world.lets_through(balancer, "/admin").await);
    }
    assert_eq!(world.run().await.remedies, 0);
}

#[tokio::test]
async fn a_node_that_is_cut_anywhere_leaves_work_that_another_ends() {
    for cut in 0..60 {
        let world = World::new().await;
        let shop = world.balancer(SHOP, "shop", &[]);
        let theirs = world.balancer(SHOP, "theirs", &[]);
        world.web_acl(SHOP, "customer", &theirs).await;
        let group = world.rule_group("g", "/admin").await;
        let data = ManagedServiceData::allowing().retrofitting().first(group);
        world.put(policy(data)).await;
        {
            // A future that is dropped after so many steps.
            let mut work = Box::pin(world.firewall_manager.run_due(world.clock.now()));
            let mut steps = 0;
            std::future::poll_fn(|context| {
                steps += 1;
                let done = work.as_mut().poll(context).is_ready();
                match done || steps > cut {
                    true => std::task::Poll::Ready(()),
                    false => std::task::Poll::Pending,
                }
            })
            .await;
        }
        let report = world.run().await;
        assert_eq!(
            (report.violators, report.failures),
            (0, 0),
            "cut after {cut}"
        );
        assert!(!world.lets_through(&shop, "/admin").await);
        assert!(!world.lets_through(&theirs, "/admin").await);
        assert_eq!(world.run().await.remedies, 0);
    }
}

#[tokio::test]
async fn what_is_done_in_an_account_is_recorded_as_its_service_linked_role() {
    let world = World::new().await;
    world.balancer(SHOP, "shop", &[]);
    let group = world.rule_group("g", "/admin").await;
    world
        .put(policy(ManagedServiceData::allowing().first(group)))
        .await;
    world.run().await;
    world.audit.flush().await.unwrap();
    let lines = Lines::default();
    let Drained { .. } = world.audit.drain(&lines).await.unwrap();
    let lines = lines.0.into_inner().unwrap();
    let made = lines
        .iter()
        .filter(|line| line.contains("CreateWebACL") && line.contains(SHOP))
        .collect::<Vec<_>>();
    assert_eq!(made.len(), 1);
    assert!(
        made[0].contains("assumed-role/AWSServiceRoleForFMS/"),
        "{}",
        made[0]
    );
}

#[derive(Debug, Default)]
struct Lines(std::sync::Mutex<Vec<String>>);

impl service_kit::AuditSink for Lines {
    fn take_over<'a>(
        &'a self,
        lines: &'a [service_kit::AuditLine],
    ) -> common_types::BoxFuture<'a, Result<(), service_kit::BoxedError>> {
        let lines = lines.iter().map(|line| line.json.clone());
        self.0.lock().unwrap().extend(lines);
        Box::pin(std::future::ready(Ok(())))
    }
}
