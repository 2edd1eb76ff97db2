"""A web ACL in front of the endpoint: what it answers is what AWS's clients understand."""

import urllib.error
import urllib.request

import pytest

from conftest import ACCOUNT, REGION, Endpoint
from test_abuse import answer, connect, head

RESOURCE = f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:loadbalancer/app/firewall/0123456789abcdef"
VISIBILITY = {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": "bodies"}


@pytest.fixture(scope="module")
def guarded(client):
    """An endpoint whose web ACL reads bodies, and blocks those with a word in them."""
    endpoint = Endpoint(
        "--dev", "--account", ACCOUNT, "--no-console", "--body-seconds", "2", "--resource-arn", RESOURCE
    )
    waf = client("wafv2", url=endpoint.url)
    rule = {
        "Name": "word", "Priority": 0, "Action": {"Block": {}}, "VisibilityConfig": VISIBILITY,
        "Statement": {"ByteMatchStatement": {
            "SearchString": b"forbidden", "FieldToMatch": {"Body": {"OversizeHandling": "CONTINUE"}},
            "PositionalConstraint": "CONTAINS", "TextTransformations": [{"Priority": 0, "Type": "NONE"}],
        }},
    }
    made = waf.create_web_acl(
        Name="bodies", Scope="REGIONAL", DefaultAction={"Allow": {}}, VisibilityConfig=VISIBILITY, Rules=[rule]
    )["Summary"]
    waf.associate_web_acl(WebACLArn=made["ARN"], ResourceArn=RESOURCE)
    yield endpoint
    assert endpoint.stop() == 0


def test_a_body_that_the_web_acl_waits_for_in_vain_is_awss_timeout(guarded):
    connection = connect(guarded)
    connection.sendall(head(1000) + b'{"Limit"')
    status, body = answer(connection)
    assert (status, body["__type"]) == (408, "RequestTimeoutException")


def test_a_blocked_request_has_an_id(guarded):
    ids = {blocked(guarded) for _ in range(2)}
    assert len(ids) == 2


def blocked(endpoint):
    request = urllib.request.Request(endpoint.url, data=b'{"a": "forbidden"}')
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(request, timeout=20)
    assert (error.value.code, error.value.read()) == (403, b"")
    return error.value.headers["x-amzn-requestid"]


def test_what_passes_has_one_id(guarded, client):
    answered = client("kms", url=guarded.url).list_keys()["ResponseMetadata"]
    assert answered["HTTPHeaders"]["x-amzn-requestid"] == answered["RequestId"]
