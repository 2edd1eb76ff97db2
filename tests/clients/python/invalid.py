"""Invalid requests, made out of botocore's model: of every parameter a wrong type, and a value out of its bounds."""


def wrong_type(shape):
    """A value of another type than the parameter's."""
    return {"string": 7, "blob": {}, "integer": "soon", "long": "soon", "boolean": "maybe", "timestamp": "soon"}.get(
        shape.type_name, "text"
    )


def out_of_bounds(shape):
    """Values of the right type that the model does not allow."""
    rules = shape.metadata
    if shape.type_name == "string":
        if shape.enum:
            yield "NO_SUCH_WORD"
        elif rules.get("min"):
            yield ""
        if rules.get("max") and rules["max"] <= 200_000:
            yield "x" * (rules["max"] + 1)
    elif shape.type_name in ("integer", "long"):
        if "max" in rules:
            yield rules["max"] + 1
        if rules.get("min"):
            yield rules["min"] - 1
    elif shape.type_name == "list":
        inner = next(out_of_bounds(shape.member), None)
        if inner is not None:
            yield [inner]
        if "max" in rules and shape.member.type_name == "string":
            yield ["x"] * (rules["max"] + 1)
    elif shape.type_name == "structure":
        for name, member in shape.members.items():
            inner = next(out_of_bounds(member), None)
            if inner is not None:
                yield {**{n: minimal(shape.members[n]) for n in shape.required_members}, name: inner}


def minimal(shape):
    """A value that the model allows."""
    if shape.name in MINIMAL:
        return MINIMAL[shape.name]
    if shape.type_name == "string":
        return shape.enum[0] if shape.enum else "x" * max(1, shape.metadata.get("min", 1))
    if shape.type_name == "blob":
        return "eA=="
    if shape.type_name in ("integer", "long"):
        return shape.metadata.get("min", 1)
    if shape.type_name == "boolean":
        return False
    if shape.type_name == "list":
        return [minimal(shape.member)]
    if shape.type_name == "map":
        return {}
    if shape.type_name == "timestamp":
        return 1_800_000_000
    return {name: minimal(shape.members[name]) for name in shape.required_members}


# Of shapes whose model does not say what they need.
UUID = "a1b2c3d4-5678-90ab-cdef-111111111111"
MINIMAL = {
    "DefaultAction": {"Allow": {}},
    "Rules": [],
    "RegularExpressionList": [],
    "EntityId": UUID,
    "LockToken": UUID,
    "LoggingConfiguration": {"ResourceArn": "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/x/" + UUID, "LogDestinationConfigs": ["arn:aws:s3:::aws-waf-logs-x"]},
}


def lower(name):
    return name[0].lower() + name[1:]
