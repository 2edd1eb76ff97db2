use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_timestamp(1_800_000_000 + second, 0).unwrap()
}

fn sample(at: Timestamp) -> Sample {
    let acl = r#"{"Name": "a", "Id": "a1b2c3d4-5678-90ab-cdef-111111111111",
        "ARN": "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/a1b2c3d4-5678-90ab-cdef-111111111111",
        "DefaultAction": {"Allow": {}},
        "VisibilityConfig": {"SampledRequestsEnabled": true, "CloudWatchMetricsEnabled": true, "MetricName": "a"}}"#;
    let document = waf_rules::WebAclDocument::from_json(acl).unwrap();
    let options = waf_rules::CompileOptions::new();
    let acl =
        waf_rules::CompiledWebAcl::compile(document.web_acl(), &waf_rules::Bundle::new(), &options)
            .unwrap();
    let request = Request::new("GET", "/", [192, 0, 2, 7]);
    let verdict = acl.decide(&request, at, &waf_rules::Environment::new());
    Sample {
        at,
        weight: 1,
        inner_metric: None,
        request: SampledHttpRequest::new(&request, &verdict, None, 1, at),
    }
}

#[test]
fn samples_are_bounded_and_stand_for_all_requests() {
    let (mut reservoir, mut made) = (Reservoir::default(), 0_u32);
    for second in 0..200 {
        for _ in 0..=second {
            reservoir.note(at(second), 50, || {
                made += 1;
                sample(at(second))
            });
        }
    }
    reservoir.weigh();
    assert_eq!(reservoir.samples.len(), 50);
    let weights = reservoir.samples.iter().map(|sample| sample.weight);
    assert_eq!(weights.sum::<u64>(), 200 * 201 / 2);
    // Few of the requests are made samples of at all.
    assert!(made < 200 * 30, "{made}");
    assert!(
        reservoir
            .samples
            .iter()
            .is_sorted_by_key(|sample| sample.at)
    );
}

#[test]
fn a_clock_that_was_set_back_loses_nothing() {
    let mut reservoir = Reservoir::default();
    for second in [10, 5, 11] {
        reservoir.note(at(second), 50, || sample(at(second)));
    }
    reservoir.weigh();
    let weights = reservoir.samples.iter().map(|sample| sample.weight);
    assert_eq!(weights.sum::<u64>(), 3);
}

#[test]
fn what_is_older_than_three_hours_goes() {
    let mut reservoir = Reservoir::default();
    for second in [0, 60, 3 * 3600 + 30] {
        reservoir.note(at(second), 50, || sample(at(second)));
    }
    let times: Vec<_> = reservoir.samples.iter().map(|sample| sample.at).collect();
    assert_eq!(times, [at(60), at(3 * 3600 + 30)]);
}
