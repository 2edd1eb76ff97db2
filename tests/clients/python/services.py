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
UNANSWERED = {("kms", "ListKeyPolicies", "Marker"), ("wafv2", "ListTagsForResource", "NextMarker")}
# Those that the web ACLs of the tests do not use yet.
UNANSWERED |= {
    ("wafv2", operation, member)
    for operation in ("CreateRuleGroup", "UpdateRuleGroup", "CreateWebACL", "UpdateWebACL")
    for member in ("ApplicationConfig", "MonetizationConfig")
}

# Parameters of AWS's newest model that this release does not know: they are refused by name.
UNKNOWN = {("wafv2", "CreateWebACL", "AnalyticsConfig"), ("wafv2", "UpdateWebACL", "AnalyticsConfig")}

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

WAFV2 = [
    "AssociateWebACL",
    "CheckCapacity",
    "CreateIPSet",
    "CreateRegexPatternSet",
    "CreateRuleGroup",
    "CreateWebACL",
    "DeleteIPSet",
    "DeleteRegexPatternSet",
    "DeleteRuleGroup",
    "DeleteWebACL",
    "DisassociateWebACL",
    "GetIPSet",
    "GetRegexPatternSet",
    "GetRuleGroup",
    "GetWebACL",
    "GetWebACLForResource",
    "ListIPSets",
    "ListRegexPatternSets",
    "ListResourcesForWebACL",
    "ListRuleGroups",
    "ListTagsForResource",
    "ListWebACLs",
    "TagResource",
    "UntagResource",
    "UpdateIPSet",
    "UpdateRegexPatternSet",
    "UpdateRuleGroup",
    "UpdateWebACL",
]

# Service -> prefix of its targets, and its operations here.
SERVICES = {
    "kms": ("TrentService", [n for n in model.service_model("kms").operation_names if n not in KMS_NOT_YET]),
    "ssm": ("AmazonSSM", SSM),
    "wafv2": ("AWSWAF_20190729", WAFV2),
}
OPERATIONS = [(service, name) for service, (_, names) in SERVICES.items() for name in names]
PARAMETERS = [(service, name, member) for service, name in OPERATIONS for member in model.input_shape(service, name).members]
KNOWN = [parameter for parameter in PARAMETERS if parameter not in UNKNOWN]


def target(service, operation):
    return f"{SERVICES[service][0]}.{operation}"
