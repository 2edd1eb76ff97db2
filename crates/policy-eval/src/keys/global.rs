//! The global condition keys, as AWS lists them.
//!
//! Source: [AWS global condition context keys](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).

use super::{ConditionKey, KeyKind, KeyType};

/// A condition key that every service may fill.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct GlobalKey {
    /// Its name. One that ends in `/` is followed by a tag key.
    pub name: &'static str,
    /// What its values are.
    pub kind: KeyKind,
    /// Whether AWS counts it among the keys that no wildcard and no policy variable belongs in.
    pub sensitive: bool,
}

impl GlobalKey {
    /// All of them.
    pub fn all() -> &'static [Self] {
        GLOBAL_KEYS
    }

    /// The global key of this name, in any case; with its tag key, where it takes one.
    pub fn find(key: &ConditionKey) -> Option<&'static Self> {
        GLOBAL_KEYS.iter().find(|global| match global.tag_prefix() {
            None => global.name.eq_ignore_ascii_case(key.folded()),
            Some(name) => key.name().eq_ignore_ascii_case(name) && key.tail().is_some(),
        })
    }

    /// What stands before the `/`, where a tag key follows.
    pub(crate) fn tag_prefix(&self) -> Option<&'static str> {
        self.name.strip_suffix('/')
    }
}

const fn one(name: &'static str, value: KeyType) -> GlobalKey {
    GlobalKey {
        name,
        kind: KeyKind::single(value),
        sensitive: false,
    }
}

const fn many(name: &'static str, value: KeyType) -> GlobalKey {
    GlobalKey {
        name,
        kind: KeyKind::many(value),
        sensitive: false,
    }
}

const fn sensitive(name: &'static str) -> GlobalKey {
    GlobalKey {
        name,
        kind: KeyKind::single(KeyType::String),
        sensitive: true,
    }
}

/// In the order of the page.
const GLOBAL_KEYS: &[GlobalKey] = &[
    // Properties of the principal.
    one("aws:PrincipalArn", KeyType::Arn),
    sensitive("aws:PrincipalAccount"),
    many("aws:PrincipalOrgPaths", KeyType::String),
    sensitive("aws:PrincipalOrgID"),
    one("aws:PrincipalTag/", KeyType::String),
    one("aws:PrincipalIsAWSService", KeyType::Bool),
    one("aws:PrincipalServiceName", KeyType::String),
    many("aws:PrincipalServiceNamesList", KeyType::String),
    one("aws:PrincipalType", KeyType::String),
    one("aws:userid", KeyType::String),
    one("aws:username", KeyType::String),
    // Properties of a role session.
    one("aws:AssumedRoot", KeyType::Bool),
    one("aws:FederatedProvider", KeyType::String),
    one("aws:TokenIssueTime", KeyType::Date),
    one("aws:SignInSessionArn", KeyType::Arn),
    one("aws:MultiFactorAuthAge", KeyType::Numeric),
    one("aws:MultiFactorAuthPresent", KeyType::Bool),
    one("aws:ChatbotSourceArn", KeyType::Arn),
    one("aws:Ec2InstanceSourceVpc", KeyType::String),
    one("aws:Ec2InstanceSourcePrivateIPv4", KeyType::IpAddress),
    one("aws:SourceIdentity", KeyType::String),
    one("ec2:RoleDelivery", KeyType::Numeric),
    one("ec2:SourceInstanceArn", KeyType::Arn),
    one("glue:RoleAssumedBy", KeyType::String),
    one("glue:CredentialIssuingService", KeyType::String),
    one("codebuild:BuildArn", KeyType::Arn),
    one("codebuild:ProjectArn", KeyType::Arn),
    one("lambda:SourceFunctionArn", KeyType::Arn),
    one("ssm:SourceInstanceArn", KeyType::Arn),
    one("identitystore:UserId", KeyType::String),
    // Properties of the network.
    one("aws:SourceIp", KeyType::IpAddress),
    sensitive("aws:SourceVpc"),
    one("aws:SourceVpcArn", KeyType::Arn),
    sensitive("aws:SourceVpce"),
    sensitive("aws:VpceAccount"),
    sensitive("aws:VpceOrgID"),
    many("aws:VpceOrgPaths", KeyType::String),
    one("aws:VpcSourceIp", KeyType::IpAddress),
    // Properties of the resource.
    sensitive("aws:ResourceAccount"),
    sensitive("aws:ResourceOrgID"),
    many("aws:ResourceOrgPaths", KeyType::String),
    one("aws:ResourceTag/", KeyType::String),
    // Properties of the request.
    many("aws:CalledVia", KeyType::String),
    one("aws:CalledViaFirst", KeyType::String),
    one("aws:CalledViaLast", KeyType::String),
    one("aws:CalledViaAWSMCP", KeyType::String),
    one("aws:ViaAWSService", KeyType::Bool),
    one("aws:ViaAWSMCPService", KeyType::Bool),
    one("aws:CurrentTime", KeyType::Date),
    one("aws:EpochTime", KeyType::Date),
    one("aws:referer", KeyType::String),
    one("aws:RequestedRegion", KeyType::String),
    one("aws:RequestTag/", KeyType::String),
    many("aws:TagKeys", KeyType::String),
    one("aws:SecureTransport", KeyType::Bool),
    sensitive("aws:SourceAccount"),
    one("aws:SourceArn", KeyType::Arn),
    sensitive("aws:SourceOrgID"),
    many("aws:SourceOrgPaths", KeyType::String),
    one("aws:UserAgent", KeyType::String),
    one("aws:IsMcpServiceAction", KeyType::Bool),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn found_in_any_case_and_with_its_tag_key() {
        let find = |key: &str| GlobalKey::find(&key.parse().unwrap()).map(|key| key.name);
        for (key, name) in [
            ("AWS:sourceIP", Some("aws:SourceIp")),
            ("aws:ResourceTag/team", Some("aws:ResourceTag/")),
            ("aws:ResourceTag", None),
            ("aws:SourceIp/x", None),
            ("aws:nonsense", None),
        ] {
            assert_eq!(find(key), name, "{key}");
        }
    }

    #[test]
    fn each_once_and_ten_are_sensitive() {
        let names: HashSet<_> = GLOBAL_KEYS
            .iter()
            .map(|key| key.name.to_lowercase())
            .collect();
        assert_eq!(names.len(), GLOBAL_KEYS.len());
        assert_eq!(GLOBAL_KEYS.iter().filter(|key| key.sensitive).count(), 10);
    }
}
