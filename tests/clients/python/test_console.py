"""The page for the operator: what it shows, what it does not, and how it looks."""

import json
import os
import shutil
import subprocess
import urllib.error
import urllib.request

import pytest

from conftest import ACCOUNT, REGION, Endpoint, get, refused, wait_for

EVIL = "<script>document.title='owned'</script>"
RESOURCE = f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:loadbalancer/app/endpoint/0123456789abcdef"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"


@pytest.fixture(scope="module")
def operated():
    """An endpoint of its own, which a web ACL can be put in front of."""
    endpoint = Endpoint("--dev", "--account", ACCOUNT, "--console", "0", "--resource-arn", RESOURCE)
    yield endpoint
    assert endpoint.stop() == 0


@pytest.fixture(scope="module")
def used(operated, client):
    """Makes clients of it."""

    def make(service):
        return client(service, url=operated.url)

    return make


@pytest.fixture(scope="module")
def page(operated, used):
    """The page after some use: keys, parameters, a denial, and requests that a web ACL blocked."""
    kms = used("kms")
    key = kms.create_key(Description=EVIL)["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName="alias/console", TargetKeyId=key)
    assert kms.encrypt(KeyId=key, Plaintext=b"planted marker")
    used("ssm").put_parameter(Name="/shop/password", Type="SecureString", Value="planted marker")
    deny_encryption(kms)
    protect(used("wafv2"))
    kms.list_keys()
    block(operated.url)
    url = f"{operated.console}/?account={ACCOUNT}&region={REGION}"
    wait_for(lambda: "BlockedRequests" in get(url))
    return url, key


def deny_encryption(kms):
    policy = {"Version": "2012-10-17", "Statement": [
        {"Sid": "Everything", "Effect": "Allow", "Principal": {"AWS": ROOT}, "Action": "kms:*", "Resource": "*"},
        {"Sid": "NoEncryption", "Effect": "Deny", "Principal": "*", "Action": "kms:Encrypt", "Resource": "*"},
    ]}
    key = kms.create_key(Policy=json.dumps(policy))["KeyMetadata"]["KeyId"]
    refused("AccessDeniedException", kms.encrypt, KeyId=key, Plaintext=b"x")


def visibility(name):
    return {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": name}


def protect(waf):
    """Blocks whoever calls himself a robot, and counts the others."""
    def matches(name, priority, action, text):
        return {
            "Name": name, "Priority": priority, "Action": {action: {}}, "VisibilityConfig": visibility(name),
            "Statement": {"ByteMatchStatement": {
                "SearchString": text, "FieldToMatch": {"SingleHeader": {"Name": "user-agent"}},
                "PositionalConstraint": "CONTAINS", "TextTransformations": [{"Priority": 0, "Type": "LOWERCASE"}],
            }},
        }

    made = waf.create_web_acl(
        Name="edge", Scope="REGIONAL", DefaultAction={"Allow": {}}, VisibilityConfig=visibility("edge"),
        Description="in front of the endpoint",
        Rules=[matches("robots", 0, "Block", b"robot"), matches("boto", 1, "Count", b"boto3")],
    )["Summary"]
    waf.associate_web_acl(WebACLArn=made["ARN"], ResourceArn=RESOURCE)


def block(url):
    for _ in range(3):
        robot = urllib.request.Request(url, data=b"{}", headers={"User-Agent": f"robot {EVIL}"})
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(robot, timeout=20)
        assert (error.value.code, error.value.read()) == (403, b"")


def test_it_shows_keys_and_calls_and_no_secret(page):
    url, key = page
    html = get(url)
    assert key in html and "alias/console" in html and "kms:CreateKey" in html and "/shop/password" in html
    assert EVIL not in html and "&lt;script&gt;" in html
    assert "planted" not in html and "cGxhbnRlZC" not in html


def test_a_denial_shows_the_statement_that_decided(page):
    html = get(page[0])
    denial = next(row for row in html.split("<tr>") if "kms:Encrypt" in row and "AccessDenied" in row)
    assert "NoEncryption" in denial and ROOT in denial


def test_it_shows_what_the_web_acl_has_counted_and_samples_of_it(page):
    html = get(page[0])
    counters = section(html, "Web ACL counters")
    assert "<td>edge</td><td>robots</td><td>BlockedRequests</td><td>3</td>" in counters
    assert "<td>boto</td><td>CountedRequests</td>" in counters
    assert "<td>Default_Action</td><td>AllowedRequests</td>" in counters
    samples = section(html, "Sampled requests")
    assert samples.count('<td>robots</td><td class="bad"><b>BLOCK</b> </td><td>127.0.0.1 </td><td>POST /</td>') == 3
    assert "in front of the endpoint" in section(html, "Web ACLs")


def test_what_the_web_acl_counts_is_in_the_metrics(page, operated):
    counted = 'strongroom_waf_requests_total{web_acl="edge",rule_group="",rule="robots",metric="BlockedRequests"} 3'
    assert counted in get(f"{operated.console}/metrics")


def section(html, heading):
    return next(part for part in html.split("<section>") if part.startswith(f"<h2>{heading}"))


def test_it_is_read_only_and_for_localhost_alone(endpoint):
    for request, code in [
        (urllib.request.Request(endpoint.console, method="POST"), 405),
        (urllib.request.Request(f"{endpoint.console}/none"), 404),
        (urllib.request.Request(endpoint.console, headers={"Host": "evil.example"}), 403),
    ]:
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(request, timeout=20)
        assert error.value.code == code
    with urllib.request.urlopen(endpoint.console, timeout=20) as response:
        assert "default-src 'none'" in response.headers["content-security-policy"]


def test_metrics_and_health(endpoint, kms):
    kms.list_keys()
    assert 'strongroom_requests_total{service="kms",operation="ListKeys",status="200"}' in get(f"{endpoint.console}/metrics")
    assert get(f"{endpoint.console}/health") == get(f"{endpoint.url}/health") == "ok\n"


def test_a_browser_draws_it(page, tmp_path):
    """With a screenshot, kept where AWS_ENDPOINT_SCREENSHOT says, for somebody to look at."""
    url, _ = page
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "chromium is missing"
    picture = os.environ.get("AWS_ENDPOINT_SCREENSHOT", str(tmp_path / "console.png"))
    browser = [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile"]
    subprocess.run(
        [*browser, "--window-size=1280,1600", f"--screenshot={picture}", url], check=True, capture_output=True, timeout=120
    )
    assert os.path.getsize(picture) > 10_000
    drawn = subprocess.run([*browser, "--dump-dom", url], check=True, capture_output=True, text=True, timeout=120).stdout
    assert "<title>Strongroom</title>" in drawn
    for heading in ("Keys", "Parameters", "Web ACLs", "Sampled requests", "Web ACL counters", "Audit"):
        assert f"<h2>{heading}" in drawn
