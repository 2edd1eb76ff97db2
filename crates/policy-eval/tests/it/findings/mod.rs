//! Validation: of every issue code, a policy that has the issue, and one that nearly has it.

mod cases;
mod documents;
mod table;

use policy_eval::{Finding, IssueCode, PolicyType, ResourceType, ServiceReference, Validator};

use self::cases::CASES;

/// Which policies a case is about.
#[derive(Clone, Copy, Debug)]
enum Of {
    Identity,
    /// Of a resource that AWS takes no type of, such as a KMS key.
    Resource,
    Trust,
    Bucket,
    AccessPoint,
    Scp,
    Rcp,
}

/// An issue: statements or whole documents with it, and without it.
struct Case {
    code: IssueCode,
    of: Of,
    with: &'static [&'static str],
    without: &'static [&'static str],
}

impl Of {
    fn validator(self) -> Validator {
        let of_resource = |resource| {
            Validator::new(PolicyType::Resource)
                .resource_type(resource)
                .unwrap()
        };
        let validator = match self {
            Self::Identity => Validator::new(PolicyType::Identity),
            Self::Resource => Validator::new(PolicyType::Resource),
            Self::Trust => of_resource(ResourceType::AssumeRolePolicyDocument),
            Self::Bucket => of_resource(ResourceType::S3Bucket),
            Self::AccessPoint => of_resource(ResourceType::S3AccessPoint),
            Self::Scp => Validator::new(PolicyType::ServiceControl),
            Self::Rcp => Validator::new(PolicyType::ResourceControl),
        };
        validator.services(services())
    }
}

/// What is built in, and a little of S3 in AWS's own form.
fn services() -> ServiceReference {
    ServiceReference::built_in()
        .load(
            r#"{
              "Name": "shelf",
              "Actions": [
                {"Name": "Get", "ActionConditionKeys": ["shelf:Size"], "Resources": [{"Name": "box"}]},
                {"Name": "Put", "ActionConditionKeys": [], "Resources": [{"Name": "box"}]}
              ],
              "ConditionKeys": [{"Name": "shelf:Size", "Types": ["Numeric"]}, {"Name": "shelf:Print", "Types": ["Binary"]}],
              "Resources": [{"Name": "box", "ARNFormats": ["arn:${Partition}:shelf:::${BoxName}"]}]
            }"#,
        )
        .unwrap()
}

/// A text that is no document is the only statement of one. `"@to 30@"` in one makes it 30 characters long.
fn document(text: &str) -> String {
    if let Some((head, rest)) = text.split_once("\"@to ") {
        let (length, tail) = rest.split_once("@\"").unwrap();
        let missing = length.parse::<usize>().unwrap() - head.len() - tail.len();
        // A text in a document has bounds of its own, so that several are needed: `["xxx","xxx"]`.
        let items = missing.div_ceil(1000);
        let letters = missing - 2 - items * 3 + 1;
        let list: Vec<String> = (0..items)
            .map(|at| "x".repeat(letters / items + usize::from(at < letters % items)))
            .map(|text| format!("\"{text}\""))
            .collect();
        return format!("{head}[{}]{tail}", list.join(","));
    }
    if text.contains("\"Statement\"") || !text.starts_with('{') || text == "{}" {
        return text.to_owned();
    }
    format!(r#"{{"Version": "2012-10-17", "Statement": [{text}]}}"#)
}

fn findings(of: Of, text: &str) -> Vec<Finding> {
    let document = document(text);
    of.validator().validate(document.as_bytes()).unwrap()
}

#[test]
fn every_code_is_given_where_it_should_be_and_nowhere_else() {
    for case in CASES {
        let Case {
            code,
            of,
            with,
            without,
        } = case;
        for text in *with {
            let found = findings(*of, text);
            let finding = found.iter().find(|finding| finding.issue_code() == *code);
            let finding = finding.unwrap_or_else(|| panic!("{code} is not in {found:#?}: {text}"));
            // The place that it names is there.
            let document = document(text);
            let characters: Vec<char> = document.chars().collect();
            for location in finding.locations() {
                let (start, end) = (location.span.start, location.span.end);
                assert!(
                    start.offset <= end.offset && end.offset <= characters.len(),
                    "{code}"
                );
                let before: String = characters[..start.offset].iter().collect();
                assert_eq!(before.matches('\n').count() + 1, start.line, "{code}");
            }
        }
        for text in *without {
            let found = findings(*of, text);
            let wrong = found.iter().find(|finding| finding.issue_code() == *code);
            assert!(wrong.is_none(), "{code} in {text}: {}", wrong.unwrap());
        }
    }
}

#[test]
fn every_code_has_a_case() {
    for code in IssueCode::ALL {
        let case = CASES.iter().find(|case| case.code == *code);
        let case = case.unwrap_or_else(|| panic!("{code} has no case"));
        assert!(!case.with.is_empty() && !case.without.is_empty(), "{code}");
    }
}

#[test]
fn good_policies_have_no_findings() {
    for (of, text) in [
        (
            Of::Identity,
            r#"{"Sid": "Use", "Effect": "Allow", "Action": ["kms:Encrypt", "kms:Decrypt"],
               "Resource": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
               "Condition": {"StringEquals": {"kms:EncryptionContext:tenant": "${aws:PrincipalTag/tenant}"}}}"#,
        ),
        (
            Of::Resource,
            r#"{"Sid": "Enable IAM User Permissions", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
               "Action": "kms:*", "Resource": "*"}"#,
        ),
        (
            Of::Trust,
            r#"{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}"#,
        ),
        (
            Of::Scp,
            r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#,
        ),
        (
            Of::Rcp,
            r#"{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": {
               "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-abcdefghij"},
               "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}}"#,
        ),
    ] {
        assert_eq!(findings(of, text), [], "{text}");
    }
}
