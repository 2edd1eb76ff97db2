//! AWS's test suite for Signature Version 4: 38 requests, each signed in its headers and in its query.

use serde::Deserialize;

use super::{authenticate, sigv4, then};

#[derive(Debug, Deserialize)]
pub(super) struct Suite {
    pub(super) credentials: Credentials,
    pub(super) cases: Vec<Case>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Credentials {
    pub(super) secret_access_key: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) token: Option<String>,
    pub(super) header: Request,
    pub(super) query: Request,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) target: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

/// Signed by the rule of S3, which does not normalise paths: all other services refuse these.
const OF_S3: [&str; 6] = [
    "get-relative-relative-unnormalized",
    "get-relative-unnormalized",
    "get-slash-dot-slash-unnormalized",
    "get-slash-pointless-dot-unnormalized",
    "get-slash-unnormalized",
    "get-slashes-unnormalized",
];

/// Presigned without its session token, which is in the query all the same: that is how devices sign.
const OF_IOT: &str = "post-sts-header-after";

impl Suite {
    pub(super) fn read() -> Self {
        serde_json::from_str(include_str!("../../data/sigv4-test-suite.json")).unwrap()
    }

    pub(super) fn case(name: &str) -> Case {
        let cases = Self::read().cases;
        cases.into_iter().find(|case| case.name == name).unwrap()
    }

    /// The requests that every service takes, by the session token that belongs to them.
    pub(super) fn accepted() -> Vec<(Option<String>, Request)> {
        let cases = Self::read().cases.into_iter();
        let cases = cases.filter(|case| !OF_S3.contains(&case.name.as_str()));
        cases
            .flat_map(|case| {
                let presigned = (case.name != OF_IOT).then_some(case.query);
                let token = case.token;
                [Some(case.header), presigned]
                    .into_iter()
                    .flatten()
                    .map(move |request| (token.clone(), request))
            })
            .collect()
    }
}

#[test]
fn the_suite_is_all_there() {
    assert_eq!(Suite::read().cases.len(), 38);
    assert_eq!(Suite::accepted().len(), 63);
}

#[test]
fn aws_signatures_are_verified() {
    for case in Suite::read().cases {
        let sigv4 = sigv4(case.token.as_deref());
        let of_s3 = OF_S3.contains(&case.name.as_str());
        let of_iot = case.name == OF_IOT;
        for (request, accepted) in [(&case.header, !of_s3), (&case.query, !of_s3 && !of_iot)] {
            let outcome = authenticate(&sigv4, request, then());
            assert_eq!(outcome.is_ok(), accepted, "{}: {outcome:?}", case.name);
        }
    }
}

#[test]
fn the_scope_is_told() {
    let request = Suite::case("get-vanilla").header;
    let authenticated = authenticate(&sigv4(None), &request, then()).unwrap();
    assert_eq!(authenticated.region.as_str(), "us-east-1");
    assert_eq!(authenticated.service.as_str(), "service");
    assert_eq!(
        authenticated.caller.account().unwrap().as_str(),
        "111122223333"
    );
}
