"""Holding raw responses against botocore's model of the service, and keeping count of what was called with what."""

import collections
import json

import botocore.session


class Recorder:
    """Sees every request and every raw response of the clients that it watches."""

    def __init__(self):
        # Service and operation -> the parameters that answered calls had, and those that refused calls had.
        self.answered = collections.defaultdict(set)
        self.refused = collections.defaultdict(set)
        self.errors = collections.defaultdict(set)
        self.pending = None

    def watch(self, client):
        events = client.meta.events
        events.register("before-parameter-build", self._request)
        events.register("before-parse", self._response)

    def _request(self, params, model, **_):
        self.pending = set(params)

    def _response(self, operation_model, response_dict, **_):
        service = operation_model.service_model
        key = (service.service_name, operation_model.name)
        status = response_dict["status_code"]
        assert response_dict["headers"]["x-amzn-requestid"]
        if status == 200:
            self.answered[key] |= self.pending or set()
        else:
            self.refused[key] |= self.pending or set()
        if service.metadata["protocol"] != "json":
            return
        if status == 200:
            check_answer(operation_model, response_dict["body"])
        else:
            self.errors[key].add(check_error(service, response_dict))


def check_answer(operation, body):
    """The body of an answer has the members of the model, and those alone."""
    shape = operation.output_shape
    if shape is None:
        assert body == b"", f"{operation.name} answers nothing"
        return
    value = json.loads(body)
    check_shape(operation.name, shape, value)
    for member in shape.required_members + ALWAYS.get(f"{operation.service_model.service_name}:{operation.name}", ALWAYS.get(operation.name, [])):
        assert member in value, f"{operation.name} without {member}"


def check_shape(place, shape, value):
    kind = shape.type_name
    if kind == "structure":
        assert isinstance(value, dict), place
        unknown = set(value) - set(shape.members)
        assert not unknown, f"{place} has {unknown}, which the model lacks"
        for name in shape.required_members:
            assert name in value, f"{place} lacks {name}"
        for name, inner in value.items():
            check_shape(f"{place}.{name}", shape.members[name], inner)
    elif kind == "list":
        assert isinstance(value, list), place
        for inner in value:
            check_shape(f"{place}[]", shape.member, inner)
    elif kind == "map":
        assert isinstance(value, dict), place
        for name, inner in value.items():
            check_shape(f"{place}.key", shape.key, name)
            check_shape(f"{place}.value", shape.value, inner)
    elif kind in ("string", "character", "blob"):
        assert isinstance(value, str), place
        if kind == "string" and shape.enum:
            assert value in shape.enum, f"{place} is {value}"
    elif kind == "timestamp":
        assert isinstance(value, (int, float)) and not isinstance(value, bool), place
    elif kind in ("integer", "long"):
        assert isinstance(value, int) and not isinstance(value, bool), place
    elif kind in ("float", "double"):
        assert isinstance(value, (int, float)), place
    elif kind == "boolean":
        assert isinstance(value, bool), place
    else:
        raise AssertionError(f"{place}: {kind}")


def check_error(service, response):
    """The body of an error has a type, a message as the model spells it, and members of the model."""
    body = json.loads(response["body"])
    code = body.pop("__type")
    assert response["headers"]["x-amzn-errortype"] == code
    known = {shape.error_code: shape for shape in service.error_shapes}
    if code in known:
        shape = known[code]
        # Some errors have no message in the model; AWS's SDKs read one from all of them.
        if not {"message", "Message"} & set(shape.members):
            body.pop("message", None)
        check_shape(code, shape, body)
    else:
        assert code in FRAMEWORK, f"{code} is no error of {service.service_name}"
        assert set(body) <= {"message", "Message"} and len(body) == 1, body
    return code


def input_shape(service, operation):
    return service_model(service).operation_model(operation).input_shape


def service_model(service):
    return botocore.session.get_session().get_service_model(service)


# Errors that every service has, whether its model names them or not.
FRAMEWORK = {
    "AccessDeniedException",
    "ExpiredTokenException",
    "IncompleteSignatureException",
    "InvalidSignatureException",
    "MissingAuthenticationTokenException",
    "SerializationException",
    "ThrottlingException",
    "UnknownOperationException",
    "UnrecognizedClientException",
    "ValidationException",
}

# Members that an answer always has here, though the model of AWS does not require them.
ALWAYS = {
    "CancelKeyDeletion": ["KeyId"],
    "CreateKey": ["KeyMetadata"],
    "Decrypt": ["KeyId", "Plaintext", "EncryptionAlgorithm", "KeyMaterialId"],
    "DescribeKey": ["KeyMetadata"],
    "Encrypt": ["CiphertextBlob", "KeyId", "EncryptionAlgorithm"],
    "GenerateDataKey": ["CiphertextBlob", "Plaintext", "KeyId", "KeyMaterialId"],
    "GenerateDataKeyWithoutPlaintext": ["CiphertextBlob", "KeyId", "KeyMaterialId"],
    "GenerateRandom": ["Plaintext"],
    "GetKeyPolicy": ["Policy", "PolicyName"],
    "ListAliases": ["Aliases", "Truncated"],
    "ListKeyPolicies": ["PolicyNames", "Truncated"],
    "ListKeys": ["Keys", "Truncated"],
    "ListResourceTags": ["Tags", "Truncated"],
    "ReEncrypt": [
        "CiphertextBlob",
        "SourceKeyId",
        "KeyId",
        "SourceEncryptionAlgorithm",
        "DestinationEncryptionAlgorithm",
        "SourceKeyMaterialId",
        "DestinationKeyMaterialId",
    ],
    "DescribeParameters": ["Parameters"],
    "GetParameter": ["Parameter"],
    "GetParameterHistory": ["Parameters"],
    "GetParameters": ["Parameters", "InvalidParameters"],
    "GetParametersByPath": ["Parameters"],
    "LabelParameterVersion": ["InvalidLabels", "ParameterVersion"],
    "ssm:ListTagsForResource": ["TagList"],
    "PutParameter": ["Version", "Tier"],
    "PutResourcePolicy": ["PolicyId", "PolicyHash"],
    "ScheduleKeyDeletion": ["KeyId", "DeletionDate", "KeyState", "PendingWindowInDays"],
}
