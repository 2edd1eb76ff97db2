"""AWS Systems Manager, Parameter Store: every operation, with every parameter of AWS's model."""

import json

import pytest

from conftest import ACCOUNT, REGION, refused

EXPIRES = json.dumps(
    [{"Type": "Expiration", "Version": "1.0", "Attributes": {"Timestamp": "2099-12-02T21:34:33.000Z"}}]
)
TIER = "/ssm/parameter-store/default-parameter-tier"


@pytest.fixture(scope="module")
def ssm(client):
    return client("ssm")


@pytest.fixture(scope="module")
def name(ssm):
    put = ssm.put_parameter(
        Name="/clients/one",
        Description="one",
        Value="1",
        Type="String",
        AllowedPattern="^[0-9]+$",
        Tags=[{"Key": "team", "Value": "blue"}],
        Tier="Standard",
        DataType="text",
    )
    assert (put["Version"], put["Tier"]) == (1, "Standard")
    return "/clients/one"


def test_parameters_are_put(ssm, kms, name):
    assert ssm.put_parameter(Name=name, Value="2", Type="String", Overwrite=True)["Version"] == 2
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    ssm.put_parameter(Name="/clients/secret", Value="marker", Type="SecureString", KeyId=key)
    put = ssm.put_parameter(
        Name="/clients/expires", Value="x", Type="StringList", Tier="Intelligent-Tiering", Policies=EXPIRES
    )
    assert put["Tier"] == "Advanced"
    refused("ParameterAlreadyExists", ssm.put_parameter, Name=name, Value="3", Type="String")
    refused("ParameterPatternMismatchException", ssm.put_parameter, Name="/clients/p", Value="x", Type="String", AllowedPattern="^[0-9]+$")
    refused("InvalidKeyId", ssm.put_parameter, Name="/clients/k", Value="x", Type="SecureString", KeyId="alias/none")


def test_parameters_are_read(ssm, name):
    assert ssm.get_parameter(Name=name, WithDecryption=False)["Parameter"]["Value"] == "2"
    secret = ssm.get_parameters(Names=["/clients/secret", "/clients/none"], WithDecryption=True)
    assert secret["Parameters"][0]["Value"] == "marker" and secret["InvalidParameters"] == ["/clients/none"]
    assert ssm.get_parameter(Name="/clients/secret")["Parameter"]["Value"] != "marker"
    refused("ParameterNotFound", ssm.get_parameter, Name="/clients/none")
    refused("ParameterVersionNotFound", ssm.get_parameter, Name=f"{name}:9")


def test_parameters_are_read_by_path(ssm, name):
    first = ssm.get_parameters_by_path(Path="/clients", Recursive=True, WithDecryption=True, MaxResults=1)
    assert len(first["Parameters"]) == 1
    rest = ssm.get_parameters_by_path(
        Path="/clients", Recursive=True, WithDecryption=True, NextToken=first["NextToken"], MaxResults=10
    )
    assert {p["Name"] for p in rest["Parameters"]}.isdisjoint({first["Parameters"][0]["Name"]})
    only = ssm.get_parameters_by_path(
        Path="/clients", ParameterFilters=[{"Key": "Type", "Option": "Equals", "Values": ["SecureString"]}]
    )
    assert [p["Name"] for p in only["Parameters"]] == ["/clients/secret"]
    refused("InvalidNextToken", ssm.get_parameters_by_path, Path="/clients", NextToken="made-up")
    refused("InvalidFilterKey", ssm.get_parameters_by_path, Path="/clients", ParameterFilters=[{"Key": "Name", "Values": ["x"]}])


def test_parameters_are_described(ssm, name):
    first = ssm.describe_parameters(MaxResults=1, Shared=False)
    ssm.describe_parameters(NextToken=first["NextToken"])
    found = ssm.describe_parameters(ParameterFilters=[{"Key": "Name", "Option": "BeginsWith", "Values": ["/clients/o"]}])
    assert [p["Name"] for p in found["Parameters"]] == [name]
    found = ssm.describe_parameters(Filters=[{"Key": "Type", "Values": ["SecureString"]}])
    assert "/clients/secret" in [p["Name"] for p in found["Parameters"]]
    refused("InvalidFilterOption", ssm.describe_parameters, ParameterFilters=[{"Key": "Name", "Option": "Sideways", "Values": ["x"]}])


def test_versions_have_labels_and_a_history(ssm, name):
    labelled = ssm.label_parameter_version(Name=name, ParameterVersion=1, Labels=["first", "aws-no"])
    assert labelled["InvalidLabels"] == ["aws-no"]
    assert ssm.get_parameter(Name=f"{name}:first")["Parameter"]["Value"] == "1"
    page = ssm.get_parameter_history(Name=name, WithDecryption=True, MaxResults=1)
    assert page["Parameters"][0]["Labels"] == ["first"]
    ssm.get_parameter_history(Name=name, NextToken=page["NextToken"])
    gone = ssm.unlabel_parameter_version(Name=name, ParameterVersion=1, Labels=["first", "none"])
    assert gone["RemovedLabels"] == ["first"] and gone["InvalidLabels"] == ["none"]


def test_tags_are_added_and_removed(ssm, name):
    of = dict(ResourceType="Parameter", ResourceId=name)
    ssm.add_tags_to_resource(**of, Tags=[{"Key": "stage", "Value": "dev"}])
    assert len(ssm.list_tags_for_resource(**of)["TagList"]) == 2
    ssm.remove_tags_from_resource(**of, TagKeys=["stage"])
    refused("InvalidResourceId", ssm.list_tags_for_resource, ResourceType="Parameter", ResourceId="/clients/none")


def test_settings_are_changed(ssm):
    ssm.update_service_setting(SettingId=TIER, SettingValue="Advanced")
    assert ssm.get_service_setting(SettingId=TIER)["ServiceSetting"]["SettingValue"] == "Advanced"
    ssm.reset_service_setting(SettingId=TIER)
    refused("ServiceSettingNotFound", ssm.get_service_setting, SettingId="/ssm/none")


def test_parameters_are_shared(ssm):
    ssm.put_parameter(Name="/clients/shared", Value="x", Type="String", Tier="Advanced")
    arn = f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/clients/shared"
    policy = json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
                    "Action": ["ssm:GetParameter", "ssm:GetParameters"],
                    "Resource": arn,
                }
            ],
        }
    )
    put = ssm.put_resource_policy(ResourceArn=arn, Policy=policy)
    again = ssm.put_resource_policy(ResourceArn=arn, Policy=policy, PolicyId=put["PolicyId"], PolicyHash=put["PolicyHash"])
    other = ssm.put_resource_policy(ResourceArn=arn, Policy=policy.replace("444455556666", "777788889999"))
    page = ssm.get_resource_policies(ResourceArn=arn, MaxResults=1)
    rest = ssm.get_resource_policies(ResourceArn=arn, NextToken=page["NextToken"])
    assert {p["PolicyId"] for p in page["Policies"] + rest["Policies"]} == {put["PolicyId"], other["PolicyId"]}
    ssm.delete_resource_policy(
        ResourceArn=arn, PolicyId=put["PolicyId"], PolicyHash=again["PolicyHash"], DeletionMode="RemoveSharing"
    )
    refused("MalformedResourcePolicyDocumentException", ssm.put_resource_policy, ResourceArn=arn, Policy="{")


def test_parameters_are_deleted(ssm):
    for name in ("/clients/d1", "/clients/d2"):
        ssm.put_parameter(Name=name, Value="x", Type="String")
    ssm.delete_parameter(Name="/clients/d1")
    gone = ssm.delete_parameters(Names=["/clients/d1", "/clients/d2"])
    assert gone["DeletedParameters"] == ["/clients/d2"] and gone["InvalidParameters"] == ["/clients/d1"]
    refused("ParameterNotFound", ssm.delete_parameter, Name="/clients/d1")
