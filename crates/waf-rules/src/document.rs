//! Web ACLs as text: what `aws wafv2 get-web-acl` prints.

use serde::{Deserialize, Serialize};

use crate::{Error, json, model::WebAcl};

/// A web ACL as text, with or without the envelope that `aws wafv2 get-web-acl` prints around it.
///
/// ```
/// # let json = r#"{"WebACL": {
/// #   "Name": "edge", "Id": "a1b2c3d4-5678-90ab-cdef-111111111111",
/// #   "ARN": "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/edge/a1b2c3d4-5678-90ab-cdef-111111111111",
/// #   "DefaultAction": {"Allow": {}}, "Rules": [],
/// #   "VisibilityConfig": {"SampledRequestsEnabled": false, "CloudWatchMetricsEnabled": false, "MetricName": "edge"}
/// # }, "LockToken": "a1b2c3d4-5678-90ab-cdef-222222222222"}"#;
/// use waf_rules::WebAclDocument;
///
/// let document = WebAclDocument::from_json(json)?;
/// assert_eq!(document.web_acl().name, "edge");
/// // What goes out is what came in.
/// let again: serde_json::Value = serde_json::from_str(&document.to_json()).unwrap();
/// assert_eq!(again, serde_json::from_str::<serde_json::Value>(json).unwrap());
/// # Ok::<(), waf_rules::Error>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WebAclDocument {
    web_acl: WebAcl,
    envelope: Option<Envelope>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
struct Envelope {
    lock_token: Option<String>,
    application_integration_url: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Enveloped<A> {
    #[serde(rename = "WebACL")]
    web_acl: A,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lock_token: Option<String>,
    #[serde(
        default,
        rename = "ApplicationIntegrationURL",
        skip_serializing_if = "Option::is_none"
    )]
    application_integration_url: Option<String>,
}

impl WebAclDocument {
    /// Reads it. Nothing is checked beyond its shape.
    ///
    /// # Errors
    ///
    /// [`Error::Syntax`], with the place in the text.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        #[derive(Deserialize)]
        struct Probe {
            #[serde(rename = "WebACL")]
            web_acl: Option<serde::de::IgnoredAny>,
        }
        let probe: Probe = json::read(text)?;
        if probe.web_acl.is_none() {
            let web_acl = json::read(text)?;
            return Ok(Self {
                web_acl,
                envelope: None,
            });
        }
        let Enveloped {
            web_acl,
            lock_token,
            application_integration_url,
        } = json::read(text)?;
        Ok(Self {
            web_acl,
            envelope: Some(Envelope {
                lock_token,
                application_integration_url,
            }),
        })
    }

    /// The web ACL.
    pub fn web_acl(&self) -> &WebAcl {
        &self.web_acl
    }

    /// Writes it as it was read.
    pub fn to_json(&self) -> String {
        let written = match &self.envelope {
            None => serde_json::to_string_pretty(&self.web_acl),
            Some(envelope) => serde_json::to_string_pretty(&Enveloped {
                web_acl: &self.web_acl,
                lock_token: envelope.lock_token.clone(),
                application_integration_url: envelope.application_integration_url.clone(),
            }),
        };
        // All keys are texts, and no value is one that JSON cannot write.
        written.unwrap_or_default()
    }
}

impl From<WebAcl> for WebAclDocument {
    fn from(web_acl: WebAcl) -> Self {
        Self {
            web_acl,
            envelope: None,
        }
    }
}
