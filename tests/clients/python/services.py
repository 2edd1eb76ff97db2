"""The services that have landed: their targets, their operations, and what is known to be refused."""

import model

# What KMS has on AWS and this release has not: it says so.
KMS_NOT_YET = {
    "ConnectCustomKeyStore",
    "CreateCustomKeyStore",
    "CreateGrant",
    "Decapsulate",
    "DeleteCustomKeyStore",
    "DeleteImportedKeyMaterial",
    "DeriveSharedSecret",
    "DescribeCustomKeyStores",
    "DisableKeyRotation",
    "DisconnectCustomKeyStore",
    "EnableKeyRotation",
    "Encapsulate",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "GenerateMac",
    "GetKeyLastUsage",
    "GetKeyRotationStatus",
    "GetParametersForImport",
    "GetPublicKey",
    "ImportKeyMaterial",
    "ListGrants",
    "ListKeyRotations",
    "ListRetirableGrants",
    "ReplicateKey",
    "RetireGrant",
    "RevokeGrant",
    "RotateKeyOnDemand",
    "Sign",
    "UpdateCustomKeyStore",
    "UpdatePrimaryRegion",
    "Verify",
    "VerifyMac",
}

# Parameters that are refused with an error of their own, whatever their value: no call with them is answered.
REFUSED = {
    "CustomKeyStoreId": "CustomKeyStoreNotFoundException",
    "XksKeyId": "UnsupportedOperationException",
    "Recipient": "UnsupportedOperationException",
    "GrantTokens": "InvalidGrantTokenException",
    "DryRun": "DryRunOperationException",
    "DryRunModifiers": "DryRunOperationException",
}

# Parameters that no test can have answered: a listing of one entry has no second page.
UNANSWERED = {("kms", "ListKeyPolicies", "Marker")}

SSM = [
    "AddTagsToResource",
    "DeleteParameter",
    "DeleteParameters",
    "DeleteResourcePolicy",
    "DescribeParameters",
    "GetParameter",
    "GetParameterHistory",
    "GetParameters",
    "GetParametersByPath",
    "GetResourcePolicies",
    "GetServiceSetting",
    "LabelParameterVersion",
    "ListTagsForResource",
    "PutParameter",
    "PutResourcePolicy",
    "RemoveTagsFromResource",
    "ResetServiceSetting",
    "UnlabelParameterVersion",
    "UpdateServiceSetting",
]

# Service -> prefix of its targets, and its operations here.
SERVICES = {
    "kms": ("TrentService", [n for n in model.service_model("kms").operation_names if n not in KMS_NOT_YET]),
    "ssm": ("AmazonSSM", SSM),
}
OPERATIONS = [(service, name) for service, (_, names) in SERVICES.items() for name in names]
PARAMETERS = [(service, name, member) for service, name in OPERATIONS for member in model.input_shape(service, name).members]


def target(service, operation):
    return f"{SERVICES[service][0]}.{operation}"
