//! Delivery: at once, again, or as a dead letter.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use common_types::{BoxFuture, ManualClock};
use events::{
    Input, RetryPolicy, Rule, RuleTarget,
    target::{Webhook, WebhookClient, WebhookRequest, channel},
};
use service_kit::{BoxedError, EventSink};
use store::MemoryStore;

use crate::world::{Letters, Moody, bus_over, event, rule, start, target};

fn hour(hours: u64) -> common_types::Timestamp {
    start() + Duration::from_secs(3600 * hours)
}

fn world() -> (Arc<MemoryStore>, Arc<ManualClock>) {
    (
        Arc::new(MemoryStore::new()),
        Arc::new(ManualClock::new(start())),
    )
}

#[tokio::test]
async fn an_event_goes_to_every_rule_that_it_matches() {
    let (store, clock) = world();
    let bus = bus_over(&store, &clock);
    let (ssm, kms) = (Arc::new(Moody::default()), Arc::new(Moody::default()));
    bus.put_rule(rule(target(Arc::<Moody>::clone(&ssm))))
        .unwrap();
    let pattern = r#"{"source": ["aws.kms"]}"#.parse().unwrap();
    let other = Rule::new("keys", pattern)
        .unwrap()
        .target(target(Arc::<Moody>::clone(&kms)))
        .unwrap();
    bus.put_rule(other).unwrap();

    bus.take_over(&event("1")).await.unwrap();
    assert_eq!(ssm.taken(), [("1".to_owned(), 1)]);
    assert!(kms.taken().is_empty());

    assert!(bus.delete_rule("changes"));
    bus.take_over(&event("2")).await.unwrap();
    assert_eq!(ssm.taken().len(), 1);
}

#[tokio::test]
async fn what_fails_is_tried_again_by_the_next_process_too() {
    let (store, clock) = world();
    let moody = Moody::failing();
    let bus = bus_over(&store, &clock);
    bus.put_rule(rule(target(Arc::<Moody>::clone(&moody))))
        .unwrap();
    bus.take_over(&event("1")).await.unwrap();
    // The same event once more, as after a crash between delivery and deletion: it waits already.
    bus.take_over(&event("1")).await.unwrap();
    drop(bus);

    let bus = bus_over(&store, &clock);
    bus.put_rule(rule(target(Arc::<Moody>::clone(&moody))))
        .unwrap();
    assert_eq!(
        bus.run_due(start()).await.unwrap().failed,
        0,
        "its pause has not ended"
    );
    assert_eq!(bus.run_due(hour(1)).await.unwrap().failed, 1);

    moody.fails.store(false, Ordering::Relaxed);
    let report = bus.run_due(hour(2)).await.unwrap();
    assert_eq!((report.delivered, report.failed), (1, 0));
    assert_eq!(moody.taken(), [("1".to_owned(), 3)]);
    assert_eq!(bus.run_due(hour(3)).await.unwrap(), Default::default());
}

#[tokio::test]
async fn a_delivery_ends_as_a_dead_letter_and_says_why() {
    let (store, clock) = world();
    let letters = Arc::new(Letters::default());
    let lines = || letters.0.lock().unwrap().clone();
    let bus = bus_over(&store, &clock);
    let moody = Moody::failing();
    let put = |retries| {
        let target = target(Arc::<Moody>::clone(&moody))
            .retries(retries)
            .dead_letters(Arc::<Letters>::clone(&letters));
        bus.put_rule(rule(target)).unwrap();
    };

    put(RetryPolicy::new(2, Duration::from_secs(86_400)).unwrap());
    bus.take_over(&event("often")).await.unwrap();
    for at in 1..=3 {
        bus.run_due(hour(at)).await.unwrap();
    }
    assert_eq!(
        lines(),
        ["changes one often THROTTLING 2 MaximumRetryAttempts"]
    );

    put(RetryPolicy::new(100, Duration::from_secs(60)).unwrap());
    bus.take_over(&event("old")).await.unwrap();
    bus.run_due(hour(4)).await.unwrap();
    assert_eq!(
        lines().pop().unwrap(),
        "changes one old THROTTLING 1 MaximumEventAgeInSeconds"
    );

    moody.fails_for_good.store(true, Ordering::Relaxed);
    bus.take_over(&event("refused")).await.unwrap();
    assert_eq!(
        lines().pop().unwrap(),
        "changes one refused NO_PERMISSIONS 0 -"
    );
    assert_eq!(bus.run_due(hour(5)).await.unwrap(), Default::default());
}

#[tokio::test]
async fn without_dead_letters_what_is_given_up_is_counted() {
    let (store, clock) = world();
    let bus = bus_over(&store, &clock);
    let retries = RetryPolicy::new(1, Duration::from_secs(60)).unwrap();
    bus.put_rule(rule(target(Moody::failing()).retries(retries)))
        .unwrap();
    bus.take_over(&event("1")).await.unwrap();
    let report = bus.run_due(hour(1)).await.unwrap();
    assert_eq!((report.dropped, report.failed), (1, 0));
}

#[tokio::test]
async fn a_target_that_is_not_set_yet_is_waited_for_but_not_for_ever() {
    let (store, clock) = world();
    let bus = bus_over(&store, &clock);
    bus.put_rule(rule(target(Moody::failing()))).unwrap();
    bus.take_over(&event("1")).await.unwrap();
    bus.delete_rule("changes");
    assert_eq!(bus.run_due(hour(1)).await.unwrap().failed, 1);
    assert_eq!(bus.run_due(hour(25)).await.unwrap().dropped, 1);
}

#[tokio::test]
async fn a_full_channel_makes_events_wait() {
    let (store, clock) = world();
    let bus = bus_over(&store, &clock);
    let (sender, mut messages) = channel(0);
    let input = Input::path("$.id").unwrap();
    bus.put_rule(rule(target(sender).input(input))).unwrap();
    for id in ["1", "2"] {
        bus.take_over(&event(id)).await.unwrap();
    }
    assert_eq!(messages.try_recv().unwrap().input, r#""1""#);
    bus.run_due(hour(1)).await.unwrap();
    assert_eq!(messages.try_recv().unwrap().input, r#""2""#);
}

#[tokio::test]
async fn an_event_has_come_in_when_it_came_also_where_it_is_tried_again() {
    let (store, clock) = world();
    let bus = bus_over(&store, &clock);
    let (sender, mut messages) = channel(0);
    let template = r#"[<aws.events.event.ingestion-time>, <aws.events.rule-arn>]"#;
    let input = Input::transformed([], template).unwrap();
    bus.put_rule(rule(target(sender).input(input))).unwrap();
    for id in ["1", "2"] {
        let resource = "arn:aws-cn:ssm:cn-north-1:111122223333:parameter/a";
        let event = event(id).resource(resource.parse().unwrap());
        bus.take_over(&event).await.unwrap();
    }
    let expected =
        r#"["2026-01-01T00:00:00Z", "arn:aws-cn:events:eu-west-1:111122223333:rule/changes"]"#;
    assert_eq!(messages.try_recv().unwrap().input, expected);
    bus.run_due(hour(1)).await.unwrap();
    assert_eq!(messages.try_recv().unwrap().input, expected);
}

#[tokio::test]
async fn a_webhook_decides_by_the_status() {
    #[derive(Debug)]
    struct Answers(u16);

    impl WebhookClient for Answers {
        fn post<'a>(
            &'a self,
            request: &'a WebhookRequest<'a>,
        ) -> BoxFuture<'a, Result<u16, BoxedError>> {
            Box::pin(async move {
                assert_eq!(request.url, "https://example.com/hook");
                assert_eq!(request.headers[0].1.expose(), "marker");
                assert!(request.body.contains("aws.ssm"));
                Ok(self.0)
            })
        }
    }

    for (status, waits, dead) in [(204, 0, 0), (429, 1, 0), (503, 1, 0), (404, 0, 1)] {
        let (store, clock) = world();
        let bus = bus_over(&store, &clock);
        let letters = Arc::new(Letters::default());
        let hook = Webhook::new("https://example.com/hook", Arc::new(Answers(status)))
            .header("authorization", "marker");
        assert!(!format!("{hook:?}").contains("marker"));
        let target = RuleTarget::new("hook", Arc::new(hook)).unwrap();
        bus.put_rule(rule(target.dead_letters(Arc::<Letters>::clone(&letters))))
            .unwrap();
        bus.take_over(&event("1")).await.unwrap();
        assert_eq!(
            bus.run_due(hour(1)).await.unwrap().failed,
            waits,
            "{status}"
        );
        assert_eq!(letters.0.lock().unwrap().len(), dead, "{status}");
    }
}
