use proptest::prelude::*;
use serde_json::json;

use super::*;

#[test]
fn a_form_is_a_tree() {
    let form = b"Action=AssumeRole&Version=2011-06-15&X-Amz-Date=x&RoleArn=a%2Fb+c&DurationSeconds=900&Tags.member.2.Key=b&Tags.member.10.Key=c\
        &Tags.member.1.Key=a&Tags.member.1.Value=&PolicyArns.member.1.arn=x&TransitiveTagKeys.member.1=k";
    assert_eq!(
        form::read(form).unwrap(),
        json!({
            "RoleArn": "a/b c", "DurationSeconds": "900",
            "Tags": [{"Key": "a", "Value": ""}, {"Key": "b"}, {"Key": "c"}],
            "PolicyArns": [{"arn": "x"}], "TransitiveTagKeys": ["k"]
        })
    );
}

#[test]
fn a_form_without_end_is_refused() {
    let deep = "a.".repeat(1_000_000);
    assert_eq!(
        form::read(deep.as_bytes()).unwrap_err().code,
        "SerializationException"
    );
}

#[test]
fn xml_is_escaped() {
    let value = json!({"A": "<&>\u{0}", "B": [1, true, {"C": null}]});
    assert_eq!(
        xml::of(&value),
        "<A>&lt;&amp;&gt;\u{fffd}</A><B><member>1</member><member>true</member><member><C></C></member></B>"
    );
}

proptest! {
    #[test]
    fn no_form_panics(body in any::<Vec<u8>>(), text in "[a-c.=&%0-9member]{0,60}") {
        let _ = form::read(&body);
        let _ = form::read(text.as_bytes());
    }
}
