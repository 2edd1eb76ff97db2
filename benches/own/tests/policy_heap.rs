//! A decision allocates nothing, whatever it comes to.
//!
//! Here and not in the crate itself, because an allocator that counts cannot be written without `unsafe`.

use benches_own::heap::{CountingAllocator, measure};
use common_types::{Arn, Caller};
use policy_eval::{
    CompiledPolicy, ConditionKey, ConditionKeys, Outcome, Policies, Policy, PolicyKind, PolicySet,
    Request, ResourcePolicyMode, Value, Values, decide,
};

#[global_allocator]
static HEAP: CountingAllocator = CountingAllocator;

struct Keys {
    tag_keys: Vec<String>,
}

impl ConditionKeys for Keys {
    fn lookup(&self, key: &ConditionKey) -> Option<Values<'_>> {
        match key.name() {
            "aws:principaltag" => Some(Values::from("orders")),
            "aws:sourceip" => Some(Values::One(Value::Ip([192, 0, 2, 7].into()))),
            "aws:epochtime" => Some(Values::One(Value::Integer(1_700_000_000))),
            "aws:tagkeys" => Some(Values::Many(&self.tag_keys)),
            _ => None,
        }
    }
}

fn compile(kind: PolicyKind, json: &str) -> CompiledPolicy {
    CompiledPolicy::compile("heap", &Policy::parse(json, kind).unwrap())
}

#[test]
fn no_decision_allocates() {
    let identity: PolicySet = compile(
        PolicyKind::Identity,
        r#"{"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "kms:*crypt", "Resource": "arn:aws:kms:*:111122223333:key/${aws:PrincipalTag/team}-*",
             "Condition": {
                "StringEqualsIgnoreCase": {"aws:PrincipalTag/team": "${aws:PrincipalTag/TEAM, 'none'}"},
                "IpAddress": {"aws:SourceIp": "192.0.2.0/24"},
                "DateLessThan": {"aws:EpochTime": "2030-01-01T00:00:00Z"},
                "NumericGreaterThan": {"aws:EpochTime": 10},
                "StringLike": {"aws:EpochTime": "17*"},
                "ForAllValues:StringLike": {"aws:TagKeys": ["t*", "s*"]}}},
            {"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*"}
        ]}"#,
    )
    .into();
    let key_policy = compile(
        PolicyKind::Resource,
        r#"{"Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"}}"#,
    );
    let caller = Caller::role("arn:aws:iam::111122223333:role/app").unwrap();
    let key: Arn = "arn:aws:kms:eu-west-1:111122223333:key/orders-1"
        .parse()
        .unwrap();
    let keys = Keys {
        tag_keys: vec!["team".into(), "stage".into()],
    };
    let policies = Policies::new()
        .identity(&identity)
        .resource(&key_policy, ResourcePolicyMode::Mandatory);
    for (action, expected) in [
        ("kms:Encrypt", Outcome::Allowed),
        ("kms:Decrypt", Outcome::ExplicitlyDenied),
        ("kms:Sign", Outcome::ImplicitlyDenied),
    ] {
        let (outcome, heap) = measure(|| {
            let request = Request::new(caller.principal(), action, &key, &keys);
            decide(&policies, &request).outcome()
        });
        assert_eq!((outcome, heap.allocations), (expected, 0), "{action}");
    }
}
