"""Outside of development: signatures are verified, policies decide, and sessions outlive the process."""

import json
import os
import time
import urllib.request

import pytest
from botocore.exceptions import ClientError

from conftest import Endpoint, access_key

ALICE = "arn:aws:iam::111122223333:user/alice"
APP = "arn:aws:iam::111122223333:role/app"


def statement(effect, action, **more):
    return {"Version": "2012-10-17", "Statement": {"Effect": effect, "Action": action, **more}}


def directory(actions):
    return {
        "UserDetailList": [{
            "UserName": "alice", "UserId": "AIDAALICE", "Arn": ALICE,
            "UserPolicyList": [{"PolicyName": "some", "PolicyDocument": statement("Allow", actions, Resource="*")}],
        }],
        "RoleDetailList": [{
            "RoleName": "app", "RoleId": "AROAAPP", "Arn": APP,
            "AssumeRolePolicyDocument": statement("Allow", ["sts:AssumeRole", "sts:TagSession"], Principal={"AWS": ALICE}),
            "RolePolicyList": [{"PolicyName": "keys", "PolicyDocument": statement("Allow", "kms:*", Resource="*")}],
        }],
    }


class Production:
    """An endpoint over a directory of users, with an access key that was made before it was started."""

    def __init__(self, data):
        self.data = data
        self.write(["kms:CreateKey", "kms:ListKeys"])
        self.key, self.secret = access_key(data, ALICE)
        self.start()

    def write(self, actions):
        with open(os.path.join(self.data, "directory.json"), "w") as file:
            json.dump(directory(actions), file)

    def start(self):
        self.endpoint = Endpoint("--data", self.data)

    def restart(self):
        assert self.endpoint.stop() == 0
        self.start()


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    production = Production(str(tmp_path_factory.mktemp("data")))
    yield production
    assert production.endpoint.stop() == 0


@pytest.fixture
def by(client, production):
    """A client of alice, or of whom the arguments say."""

    def make(service, key=None, secret=None, token=None):
        return client(service, key or production.key, secret or production.secret, token, production.endpoint.url)

    return make


def refused(call, code, status):
    with pytest.raises(ClientError) as error:
        call()
    response = error.value.response
    assert (response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]) == (code, status)
    return response["Error"]["Message"]


def session(by, **more):
    made = by("sts").assume_role(RoleArn=APP, RoleSessionName="work", **more)["Credentials"]
    return made["AccessKeyId"], made["SecretAccessKey"], made["SessionToken"]


def test_a_user_may_do_what_its_policies_allow(by):
    by("kms").create_key()
    message = refused(lambda: by("kms").list_aliases(), "AccessDeniedException", 400)
    assert message.endswith("because no identity-based policy allows the kms:ListAliases action")
    assert by("sts").get_caller_identity()["Arn"] == ALICE


@pytest.mark.parametrize("service, unknown, wrong, status", [
    ("kms", "UnrecognizedClientException", "InvalidSignatureException", 400),
    ("sts", "InvalidClientTokenId", "SignatureDoesNotMatch", 403),
])
def test_whoever_is_nobody_is_refused(by, service, unknown, wrong, status):
    call = {"kms": lambda made: made.list_keys(), "sts": lambda made: made.get_caller_identity()}[service]
    refused(lambda: call(by(service, key="AKIAIOSFODNN7EXAMPLE")), unknown, status)
    refused(lambda: call(by(service, token="forged")), unknown, status)
    refused(lambda: call(by(service, secret="wrong")), wrong, status)


def test_a_session_outlives_the_process_and_is_limited_by_its_policy(by, production):
    unlimited = session(by, Tags=[{"Key": "project", "Value": "x y"}], TransitiveTagKeys=["project"])
    limited = session(by, Policy=json.dumps(statement("Allow", "kms:ListKeys", Resource="*")), DurationSeconds=900)
    production.restart()
    by("kms", *unlimited).create_key()
    by("kms", *limited).list_keys()
    message = refused(lambda: by("kms", *limited).create_key(), "AccessDeniedException", 400)
    assert message.endswith("because no session policy allows the kms:CreateKey action")
    assert by("sts", *limited).get_caller_identity()["Arn"] == "arn:aws:sts::111122223333:assumed-role/app/work"
    key, _, token = unlimited
    refused(lambda: by("kms", key, "wrong", token).list_keys(), "InvalidSignatureException", 400)
    refused(lambda: by("kms", *unlimited[:2]).list_keys(), "UnrecognizedClientException", 400)


def test_presigned_requests_are_verified(by):
    for credentials in [(), session(by)]:
        url = by("sts", *credentials).generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
        with urllib.request.urlopen(url) as answer:
            assert b"<Account>111122223333</Account>" in answer.read()
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(url.replace("X-Amz-Expires=60", "X-Amz-Expires=61"))
        assert error.value.code == 403 and b"SignatureDoesNotMatch" in error.value.read()


def test_a_change_of_the_directory_is_in_force_without_a_restart(by, production):
    by("kms").list_keys()
    production.write(["kms:CreateKey"])
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            by("kms").list_keys()
        except ClientError as error:
            assert error.response["Error"]["Code"] == "AccessDeniedException"
            return
        time.sleep(0.2)
    pytest.fail("the directory was not read anew")
