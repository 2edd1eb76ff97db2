"""AWS WAFv2: every operation that has landed, over one life of each kind of resource."""

import pytest

from conftest import ACCOUNT, REGION, refused

REGIONAL = {"Scope": "REGIONAL"}
VISIBILITY = {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": "clients"}
TAGS = [{"Key": "team", "Value": "blue"}]
BODIES = {"sorry": {"ContentType": "TEXT_PLAIN", "Content": "not today"}}
BLOCK_ADMIN = {
    "Name": "admin",
    "Priority": 1,
    "Statement": {
        "ByteMatchStatement": {
            "SearchString": b"/admin",
            "FieldToMatch": {"UriPath": {}},
            "TextTransformations": [{"Priority": 0, "Type": "LOWERCASE"}],
            "PositionalConstraint": "STARTS_WITH",
        }
    },
    "Action": {"Block": {}},
    "VisibilityConfig": VISIBILITY,
}


@pytest.fixture(scope="module")
def waf(client):
    return client("wafv2")


def listed(call, entries, name):
    """Goes through a listing, one entry a page, and finds a name."""
    found, marker = [], {}
    while True:
        page = call(**REGIONAL, Limit=1, **marker)
        found += [entry["Name"] for entry in page[entries]]
        if not page.get("NextMarker"):
            break
        marker = {"NextMarker": page["NextMarker"]}
    return name in found


def test_ip_sets(waf):
    made = waf.create_ip_set(
        Name="addresses", **REGIONAL, Description="made by a test", IPAddressVersion="IPV4", Addresses=["192.0.2.0/24"], Tags=TAGS
    )["Summary"]
    waf.create_ip_set(Name="more", **REGIONAL, IPAddressVersion="IPV6", Addresses=[])
    of = dict(Name="addresses", **REGIONAL, Id=made["Id"])
    read = waf.get_ip_set(**of)
    assert read["IPSet"]["Addresses"] == ["192.0.2.0/24"]
    waf.update_ip_set(**of, Description="changed by a test", Addresses=["198.51.100.7/32"], LockToken=read["LockToken"])
    refused("WAFOptimisticLockException", waf.update_ip_set, **of, Addresses=[], LockToken=read["LockToken"])
    assert listed(waf.list_ip_sets, "IPSets", "addresses")
    tags = waf.list_tags_for_resource(ResourceARN=made["ARN"], Limit=10)
    assert tags["TagInfoForResource"]["TagList"] == TAGS
    waf.tag_resource(ResourceARN=made["ARN"], Tags=[{"Key": "stage", "Value": "dev"}])
    waf.untag_resource(ResourceARN=made["ARN"], TagKeys=["stage"])
    waf.delete_ip_set(**of, LockToken=waf.get_ip_set(**of)["LockToken"])
    refused("WAFNonexistentItemException", waf.get_ip_set, **of)


def test_regex_pattern_sets(waf):
    made = waf.create_regex_pattern_set(
        Name="patterns", **REGIONAL, Description="made by a test", RegularExpressionList=[{"RegexString": "^/v[0-9]+/"}], Tags=TAGS
    )["Summary"]
    waf.create_regex_pattern_set(Name="more", **REGIONAL, RegularExpressionList=[{"RegexString": "x"}])
    of = dict(Name="patterns", **REGIONAL, Id=made["Id"])
    read = waf.get_regex_pattern_set(**of)
    waf.update_regex_pattern_set(
        **of, Description="changed by a test", RegularExpressionList=[{"RegexString": "^/v2/"}], LockToken=read["LockToken"]
    )
    assert listed(waf.list_regex_pattern_sets, "RegexPatternSets", "patterns")
    waf.delete_regex_pattern_set(**of, LockToken=waf.get_regex_pattern_set(**of)["LockToken"])


def test_rule_groups(waf):
    made = waf.create_rule_group(
        Name="group",
        **REGIONAL,
        Capacity=50,
        Description="made by a test",
        Rules=[BLOCK_ADMIN],
        VisibilityConfig=VISIBILITY,
        Tags=TAGS,
        CustomResponseBodies=BODIES,
    )["Summary"]
    waf.create_rule_group(Name="more", **REGIONAL, Capacity=1, VisibilityConfig=VISIBILITY)
    of = dict(Name="group", **REGIONAL, Id=made["Id"])
    read = waf.get_rule_group(**of)
    assert waf.get_rule_group(ARN=made["ARN"])["RuleGroup"]["Capacity"] == 50
    waf.update_rule_group(
        **of,
        Description="changed by a test",
        Rules=[BLOCK_ADMIN],
        VisibilityConfig=VISIBILITY,
        LockToken=read["LockToken"],
        CustomResponseBodies=BODIES,
    )
    assert listed(waf.list_rule_groups, "RuleGroups", "group")
    waf.delete_rule_group(**of, LockToken=waf.get_rule_group(**of)["LockToken"])


def test_web_acls(waf):
    assert waf.check_capacity(**REGIONAL, Rules=[BLOCK_ADMIN])["Capacity"] > 0
    parameters = dict(
        DefaultAction={"Allow": {}},
        Rules=[BLOCK_ADMIN],
        VisibilityConfig=VISIBILITY,
        CustomResponseBodies=BODIES,
        CaptchaConfig={"ImmunityTimeProperty": {"ImmunityTime": 300}},
        ChallengeConfig={"ImmunityTimeProperty": {"ImmunityTime": 300}},
        TokenDomains=["example.com"],
        DataProtectionConfig={
            "DataProtections": [
                {"Field": {"FieldType": "SINGLE_HEADER", "FieldKeys": ["authorization"]}, "Action": "HASH"}
            ]
        },
        AssociationConfig={"RequestBody": {"API_GATEWAY": {"DefaultSizeInspectionLimit": "KB_16"}}},
        OnSourceDDoSProtectionConfig={"ALBLowReputationMode": "ACTIVE_UNDER_DDOS"},
    )
    made = waf.create_web_acl(Name="acl", **REGIONAL, Description="made by a test", Tags=TAGS, **parameters)["Summary"]
    of = dict(Name="acl", **REGIONAL, Id=made["Id"])
    read = waf.get_web_acl(**of)
    assert read["WebACL"]["Rules"][0]["Name"] == "admin"
    assert waf.get_web_acl(ARN=made["ARN"])["LockToken"] == read["LockToken"]
    next_token = waf.update_web_acl(**of, Description="changed by a test", LockToken=read["LockToken"], **parameters)["NextLockToken"]
    refused("WAFDuplicateItemException", waf.create_web_acl, Name="acl", **REGIONAL, **parameters)
    assert listed(waf.list_web_acls, "WebACLs", "acl")

    stage = f"arn:aws:apigateway:{REGION}::/restapis/abc123/stages/prod"
    waf.associate_web_acl(WebACLArn=made["ARN"], ResourceArn=stage)
    assert waf.get_web_acl_for_resource(ResourceArn=stage)["WebACL"]["Id"] == made["Id"]
    found = waf.list_resources_for_web_acl(WebACLArn=made["ARN"], ResourceType="API_GATEWAY")
    assert found["ResourceArns"] == [stage]
    refused("WAFAssociatedItemException", waf.delete_web_acl, **of, LockToken=next_token)
    waf.disassociate_web_acl(ResourceArn=stage)
    waf.delete_web_acl(**of, LockToken=next_token)


def test_what_is_wrong_is_told_with_its_field(waf):
    with pytest.raises(waf.exceptions.WAFInvalidParameterException) as error:
        waf.create_ip_set(Name="bad", **REGIONAL, IPAddressVersion="IPV4", Addresses=["nonsense"])
    assert error.value.response["Field"] == "IP_ADDRESS", error.value.response
    assert error.value.response["Reason"]


def test_resources_of_another_account_are_not_there(waf):
    arn = f"arn:aws:wafv2:{REGION}:{ACCOUNT[::-1]}:regional/webacl/x/12345678-1234-1234-1234-123456789012"
    with pytest.raises(Exception) as error:
        waf.list_tags_for_resource(ResourceARN=arn)
    assert error.value.response["Error"]["Code"] in ("WAFNonexistentItemException", "AccessDeniedException"), error.value
