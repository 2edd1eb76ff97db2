"""AWS KMS: every operation that has landed, with every parameter of AWS's model, valid and invalid."""

import json

import pytest

import wire
from conftest import ACCOUNT, refused
from services import REFUSED

POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
                "Action": "kms:*",
                "Resource": "*",
            }
        ],
    }
)
CONTEXT = {"tenant": "42"}

@pytest.fixture(scope="module")
def key(kms):
    return kms.create_key()["KeyMetadata"]["KeyId"]


@pytest.fixture(scope="module")
def other(kms):
    return kms.create_key()["KeyMetadata"]["KeyId"]


def test_keys_are_made(kms):
    made = kms.create_key(
        Policy=POLICY,
        Description="orders",
        KeyUsage="ENCRYPT_DECRYPT",
        KeySpec="SYMMETRIC_DEFAULT",
        CustomerMasterKeySpec="SYMMETRIC_DEFAULT",
        Origin="AWS_KMS",
        BypassPolicyLockoutSafetyCheck=True,
        Tags=[{"TagKey": "team", "TagValue": "blue"}],
        MultiRegion=False,
    )["KeyMetadata"]
    assert made["KeyState"] == "Enabled" and made["AWSAccountId"] == ACCOUNT
    refused(REFUSED["CustomKeyStoreId"], kms.create_key, CustomKeyStoreId="cks-1")
    refused(REFUSED["XksKeyId"], kms.create_key, XksKeyId="x")
    refused("UnsupportedOperationException", kms.create_key, MultiRegion=True)
    refused("MalformedPolicyDocumentException", kms.create_key, Policy="{")
    refused("TagException", kms.create_key, Tags=[{"TagKey": "aws:x", "TagValue": ""}])


def test_keys_are_described(kms, key):
    described = kms.describe_key(KeyId=key)["KeyMetadata"]
    assert described["KeyId"] == key
    refused(REFUSED["GrantTokens"], kms.describe_key, KeyId=key, GrantTokens=["made-up"])
    refused("NotFoundException", kms.describe_key, KeyId="alias/none")
    refused("InvalidArnException", kms.describe_key, KeyId="arn:aws:s3:::bucket")


def test_plaintexts_come_back(kms, key):
    encrypted = kms.encrypt(
        KeyId=key, Plaintext=b"secret", EncryptionContext=CONTEXT, EncryptionAlgorithm="SYMMETRIC_DEFAULT", GrantTokens=[]
    )
    decrypted = kms.decrypt(
        CiphertextBlob=encrypted["CiphertextBlob"],
        KeyId=key,
        EncryptionContext=CONTEXT,
        EncryptionAlgorithm="SYMMETRIC_DEFAULT",
        DryRun=False,
        GrantTokens=[],
    )
    assert decrypted["Plaintext"] == b"secret"
    blob = encrypted["CiphertextBlob"]
    refused("InvalidCiphertextException", kms.decrypt, CiphertextBlob=blob)
    refused("InvalidKeyUsageException", kms.encrypt, KeyId=key, Plaintext=b"x", EncryptionAlgorithm="RSAES_OAEP_SHA_256")
    refused(REFUSED["DryRun"], kms.encrypt, KeyId=key, Plaintext=b"x", DryRun=True)
    refused(REFUSED["DryRun"], kms.decrypt, CiphertextBlob=blob, EncryptionContext=CONTEXT, DryRun=True)
    refused(REFUSED["DryRunModifiers"], kms.decrypt, KeyId=key, DryRun=True, DryRunModifiers=["IGNORE_CIPHERTEXT"])
    refused(REFUSED["GrantTokens"], kms.encrypt, KeyId=key, Plaintext=b"x", GrantTokens=["made-up"])
    refused(REFUSED["GrantTokens"], kms.decrypt, CiphertextBlob=blob, GrantTokens=["made-up"])
    recipient = {"KeyEncryptionAlgorithm": "RSAES_OAEP_SHA_256", "AttestationDocument": b"x"}
    refused(REFUSED["Recipient"], kms.decrypt, CiphertextBlob=blob, Recipient=recipient)
    refused(REFUSED["Recipient"], kms.generate_data_key, KeyId=key, KeySpec="AES_256", Recipient=recipient)
    refused(REFUSED["Recipient"], kms.generate_random, NumberOfBytes=8, Recipient=recipient)


def test_ciphertexts_change_their_key(kms, key, other):
    blob = kms.encrypt(KeyId=key, Plaintext=b"secret", EncryptionContext=CONTEXT)["CiphertextBlob"]
    parameters = dict(
        CiphertextBlob=blob,
        SourceKeyId=key,
        SourceEncryptionContext=CONTEXT,
        SourceEncryptionAlgorithm="SYMMETRIC_DEFAULT",
        DestinationKeyId=other,
        DestinationEncryptionContext={"tenant": "43"},
        DestinationEncryptionAlgorithm="SYMMETRIC_DEFAULT",
    )
    moved = kms.re_encrypt(**parameters, DryRun=False, GrantTokens=[])
    assert kms.decrypt(CiphertextBlob=moved["CiphertextBlob"], EncryptionContext={"tenant": "43"})["Plaintext"] == b"secret"
    refused(REFUSED["DryRun"], kms.re_encrypt, **parameters, DryRun=True)
    refused(REFUSED["GrantTokens"], kms.re_encrypt, **parameters, GrantTokens=["made-up"])
    refused(
        REFUSED["DryRunModifiers"],
        kms.re_encrypt,
        SourceKeyId=key,
        DestinationKeyId=other,
        DryRun=True,
        DryRunModifiers=["IGNORE_CIPHERTEXT"],
    )
    refused("IncorrectKeyException", kms.re_encrypt, **{**parameters, "SourceKeyId": other})


@pytest.mark.parametrize("name", ["generate_data_key", "generate_data_key_without_plaintext"])
def test_data_keys_are_made(kms, key, name):
    generate = getattr(kms, name)
    by_spec = generate(KeyId=key, KeySpec="AES_256", EncryptionContext=CONTEXT, GrantTokens=[], DryRun=False)
    generate(KeyId=key, NumberOfBytes=7)
    plaintext = kms.decrypt(CiphertextBlob=by_spec["CiphertextBlob"], EncryptionContext=CONTEXT)["Plaintext"]
    assert len(plaintext) == 32 and by_spec.get("Plaintext", plaintext) == plaintext
    refused("ValidationException", generate, KeyId=key, KeySpec="AES_256", NumberOfBytes=7)
    refused(REFUSED["DryRun"], generate, KeyId=key, KeySpec="AES_256", DryRun=True)
    refused(REFUSED["GrantTokens"], generate, KeyId=key, KeySpec="AES_256", GrantTokens=["made-up"])


def test_randomness_is_made(kms):
    assert len(kms.generate_random(NumberOfBytes=64)["Plaintext"]) == 64
    refused(REFUSED["CustomKeyStoreId"], kms.generate_random, NumberOfBytes=1, CustomKeyStoreId="cks-1")


def test_aliases_name_keys(kms, key, other):
    kms.create_alias(AliasName="alias/clients", TargetKeyId=key)
    kms.update_alias(AliasName="alias/clients", TargetKeyId=other)
    listed = kms.list_aliases(KeyId=other, Limit=10)
    assert [alias["AliasName"] for alias in listed["Aliases"]] == ["alias/clients"]
    refused("AlreadyExistsException", kms.create_alias, AliasName="alias/clients", TargetKeyId=key)
    refused("InvalidAliasNameException", kms.create_alias, AliasName="alias/aws/mine", TargetKeyId=key)
    kms.delete_alias(AliasName="alias/clients")
    refused("NotFoundException", kms.delete_alias, AliasName="alias/clients")


def test_listings_go_on_where_they_ended(kms, key):
    kms.create_alias(AliasName="alias/page-1", TargetKeyId=key)
    kms.create_alias(AliasName="alias/page-2", TargetKeyId=key)
    kms.tag_resource(KeyId=key, Tags=[{"TagKey": name, "TagValue": "v"} for name in ("a", "b")])
    for call, entries, parameters in [
        (kms.list_keys, "Keys", {}),
        (kms.list_aliases, "Aliases", {"KeyId": key}),
        (kms.list_resource_tags, "Tags", {"KeyId": key}),
    ]:
        first = call(Limit=1, **parameters)
        assert first["Truncated"] and len(first[entries]) == 1
        second = call(Limit=1, Marker=first["NextMarker"], **parameters)
        assert second[entries] != first[entries]
        refused("InvalidMarkerException", call, Marker="made-up", **parameters)
    assert kms.list_keys(ResourceOwners=["SELF"])["Keys"]
    refused("UnsupportedOperationException", kms.list_keys, ResourceOwners=["OTHER_ACCOUNTS_VIA_RAM"])
    assert kms.list_key_policies(KeyId=key, Limit=1)["PolicyNames"] == ["default"]
    refused("InvalidMarkerException", kms.list_key_policies, KeyId=key, Marker="made-up")


def test_policies_are_put_and_read(kms, key):
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=POLICY, BypassPolicyLockoutSafetyCheck=False)
    assert json.loads(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"]) == json.loads(POLICY)
    refused("NotFoundException", kms.get_key_policy, KeyId=key, PolicyName="other")
    nobody = POLICY.replace(":root", ":user/none")
    refused("MalformedPolicyDocumentException", kms.put_key_policy, KeyId=key, Policy=nobody)


def test_tags_are_set_and_removed(kms, key):
    kms.tag_resource(KeyId=key, Tags=[{"TagKey": "team", "TagValue": "blue"}])
    kms.untag_resource(KeyId=key, TagKeys=["team"])
    refused("TagException", kms.untag_resource, KeyId=key, TagKeys=["aws:x"])


def test_keys_change_and_go(kms):
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.update_key_description(KeyId=key, Description="new")
    kms.disable_key(KeyId=key)
    refused("DisabledException", kms.encrypt, KeyId=key, Plaintext=b"x")
    kms.enable_key(KeyId=key)
    scheduled = kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    assert scheduled["KeyState"] == "PendingDeletion"
    refused("KMSInvalidStateException", kms.encrypt, KeyId=key, Plaintext=b"x")
    kms.cancel_key_deletion(KeyId=key)
    refused("KMSInvalidStateException", kms.cancel_key_deletion, KeyId=key)


def test_parameters_that_nobody_knows_are_refused_by_name(endpoint):
    status, _ = wire.post(endpoint.url, "TrentService.ListKeys", {"OfTheFuture": None, "Limit": None})
    assert status == 200
    status, body = wire.post(endpoint.url, "TrentService.ListKeys", {"OfTheFuture": {"X": 1}})
    assert (status, body["__type"]) == (400, "ValidationException"), body
    assert "Value at 'ofTheFuture' failed to satisfy constraint: Member is not supported" in body["message"], body
