//! A client's half of Signature Version 4, written from AWS's description, for requests that a test makes up.

use common_types::Timestamp;
use crypto::{digest, mac};

/// Who signs, and for what.
#[derive(Clone, Debug)]
pub(crate) struct Signer<'a> {
    pub(crate) access_key_id: &'a str,
    pub(crate) secret_access_key: &'a str,
    pub(crate) session_token: Option<&'a str>,
    pub(crate) region: &'a str,
    pub(crate) service: &'a str,
    pub(crate) at: Timestamp,
}

impl Signer<'_> {
    /// The headers of a signed `POST` to `/`.
    pub(crate) fn headers(&self, target: &str, body: &[u8]) -> Vec<(String, String)> {
        let time = self.at.format("%Y%m%dT%H%M%SZ").to_string();
        let date = self.at.format("%Y%m%d").to_string();
        let mut headers = vec![
            ("content-type", "application/x-amz-json-1.1"),
            ("host", "kms.eu-west-1.amazonaws.com"),
            ("x-amz-date", &time),
        ];
        headers.extend(
            self.session_token
                .map(|token| ("x-amz-security-token", token)),
        );
        headers.push(("x-amz-target", target));
        let lines: String = headers
            .iter()
            .map(|(name, value)| format!("{name}:{value}\n"))
            .collect();
        let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
        let names = names.join(";");
        let canonical = format!("POST\n/\n\n{lines}\n{names}\n{}", sha256(body));
        let scope = format!("{date}/{}/{}/aws4_request", self.region, self.service);
        let to_sign = format!(
            "AWS4-HMAC-SHA256\n{time}\n{scope}\n{}",
            sha256(canonical.as_bytes())
        );
        let secret = format!("AWS4{}", self.secret_access_key).into_bytes();
        let key = [date.as_str(), self.region, self.service, "aws4_request"]
            .iter()
            .fold(secret, |key, part| hmac(&key, part));
        let signature = hex(&hmac(&key, &to_sign));
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={signature}",
            self.access_key_id
        );
        headers.push(("authorization", &authorization));
        headers
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }
}

fn hmac(key: &[u8], message: &str) -> Vec<u8> {
    let key = mac::Key::new(mac::Algorithm::HmacSha256, key);
    key.sign(&[message.as_bytes()]).expose().to_vec()
}

fn sha256(message: &[u8]) -> String {
    hex(digest::Algorithm::Sha256.digest(message).as_ref())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
