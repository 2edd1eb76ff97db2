"""How a request came, from where, and when its session began: what policies see of it."""

import contextlib
import json
import os
import subprocess
import sys

import pytest
import trustme
from botocore.exceptions import SSLError

from conftest import ACCOUNT, REGION, Endpoint, access_key, refused

ALICE = f"arn:aws:iam::{ACCOUNT}:user/alice"
BOB = f"arn:aws:iam::{ACCOUNT}:user/bob"
CAROL = f"arn:aws:iam::{ACCOUNT}:user/carol"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/app"
OFFICE = "203.0.113.0/24"

ALLOW = {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}
ENCRYPTED_ALONE = [ALLOW, {**ALLOW, "Effect": "Deny", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]
FROM_THE_OFFICE = {**ALLOW, "Condition": {"IpAddress": {"aws:SourceIp": OFFICE}}}
BY_BOTO_IN_ONE_REGION = {
    **ALLOW, "Condition": {"StringLike": {"aws:UserAgent": "*Boto3*"}, "StringEquals": {"aws:RequestedRegion": REGION}}
}


def issued_before(date):
    return {"Condition": {"DateLessThan": {"aws:TokenIssueTime": date}}}


# How sessions are taken back: what was issued before a moment is denied.
ISSUED_SINCE = [
    ALLOW,
    {**ALLOW, "Effect": "Deny", "Action": "kms:CreateKey", **issued_before("2099-01-01T00:00:00Z")},
    {**ALLOW, "Effect": "Deny", "Action": "kms:ListKeys", **issued_before("2020-01-01T00:00:00Z")},
]


def user(arn, statement):
    name = arn.split("/")[-1]
    policy = {"PolicyName": "some", "PolicyDocument": {"Version": "2012-10-17", "Statement": statement}}
    return {"UserName": name, "UserId": f"AIDA{name.upper()}", "Arn": arn, "UserPolicyList": [policy]}


def role(arn, trusted, statement):
    name = arn.split("/")[-1]
    trust = {"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": trusted},
    }}
    policy = {"PolicyName": "some", "PolicyDocument": {"Version": "2012-10-17", "Statement": statement}}
    return {
        "RoleName": name, "RoleId": f"AROA{name.upper()}", "Arn": arn,
        "AssumeRolePolicyDocument": trust, "RolePolicyList": [policy],
    }


class Site:
    """Data with three users and a role, over which an endpoint is started again and again, each time in another way."""

    def __init__(self, data):
        self.data = data
        with open(os.path.join(data, "directory.json"), "w") as file:
            users = [user(ALICE, ENCRYPTED_ALONE), user(BOB, FROM_THE_OFFICE), user(CAROL, BY_BOTO_IN_ONE_REGION)]
            json.dump({"UserDetailList": users, "RoleDetailList": [role(ROLE, CAROL, ISSUED_SINCE)]}, file)
        self.keys = {arn: access_key(data, arn) for arn in (ALICE, BOB, CAROL)}

    @contextlib.contextmanager
    def serving(self, *arguments):
        endpoint = Endpoint("--data", self.data, *arguments)
        try:
            yield endpoint
        finally:
            assert endpoint.stop() == 0


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return Site(str(tmp_path_factory.mktemp("site")))


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    """Options for TLS, and whom to trust."""
    directory = tmp_path_factory.mktemp("tls")
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1")
    chain, key, trusted = (str(directory / name) for name in ("chain.pem", "key.pem", "authority.pem"))
    for blob in certificate.cert_chain_pems:
        blob.write_to_path(chain, append=True)
    certificate.private_key_pem.write_to_path(key)
    authority.cert_pem.write_to_path(trusted)
    return ["--tls-cert", chain, "--tls-key", key], trusted


@pytest.fixture
def by(client, site):
    """KMS as a user, over an endpoint, with headers of a proxy's or of another program's."""

    def make(arn, endpoint, headers=None, verify=None):
        made = client("kms", *site.keys[arn], url=endpoint.url, verify=verify)

        def add(request, **_):
            for name, value in (headers or {}).items():
                request.headers[name] = value

        made.meta.events.register("before-send.kms", add)
        return made

    return make


def test_a_policy_tells_plain_http_from_tls(by, site, tls):
    options, trusted = tls
    with site.serving() as plain:
        assert plain.url.startswith("http://")
        message = refused("AccessDeniedException", by(ALICE, plain).list_keys)
        assert message == (
            f"User: {ALICE} is not authorized to perform: kms:ListKeys on resource: * "
            "with an explicit deny in an identity-based policy"
        )
    with site.serving(*options) as encrypted:
        assert encrypted.url.startswith("https://")
        assert by(ALICE, encrypted, verify=trusted).list_keys()["Keys"] == []
        with pytest.raises(SSLError):
            by(ALICE, encrypted).list_keys()


def test_the_aws_cli_speaks_tls_to_it(site, tls):
    options, trusted = tls
    key, secret = site.keys[ALICE]
    environment = {
        "PATH": os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"],
        "AWS_ACCESS_KEY_ID": key,
        "AWS_SECRET_ACCESS_KEY": secret,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_CA_BUNDLE": trusted,
    }
    with site.serving(*options) as encrypted:
        environment["AWS_ENDPOINT_URL_KMS"] = encrypted.url
        made = subprocess.run(
            ["aws", "kms", "create-key", "--query", "KeyMetadata.AWSAccountId", "--output", "text"],
            env=environment, capture_output=True, text=True, timeout=120,
        )
    assert made.stdout.strip() == ACCOUNT, made.stderr


def test_a_trusted_proxy_is_believed(by, site):
    with site.serving("--trusted-proxy", "127.0.0.0/8", "--trusted-proxy", "10.0.0.0/8") as behind:
        by(ALICE, behind, {"X-Forwarded-Proto": "https"}).list_keys()
        refused("AccessDeniedException", by(ALICE, behind, {"X-Forwarded-Proto": "http"}).list_keys)
        for path in ["203.0.113.7", "6.6.6.6, 203.0.113.7", "203.0.113.7, 10.1.2.3"]:
            by(BOB, behind, {"X-Forwarded-For": path}).list_keys()
        # Whoever is no proxy can say what he likes of who came before him.
        for path in ["198.51.100.1", "203.0.113.7, 198.51.100.1", "203.0.113.7, nonsense"]:
            refused("AccessDeniedException", by(BOB, behind, {"X-Forwarded-For": path}).list_keys)


def test_nobody_else_is_believed(by, site):
    with site.serving("--trusted-proxy", "10.0.0.0/8") as direct:
        refused("AccessDeniedException", by(ALICE, direct, {"X-Forwarded-Proto": "https"}).list_keys)
        refused("AccessDeniedException", by(BOB, direct, {"X-Forwarded-For": "203.0.113.7"}).list_keys)


def test_a_policy_sees_which_program_calls_and_in_which_region(by, client, site):
    with site.serving() as plain:
        by(CAROL, plain).list_keys()
        refused("AccessDeniedException", by(CAROL, plain, {"User-Agent": "curl/8.0"}).list_keys)
        refused("AccessDeniedException", client("kms", *site.keys[CAROL], url=plain.url, region="us-east-1").list_keys)


def test_a_policy_sees_when_a_session_began(client, site):
    with site.serving() as plain:
        sts = client("sts", *site.keys[CAROL], url=plain.url)
        session = sts.assume_role(RoleArn=ROLE, RoleSessionName="work")["Credentials"]
        credentials = session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"]
        kms = client("kms", *credentials, url=plain.url)
        kms.list_keys()
        assert "explicit deny" in refused("AccessDeniedException", kms.create_key)
