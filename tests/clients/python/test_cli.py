"""The commands of the AWS CLI, as people type them."""

import json
import os
import subprocess
import sys

import pytest

from conftest import ACCOUNT


@pytest.fixture(scope="module")
def shell(endpoint, tmp_path_factory):
    """Runs a line of shell, as it stands, after the lines that the endpoint prints to be pasted."""
    directory = tmp_path_factory.mktemp("cli")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
        "PATH": os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"],
        "AWS_CONFIG_FILE": "/dev/null",
    }
    pasted = "".join(endpoint.exports)

    def run(line):
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", pasted + line], cwd=directory, env=environment, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_kms(shell):
    key = shell("aws kms create-key --query KeyMetadata.KeyId --output text").strip()
    shell("echo 'attack at dawn' > plaintext")
    shell(
        f"aws kms encrypt --key-id {key} --plaintext fileb://plaintext --output text --query CiphertextBlob "
        "| base64 --decode > ciphertext"
    )
    out = shell(
        "aws kms decrypt --ciphertext-blob fileb://ciphertext --output text --query Plaintext | base64 --decode > decrypted; "
        "cat decrypted"
    )
    assert out == "attack at dawn\n"


def test_wafv2(shell):
    visibility = "SampledRequestsEnabled=true,CloudWatchMetricsEnabled=true,MetricName=cli"
    made = json.loads(
        shell(
            "aws wafv2 create-web-acl --name cli --scope REGIONAL --default-action Allow={} "
            f"--visibility-config {visibility}"
        )
    )["Summary"]
    of = f"--name cli --scope REGIONAL --id {made['Id']}"
    read = json.loads(shell(f"aws wafv2 get-web-acl {of}"))
    assert read["WebACL"]["Name"] == "cli"
    updated = shell(
        f"aws wafv2 update-web-acl {of} --default-action Block={{}} --visibility-config {visibility} "
        f"--lock-token {read['LockToken']}"
    )
    assert json.loads(updated)["NextLockToken"] != read["LockToken"]


def test_sts(shell):
    assert shell("aws sts get-caller-identity --query Account --output text").strip() == ACCOUNT


def test_ssm(shell):
    put = (
        "aws ssm put-parameter --name /test_application/dev/TEST_PARAM --type SecureString --value 'a secret' "
        "--description 'a test parameter'"
    )
    assert json.loads(shell(put)) == {"Version": 1, "Tier": "Standard"}
    read = json.loads(shell("aws ssm get-parameters --names /test_application/dev/TEST_PARAM --with-decryption"))
    assert read["Parameters"][0]["Value"] == "a secret" and read["InvalidParameters"] == []
    read = json.loads(shell("aws ssm get-parameters-by-path --path /test_application --recursive --with-decryption"))
    assert [p["Value"] for p in read["Parameters"]] == ["a secret"]
    shell(
        """echo '[{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2099-12-02T21:34:33.000Z"}}]' > policies.json"""
    )
    put = (
        "aws ssm put-parameter --name /test_application/dev/LIMIT --type String --value 42 --tier Intelligent-Tiering "
        "--policies file://policies.json --allowed-pattern '^[0-9]+$' --tags Key=team,Value=blue"
    )
    assert json.loads(shell(put)) == {"Version": 1, "Tier": "Advanced"}
