//! Validation of whole documents: bad input, places, and the shape of the answer.

use policy_eval::{Policy, PolicyKind, PolicyType, Problem, ResourceType, Validator, limits};

use super::{Of, findings};

fn codes(of: Of, text: &str) -> Vec<&'static str> {
    let found = findings(of, text);
    found
        .iter()
        .map(|finding| finding.issue_code().as_str())
        .collect()
}

#[test]
fn a_finding_is_written_as_aws_writes_it() {
    let document = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [{\"Effect\": \"allow\", \"Action\": [\"s3:*\"], \"Resource\": \"*\"}]\n}";
    let found = Validator::new(PolicyType::Identity)
        .validate(document.as_bytes())
        .unwrap();
    assert_eq!(
        serde_json::to_value(&found).unwrap(),
        serde_json::json!([{
            "findingDetails": "The effect allow is not valid. Use Allow or Deny.",
            "findingType": "ERROR",
            "issueCode": "INVALID_EFFECT",
            "learnMoreLink": "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html\
                #access-analyzer-reference-policy-checks-error-invalid-effect",
            "locations": [{
                "path": [{"value": "Statement"}, {"index": 0}, {"value": "Effect"}],
                "span": {
                    "start": {"line": 3, "column": 27, "offset": 56},
                    "end": {"line": 3, "column": 34, "offset": 63}
                }
            }]
        }])
    );
    assert_eq!(
        found[0].to_string(),
        "3:28: ERROR INVALID_EFFECT: The effect allow is not valid. Use Allow or Deny."
    );
}

#[test]
fn the_name_of_a_member_is_a_key_and_columns_are_characters() {
    let found = findings(
        Of::Identity,
        r#"{"Version": "2012-10-17", "Id": "é", "Statment": [], "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}"#,
    );
    let place = serde_json::to_value(&found[0].locations()[0]).unwrap();
    assert_eq!(
        place,
        serde_json::json!({
            "path": [{"key": "Statment"}],
            "span": {
                "start": {"line": 1, "column": 37, "offset": 37},
                "end": {"line": 1, "column": 47, "offset": 47}
            }
        })
    );
}

#[test]
fn a_line_ends_with_its_line_feed_and_a_character_is_one_however_many_bytes_it_has() {
    let found = findings(
        Of::Identity,
        "{\r\n\"Id\": \"🔑é\",\r\n\"Version\": \"2012-10-17\",\r\n\"Statement\": {\"Sid\": \"\", \"Effect\": \"allow\", \"Action\": \"*\", \"Resource\": \"*\"}}",
    );
    let of_effect = found
        .iter()
        .find(|finding| finding.issue_code().as_str() == "INVALID_EFFECT")
        .unwrap();
    let span = of_effect.locations()[0].span;
    let (start, end) = (span.start, span.end);
    assert_eq!((start.line, start.column, start.offset), (4, 35, 77));
    assert_eq!((end.line, end.column, end.offset), (4, 42, 84));
}

#[test]
fn what_is_no_json_says_where() {
    let found = findings(
        Of::Identity,
        "{\n  \"Version\": \"2012-10-17\"\n  \"Statement\": []\n}",
    );
    assert_eq!(
        found[0].finding_details(),
        "Fix the JSON syntax error at index 30 line 3 column 2: expected `,` or `}`."
    );
    let deep = "[".repeat(100_000);
    assert_eq!(codes(Of::Identity, &deep), ["JSON_SYNTAX_ERROR"]);
}

#[test]
fn what_is_too_long_or_no_text_is_an_error() {
    let validator = Validator::new(PolicyType::Identity);
    let ten_megabytes = vec![b' '; 10 * 1024 * 1024];
    let error = validator.validate(&ten_megabytes).unwrap_err();
    assert_eq!(error.problem(), &Problem::TooLong);
    let error = validator.validate(b"{\"Id\": \"\xff\"}").unwrap_err();
    assert_eq!(error.problem(), &Problem::NotUtf8);
    assert_eq!(error.position().column, 9);
    assert_eq!(error.code(), "MalformedPolicyDocument");
}

#[test]
fn documents_made_to_be_slow_are_not() {
    let validator = Validator::new(PolicyType::Identity);
    let fill = |item: &dyn Fn(usize) -> String, around: &str| {
        let mut list = String::new();
        let mut at = 0;
        while list.len() + around.len() + 200 < limits::VALIDATED_BYTES / 4 {
            list += &item(at);
            list.push(',');
            at += 1;
        }
        around.replace('@', list.trim_end_matches(','))
    };
    let statement = |action: &str| {
        format!(r#"{{"Statement":{{"Effect":"Allow","Action":[{action}],"Resource":"*"}}}}"#)
    };
    for document in [
        fill(&|at| format!(r#""a:{at}*""#), &statement("@")),
        fill(&|_| r#""*""#.to_owned(), &statement("@")),
        fill(&|at| format!(r#""a:*{at}*x*y*z""#), &statement("@")),
        fill(&|_| "{}".to_owned(), r#"{"Statement":[@]}"#),
        fill(&|at| format!(r#""{at}":0"#), "{@}"),
        fill(
            &|_| r#"${"#.to_owned(),
            r#"{"Statement":{"Effect":"Deny","Action":"*","Resource":"@"}}"#,
        ),
    ] {
        let found = validator.validate(document.as_bytes()).unwrap();
        assert!(!found.is_empty() && found.len() <= limits::FINDINGS);
    }
}

#[test]
fn a_resource_type_goes_with_resource_policies_alone() {
    for other in [
        PolicyType::Identity,
        PolicyType::ServiceControl,
        PolicyType::ResourceControl,
    ] {
        assert!(
            Validator::new(other)
                .resource_type(ResourceType::S3Bucket)
                .is_err()
        );
    }
}

/// Policies as people pass them on, each with its fault, and what is named.
mod faulty {
    use super::*;

    /// Force TLS: the version does not exist.
    const FORCE_TLS: &str = r#"{
      "Id": "ForceSSLPolicy",
      "Version": "2010-10-17",
      "Statement": [
        {
          "Sid": "AllowS3RequestsOnlyOverSSL",
          "Effect": "Deny",
          "Principal": "*",
          "Action": "s3:*",
          "Resource": ["arn:aws:s3:::awsexamplebucket", "arn:aws:s3:::awsexamplebucket/*"],
          "Condition": {"Bool": {"aws:SecureTransport": "false"}}
        }
      ]
    }"#;

    /// Force SSE-KMS: the version does not exist, and the bucket's name is still to be put in.
    const FORCE_KMS: &str = r#"{
      "Id": "EncryptS3ObjectsAtRest",
      "Version": "2010-10-17",
      "Statement": [
        {
          "Sid": "DenyIncorrectEncryptionHeader",
          "Effect": "Deny",
          "Principal": "*",
          "Action": "s3:PutObject",
          "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*",
          "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}
        },
        {
          "Sid": "DenyIncorrectEncryptionUpload",
          "Effect": "Deny",
          "Principal": "*",
          "Action": "s3:PutObject",
          "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*",
          "Condition": {"Null": {"s3:x-amz-server-side-encryption": true}}
        }
      ]
    }"#;

    /// A key for another account: no `Resource`, and a condition key that does not exist.
    const NO_RESOURCE: &str = r#"{
      "Sid": "CrossAccountKeyPolicy",
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::444455556666:role/RoleName"},
      "Action": ["kms:Decrypt", "kms:CreateGrant"],
      "Condition": {
        "StringEquals": {
          "kms:ViaService": "ec2.eu-west-1.amazonaws.com",
          "kms:CalledAccount": "444455556666"
        }
      }
    }"#;

    /// The same with an empty `Resource`.
    const EMPTY_RESOURCE: &str = r#"{
      "Sid": "Allow use of the key with destination account",
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::444455556666:role/ROLENAME"},
      "Action": ["kms:Decrypt", "kms:CreateGrant"],
      "Resource": "",
      "Condition": {
        "StringEquals": {
          "kms:ViaService": "ec2.eu-west-1.amazonaws.com",
          "kms:CallerAccount": "444455556666"
        }
      }
    }"#;

    fn put(text: &str) -> Result<Policy, String> {
        Policy::parse(&super::super::document(text), PolicyKind::Resource)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_version_that_does_not_exist() {
        for document in [FORCE_TLS, FORCE_KMS] {
            assert_eq!(codes(Of::Bucket, document), ["INVALID_VERSION"]);
            assert_eq!(
                put(document).unwrap_err(),
                "`2010-10-17` is not a version of the policy language: it is `2012-10-17` or `2008-10-17` at line 3 column 18"
            );
            let corrected = document.replace("2010-10-17", "2012-10-17");
            assert_eq!(codes(Of::Bucket, &corrected), [""; 0]);
            assert!(put(&corrected).is_ok());
        }
    }

    #[test]
    fn a_condition_key_that_does_not_exist_and_no_resource() {
        assert_eq!(
            codes(Of::Resource, NO_RESOURCE),
            ["MISSING_RESOURCE", "INVALID_SERVICE_CONDITION_KEY"]
        );
        assert!(
            put(NO_RESOURCE)
                .unwrap_err()
                .starts_with("`Resource` is missing at line 1")
        );
        let corrected = NO_RESOURCE
            .replace("CalledAccount", "CallerAccount")
            .replace("\"Condition\"", "\"Resource\": \"*\", \"Condition\"");
        assert_eq!(codes(Of::Resource, &corrected), [""; 0]);
        assert!(put(&corrected).is_ok());
    }

    #[test]
    fn an_empty_resource() {
        assert_eq!(codes(Of::Resource, EMPTY_RESOURCE), ["INVALID_ARN_PREFIX"]);
        assert_eq!(
            put(EMPTY_RESOURCE).unwrap_err(),
            "`` is not a resource: it is `*` or an ARN at line 6 column 19"
        );
        let corrected = EMPTY_RESOURCE.replace("\"Resource\": \"\"", "\"Resource\": \"*\"");
        assert_eq!(codes(Of::Resource, &corrected), [""; 0]);
        assert!(put(&corrected).is_ok());
    }
}
