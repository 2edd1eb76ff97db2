"""AWS STS, and sessions."""

import pytest
from botocore.exceptions import ClientError

from conftest import ACCOUNT, Endpoint

ROLE = f"arn:aws:iam::{ACCOUNT}:role/app"


def test_a_session_calls_as_its_role(client):
    sts = client("sts")
    who = sts.get_caller_identity()
    assert who["Arn"] == f"arn:aws:iam::{ACCOUNT}:root" and who["Account"] == ACCOUNT
    answer = sts.assume_role(
        RoleArn=ROLE,
        RoleSessionName="work",
        DurationSeconds=900,
        Policy='{"Statement": {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}}',
        Tags=[{"Key": "team", "Value": "blue"}],
        TransitiveTagKeys=["team"],
        ExternalId="shared-word",
        SourceIdentity="alice",
    )
    assert answer["SourceIdentity"] == "alice" and answer["PackedPolicySize"] > 0
    session = answer["Credentials"]
    assert (session["Expiration"].timestamp()) > 0
    of_session = dict(key=session["AccessKeyId"], secret=session["SecretAccessKey"], token=session["SessionToken"])
    assert client("sts", **of_session).get_caller_identity()["Arn"] == answer["AssumedRoleUser"]["Arn"]
    assert client("kms", **of_session).list_keys()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_what_is_not_supported_is_refused(client):
    sts = client("sts")
    for parameters, code in [
        ({"SerialNumber": "arn:aws:iam::1:mfa/x", "TokenCode": "123456"}, "AccessDenied"),
        ({"ProvidedContexts": [{"ProviderArn": "arn:aws:iam::aws:contextProvider/x", "ContextAssertion": "xxxx"}]}, None),
        ({"PolicyArns": [{"arn": "arn:aws:iam::aws:policy/none"}]}, None),
        ({"DurationSeconds": 901 * 1000}, "ValidationError"),
    ]:
        with pytest.raises(ClientError) as error:
            sts.assume_role(RoleArn=ROLE, RoleSessionName="work", **parameters)
        assert code in (None, error.value.response["Error"]["Code"]), error.value


def test_signatures_are_verified_against_the_directory(client, tmp_path):
    """Outside of development: an access key is made, signs, and another secret does not."""
    import subprocess

    from conftest import BINARY

    user = f"arn:aws:iam::{ACCOUNT}:root"
    made = subprocess.run(
        [BINARY, "access-key", "--data", tmp_path, "--user", user], check=True, capture_output=True, text=True
    ).stdout
    key, secret = (line.split("=", 1)[1] for line in made.splitlines()[:2])
    endpoint = Endpoint("--data", str(tmp_path))
    try:
        kms = client("kms", key=key, secret=secret, url=endpoint.url)
        created = kms.create_key()["KeyMetadata"]["KeyId"]
        for wrong, code in [
            (dict(key=key, secret="x" * 40), "InvalidSignatureException"),
            (dict(key="AKIAAAAAAAAAAAAAAAAA", secret=secret), "UnrecognizedClientException"),
            (dict(key=ACCOUNT, secret=secret), "UnrecognizedClientException"),
        ]:
            with pytest.raises(ClientError) as error:
                client("kms", **wrong, url=endpoint.url).list_keys()
            assert error.value.response["Error"]["Code"] == code
    finally:
        assert endpoint.stop() == 0
    endpoint = Endpoint("--data", str(tmp_path))
    try:
        kms = client("kms", key=key, secret=secret, url=endpoint.url)
        assert kms.describe_key(KeyId=created)["KeyMetadata"]["KeyId"] == created
    finally:
        assert endpoint.stop() == 0
    assert "CreateKey" in (tmp_path / "audit.jsonl").read_text()
