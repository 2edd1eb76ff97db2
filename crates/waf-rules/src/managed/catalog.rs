//! Which groups there are, in which versions.

use serde::Deserialize;

use crate::model::Rule;

/// Whose names the groups have.
pub const VENDOR: &str = "AWS";

/// The versions of a group: their names and their files, the default first. A group that is not versioned has one
/// without a name.
struct Group {
    name: &'static str,
    versions: &'static [(Option<&'static str>, &'static str)],
}

macro_rules! groups {
    ($($name:literal: $($version:expr => $file:literal),+;)+) => {
        &[$(Group {
            name: $name,
            versions: &[$(($version, include_str!(concat!("../../managed/", $file, ".json")))),+],
        }),+]
    };
}

const GROUPS: &[Group] = groups! {
    "AWSManagedRulesCommonRuleSet": Some("Version_1.0") => "common_1.0";
    "AWSManagedRulesKnownBadInputsRuleSet": Some("Version_1.0") => "known_bad_inputs_1.0";
    "AWSManagedRulesSQLiRuleSet": Some("Version_1.0") => "sqli_1.0";
    "AWSManagedRulesLinuxRuleSet": Some("Version_1.0") => "linux_1.0";
    "AWSManagedRulesUnixRuleSet": Some("Version_1.0") => "unix_1.0";
    "AWSManagedRulesWindowsRuleSet": Some("Version_1.0") => "windows_1.0";
    "AWSManagedRulesPHPRuleSet": Some("Version_1.0") => "php_1.0";
    "AWSManagedRulesWordPressRuleSet": Some("Version_1.0") => "wordpress_1.0";
    "AWSManagedRulesAdminProtectionRuleSet": Some("Version_1.0") => "admin_protection_1.0";
    "AWSManagedRulesAmazonIpReputationList": None => "amazon_ip_reputation_1.0";
    "AWSManagedRulesAnonymousIpList": None => "anonymous_ip_1.0";
};

/// A group and its versions.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Versions {
    /// The group's name.
    pub name: &'static str,
    /// The names of its versions, the default first; none if the group is not versioned, which AWS's lists of addresses
    /// are not.
    pub versions: Vec<&'static str>,
}

/// A version of a group.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Version {
    /// The group's name, such as `AWSManagedRulesCommonRuleSet`.
    pub name: String,
    /// What its labels begin with, such as `awswaf:managed:aws:core-rule-set:`.
    pub label_namespace: String,
    /// Its web ACL capacity units, which are AWS's.
    pub capacity: u64,
    /// What it is for.
    pub description: String,
    /// Its rules, by priority. Their labels are without the namespace.
    pub rules: Vec<Rule>,
}

/// All groups.
pub fn versions() -> impl Iterator<Item = Versions> {
    GROUPS.iter().map(|group| Versions {
        name: group.name,
        versions: group
            .versions
            .iter()
            .filter_map(|(name, _)| *name)
            .collect(),
    })
}

/// A group by its name, in a version or in the default one; `None` if there is none.
pub fn version(name: &str, version: Option<&str>) -> Option<Version> {
    let group = GROUPS.iter().find(|group| group.name == name)?;
    let (_, file) = group
        .versions
        .iter()
        .find(|(known, _)| version.is_none() || *known == version)?;
    // The files are part of the crate, and a test reads them all.
    serde_json::from_str(file).ok()
}
