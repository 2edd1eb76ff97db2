"""Of every operation every parameter of AWS's model: a wrong type, a value out of its bounds, and left out. Run after the services'
own tests: the last test asks what these have called."""

import pytest

import invalid
import model
import wire
from services import KMS_NOT_YET, KNOWN, OPERATIONS, REFUSED, UNANSWERED, UNKNOWN, WAFV2_NOT_YET, WAFV2_REFUSED, target


def valid(service, operation):
    shape = model.input_shape(service, operation)
    return shape, {name: invalid.minimal(shape.members[name]) for name in shape.required_members}


def test_what_has_not_landed_is_said(endpoint):
    for name in sorted(KMS_NOT_YET):
        status, body = wire.post(endpoint.url, f"TrentService.{name}", {})
        assert (status, body["__type"]) == (400, "UnknownOperationException"), name
    for name in sorted(WAFV2_NOT_YET):
        status, body = wire.post(endpoint.url, f"AWSWAF_20190729.{name}", {}, service="wafv2")
        assert (status, body["__type"]) == (400, "UnknownOperationException"), name
    status, body = wire.post(endpoint.url, "AmazonSSM.SendCommand", {}, service="ssm")
    assert (status, body["__type"]) == (400, "UnknownOperationException")


@pytest.mark.parametrize("service,operation,member", KNOWN)
def test_every_parameter_has_its_type(endpoint, service, operation, member):
    shape, request = valid(service, operation)
    request[member] = invalid.wrong_type(shape.members[member])
    status, body = wire.post(endpoint.url, target(service, operation), request, service=service)
    # A union that is a word could be an enum that does not know it.
    expected = "ValidationException" if member == "DefaultAction" else "SerializationException"
    assert (status, body["__type"]) == (400, expected), body


@pytest.mark.parametrize("service,operation,member", KNOWN)
def test_every_parameter_is_within_its_bounds(endpoint, service, operation, member):
    shape, request = valid(service, operation)
    for value in invalid.out_of_bounds(shape.members[member]):
        status, body = wire.post(endpoint.url, target(service, operation), {**request, member: value}, service=service)
        assert status == 400, (value, body)
        if member == "Recipient":
            assert body["__type"] in ("UnsupportedOperationException", "ValidationException"), body
            continue
        if body["__type"] == "WAFInvalidParameterException" and service == "wafv2":
            assert body["Field"] and body["Reason"], body
            continue
        assert body["__type"] == "ValidationException", (value, body)
        message = body.get("message", body.get("Message"))
        assert f"at '{member}".lower() in message.lower(), body


@pytest.mark.parametrize("service,operation,member", sorted(UNKNOWN))
def test_what_is_not_known_is_refused_by_name(endpoint, service, operation, member):
    shape, request = valid(service, operation)
    request[member] = invalid.minimal(shape.members[member])
    status, body = wire.post(endpoint.url, target(service, operation), request, service=service)
    assert (status, body["__type"]) == (400, "ValidationException"), body
    wanted = f"Value at '{invalid.lower(member)}' failed to satisfy constraint: Member is not supported"
    assert wanted in body.get("message", body.get("Message")), body


@pytest.mark.parametrize("service,operation", OPERATIONS)
def test_every_required_parameter_is_required(endpoint, service, operation):
    shape, request = valid(service, operation)
    for missing in shape.required_members:
        without = {name: value for name, value in request.items() if name != missing}
        status, body = wire.post(endpoint.url, target(service, operation), without, service=service)
        assert (status, body["__type"]) == (400, "ValidationException"), body
        wanted = f"Value null at '{invalid.lower(missing)}' failed to satisfy constraint: Member must not be null"
        assert wanted in body.get("message", body.get("Message")), body


@pytest.mark.parametrize("service,operation", OPERATIONS)
def test_all_that_is_wrong_is_told_at_once(endpoint, service, operation):
    """Whatever is missing, and of what is there whatever is out of its bounds: one answer, one sentence each."""
    shape = model.input_shape(service, operation)
    null = "Value null at '{}' failed to satisfy constraint: Member must not be null"
    expected = {null.format(invalid.lower(name)) for name in shape.required_members}
    request = {}
    if name := next((name for name in ("MaxResults", "Limit") if name in shape.members), None):
        request[name] = -1
        expected.discard(null.format(invalid.lower(name)))
        least = shape.members[name].metadata["min"]
        expected.add(
            f"Value '-1' at '{invalid.lower(name)}' failed to satisfy constraint: "
            f"Member must have value greater than or equal to {least}"
        )
    if not expected:
        return
    status, body = wire.post(endpoint.url, target(service, operation), request, service=service)
    assert (status, body["__type"]) == (400, "ValidationException"), body
    count, told = body.get("message", body.get("Message")).split(" detected: ")
    assert set(told.split("; ")) == expected
    assert count == f"{len(expected)} validation error{'s' if len(expected) > 1 else ''}"


def test_every_parameter_was_part_of_an_answered_call(recorder):
    missing = []
    for service, operation, member in KNOWN:
        answered = member in recorder.answered[(service, operation)]
        is_refused = member in REFUSED or (service == "wafv2" and operation in WAFV2_REFUSED)
        refused = is_refused and member in recorder.refused[(service, operation)]
        if not answered and not refused and (service, operation, member) not in UNANSWERED:
            missing.append(f"{service}:{operation}.{member}")
    assert not missing, missing
