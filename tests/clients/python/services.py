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

# Parameters that no test can have answered: a listing of one entry, or of none, has no second page.
UNANSWERED = {
    ("kms", "ListKeyPolicies", "Marker"),
    ("wafv2", "ListAvailableManagedRuleGroupVersions", "NextMarker"),
    ("wafv2", "ListManagedRuleSets", "NextMarker"),
    ("wafv2", "ListTagsForResource", "NextMarker"),
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

# What WAFv2 has on AWS and this release has not: it says so.
WAFV2_NOT_YET = {"GetEvent", "GetEventActor", "ListEventActors", "ListEvents", "ListEventsByWebACL"}

# Operations of WAFv2 that refuse every valid call: what they are about is not in a process, or is a vendor's.
WAFV2_REFUSED = {
    "GenerateMobileSdkReleaseUrl": "WAFInvalidOperationException",
    "GetManagedRuleSet": "WAFNonexistentItemException",
    "GetMobileSdkRelease": "WAFInvalidOperationException",
    "GetRevenueStatistics": "WAFInvalidOperationException",
    "GetRevenueStatisticsSummary": "WAFInvalidOperationException",
    "GetRevenueStatisticsTimeSeries": "WAFInvalidOperationException",
    "GetTopPathStatisticsByTraffic": "WAFInvalidOperationException",
    "ListMobileSdkReleases": "WAFInvalidOperationException",
    "ListSettlementRecords": "WAFInvalidOperationException",
    "PutManagedRuleSetVersions": "WAFNonexistentItemException",
    "UpdateManagedRuleSetVersionExpiryDate": "WAFNonexistentItemException",
}

# Service -> prefix of its targets, and its operations here.
SERVICES = {
    "kms": ("TrentService", [n for n in model.service_model("kms").operation_names if n not in KMS_NOT_YET]),
    "ssm": ("AmazonSSM", SSM),
    "wafv2": ("AWSWAF_20190729", [n for n in model.service_model("wafv2").operation_names if n not in WAFV2_NOT_YET]),
}
OPERATIONS = [(service, name) for service, (_, names) in SERVICES.items() for name in names]
PARAMETERS = [(service, name, member) for service, name in OPERATIONS for member in model.input_shape(service, name).members]
KNOWN = [parameter for parameter in PARAMETERS if parameter not in UNKNOWN]


def target(service, operation):
    return f"{SERVICES[service][0]}.{operation}"
