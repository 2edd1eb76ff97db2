//! Each kind of flood on top of customers: how many of these are blocked, how much of the flood is, and how soon it is over.

use std::time::Duration;

use common_types::Timestamp;
use shield::{Condition, Mitigation, Observation, Response, Settings, Shield};

use crate::traffic::{Dice, Flood, Visit, customer};

const CUSTOMERS: u32 = 60;
const FLOOD: u32 = 500;

struct World {
    shield: Shield,
    dice: Dice,
    now: Timestamp,
    mitigations: Vec<Mitigation>,
}

/// What was let through and what not.
#[derive(Debug, Default)]
struct Tally {
    customers: u32,
    customers_blocked: u32,
    flood: u32,
    flood_blocked: u32,
}

impl World {
    fn new(seed: u64) -> Self {
        let settings = Settings::new()
            .response(Response::Block)
            .learning(Duration::from_secs(240));
        let mut world = Self {
            shield: Shield::new(settings.unwrap()),
            dice: Dice::new(seed),
            now: Timestamp::UNIX_EPOCH,
            mitigations: Vec::new(),
        };
        world.pass(300, None);
        assert_eq!(
            world.shield.evaluate(world.now).condition,
            Condition::Normal
        );
        assert!(world.mitigations.is_empty());
        world
    }

    /// Lets seconds pass, with customers and perhaps a flood.
    fn pass(&mut self, seconds: u32, flood: Option<Flood>) -> Tally {
        let mut tally = Tally::default();
        for _ in 0..seconds {
            for _ in 0..CUSTOMERS + u32::from(self.dice.byte(20)) {
                let visit = customer(&mut self.dice);
                tally.customers += 1;
                tally.customers_blocked += u32::from(self.blocks(&visit));
            }
            if let Some(flood) = flood {
                for _ in 0..FLOOD {
                    let visit = flood.request(&mut self.dice);
                    tally.flood += 1;
                    tally.flood_blocked += u32::from(self.blocks(&visit));
                }
            }
            self.now += Duration::from_secs(1);
            self.mitigations = self.shield.evaluate(self.now).mitigations;
        }
        tally
    }

    fn blocks(&self, visit: &Visit) -> bool {
        let observation = observation(visit);
        self.shield.observe(self.now, &observation);
        self.mitigations
            .iter()
            .any(|mitigation| mitigation.signature.matches_observation(&observation))
    }
}

fn observation(visit: &Visit) -> Observation<'_> {
    let Visit {
        source,
        country,
        method,
        path,
        agent,
        ja4,
    } = visit;
    Observation::new(*source, method, path)
        .country(country)
        .user_agent(agent)
        .ja4(ja4)
}

#[test]
fn floods_are_stopped_within_a_minute_and_customers_are_not() {
    // A few seeds by default; the variable asks for more.
    let seeds = option_env!("STRONGROOM_FLOOD_SEEDS").map_or(2, |seeds| seeds.parse().unwrap());
    for flood in Flood::ALL {
        for seed in 1..=seeds {
            let mut world = World::new(seed);
            world.pass(60, Some(flood));
            let during = world.pass(30, Some(flood));
            let shown: Vec<_> = world
                .mitigations
                .iter()
                .map(|one| one.signature.to_string())
                .collect();
            let stopped = f64::from(during.flood_blocked) / f64::from(during.flood);
            let hurt = f64::from(during.customers_blocked) / f64::from(during.customers);
            assert!(
                stopped >= 0.95,
                "{flood:?} {seed}: {stopped} stopped by {shown:?}"
            );
            assert!(
                hurt <= 0.001,
                "{flood:?} {seed}: {hurt} of customers hurt by {shown:?}"
            );

            world.pass(80, None);
            assert!(
                world.mitigations.is_empty(),
                "{flood:?} {seed}: it is over, and {shown:?} is still there"
            );
        }
    }
}

#[test]
fn more_customers_than_usual_are_no_flood() {
    let mut world = World::new(7);
    for _ in 0..2 {
        let busy = world.pass(60, None);
        assert_eq!(busy.customers_blocked, 0);
    }
    // A crowd that looks like customers in everything: there is nothing to tell it by, so nothing is done.
    for _ in 0..30 {
        for _ in 0..CUSTOMERS * 6 {
            let visit = customer(&mut world.dice);
            assert!(!world.blocks(&visit));
        }
        world.now += Duration::from_secs(1);
        world.mitigations = world.shield.evaluate(world.now).mitigations;
    }
    assert_eq!(
        world.shield.evaluate(world.now).condition,
        Condition::UnderAttack
    );
}

#[test]
fn nothing_is_done_while_it_learns() {
    let settings = Settings::new().learning(Duration::from_secs(3600)).unwrap();
    let shield = Shield::new(settings);
    let mut dice = Dice::new(1);
    for second in 0..120 {
        for _ in 0..FLOOD {
            let visit = Flood::OneTool.request(&mut dice);
            shield.observe(
                Timestamp::UNIX_EPOCH + Duration::from_secs(second),
                &observation(&visit),
            );
        }
    }
    let evaluation = shield.evaluate(Timestamp::UNIX_EPOCH + Duration::from_secs(121));
    assert_eq!(evaluation.condition, Condition::Learning);
    assert!(evaluation.mitigations.is_empty());
}

#[test]
fn the_rules_are_a_group_of_aws_shape_within_its_capacity() {
    let mut world = World::new(3);
    world.pass(60, Some(Flood::TwoTools));
    let (group, sets) = world.shield.rule_group(
        "ShieldMitigationRuleGroup",
        "arn:aws:wafv2:eu-west-1:111122223333:regional/",
    );
    let rules = group.rules.clone().unwrap();
    assert_eq!(rules.len(), world.mitigations.len());
    assert!(!rules.is_empty() && sets.is_empty());
    assert_eq!(group.capacity, 150);
    let json = serde_json::to_value(&group).unwrap();
    assert!(json["Rules"][0]["Action"]["Block"].is_object(), "{json}");

    let mut world = World::new(3);
    world.pass(60, Some(Flood::FewNetworks));
    let (group, sets) = world.shield.rule_group(
        "ShieldMitigationRuleGroup",
        "arn:aws:wafv2:eu-west-1:111122223333:regional/",
    );
    let json = serde_json::to_value(&group).unwrap();
    let arn = &json["Rules"][0]["Statement"]["IPSetReferenceStatement"]["ARN"];
    assert_eq!(arn.as_str(), Some(sets[0].arn.as_str()));
    assert!(sets[0].addresses.contains(&"203.0.7.0/24".to_owned()));
}
