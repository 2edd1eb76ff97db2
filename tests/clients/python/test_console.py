"""The page for the operator: what it shows, what it does not, and how it looks."""

import os
import shutil
import subprocess
import urllib.error
import urllib.request

import pytest

from conftest import ACCOUNT, REGION, get, wait_for

EVIL = "<script>document.title='owned'</script>"


@pytest.fixture(scope="module")
def page(endpoint, client):
    kms = client("kms")
    key = kms.create_key(Description=EVIL)["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName="alias/console", TargetKeyId=key)
    secret = kms.encrypt(KeyId=key, Plaintext=b"planted marker")
    assert secret
    url = f"{endpoint.console}/?account={ACCOUNT}&region={REGION}"
    wait_for(lambda: key in get(url))
    return url, key


def test_it_shows_keys_and_calls_and_no_secret(page):
    url, key = page
    html = get(url)
    assert key in html and "alias/console" in html and "kms:CreateKey" in html
    assert EVIL not in html and "&lt;script&gt;" in html
    assert "planted" not in html and "cGxhbnRlZC" not in html


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
        [*browser, "--window-size=1280,900", f"--screenshot={picture}", url], check=True, capture_output=True, timeout=120
    )
    assert os.path.getsize(picture) > 10_000
    drawn = subprocess.run([*browser, "--dump-dom", url], check=True, capture_output=True, text=True, timeout=120).stdout
    assert "<title>Strongroom</title>" in drawn and "<h2>Keys</h2>" in drawn
