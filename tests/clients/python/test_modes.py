"""Development and production: who is believed, and what has to be asked for by name."""

import json
import os
import subprocess
import time

import pytest

from conftest import ACCOUNT, BINARY, Endpoint, access_key, refused, wait_for
from test_abuse import answer, connect, head

ALICE = f"arn:aws:iam::{ACCOUNT}:user/alice"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/reader"


def allow(action, **more):
    return {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": action, **more}}


def directory(actions):
    policies = [{"PolicyName": "some", "PolicyDocument": allow(actions, Resource="*")}]
    return json.dumps({
        "UserDetailList": [{"UserName": "alice", "UserId": "AIDAALICE", "Arn": ALICE, "UserPolicyList": policies}],
        "RoleDetailList": [{
            "RoleName": "reader", "RoleId": "AROAREADER", "Arn": ROLE, "RolePolicyList": policies,
            "AssumeRolePolicyDocument": allow("sts:AssumeRole", Principal={"AWS": ALICE}),
        }],
    })


@pytest.fixture
def serving():
    """Starts endpoints, and stops them at the end."""
    running = []

    def start(*arguments):
        running.append(Endpoint(*arguments))
        return running[-1]

    yield start
    for endpoint in running:
        assert endpoint.stop() == 0


def fails(*arguments):
    """Requires that the program ends at once with an error; gives what it says."""
    ended = subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=30)
    assert ended.returncode == 1, ended
    return ended.stderr


def test_development_stays_at_home_unless_told_twice(serving, client):
    assert "--dangerous-dev-on-any-address" in fails("--dev", "--port", "0", "--listen", "0.0.0.0")
    everywhere = serving("--dev", "--no-console", "--listen", "0.0.0.0", "--dangerous-dev-on-any-address")
    assert everywhere.url.startswith("http://0.0.0.0:")
    assert client("sts", url=everywhere.url).get_caller_identity()["Account"] == ACCOUNT


def test_development_says_so_loudly(tmp_path):
    log = tmp_path / "log"
    with open(log, "wb") as out:
        process = subprocess.Popen(
            [BINARY, "--dev", "--port", "0", "--no-console"], stdout=subprocess.PIPE, stderr=out, text=True
        )
        wait_for(lambda: "DEVELOPMENT MODE" in log.read_text())
        process.terminate()
        printed, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "DEVELOPMENT MODE: any signature is accepted" in printed


def test_a_call_that_is_under_way_is_answered_before_it_stops():
    endpoint = Endpoint("--dev", "--no-console")
    with connect(endpoint) as connection:
        connection.sendall(head(2) + b"{")
        time.sleep(0.5)
        endpoint.process.terminate()
        time.sleep(0.5)
        with pytest.raises(ConnectionRefusedError):
            connect(endpoint)
        connection.sendall(b"}")
        status, body = answer(connection)
    assert (status, body["Keys"]) == (200, [])
    assert endpoint.stop() == 0


def test_production_asks_where_records_are_kept():
    assert "--data" in fails("--port", "0")
    assert "--dev" in fails("--data", "unused", "--enforce-iam")


def test_in_development_a_twelve_digit_key_is_an_account(serving, client):
    endpoint = serving("--dev", "--no-console", "--account", "444455556666")
    for key, account in [(ACCOUNT, ACCOUNT), ("test", "444455556666"), ("AKIAIOSFODNN7EXAMPLE", "444455556666")]:
        who = client("sts", key=key, url=endpoint.url).get_caller_identity()
        assert who["Arn"] == f"arn:aws:iam::{account}:root"


@pytest.mark.parametrize("enforced", [True, False])
def test_in_development_policies_of_roles_hold_if_asked_for(serving, client, tmp_path, enforced):
    file = tmp_path / "directory.json"
    file.write_text(directory(["kms:ListKeys"]))
    options = ["--enforce-iam"] if enforced else []
    endpoint = serving("--dev", "--no-console", "--directory", str(file), *options)
    session = client("sts", url=endpoint.url).assume_role(RoleArn=ROLE, RoleSessionName="work")["Credentials"]
    kms = client(
        "kms", session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"], url=endpoint.url
    )
    kms.list_keys()
    if enforced:
        message = refused("AccessDeniedException", kms.create_key)
        assert message.endswith("because no identity-based policy allows the kms:CreateKey action")
        # The account's root user is nobody's to limit.
        client("kms", url=endpoint.url).create_key()
    else:
        kms.create_key()


def test_a_directory_that_is_not_one_changes_nothing(serving, client, tmp_path):
    data, file = str(tmp_path / "data"), tmp_path / "users.json"
    file.write_text(directory(["kms:ListKeys"]))
    key = access_key(data, ALICE, "--directory", str(file))
    endpoint = serving("--data", data, "--directory", str(file))
    kms = client("kms", *key, url=endpoint.url)
    kms.list_keys()
    file.write_text('{"UserDetailsList": []}')
    # So long that it was read: it is looked at every second.
    wait_for(lambda: refused_creation(kms), seconds=3)
    kms.list_keys()
    file.write_text(directory(["kms:ListKeys", "kms:CreateKey"]))
    wait_for(lambda: not refused_creation(kms))


def refused_creation(kms):
    try:
        kms.create_key()
        return False
    except kms.exceptions.ClientError as error:
        assert error.response["Error"]["Code"] == "AccessDeniedException"
        return True


def test_an_access_key_is_shown_once_and_kept_sealed(tmp_path):
    data = str(tmp_path / "data")
    os.makedirs(data)
    with open(os.path.join(data, "directory.json"), "w") as file:
        file.write(directory(["kms:ListKeys"]))
    keys = [access_key(data, ALICE) for _ in range(2)]
    assert "LimitExceeded" in (said := fails("access-key", "--data", data, "--user", ALICE)) or "2" in said
    assert "mallory" in fails("access-key", "--data", data, "--user", f"arn:aws:iam::{ACCOUNT}:user/mallory")
    assert all(key.startswith("AKIA") and len(key) == 20 and len(secret) == 40 for key, secret in keys)
    for name in os.listdir(data):
        with open(os.path.join(data, name), "rb") as file:
            content = file.read()
        assert all(secret.encode() not in content for _, secret in keys), name
