"""AWS WAFv2: every operation, over one life of each kind of resource."""

import datetime
import json

import pytest

from conftest import ACCOUNT, REGION, refused
from services import WAFV2_REFUSED

REGIONAL = {"Scope": "REGIONAL"}
VISIBILITY = {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": "clients"}
TAGS = [{"Key": "team", "Value": "blue"}]
BODIES = {"sorry": {"ContentType": "TEXT_PLAIN", "Content": "not today"}}
PRICES = {
    "CryptoConfig": {
        "PaymentNetworks": [
            {"Chain": "BASE_SEPOLIA", "WalletAddress": "0x" + "1" * 40, "Prices": [{"Amount": "0.01", "Currency": "USDC"}]}
        ]
    },
    "CurrencyMode": "TEST",
}
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


def pages(call, entries, **parameters):
    """Goes through a listing, one entry a page."""
    found, marker = [], {}
    while True:
        page = call(**REGIONAL, Limit=1, **parameters, **marker)
        found += page[entries]
        if not page.get("NextMarker"):
            return found
        marker = {"NextMarker": page["NextMarker"]}


def listed(call, entries, name):
    """Whether a listing has a name."""
    return name in [entry["Name"] for entry in pages(call, entries)]


@pytest.fixture
def web_acl(waf):
    """A web ACL of a test's own."""
    made = []

    def make(name, **parameters):
        summary = waf.create_web_acl(
            Name=name, **REGIONAL, DefaultAction={"Allow": {}}, VisibilityConfig=VISIBILITY, **parameters
        )["Summary"]
        made.append(summary)
        return summary

    yield make
    for summary in made:
        of = dict(Name=summary["Name"], **REGIONAL, Id=summary["Id"])
        waf.delete_web_acl(**of, LockToken=waf.get_web_acl(**of)["LockToken"])


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
        MonetizationConfig=PRICES,
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
        MonetizationConfig=PRICES,
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
        ApplicationConfig={"Attributes": [{"Name": "kind", "Values": ["shop"]}]},
        MonetizationConfig=PRICES,
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


def test_logging(waf, web_acl):
    arn = web_acl("logs")["ARN"]
    waf.put_logging_configuration(
        LoggingConfiguration={"ResourceArn": web_acl("logs-too")["ARN"], "LogDestinationConfigs": ["arn:aws:s3:::aws-waf-logs-too"]}
    )
    wanted = {
        "ResourceArn": arn,
        "LogDestinationConfigs": [f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:aws-waf-logs-edge"],
        "RedactedFields": [{"SingleHeader": {"Name": "authorization"}}, {"QueryString": {}}, {"UriPath": {}}, {"Method": {}}],
        "LoggingFilter": {
            "Filters": [
                {
                    "Behavior": "KEEP",
                    "Requirement": "MEETS_ANY",
                    "Conditions": [
                        {"ActionCondition": {"Action": "BLOCK"}},
                        {"LabelNameCondition": {"LabelName": "awswaf:managed:aws:core-rule-set:NoUserAgent_Header"}},
                    ],
                }
            ],
            "DefaultBehavior": "DROP",
        },
        "ManagedByFirewallManager": False,
        "LogType": "WAF_LOGS",
        "LogScope": "CUSTOMER",
    }
    assert waf.put_logging_configuration(LoggingConfiguration=wanted)["LoggingConfiguration"] == wanted
    of = dict(ResourceArn=arn, LogType="WAF_LOGS", LogScope="CUSTOMER")
    assert waf.get_logging_configuration(**of)["LoggingConfiguration"] == wanted
    assert wanted in pages(waf.list_logging_configurations, "LoggingConfigurations", LogScope="CUSTOMER")
    with pytest.raises(waf.exceptions.WAFInvalidParameterException) as error:
        waf.put_logging_configuration(LoggingConfiguration={**wanted, "LogDestinationConfigs": ["arn:aws:s3:::my-own-logs"]})
    assert error.value.response["Field"] == "LOG_DESTINATION"
    refused(
        "WAFInvalidOperationException", waf.put_logging_configuration, LoggingConfiguration={**wanted, "LogScope": "SECURITY_LAKE"}
    )
    waf.delete_logging_configuration(**of)
    refused("WAFNonexistentItemException", waf.get_logging_configuration, **of)


def test_samples_and_rates(waf, web_acl):
    rate = {
        "Name": "rate",
        "Priority": 0,
        "Statement": {"RateBasedStatement": {"Limit": 100, "AggregateKeyType": "IP"}},
        "Action": {"Block": {}},
        "VisibilityConfig": {**VISIBILITY, "MetricName": "rate"},
    }
    group = waf.create_rule_group(Name="rates", **REGIONAL, Capacity=10, Rules=[rate], VisibilityConfig=VISIBILITY)["Summary"]
    uses = {
        "Name": "rates",
        "Priority": 1,
        "Statement": {"RuleGroupReferenceStatement": {"ARN": group["ARN"]}},
        "OverrideAction": {"None": {}},
        "VisibilityConfig": VISIBILITY,
    }
    admin = {**BLOCK_ADMIN, "Priority": 2, "VisibilityConfig": {**VISIBILITY, "MetricName": "admin"}}
    acl = web_acl("samples", Rules=[rate, uses, admin])
    now = datetime.datetime.now(datetime.timezone.utc)
    window = {"StartTime": now - datetime.timedelta(hours=1), "EndTime": now}
    asked = dict(WebAclArn=acl["ARN"], RuleMetricName="clients", **REGIONAL, TimeWindow=window, MaxItems=500)
    found = waf.get_sampled_requests(**asked)
    assert found["SampledRequests"] == [] and found["PopulationSize"] == 0
    assert abs(found["TimeWindow"]["EndTime"] - now).total_seconds() < 1
    refused("WAFNonexistentItemException", waf.get_sampled_requests, **{**asked, "RuleMetricName": "other"})

    of = dict(**REGIONAL, WebACLName="samples", WebACLId=acl["Id"])
    for rule in ({"RuleName": "rate"}, {"RuleName": "rate", "RuleGroupRuleName": "rates"}):
        found = waf.get_rate_based_statement_managed_keys(**of, **rule)
        assert found["ManagedKeysIPV4"] == {"IPAddressVersion": "IPV4", "Addresses": []}
    refused("WAFNonexistentItemException", waf.get_rate_based_statement_managed_keys, **of, RuleName="admin")


def test_rule_groups_are_shared(waf):
    group = waf.create_rule_group(Name="shared", **REGIONAL, Capacity=50, Rules=[BLOCK_ADMIN], VisibilityConfig=VISIBILITY)["Summary"]
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT[::-1]}:root"},
        "Action": ["wafv2:CreateWebACL", "wafv2:UpdateWebACL", "wafv2:PutFirewallManagerRuleGroups"],
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    waf.put_permission_policy(ResourceArn=group["ARN"], Policy=policy)
    assert waf.get_permission_policy(ResourceArn=group["ARN"])["Policy"] == policy
    wrong = json.dumps({"Version": "2012-10-17", "Statement": [{**statement, "Action": "wafv2:*"}]})
    refused("WAFInvalidPermissionPolicyException", waf.put_permission_policy, ResourceArn=group["ARN"], Policy=wrong)
    waf.delete_permission_policy(ResourceArn=group["ARN"])
    refused("WAFNonexistentItemException", waf.get_permission_policy, ResourceArn=group["ARN"])
    of = dict(Name="shared", **REGIONAL, Id=group["Id"])
    waf.delete_rule_group(**of, LockToken=waf.get_rule_group(**of)["LockToken"])


def test_managed_rule_groups(waf):
    found = {group["Name"]: group for group in pages(waf.list_available_managed_rule_groups, "ManagedRuleGroups")}
    assert found["AWSManagedRulesCommonRuleSet"]["VersioningSupported"]
    of = dict(VendorName="AWS", Name="AWSManagedRulesCommonRuleSet", **REGIONAL)
    versions = waf.list_available_managed_rule_group_versions(**of, Limit=10)
    default = versions["CurrentDefaultVersion"]
    assert default in [version["Name"] for version in versions["Versions"]]
    described = waf.describe_managed_rule_group(**of, VersionName=default)
    assert described["Capacity"] == 700 and described["LabelNamespace"] == "awswaf:managed:aws:core-rule-set:"
    assert {"Name": "NoUserAgent_HEADER", "Action": {"Block": {}}} in described["Rules"]
    products = waf.describe_all_managed_products(**REGIONAL)["ManagedProducts"]
    assert waf.describe_managed_products_by_vendor(VendorName="AWS", **REGIONAL)["ManagedProducts"] == products
    assert len(products) == len(found)
    refused("WAFNonexistentItemException", waf.describe_managed_rule_group, **{**of, "Name": "None"})


def test_api_keys(waf):
    made = [waf.create_api_key(**REGIONAL, TokenDomains=[domain])["APIKey"] for domain in ("example.com", "example.org")]
    assert waf.get_decrypted_api_key(**REGIONAL, APIKey=made[0])["TokenDomains"] == ["example.com"]
    summaries = pages(waf.list_api_keys, "APIKeySummaries")
    assert {summary["APIKey"] for summary in summaries} >= set(made)
    changed = made[0][:30] + ("A" if made[0][30] != "A" else "B") + made[0][31:]
    refused("WAFInvalidResourceException", waf.get_decrypted_api_key, **REGIONAL, APIKey=changed)
    for key in made:
        waf.delete_api_key(**REGIONAL, APIKey=key)
        refused("WAFNonexistentItemException", waf.delete_api_key, **REGIONAL, APIKey=key)


def test_firewall_manager_has_left_nothing(waf, web_acl):
    acl = web_acl("fleet")
    next_token = waf.delete_firewall_manager_rule_groups(WebACLArn=acl["ARN"], WebACLLockToken=acl["LockToken"])
    refused(
        "WAFOptimisticLockException",
        waf.delete_firewall_manager_rule_groups,
        WebACLArn=acl["ARN"],
        WebACLLockToken=acl["LockToken"],
    )
    assert next_token["NextWebACLLockToken"] != acl["LockToken"]


def test_nobody_is_a_vendor(waf):
    assert waf.list_managed_rule_sets(**REGIONAL, Limit=1)["ManagedRuleSets"] == []
    of = dict(Name="set", **REGIONAL, Id="a1b2c3d4-5678-90ab-cdef-111111111111")
    token = dict(LockToken="a1b2c3d4-5678-90ab-cdef-222222222222")
    calls = {
        "GetManagedRuleSet": (waf.get_managed_rule_set, {}),
        "PutManagedRuleSetVersions": (
            waf.put_managed_rule_set_versions,
            dict(
                **token,
                RecommendedVersion="Version_1.0",
                VersionsToPublish={
                    "Version_1.0": {"AssociatedRuleGroupArn": "arn:aws:wafv2:eu-west-1:111122223333:x", "ForecastedLifetime": 30}
                },
            ),
        ),
        "UpdateManagedRuleSetVersionExpiryDate": (
            waf.update_managed_rule_set_version_expiry_date,
            dict(**token, VersionToExpire="Version_1.0", ExpiryTimestamp=1_800_000_000),
        ),
    }
    for name, (call, parameters) in calls.items():
        refused(WAFV2_REFUSED[name], call, **of, **parameters)


def test_what_is_not_in_a_process_is_refused_with_its_reason(waf, web_acl):
    now = datetime.datetime.now(datetime.timezone.utc)
    window = {"StartTime": now - datetime.timedelta(hours=1), "EndTime": now}
    payments = dict(
        TimeWindow=window, **REGIONAL, Currency="USDC", Filters=[{"Name": "NAME", "Values": ["bot"]}]
    )
    paged = dict(NextMarker="marker", Limit=10)
    release = dict(Platform="IOS", ReleaseVersion="1.0")
    calls = {
        "GenerateMobileSdkReleaseUrl": (waf.generate_mobile_sdk_release_url, release),
        "GetMobileSdkRelease": (waf.get_mobile_sdk_release, release),
        "ListMobileSdkReleases": (waf.list_mobile_sdk_releases, dict(Platform="ANDROID", **paged)),
        "GetRevenueStatistics": (
            waf.get_revenue_statistics,
            dict(StatisticType="TOP_PATHS_BY_REVENUE", GroupBy="WEBACL", SortBy="REVENUE", SortOrder="DESC", **payments, **paged),
        ),
        "GetRevenueStatisticsSummary": (waf.get_revenue_statistics_summary, payments),
        "GetRevenueStatisticsTimeSeries": (
            waf.get_revenue_statistics_time_series,
            dict(StatisticType="PAYMENT_TRAFFIC", Interval="HOURLY", GroupBy="NAME", **payments, **paged),
        ),
        "ListSettlementRecords": (
            waf.list_settlement_records,
            dict(SortBy="AMOUNT", SortOrder="ASC", **payments, **paged),
        ),
        "GetTopPathStatisticsByTraffic": (
            waf.get_top_path_statistics_by_traffic,
            dict(
                WebAclArn=web_acl("paths")["ARN"],
                **REGIONAL,
                UriPathPrefix="/",
                TimeWindow=window,
                BotCategory="category",
                BotOrganization="organization",
                BotName="bot",
                NumberOfTopTrafficBotsPerPath=3,
                **paged,
            ),
        ),
    }
    assert set(calls) | {"GetManagedRuleSet", "PutManagedRuleSetVersions", "UpdateManagedRuleSetVersionExpiryDate"} == set(WAFV2_REFUSED)
    for name, (call, parameters) in calls.items():
        message = refused(WAFV2_REFUSED[name], call, **parameters)
        assert message.startswith("The operation isn't valid. "), message


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
