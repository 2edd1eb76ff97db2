//! Loading, refusing, capacity.

use serde_json::{Value, json};
use waf_rules::{Bundle, CompileOptions, CompiledWebAcl, Error, Unresolved, WebAclDocument};

use crate::world::{ID, acl, arn, byte_match, compile, none, try_compile, visibility};

#[test]
fn what_goes_out_is_what_came_in() {
    let text = include_str!("../data/web_acl.json");
    let document = WebAclDocument::from_json(text).unwrap();
    let again: Value = serde_json::from_str(&document.to_json()).unwrap();
    assert_eq!(again, serde_json::from_str::<Value>(text).unwrap());
}

#[test]
fn references_that_are_not_there_are_all_named() {
    let missing = acl(&[
        json!({"Statement": {"IPSetReferenceStatement": {"ARN": arn("ipset", "office")}}}),
        json!({"OverrideAction": {"None": {}}, "Statement": {"ManagedRuleGroupStatement": {
            "VendorName": "AWS", "Name": "AWSManagedRulesBotControlRuleSet",
            "ManagedRuleGroupConfigs": [{"AWSManagedRulesBotControlRuleSet": {"InspectionLevel": "COMMON"}}],
        }}}),
    ]);
    let error = try_compile(&missing, &[]).unwrap_err();
    let expected = vec![
        "AWS#AWSManagedRulesBotControlRuleSet".to_owned(),
        arn("ipset", "office"),
    ];
    assert_eq!(error, Error::NonexistentItem(expected.clone()));
    let document = WebAclDocument::from_json(&missing.to_string()).unwrap();
    let options = CompileOptions::new().unresolved(Unresolved::NeverMatch);
    let compiled = CompiledWebAcl::compile(document.web_acl(), &Bundle::new(), &options).unwrap();
    assert_eq!(compiled.unresolved(), expected);
}

#[test]
fn rules_may_share_a_metric() {
    let any = || byte_match(&json!({"UriPath": {}}), "a", "CONTAINS");
    let mut shared = acl(&[json!({"Statement": any()}), json!({"Statement": any()})]);
    for rule in shared["Rules"].as_array_mut().unwrap() {
        rule["VisibilityConfig"] = visibility("edge");
    }
    let compiled = compile(&shared, &[]);
    let request = waf_rules::Request::new("GET", "/a", [192, 0, 2, 1]);
    let verdict = compiled.decide(
        &request,
        common_types::Timestamp::default(),
        &waf_rules::Environment::new(),
    );
    assert_eq!(verdict.rule(), "rule0");
}

#[test]
fn what_managed_rule_groups_are_told_is_as_aws_has_it() {
    let refused = |config: Value| {
        refused(
            json!({"OverrideAction": {"None": {}}, "Statement": {"ManagedRuleGroupStatement": {
                "VendorName": "AWS", "Name": "AWSManagedRulesCommonRuleSet", "ManagedRuleGroupConfigs": [config],
            }}}),
        ).0
    };
    let unknown = json!({"AWSManagedRulesBotControlRuleSet": {"InspectionLevel": "ALL"}});
    assert_eq!(refused(unknown), "SerializationException");
    let unknown = json!({"AWSManagedRulesBotControl": {"InspectionLevel": "COMMON"}});
    assert_eq!(refused(unknown), "SerializationException");
    let atp = |response: Value| json!({"AWSManagedRulesATPRuleSet": {"LoginPath": "/login", "ResponseInspection": response}});
    let code = json!({"SuccessCodes": [200], "FailureCodes": [401]});
    let body = json!({"SuccessStrings": ["in"], "FailureStrings": ["out"]});
    for response in [
        json!({"StatusCode": code, "BodyContains": body}),
        json!({"StatusCode": {"SuccessCodes": [200], "FailureCodes": []}}),
        json!({"StatusCode": {"SuccessCodes": [200], "FailureCodes": [1000]}}),
        json!({"Json": {"Identifier": " ", "SuccessValues": ["a"], "FailureValues": ["b"]}}),
        json!({"Header": {"Name": "a", "SuccessValues": ["1", "2", "3", "4"], "FailureValues": ["b"]}}),
    ] {
        assert_eq!(refused(atp(response)), "ATP_RULE_SET_RESPONSE_INSPECTION");
    }
    for right in [json!({}), json!({"StatusCode": code})] {
        assert_eq!(refused(atp(right)), "WAFNonexistentItemException");
    }
    let field = json!({"PasswordField": {"Identifier": ""}});
    assert_eq!(refused(field), "MANAGED_RULE_GROUP_CONFIG");
}

#[test]
fn prices_and_attributes_are_as_aws_has_them() {
    let loads = |member: &str, value: Value| {
        let mut acl = acl(&[]);
        acl[member] = value;
        match try_compile(&acl, &[]) {
            Ok(_) => "yes".to_owned(),
            Err(Error::InvalidParameter(error)) => error.field().to_string(),
            Err(other) => other.code().to_owned(),
        }
    };
    let pays = |amount: &str, wallet: &str| {
        let price = json!({"Amount": amount, "Currency": "USDC"});
        let network = json!({"Chain": "BASE", "WalletAddress": wallet, "Prices": [price]});
        let config = json!({"CryptoConfig": {"PaymentNetworks": [network]}});
        loads("MonetizationConfig", config)
    };
    let wallet = format!("0x{}", "0".repeat(40));
    for amount in ["1", "0.001", "0.1", "10.250", "999999999.999"] {
        assert_eq!(pays(amount, &wallet), "yes", "{amount}");
    }
    for amount in [
        "",
        "0",
        "0.000",
        "00.1",
        "01",
        "1.",
        ".5",
        "1.0000",
        "-1",
        "1e3",
        "1.2.3",
        "1234567890",
    ] {
        assert_eq!(pays(amount, &wallet), "PRICE_AMOUNT", "{amount}");
    }
    assert_eq!(pays("1", "0x00"), "WALLET_ADDRESS");

    let tells = |name: &str, values: Value| {
        let attribute = json!({"Name": name, "Values": values});
        loads("ApplicationConfig", json!({"Attributes": [attribute]}))
    };
    assert_eq!(tells("kind", json!(["api"])), "yes");
    assert_eq!(tells("a kind", json!(["api"])), "WEB_ACL");
    assert_eq!(tells("kind", json!([""])), "WEB_ACL");
    assert_eq!(
        tells("kind", json!(vec!["a"; 51])),
        "WAFLimitsExceededException"
    );
}

fn refused(rule: Value) -> (String, String) {
    match try_compile(&acl(&[rule]), &[]).unwrap_err() {
        Error::InvalidParameter(error) => (error.field().to_string(), error.reason().to_owned()),
        other => (other.code().to_owned(), other.to_string()),
    }
}

#[test]
fn what_aws_refuses_is_refused() {
    let path = || json!({"UriPath": {}});
    let any = || byte_match(&path(), "a", "CONTAINS");
    let rate = |members: Value| {
        let mut rate = json!({"Limit": 100, "AggregateKeyType": "IP"});
        for (name, value) in members.as_object().unwrap() {
            rate[name] = value.clone();
        }
        json!({"RateBasedStatement": rate})
    };
    for (rule, field) in [
        (
            json!({"Statement": {"AndStatement": {"Statements": [any()]}}}),
            "AND_STATEMENT",
        ),
        (
            json!({"Statement": {"NotStatement": {"Statement": rate(json!({}))}}}),
            "STATEMENT",
        ),
        (
            json!({"Statement": rate(json!({"Limit": 9}))}),
            "RATE_BASED_STATEMENT",
        ),
        (
            json!({"Statement": rate(json!({"EvaluationWindowSec": 61}))}),
            "RATE_BASED_STATEMENT",
        ),
        (
            json!({"Statement": rate(json!({"AggregateKeyType": "CONSTANT"}))}),
            "RATE_BASED_STATEMENT",
        ),
        (
            json!({"Statement": rate(json!({"AggregateKeyType": "FORWARDED_IP"}))}),
            "FORWARDED_IP_CONFIG",
        ),
        (
            json!({"Statement": rate(json!({"AggregateKeyType": "CUSTOM_KEYS", "CustomKeys": [{"IP": {}}]}))}),
            "CUSTOM_KEYS",
        ),
        (
            json!({"Statement": rate(json!({"AggregateKeyType": "CUSTOM_KEYS", "CustomKeys": [
                {"UriPath": {"TextTransformations": [{"Priority": 0, "Type": "NONE"}]}},
                {"UriPath": {"TextTransformations": [{"Priority": 0, "Type": "LOWERCASE"}]}},
            ]}))}),
            "CUSTOM_KEYS",
        ),
        (
            json!({"Statement": rate(json!({})), "Action": {"Allow": {}}}),
            "RULE_ACTION",
        ),
        (
            json!({"Statement": any(), "Action": {"Monetize": {}}}),
            "RULE_ACTION",
        ),
        (
            json!({"Statement": any(), "OverrideAction": {"None": {}}}),
            "OVERRIDE_ACTION",
        ),
        (
            json!({"Statement": byte_match(&path(), &"a".repeat(201), "CONTAINS")}),
            "WAFLimitsExceededException",
        ),
        (
            json!({"Statement": byte_match(&path(), "a-b", "CONTAINS_WORD")}),
            "BYTE_MATCH_STATEMENT",
        ),
        (
            json!({"Statement": byte_match(&json!({"JA3Fingerprint": {"FallbackBehavior": "MATCH"}}), "a", "CONTAINS")}),
            "BYTE_MATCH_STATEMENT",
        ),
        (
            json!({"Statement": byte_match(&json!({"SingleQueryArgument": {"Name": "a".repeat(31)}}), "a", "CONTAINS")}),
            "SINGLE_QUERY_ARGUMENT",
        ),
        (
            json!({"Statement": {"GeoMatchStatement": {"CountryCodes": ["QQ"]}}}),
            "GEO_MATCH_STATEMENT",
        ),
        (
            json!({"Statement": {"LabelMatchStatement": {"Scope": "LABEL", "Key": "a:"}}}),
            "LABEL_MATCH_STATEMENT",
        ),
        (
            json!({"Statement": any(), "RuleLabels": [{"Name": "a:awswaf:b"}]}),
            "RULE",
        ),
        (
            json!({"Statement": any(), "RuleLabels": [{"Name": "a:b:c:d:e:f:g"}]}),
            "RULE",
        ),
        (
            json!({"Statement": any(), "Action": {"Block": {"CustomResponse": {"ResponseCode": 418}}}}),
            "CUSTOM_RESPONSE",
        ),
        (
            json!({"Statement": any(), "Action": {"Block": {"CustomResponse": {"ResponseCode": 403, "CustomResponseBodyKey": "none"}}}}),
            "CUSTOM_RESPONSE_BODY",
        ),
        (
            json!({"Statement": {"RegexMatchStatement": {"RegexString": "a(?=b)", "FieldToMatch": path(), "TextTransformations": none()}}}),
            "REGEX_PATTERN_REFERENCE_STATEMENT",
        ),
        (
            json!({"Statement": {"RegexMatchStatement": {"RegexString": "(a{900}){900}", "FieldToMatch": path(), "TextTransformations": none()}}}),
            "REGEX_PATTERN_REFERENCE_STATEMENT",
        ),
        (
            json!({"Statement": {"RegexMatchStatement": {"RegexString": "a", "FieldToMatch": path(), "TextTransformations": []}}}),
            "TEXT_TRANSFORMATION",
        ),
        (
            json!({"Statement": {"ByteMatchStatement": {"SearchString": "not base64!", "FieldToMatch": path(), "TextTransformations": none(), "PositionalConstraint": "EXACTLY"}}}),
            "SerializationException",
        ),
        (
            json!({"Statement": {"NewStatement": {}}}),
            "SerializationException",
        ),
        (
            json!({"Statement": any(), "NewMember": 1}),
            "SerializationException",
        ),
    ] {
        let (found, reason) = refused(rule.clone());
        assert_eq!(found, field, "{reason}: {rule}");
    }
}

#[test]
fn custom_headers_of_all_actions_are_counted_together() {
    let headers = |count: usize| {
        let headers: Vec<_> = (0..count)
            .map(|n| json!({"Name": format!("h{n}"), "Value": "v"}))
            .collect();
        json!(headers)
    };
    let inserting = |count| json!({"CustomRequestHandling": {"InsertHeaders": headers(count)}});
    let answering =
        |count| json!({"CustomResponse": {"ResponseCode": 403, "ResponseHeaders": headers(count)}});
    for (action, settings, what) in [
        (
            "Allow",
            &inserting as &dyn Fn(usize) -> Value,
            "custom request headers",
        ),
        ("Block", &answering, "custom response headers"),
    ] {
        let rule = json!({"Action": {action: settings(10)}, "Statement": byte_match(&json!({"UriPath": {}}), "a", "EXACTLY")});
        let mut full = acl(&vec![rule; 10]);
        assert!(try_compile(&full, &[]).is_ok());
        full["DefaultAction"] = json!({action: settings(1)});
        let error = try_compile(&full, &[]).unwrap_err();
        assert_eq!(error.code(), "WAFLimitsExceededException");
        assert_eq!(error.to_string(), format!("{what}: 101 is more than 100"));
    }
}

#[test]
fn where_one_member_must_be_there_is_exactly_one() {
    let statement = byte_match(&json!({"UriPath": {}}), "a", "EXACTLY");
    let of = |action: Value| acl(&[json!({"Action": action, "Statement": statement})]).to_string();
    let none_or_several = "none or several members where there is exactly one, at line 1 column ";
    for (action, told) in [
        (json!({}), none_or_several),
        (json!({"Block": {}, "Count": {}}), none_or_several),
        (
            json!({"Blok": {}}),
            "unknown variant `Blok`, expected one of `Block`, `Allow`,",
        ),
    ] {
        let error = WebAclDocument::from_json(&of(action)).unwrap_err();
        assert_eq!(error.code(), "SerializationException");
        assert!(error.to_string().contains(told), "{error}");
    }
    let broken = of(json!({"Block": {}})).replace(r#"{"Block":{}}"#, r#"{"Block":}"#);
    let error = WebAclDocument::from_json(&broken).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("not AWS's JSON: expected value"),
        "{error}"
    );
}

#[test]
fn an_error_names_its_place() {
    let nested =
        json!({"NotStatement": {"Statement": {"GeoMatchStatement": {"CountryCodes": ["QQ"]}}}});
    let Error::InvalidParameter(error) =
        try_compile(&acl(&[json!({"Statement": nested})]), &[]).unwrap_err()
    else {
        panic!("an invalid parameter");
    };
    assert_eq!(
        error.place(),
        "Rules[0].Statement.NotStatement.GeoMatchStatement"
    );
    assert_eq!(
        error.to_string(),
        "Error reason: not a country's code of ISO 3166, field: GEO_MATCH_STATEMENT, parameter: QQ"
    );
}

#[test]
fn capacity_is_aws_s_arithmetic() {
    let transform = |kinds: &[&str]| {
        let list: Vec<Value> = kinds
            .iter()
            .enumerate()
            .map(|(n, kind)| json!({"Priority": n, "Type": kind}))
            .collect();
        json!(list)
    };
    let with = |name: &str, mut statement: Value, kinds: &[&str]| {
        statement["TextTransformations"] = transform(kinds);
        json!({name: statement})
    };
    let path = json!({"UriPath": {}});
    let body = json!({"JsonBody": {"MatchPattern": {"All": {}}, "MatchScope": "ALL"}});
    let sqli = |field: &Value, level: &str, kinds: &[&str]| {
        with(
            "SqliMatchStatement",
            json!({"FieldToMatch": field, "SensitivityLevel": level}),
            kinds,
        )
    };
    let ips = |position: &str| {
        json!({"IPSetReferenceStatement": {"ARN": arn("ipset", "s"), "IPSetForwardedIPConfig": {
            "HeaderName": "X-Forwarded-For", "FallbackBehavior": "MATCH", "Position": position,
        }}})
    };
    let set = json!({"IPSet": {"Name": "s", "Id": ID, "ARN": arn("ipset", "s"), "IPAddressVersion": "IPV4", "Addresses": []}});
    for (statements, expected) in [
        (vec![byte_match(&path, "a", "EXACTLY")], 2),
        (vec![byte_match(&path, "a", "CONTAINS")], 10),
        (
            vec![byte_match(
                &json!({"AllQueryArguments": {}}),
                "a",
                "EXACTLY",
            )],
            12,
        ),
        (vec![byte_match(&body, "a", "CONTAINS")], 20),
        (vec![sqli(&path, "LOW", &["NONE"])], 20),
        (vec![sqli(&path, "HIGH", &["URL_DECODE", "LOWERCASE"])], 50),
        // The same transformation of the same component is counted once.
        (
            vec![
                sqli(&path, "HIGH", &["URL_DECODE"]),
                sqli(&path, "LOW", &["LOWERCASE", "URL_DECODE"]),
            ],
            70,
        ),
        (vec![sqli(&body, "HIGH", &["NONE"])], 60),
        (
            vec![with(
                "XssMatchStatement",
                json!({"FieldToMatch": path}),
                &["NONE"],
            )],
            40,
        ),
        (
            vec![with(
                "RegexMatchStatement",
                json!({"FieldToMatch": path, "RegexString": "a"}),
                &["NONE"],
            )],
            3,
        ),
        (
            vec![json!({"GeoMatchStatement": {"CountryCodes": ["US"]}})],
            1,
        ),
        (vec![ips("FIRST")], 1),
        (vec![ips("ANY")], 5),
        (
            vec![json!({"RateBasedStatement": {"Limit": 10, "AggregateKeyType": "IP"}})],
            2,
        ),
        (
            vec![
                json!({"RateBasedStatement": {"Limit": 10, "AggregateKeyType": "CUSTOM_KEYS", "CustomKeys": [{"HTTPMethod": {}}, {"IP": {}}],
            "ScopeDownStatement": byte_match(&path, "a", "EXACTLY")}}),
            ],
            64,
        ),
    ] {
        let rules: Vec<Value> = statements
            .iter()
            .map(|statement| json!({"Statement": statement}))
            .collect();
        assert_eq!(
            compile(&acl(&rules), std::slice::from_ref(&set)).capacity(),
            expected,
            "{statements:?}"
        );
    }
}

#[test]
fn a_group_costs_what_was_set_aside_and_must_fit() {
    let group = |capacity: u64| {
        json!({"RuleGroup": {
            "Name": "g", "Id": ID, "ARN": arn("rulegroup", "g"), "Capacity": capacity, "VisibilityConfig": visibility("g"),
            "Rules": [{"Name": "r", "Priority": 0, "Action": {"Block": {}}, "VisibilityConfig": visibility("r"),
                "Statement": byte_match(&json!({"UriPath": {}}), "a", "CONTAINS")}],
        }})
    };
    let using = acl(&[
        json!({"OverrideAction": {"None": {}}, "Statement": {"RuleGroupReferenceStatement": {"ARN": arn("rulegroup", "g")}}}),
    ]);
    assert_eq!(compile(&using, &[group(100)]).capacity(), 100);
    assert_eq!(
        try_compile(&using, &[group(9)]).unwrap_err().code(),
        "WAFLimitsExceededException"
    );
    let large = [group(5_001)];
    assert_eq!(
        try_compile(&using, &large).unwrap_err().code(),
        "WAFInvalidParameterException"
    );
}
