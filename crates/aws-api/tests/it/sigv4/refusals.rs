//! What is refused, in AWS's words.

use aws_api::AuthError;
use chrono::TimeDelta;

use super::{
    authenticate, sigv4,
    suite::{Request, Suite},
    then,
};

fn signed() -> Request {
    Suite::case("get-vanilla").header
}

fn presigned() -> Request {
    Suite::case("get-vanilla").query
}

#[track_caller]
fn refused(request: &Request) -> AuthError {
    authenticate(&sigv4(None), request, then()).unwrap_err()
}

/// A signed request whose `Authorization` has this in place of that.
fn with(from: &str, to: &str) -> Request {
    let mut request = signed();
    let (_, authorization) = request
        .headers
        .iter_mut()
        .find(|(name, _)| name == "Authorization")
        .unwrap();
    assert!(authorization.contains(from));
    *authorization = authorization.replace(from, to);
    request
}

/// A signed request with one more header.
fn with_header(name: &str, value: &str) -> Request {
    let mut request = signed();
    request.headers.push((name.to_owned(), value.to_owned()));
    request
}

/// A presigned request whose query has this in place of that.
fn presigned_with(from: &str, to: &str) -> Request {
    let mut request = presigned();
    assert!(request.target.contains(from));
    request.target = request.target.replace(from, to);
    request
}

#[test]
fn a_request_without_a_signature() {
    let mut request = signed();
    request.headers.retain(|(name, _)| name != "Authorization");
    assert_eq!(refused(&request), AuthError::MissingAuthenticationToken);
    let error = refused(&with("AWS4-HMAC-SHA256 ", "Bearer "));
    assert!(
        matches!(error, AuthError::IncompleteSignature { .. }),
        "{error}"
    );
}

#[test]
fn an_access_key_that_nobody_has() {
    let error = refused(&with("AKIDEXAMPLE", "AKIDANOTHER"));
    assert_eq!(error, AuthError::UnrecognizedClient);
    assert_eq!(
        error.to_string(),
        "The security token included in the request is invalid."
    );
    let with_token = with_header("X-Amz-Security-Token", "forged");
    assert_eq!(refused(&with_token), AuthError::UnrecognizedClient);
}

#[test]
fn another_signature() {
    let error = refused(&with("Signature=5fa00fa", "Signature=5fa00fb"));
    assert_eq!(
        error.to_string(),
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key \
         and signing method. Consult the service documentation for details."
    );
    assert_eq!(error.json_code(), "InvalidSignatureException");
    for signature in [
        "",
        "5fa00fa",
        "5FA00FA31553B73EBF1942676E86291E8372FF2A2260956D9B8AAE1D763FBF31",
    ] {
        let all = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
        assert_eq!(refused(&with(all, signature)), AuthError::mismatch());
    }
}

#[test]
fn parts_that_are_missing_are_named_and_the_header_is_not_shown() {
    let error = refused(&with("Signature=", "Sig="));
    let text = error.to_string();
    assert!(
        text.starts_with(
            "Authorization header requires 'Signature' parameter. (Hashed with SHA-256 and encoded with Base64) \
             Authorization="
        ),
        "{text}"
    );
    assert!(!text.contains("5fa00fa"), "{text}");
    for request in [
        with("Credential=", "Cred="),
        with("SignedHeaders=", "Headers="),
        with("SignedHeaders=host", "Signature=0, SignedHeaders=host"),
        with("SignedHeaders=", "SignedHeaders"),
        with("/aws4_request", ""),
        with("AKIDEXAMPLE/", ""),
    ] {
        let error = refused(&request);
        assert!(
            matches!(error, AuthError::IncompleteSignature { .. }),
            "{error}"
        );
    }
}

#[test]
fn a_credential_of_another_scope() {
    for (from, to, message) in [
        (
            "20150830",
            "20150831",
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20150831' != \
             '20150830', from '20150830T123600Z'.",
        ),
        (
            "us-east-1",
            "nowhere",
            "Credential should be scoped to a valid region. ",
        ),
        (
            "aws4_request",
            "aws5_request",
            "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'.",
        ),
    ] {
        assert_eq!(refused(&with(from, to)), AuthError::invalid(message));
    }
    assert_eq!(
        refused(&with("us-east-1", "us-east-2")),
        AuthError::mismatch()
    );
    assert_eq!(refused(&with("/service/", "/kms/")), AuthError::mismatch());
}

#[test]
fn a_signature_that_is_too_old_or_too_new() {
    for (minutes, message) in [
        (
            6,
            "Signature expired: 20150830T123600Z is now earlier than 20150830T123700Z (20150830T124200Z - 5 min.)",
        ),
        (
            -6,
            "Signature not yet current: 20150830T123600Z is still later than 20150830T123500Z (20150830T123000Z + 5 min.)",
        ),
    ] {
        let now = then() + TimeDelta::minutes(minutes);
        let error = authenticate(&sigv4(None), &signed(), now).unwrap_err();
        assert_eq!(error, AuthError::invalid(message));
    }
}

#[test]
fn a_presigned_request_lasts_as_long_as_it_says_and_a_week_at_most() {
    let sigv4 = sigv4(None);
    let after = |seconds| authenticate(&sigv4, &presigned(), then() + TimeDelta::seconds(seconds));
    assert!(after(3600).is_ok());
    assert!(after(3601).is_err());
    assert!(after(-301).is_err());
    for (expires, message) in [
        (
            "604801",
            "X-Amz-Expires must be less than a week (in seconds)",
        ),
        ("0", "X-Amz-Expires should be a positive number"),
        ("-1", "X-Amz-Expires should be a positive number"),
        ("+9", "X-Amz-Expires should be a positive number"),
        ("1e3", "X-Amz-Expires should be a positive number"),
    ] {
        let error = refused(&presigned_with(
            "Expires=3600",
            &format!("Expires={expires}"),
        ));
        assert!(error.to_string().starts_with(message), "{error}");
    }
}

#[test]
fn a_presigned_request_has_all_parts_once() {
    for request in [
        presigned_with("X-Amz-Date=", "X-Amz-Dat="),
        presigned_with("X-Amz-Credential=", "X="),
        presigned_with("X-Amz-SignedHeaders=", "X="),
        presigned_with("X-Amz-Signature=", "X="),
        presigned_with(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256",
            "X-Amz-Algorithm=AWS4-HMAC-SHA1",
        ),
        presigned_with(
            "X-Amz-Expires=3600",
            "X-Amz-Expires=3600&X-Amz-Expires=3600",
        ),
    ] {
        let error = refused(&request);
        assert!(
            matches!(error, AuthError::IncompleteSignature { .. }),
            "{error}"
        );
    }
}

#[test]
fn two_signatures_at_once() {
    let mut request = presigned();
    request.headers.extend(signed().headers.into_iter().skip(1));
    let error = refused(&request);
    assert!(
        error
            .to_string()
            .starts_with("Only one auth mechanism allowed"),
        "{error}"
    );
}

#[test]
fn headers_that_must_be_signed_and_are_not() {
    assert_eq!(
        refused(&with_header("X-Amz-Target", "TrentService.Decrypt")).to_string(),
        "'X-Amz-Target' must be a 'SignedHeader' in the AWS Authorization."
    );
    assert_eq!(
        refused(&with(
            "SignedHeaders=host;x-amz-date",
            "SignedHeaders=x-amz-date"
        ))
        .to_string(),
        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
    );
    for list in [
        "x-amz-date;host",
        "Host;X-Amz-Date",
        "host;host;x-amz-date",
        "host;;x-amz-date",
    ] {
        let request = with("host;x-amz-date", list);
        assert!(
            authenticate(&sigv4(None), &request, then()).is_err(),
            "{list}"
        );
    }
    // What proxies and clients add beside is nobody's business.
    for free in ["User-Agent", "X-Amzn-Trace-Id", "Accept"] {
        assert!(
            authenticate(&sigv4(None), &with_header(free, "x"), then()).is_ok(),
            "{free}"
        );
    }
}

#[test]
fn a_body_that_is_not_signed() {
    // S3's forms: the hash of the body is signed here in any case.
    for form in [
        "UNSIGNED-PAYLOAD",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    ] {
        let mut request = Suite::case("post-x-www-form-urlencoded").header;
        let hash = request
            .headers
            .iter_mut()
            .find(|(name, _)| name == "x-amz-content-sha256")
            .unwrap();
        form.clone_into(&mut hash.1);
        assert_eq!(refused(&request), AuthError::mismatch());
    }
}

#[test]
fn dates_that_are_none() {
    for date in ["", "2015-08-30T12:36:00Z", "20150830", "tomorrow"] {
        let mut request = signed();
        for (name, value) in &mut request.headers {
            if name == "X-Amz-Date" {
                date.clone_into(value);
            }
        }
        let error = refused(&request);
        assert!(
            matches!(error, AuthError::IncompleteSignature { .. }),
            "{error}"
        );
    }
    let mut request = signed();
    request.headers.retain(|(name, _)| name != "X-Amz-Date");
    let error = refused(&request);
    assert!(
        error
            .to_string()
            .contains("'X-Amz-Date' or a 'Date' header"),
        "{error}"
    );
}
