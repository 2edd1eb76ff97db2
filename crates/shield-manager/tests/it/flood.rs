//! Each kind of flood on top of customers, decided by the web ACL of the balancer: how many customers are blocked, how much of the flood is, and what is
//! left when it is over.

use shield_manager::ResponseAction;

use crate::{
    traffic::Flood,
    world::{Tally, World},
};

#[tokio::test]
async fn floods_are_blocked_within_a_minute_customers_are_not_and_the_rules_go() {
    for (seed, flood) in (1..).zip(Flood::ALL) {
        let mut world = World::new(seed).await;
        world.enable(ResponseAction::Block).await.unwrap();
        let before = world.pass(300, None).await;
        assert_eq!(before.customers_blocked, 0);

        world.pass(60, Some(flood)).await;
        let Tally {
            customers,
            customers_blocked,
            flood: arrived,
            flood_blocked,
        } = world.pass(30, Some(flood)).await;
        let stopped = f64::from(flood_blocked) / f64::from(arrived);
        let hurt = f64::from(customers_blocked) / f64::from(customers);
        assert!(stopped >= 0.95, "{flood:?}: {stopped} stopped");
        assert!(hurt <= 0.001, "{flood:?}: {hurt} of customers hurt");

        world.pass(80, None).await;
        let after = world.pass(10, None).await;
        assert_eq!(after.customers_blocked, 0, "{flood:?}");
        let (groups, sets) = world.left().await;
        assert_eq!(groups.len(), 1, "the group stays, without rules");
        assert!(sets.is_empty(), "{flood:?}: {sets:?}");
        assert_eq!(world.run().await.rules, 0);
    }
}

#[tokio::test]
async fn what_is_only_counted_is_not_blocked_until_it_is_said() {
    use shield_manager::UpdateApplicationLayerAutomaticResponseRequest as Update;

    let mut world = World::new(7).await;
    world.enable(ResponseAction::Count).await.unwrap();
    world.pass(300, None).await;
    world.pass(60, Some(Flood::OneTool)).await;
    assert!(world.run().await.rules > 0);
    let counted = world.pass(10, Some(Flood::OneTool)).await;
    assert_eq!(counted.flood_blocked, 0);

    let request = Update::new(world.balancer.as_str(), ResponseAction::Block);
    world
        .root()
        .update_application_layer_automatic_response(request)
        .await
        .unwrap();
    let blocked = world.pass(10, Some(Flood::OneTool)).await;
    assert_eq!(blocked.flood_blocked, blocked.flood);
}
